"""Rules of a packet filter in order, and what they let pass: yes, no, or not known.

The question is whether somebody *can* open a connection: packets are new, and who sends chooses the
port it is sent from. A match that is not understood may hold or not; what rests on it is not known.
Addresses are of both kinds (`packet_addresses`); services are a protocol and its ports, and ICMP for
IPv6 is ICMP: the addresses tell which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from grunnmur.collect.packet_addresses import (
    EVERYWHERE,
    Range,
    Ranges,
    both,
    holds,
    joined,
    without,
)

PORTS: Ranges = ((0, 65535),)
PROTOCOLS = ("tcp", "udp", "icmp", "other")
Service = Mapping[str, Ranges]
EVERYTHING: Service = dict.fromkeys(PROTOCOLS, PORTS)


@dataclass(frozen=True, slots=True)
class Match:
    """Which packets a rule is about. `sure` is false where a part of it is not understood."""

    sources: Ranges = EVERYWHERE
    targets: Ranges = EVERYWHERE
    service: Service = field(default_factory=lambda: EVERYTHING)
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """Packets that meet every match and none of `unless` are allowed or not."""

    matches: tuple[Match, ...]
    allow: bool
    unless: tuple[tuple[Match, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What passes between two places for sure, and what may."""

    passes: Service
    may_pass: Service


Matches = tuple[Match, ...]


def besides(exceptions: tuple[Matches, ...], more: Matches) -> tuple[Matches, ...]:
    """The exceptions with one more; where it differs from the last in its sources or targets alone, they become one."""
    if exceptions and exceptions[-1][:-1] == more[:-1]:
        last, other = exceptions[-1][-1], more[-1]
        if replace(last, sources=other.sources) == other:
            both_of = replace(last, sources=joined([*last.sources, *other.sources]))
            return (*exceptions[:-1], (*more[:-1], both_of))
        if replace(last, targets=other.targets) == other:
            both_of = replace(last, targets=joined([*last.targets, *other.targets]))
            return (*exceptions[:-1], (*more[:-1], both_of))
    return (*exceptions, more)


def verdict(rules: Sequence[Rule], source: int, target: int) -> Verdict:
    """What the rules let pass from one address to another; what no rule is about does not pass."""
    return Verdict(
        _passing(rules, source, target, doubt=False), _passing(rules, source, target, doubt=True)
    )


def verdicts(rules: Sequence[Rule], places: Sequence[int]) -> Iterator[tuple[int, int, Verdict]]:
    """What passes between every two of the places, by their number. What is about the same is asked once."""
    as_source = [_about(rules, place, source=True) for place in places]
    as_target = [_about(rules, place, source=False) for place in places]
    bits = accumulate((1 + len(rule.unless) for rule in rules[:-1]), initial=0)
    by_bit = dict(zip(bits, rules, strict=False))  # without rules there is a bit all the same
    themselves = sum(1 << bit for bit in by_bit)
    known: dict[int, Verdict] = {}
    for one, source in enumerate(places):
        for other, target in enumerate(places):
            mask = as_source[one] & as_target[other]
            if mask not in known:
                known[mask] = verdict(_chosen(by_bit, mask & themselves), source, target)
            yield one, other, known[mask]


def through(found: Sequence[Verdict]) -> Verdict:
    """What gets through several filters, one after the other."""
    first, *others = found
    for other in others:
        first = Verdict(
            _common(first.passes, other.passes), _common(first.may_pass, other.may_pass)
        )
    return first


def ports_of(service: Service) -> list[tuple[str, str]]:
    """Protocol and ports as people write them; one row `any` where everything passes."""
    if all(service.get(name, ()) == PORTS for name in PROTOCOLS):
        return [("any", "any")]
    return [
        (name, "any" if ranges == PORTS else ",".join(_span(one) for one in ranges))
        for name, ranges in sorted(service.items())
        if ranges
    ]


def _common(one: Service, other: Service) -> Service:
    shared = {name: both(one.get(name, ()), other.get(name, ())) for name in PROTOCOLS}
    return {name: ranges for name, ranges in shared.items() if ranges}


def _about(rules: Sequence[Rule], place: int, *, source: bool) -> int:
    """What may be about packets from, or to, the place: a bit a rule, and one for each of its exceptions."""
    mask, bit = 0, 1
    for rule in rules:
        for matches in (rule.matches, *rule.unless):
            if all(holds(match.sources if source else match.targets, place) for match in matches):
                mask |= bit
            bit <<= 1
    return mask


def _chosen(by_bit: Mapping[int, Rule], mask: int) -> list[Rule]:
    """The rules whose bits the mask names, in order."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(by_bit[lowest.bit_length() - 1])
        mask ^= lowest
    return found


def _passing(rules: Sequence[Rule], source: int, target: int, *, doubt: bool) -> Service:
    """What passes when doubt is decided for the packet, or against it."""
    left: Service = EVERYTHING
    passed: dict[str, Ranges] = dict.fromkeys(PROTOCOLS, ())
    for rule in rules:
        sure_only = rule.allow != doubt
        met = _met(rule.matches, source, target, sure_only=sure_only, within=left)
        for exception in rule.unless:
            out = _met(exception, source, target, sure_only=not sure_only, within=left)
            met = {name: without(met[name], out[name]) for name in PROTOCOLS}
        if rule.allow:
            passed = {name: joined([*passed[name], *met[name]]) for name in PROTOCOLS}
        left = {name: without(left[name], met[name]) for name in PROTOCOLS}
        if not any(left.values()):
            break
    return {name: joined(ranges) for name, ranges in passed.items() if ranges}


def _met(
    matches: Iterable[Match], source: int, target: int, *, sure_only: bool, within: Service
) -> dict[str, Ranges]:
    """The part of `within` that meets all matches; with `sure_only`, none that is not understood."""
    met = dict(within)
    for match in matches:
        apart = not holds(match.sources, source) or not holds(match.targets, target)
        if apart or (sure_only and not match.sure):
            return dict.fromkeys(PROTOCOLS, ())
        met = {name: both(met[name], match.service.get(name, ())) for name in PROTOCOLS}
    return met


def _span(one: Range) -> str:
    return str(one[0]) if one[0] == one[1] else f"{one[0]}-{one[1]}"
