"""Classes of addresses that a packet filter treats alike, so that a verdict of two of them is one of all.

First all addresses are parted by every range the rules name; then those are joined again of which the
rules say the same, as source and as target, whoever the other side is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from grunnmur.collect.packet_addresses import EVERYWHERE, Range, Ranges, both, holds, joined
from grunnmur.collect.packet_filter import Match, Rule


def classes(rules: Sequence[Rule], within: Ranges = EVERYWHERE) -> tuple[Ranges, ...]:
    """The addresses of `within`, parted into those the rules name alike, as source and as target."""
    sides = {match.sources for match in _matches(rules)} | {
        match.targets for match in _matches(rules)
    }
    turns: dict[int, int] = defaultdict(int)  # where a range begins or has ended, and whose
    for number, side in enumerate(sorted(sides)):
        for low, high in joined(side):
            turns[low] ^= 1 << number
            turns[high + 1] ^= 1 << number
    edges = sorted({*turns, EVERYWHERE[0][0], EVERYWHERE[0][1] + 1})
    alike: dict[int, list[Range]] = defaultdict(list)
    now = 0
    for begin, end in pairwise(edges):
        now ^= turns.get(begin, 0)
        alike[now].append((begin, end - 1))
    parts = (both(joined(ranges), within) for ranges in alike.values())
    return tuple(sorted(part for part in parts if part))


def merged(filters: Sequence[Sequence[Rule]], parts: Sequence[Ranges]) -> tuple[Ranges, ...]:
    """The parts, those joined of which all the filters say the same."""
    said = _Said()
    written = [[said.rule(rule) for rule in rules] for rules in filters]
    alike: dict[tuple[tuple[int, ...], ...], list[Range]] = defaultdict(list)
    for part in parts:
        held = said.holding(part[0][0])
        key = (
            said.of(rules, held, here, other)
            for rules in written
            for here, other in ((0, 1), (1, 0))
        )
        alike[tuple(key)] += part
    return tuple(sorted(joined(ranges) for ranges in alike.values()))


_Asked = tuple[tuple[int, int, int], ...]
"""Of each match the sources, the targets, and the rest, by number."""


class _Said:
    """What rules say, in numbers: the same number where the same is said."""

    def __init__(self) -> None:
        self._sides: dict[Ranges, int] = {}
        self._number: dict[object, int] = {}

    def rule(self, rule: Rule) -> tuple[bool, tuple[_Asked, ...]]:
        """The rule: whether it allows, and what it and each of its exceptions ask."""
        return rule.allow, tuple(map(self._asked, (rule.matches, *rule.unless)))

    def holding(self, place: int) -> frozenset[int]:
        """The sides that hold a place."""
        return frozenset(side for ranges, side in self._sides.items() if holds(ranges, place))

    def of(
        self,
        rules: Sequence[tuple[bool, tuple[_Asked, ...]]],
        held: frozenset[int],
        here: int,
        other: int,
    ) -> tuple[int, ...]:
        """What the rules say of the other side, in order; what is said twice on end, once."""
        found: list[int] = []
        for allow, (asked, *exceptions) in rules:
            met = self._rest(asked, held, here, other)
            if met is None:
                continue
            out = {self._rest(one, held, here, other) for one in exceptions} - {None}
            said = self._of((allow, met, frozenset(out)))
            if not found or found[-1] != said:
                found.append(said)
        return tuple(found)

    def _asked(self, matches: Sequence[Match]) -> _Asked:
        return tuple(
            (
                self._sides.setdefault(match.sources, len(self._sides)),
                self._sides.setdefault(match.targets, len(self._sides)),
                self._of((tuple(sorted(match.service.items())), match.sure)),
            )
            for match in matches
        )

    def _rest(self, asked: _Asked, held: frozenset[int], here: int, other: int) -> int | None:
        """A number for what is asked besides the place; None where the place does not meet it."""
        for match in asked:
            if match[here] not in held:
                return None
        return self._of(frozenset((match[other], match[2]) for match in asked))

    def _of(self, said: object) -> int:
        return self._number.setdefault(said, len(self._number))


def _matches(rules: Sequence[Rule]) -> list[Match]:
    return [
        match for rule in rules for matches in (rule.matches, *rule.unless) for match in matches
    ]
