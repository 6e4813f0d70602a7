"""Rules of a packet filter in order, and what they let pass: yes, no, or not known.

The question is whether somebody *can* open a connection: packets are new, and who sends chooses the
port it is sent from. A match that is not understood may hold or not; what rests on it is not known.
Addresses are IPv4 numbers in ranges, ends included; services are a protocol and its ports.
"""

from __future__ import annotations

import ipaddress
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

LAST = (1 << 32) - 1
PORTS = ((0, 65535),)
PROTOCOLS = ("tcp", "udp", "icmp", "other")
Range = tuple[int, int]
Ranges = tuple[Range, ...]
EVERYWHERE: Ranges = ((0, LAST),)
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


def verdict(rules: Sequence[Rule], source: int, target: int) -> Verdict:
    """What the rules let pass from one address to another; what no rule is about does not pass."""
    return Verdict(
        _passing(rules, source, target, doubt=False), _passing(rules, source, target, doubt=True)
    )


def verdicts(rules: Sequence[Rule], places: Sequence[int]) -> Iterator[tuple[int, int, Verdict]]:
    """What passes between every two of the places, by their number; only rules about both are asked."""
    as_source = [_about(rules, place, source=True) for place in places]
    as_target = [_about(rules, place, source=False) for place in places]
    known: dict[int, Verdict] = {}
    for one, source in enumerate(places):
        for other, target in enumerate(places):
            mask = as_source[one] & as_target[other]
            concerned = [rule for number, rule in enumerate(rules) if mask >> number & 1]
            if any(rule.unless for rule in concerned):
                yield one, other, verdict(concerned, source, target)
            else:
                if mask not in known:
                    known[mask] = verdict(concerned, source, target)
                yield one, other, known[mask]


def through(found: Sequence[Verdict]) -> Verdict:
    """What gets through several filters, one after the other."""
    first, *others = found
    for other in others:
        first = Verdict(
            _common(first.passes, other.passes), _common(first.may_pass, other.may_pass)
        )
    return first


def classes(rules: Sequence[Rule]) -> tuple[Ranges, ...]:
    """All addresses, parted into those the rules treat alike, as source and as target."""
    matches = [match for rule in rules for match in (*rule.matches, *sum(rule.unless, ()))]
    sides = sorted({match.sources for match in matches} | {match.targets for match in matches})
    begins = sorted(
        {0, *(edge for ranges in sides for low, high in ranges for edge in (low, high + 1))}
    )
    alike: dict[tuple[bool, ...], list[Range]] = {}
    for begin, end in zip(begins, [*begins[1:], LAST + 1], strict=True):
        if begin <= LAST:
            signature = tuple(holds(ranges, begin) for ranges in sides)
            alike.setdefault(signature, []).append((begin, end - 1))
    return tuple(joined(ranges) for ranges in alike.values())


def holds(ranges: Ranges, value: int) -> bool:
    """Whether the value lies in one of the ranges."""
    place = bisect_right(ranges, (value, LAST + 1)) - 1
    return place >= 0 and ranges[place][0] <= value <= ranges[place][1]


def network(written: str) -> Ranges:
    """The addresses of `10.0.0.0/8`, `10.0.0.1` or `10.0.0.0/255.0.0.0`. ValueError when it is none."""
    found = ipaddress.IPv4Network(written, strict=False)
    return ((int(found.network_address), int(found.broadcast_address)),)


def without(ranges: Ranges, gone: Ranges) -> Ranges:
    """What is in the ranges and not in `gone`."""
    if not gone or not ranges:
        return ranges
    left: list[Range] = list(ranges)
    for low, high in gone:
        cut: list[Range] = []
        for begin, end in left:
            if high < begin or low > end:
                cut.append((begin, end))
                continue
            cut += [piece for piece in ((begin, low - 1), (high + 1, end)) if piece[0] <= piece[1]]
        left = cut
    return tuple(left)


def both(one: Ranges, other: Ranges) -> Ranges:
    """What is in both."""
    if one == other or not one:
        return one
    return without(one, without(((0, LAST),), other))


def joined(ranges: Iterable[Range]) -> Ranges:
    """The same values in as few ranges as they need, sorted."""
    found: list[Range] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def ports_of(service: Service) -> list[tuple[str, str]]:
    """Protocol and ports as people write them; one row `any` where everything passes."""
    if all(service.get(name, ()) == PORTS for name in PROTOCOLS):
        return [("any", "any")]
    return [
        (name, "any" if ranges == PORTS else ",".join(_span(one) for one in ranges))
        for name, ranges in sorted(service.items())
        if ranges
    ]


def cidrs(ranges: Ranges) -> list[str]:
    """The ranges as networks."""
    return [
        str(net)
        for low, high in ranges
        for net in ipaddress.summarize_address_range(
            ipaddress.IPv4Address(low), ipaddress.IPv4Address(high)
        )
    ]


def _common(one: Service, other: Service) -> Service:
    shared = {name: both(one.get(name, ()), other.get(name, ())) for name in PROTOCOLS}
    return {name: ranges for name, ranges in shared.items() if ranges}


def _about(rules: Sequence[Rule], place: int, *, source: bool) -> int:
    """The rules that may be about packets from, or to, the place; one bit a rule."""
    mask = 0
    for number, rule in enumerate(rules):
        sides = (match.sources if source else match.targets for match in rule.matches)
        if all(holds(ranges, place) for ranges in sides):
            mask |= 1 << number
    return mask


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
