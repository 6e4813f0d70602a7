"""Grids: rows made ready to be shown, so that every table on the site looks and reads alike.

A page names its columns; a grid turns values into words, numbers, days, marks and links. The names of
what rows refer to are asked once, for all drafts of a page together; what one may not see is another trust's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from psycopg import sql

from grunnmur.estate import TABLES
from grunnmur.text import Voice, ranges
from grunnmur_web import likelihood, reading, reasons
from grunnmur_web.store.shelves import SHELVES
from grunnmur_web.words import voice

PAGES = ("asset", "application", "data_store", "organisation", "contract", "location", "product")
"""Nouns whose things have a page of their own."""
NAMED = (*PAGES, "assessment", "person", "account", "workload")
"""Nouns whose things are in the table of names, as far as one may see them."""
_APART = frozenset(
    name
    for name, table in TABLES.items()
    if table.noun and name not in NAMED and "name" in table.by_name and name in SHELVES
)
"""Nouns that have names and are no pages' own: zones, networks, clinical services."""
_EVERYONES = frozenset(name for name in PAGES if SHELVES[name].seen == "everyone")
"""Nouns whose things nobody owns, or everyone may know: trusts and suppliers, places, products."""

SOMEBODYS = frozenset(n for n in (*NAMED, *_APART) if SHELVES[n].seen != "everyone")
"""Nouns whose things some may see and others may not."""

_WORDS = {
    "rule_id": "rule", "aspect": "aspect", "kind": "kind", "subject_kind": "table", "function": "function",
    "environment": "environment", "asset.role": "asset_role", "component.role": "asset_role",
    "contract.kind": "contract_kind", "data_class": "data_class", "country": "country",
    "remote_access": "remote_access", "situation_vulnerability.range": "versions", "detection_check.range": "versions",
}  # fmt: skip
MARKS = {
    "fail": "bad", "unknown": "open", "pass": "good", "critical": "bad", "high": "bad", "medium": "open",
    "low": "calm", "unsupported": "bad", "supported": "good", "affected": "bad",
    "confirmed": "good", "silent": "open", "undeclared": "open",
    "agreed": "good", "only_scanner": "open", "only_derived": "open", "undecided": "calm",
    "accepted": "calm", "ending": "open",
}  # fmt: skip
"""The mark of a verdict, and of what is like one."""
FREE = (
    "country",
    "function",
    "environment",
    "asset_role",
    "contract_kind",
    "update_to",
    "identifier",
    "remote_access",
    "scanner_severity",
)
_MARKED = ("verdict", "severity", "support", "risk", "outcome", "acceptance")
_AMOUNTS = ("whole", "number", "money", "share")
_NAMES_OF_DIGITS = ("port",)
"""Columns of whole numbers that nobody counts: no space or comma goes between their digits."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key in the row, its type as in the declarations, and what it refers to.

    `refers` is a noun, or `@` and the key of the row that says which. `words` names a group of words,
    `reason` those of the rule that the row names, `versions` what a publisher wrote of the versions concerned.
    `nothing` says what an empty cell means, where it is not that something is not known.
    """

    name: str
    type: str = "text"
    label: str = ""
    refers: str | None = None
    words: str | None = None
    link: str | None = None
    nothing: str = "site_unknown"

    @property
    def numeric(self) -> bool:
        """Whether it is set flush right."""
        return self.type in _AMOUNTS


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it is shown."""

    text: str
    href: str = ""
    mark: str = ""
    value: Any = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where the rows before and after those of a table are; empty: there are none. With the words of the two ways."""

    before: str
    after: str
    before_word: str = "site_page_before"
    after_word: str = "site_page_after"


@dataclass(frozen=True, slots=True)
class Whole:
    """The table of which only the first rows are shown: how many it has, and where it is."""

    rows: int
    address: str

    @property
    def first(self) -> int | None:
        """How many are shown there, where there may be more still."""
        return reading.MOST if self.rows == reading.MOST else None


@dataclass(frozen=True, slots=True)
class Draft:
    """A table whose rows still refer to things by their ids."""

    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    caption: str = ""
    empty: str = "site_nothing_here"
    leaf: Leaf | None = None

    def references(self) -> Iterator[tuple[str, str]]:
        """The things its rows refer to, as noun and id."""
        return (
            (
                noun_of(c, row),
                ranges.product(row[c.name]) if c.words == "versions" else str(row[c.name]),
            )
            for row in self.rows
            for c in self.columns
            if (c.refers or c.words == "versions") and row.get(c.name)
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be shown, read aloud, printed or exported."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    empty: str = "site_nothing_here"
    leaf: Leaf | None = None
    whole: Whole | None = None

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def first(self) -> int | None:
        """How many are shown, where a list may have been cut there and no leaf says where it goes on."""
        return reading.MOST if len(self.rows) == reading.MOST and self.leaf is None else None


def column(table: str, name: str, **changes: Any) -> Column:  # noqa: ANN401 fields of a column
    """The column as the library declares it, with its word as label."""
    declared = TABLES[table].by_name.get(name)
    if declared is None:
        made = Column(name, label=voice().word("column", name))
        return replace(made, **changes) if changes else made
    words = _WORDS.get(f"{table}.{name}")
    if words is None and name == "kind" and table != "asset":
        words = "value"
    words = words or _WORDS.get(name) or ("value" if declared.choices else None)
    made = Column(
        name,
        declared.type,
        voice().word("column", name),
        declared.refers,
        words,
    )
    return replace(made, **changes) if changes else made


def linked(column: Column, link: str) -> Column:
    """The column with each value leading to the address that stands under `link` in its row."""
    return replace(column, link=link)


def grid(
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    *,
    caption: str = "",
    empty: str = "site_nothing_here",
    leaf: Leaf | None = None,
) -> Grid:
    """The rows made ready."""
    return ready(replace(draft(columns, rows, caption=caption, empty=empty), leaf=leaf))


def ready(given: Draft) -> Grid:
    """A draft made ready on its own."""
    return _made(given, names(given.references()))


def draft(
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    *,
    caption: str = "",
    empty: str = "site_nothing_here",
) -> Draft:
    """The rows as they came, for a page that makes several tables ready `together`."""
    return Draft(tuple(columns), tuple(rows), caption, empty)


def together(drafts: Mapping[str, Draft]) -> dict[str, Grid]:
    """The tables made ready, under their names: what their rows refer to is asked once for all of them."""
    known = names(one for given in drafts.values() for one in given.references())
    return {name: _made(given, known) for name, given in drafts.items()}


def _made(given: Draft, known: Mapping[str, str]) -> Grid:
    said = voice()
    shown = tuple(tuple(cell(said, c, row, known) for c in given.columns) for row in given.rows)
    return Grid(given.columns, shown, given.caption, given.empty, given.leaf)


def shortened(given: Grid, most: int, address: str) -> Grid:
    """The first rows of a table that has more than `most`, and where all are."""
    if len(given) <= most:
        return given
    return replace(given, rows=given.rows[:most], whole=Whole(len(given), address))


def thing_address(noun: str, entity_id: str) -> str:
    """Where a thing's page is; empty for nouns that have none."""
    return reverse("thing", args=[noun, entity_id]) if noun in PAGES else ""


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """The names of the things one may see of those in the table of names, by id."""
    return names(("", one) for one in ids)


def names(references: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The names of the things one may see, by id, of nouns and ids; of what has none the id."""
    wanted: dict[str, set[str]] = {}
    for noun, one in references:
        own = noun in _APART or noun in _EVERYONES
        wanted.setdefault(noun if own else "thing", set()).add(one)
    if not wanted or reading.current_run() is None:
        return {}
    found = reading.together(
        {table: _named(table) for table in sorted(wanted)},
        {table: sorted(ids) for table, ids in wanted.items()},
    )
    return {row["id"]: row["name"] for rows in found.values() for row in rows}


def _named(table: str) -> reading.Query:
    """Ids and names of a table, for the ids under the table's own name."""
    return sql.SQL(
        "select {0} as id, coalesce(name, {0}) as name from {1} where {0} = any({2})"
    ).format(
        sql.Identifier(TABLES[table].id_column if table in TABLES else "entity_id"),
        sql.Identifier(table),
        sql.Placeholder(table),
    )


def product(product_id: str) -> str:
    """A product that has no name as its id tells it: `dell:precision_3660` is dell precision 3660."""
    maker, _, called = product_id.rpartition(":")
    return " ".join((maker if maker != "unknown" else "", called)).replace("_", " ").strip()


def unseen(said: Voice, noun: str) -> str:
    """What stands where a name may not be seen: another trust's, or of what is no trust's own, what it is."""
    return said.word("table", noun) if noun in _APART else said("site_another_trust")


def cell(said: Voice, column: Column, row: Mapping[str, Any], known: Mapping[str, str]) -> Cell:
    """One value of a row as it is shown."""
    value = row.get(column.name)
    if column.words == "reason" and value:
        return Cell(reasons.said(said, row.get("rule_id"), str(value)), value=value)
    if column.words == "versions" and value:
        return Cell(_versions(said, str(value), known), value=value)
    if column.link and row.get(column.link):
        return replace(_shown(said, column, value), href=str(row[column.link]))
    if column.refers and value:
        return _reference(said, column, row, known)
    return _shown(said, column, value)


def _versions(said: Voice, written: str, known: Mapping[str, str]) -> str:
    of = ranges.product(written)
    return ranges.said(said, written, known.get(of) or ranges.spelt(product(of).title()))


def _reference(
    said: Voice, column: Column, row: Mapping[str, Any], known: Mapping[str, str]
) -> Cell:
    value, noun = str(row[column.name]), noun_of(column, row)
    if value not in known and noun == "product":  # nobody's own: the catalogue has no name for it
        return Cell(product(value), value=value)
    if value not in known:
        return Cell(unseen(said, noun), quiet=True)
    return Cell(known[value], thing_address(noun, value), value=value)


def noun_of(column: Column, row: Mapping[str, Any]) -> str:
    """Which noun the column's value is of, in this row."""
    if column.words == "versions":
        return "product"
    refers = column.refers or ""
    return str(row.get(refers[1:], "")) if refers.startswith("@") else refers


def _shown(said: Voice, column: Column, value: Any) -> Cell:  # noqa: ANN401 whatever a table holds
    if value is None or value == "":
        return Cell(said(column.nothing), quiet=True)
    if isinstance(value, bool):
        return Cell(said("site_yes" if value else "site_no"), value=value)
    if column.words:
        mark = MARKS.get(str(value), "") if column.name in _MARKED else ""
        return Cell(word(said, column, value), mark=mark, value=value)
    return Cell(_text(said, column, value), value=value)


def word(said: Voice, column: Column, value: Any) -> str:  # noqa: ANN401 whatever a table holds
    """A code's word. What stands in a register as free text is shown as it is, unless it is one of our codes."""
    otherwise = str(value) if column.words in FREE else None
    return said.word(column.words or "value", str(value), otherwise=otherwise)


def _text(said: Voice, column: Column, value: Any) -> str:  # noqa: ANN401 whatever a table holds
    if isinstance(value, datetime):
        return said.instant(value)
    if isinstance(value, date):
        return said.day(value)
    if column.type == "share":
        return said.share(float(value))
    if column.type == "likelihood":
        return likelihood.said(said, float(value))
    if column.type == "money":  # in kroner, as its heading says
        return said.amount(float(value))
    if column.type == "number":
        return _tenths(said, float(value))
    if isinstance(value, int) and column.name not in _NAMES_OF_DIGITS:
        return said.amount(value)
    return str(value)


def _tenths(said: Voice, value: float) -> str:
    """A number to one decimal; one that is more than nothing is never told as nothing."""
    least = 0.1
    return f"<\u00a0{said.amount(least, 1)}" if 0 < value < least / 2 else said.amount(value, 1)
