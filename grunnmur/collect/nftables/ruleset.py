"""A rule set of nftables as read, whichever form it was written in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

Element = tuple[str, ...]
"""One value of a test; of a concatenation one for each of its keys."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done with a packet: accept, drop, return, jump, goto, or a word nobody understood."""

    kind: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """What is looked at (`ip saddr`, `tcp dport`…) and what it must be: `@name` is a set kept apart."""

    __test__ = False  # not one of pytest's
    keys: tuple[str, ...]
    elements: tuple[Element, ...]
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A verdict map: what is looked at, and what is done for each value; `named` where it is kept apart."""

    keys: tuple[str, ...]
    entries: tuple[tuple[Element, Verdict], ...]
    named: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A statement that may let the packet go on or not."""

    what: str


TRANSLATE = frozenset(("dnat", "snat", "masquerade", "redirect"))
"""Statements that translate addresses."""

Statement = Verdict | Test | Choice | Unclear
Written = tuple[Statement, ...]
"""One rule: its statements in order. Those that change nothing of who may pass are left out."""

UNREAD: Written = (Unclear("rule"), Verdict("accept"))
"""Stands for a rule nobody could read: what it would let pass may pass."""


@dataclass(slots=True)
class Chain:
    """Rules in order; a base chain has a hook, a priority, and what ends it."""

    rules: list[Written] = field(default_factory=list)
    kind: str = ""
    hook: str = ""
    priority: int = 0
    policy: str = "accept"


@dataclass(slots=True)
class Table:
    """The chains and sets of a table. `maps` hold verdicts by value."""

    family: str
    chains: dict[str, Chain] = field(default_factory=dict)
    sets: dict[str, tuple[Element, ...] | None] = field(default_factory=dict)
    maps: dict[str, tuple[tuple[Element, Verdict], ...] | None] = field(default_factory=dict)


@dataclass(slots=True)
class Ruleset:
    """All tables, how many rules were read and translate, what could not be read, and why the file ended early."""

    tables: dict[tuple[str, str], Table] = field(default_factory=dict)
    rows: int = 0
    unread: list[tuple[int | None, str]] = field(default_factory=list)
    cut: str = ""
    translating: Counter[str] = field(default_factory=Counter)

    def table(self, family: str, name: str) -> Table:
        """The table of that name, made when it is first spoken of."""
        return self.tables.setdefault((family, name), Table(family))


PRIORITIES = {
    "raw": -300,
    "mangle": -150,
    "dstnat": -100,
    "filter": 0,
    "security": 50,
    "srcnat": 100,
}
"""Names of priorities, as nft prints them."""


def priority(written: str) -> int:
    """The number of a priority as written: `0`, `filter`, `filter + 10`. ValueError when it is none."""
    name, sign, more = written.replace("+", " + ").replace(" - ", " -").partition(" ")
    base = PRIORITIES[name] if name in PRIORITIES else int(name)
    return base + int((sign + more).replace("+", "").replace(" ", "") or 0)
