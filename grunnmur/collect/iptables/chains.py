"""Chains of iptables as one list of rules: jumps opened, what returns early left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grunnmur.collect.iptables.matches import Written, match_of
from grunnmur.collect.packet_addresses import Ranges
from grunnmur.collect.packet_filter import Match, Rule, besides

_GO_ON = frozenset(
    (
        "LOG",
        "ULOG",
        "NFLOG",
        "MARK",
        "CONNMARK",
        "TOS",
        "DSCP",
        "TCPMSS",
        "CT",
        "NOTRACK",
        "TRACE",
        "CLASSIFY",
        "TTL",
        "AUDIT",
        "SECMARK",
    )
)
_DEEPEST = 40


@dataclass(slots=True)
class Table:
    """The filter table as written: what chains hold, and what ends the built-in ones."""

    chains: dict[str, list[Written]] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)


def rules(
    table: Table, chain: str, interfaces: Mapping[str, Ranges], doubts: Counter[str]
) -> list[Rule]:
    """The rules of a built-in chain with its policy at the end. What is not understood is counted."""
    found = list(_opened(table, chain, (), (), interfaces, doubts, 0))
    # Without a policy the chain keeps what it had, which the file does not say.
    policy = table.policies.get(chain)
    last = Match(sure=policy is not None)
    return [*found, Rule((last,), allow=policy in ("ACCEPT", None))]


def _opened(
    table: Table,
    chain: str,
    before: tuple[Match, ...],
    unless: tuple[tuple[Match, ...], ...],
    interfaces: Mapping[str, Ranges],
    doubts: Counter[str],
    depth: int,
) -> Iterator[Rule]:
    """The rules of a chain that is entered by packets meeting `before` and none of `unless`."""
    if depth > _DEEPEST:
        doubts["jumps too deep"] += 1
        yield Rule((*before, Match(sure=False)), allow=True, unless=unless)
        return
    for written in table.chains.get(chain, ()):
        match = match_of(written, interfaces, doubts)
        if match is None:
            continue
        here, target = (*before, match), written.target
        if target in ("ACCEPT", "DROP", "REJECT"):
            yield Rule(here, allow=target == "ACCEPT", unless=unless)
        elif target == "RETURN":
            unless = besides(unless, here)
        elif target in table.chains:
            yield from _opened(table, target, here, unless, interfaces, doubts, depth + 1)
            if written.goto:
                unless = besides(unless, here)
        elif target and target not in _GO_ON:
            doubts[f"-j {target}"] += 1
            yield Rule((*here, Match(sure=False)), allow=True, unless=unless)
