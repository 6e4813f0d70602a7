"""What a packet passes on its way through a device: the list where it comes in, and the list where it goes out.

A list judges what comes in by its interface, or goes out by it, and nothing else. Where it is not known which
interface an address is behind, the list may judge it or not; so what it refuses may pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grunnmur.collect.cisco import translation
from grunnmur.collect.cisco.configuration import Configuration, Interface
from grunnmur.collect.packet_addresses import EVERYWHERE, V4, V6, Ranges, both
from grunnmur.collect.packet_filter import Match, Rule

_INSIDE, _OUTSIDE = 100, 0


def stages(
    said: Configuration,
    rules: Mapping[str, Sequence[Rule]],
    behind: Sequence[Ranges],
    unknown: Ranges,
) -> list[list[Rule]]:
    """A list of rules for each list that is bound, and on ASA for each interface without one."""
    made: list[list[Rule]] = []
    general = list(rules.get(said.everywhere or "", ()))
    for number, interface in enumerate(said.interfaces):
        for direction, name in interface.lists:
            if not said.lists.get(name):  # a list that is not there, or is empty, stops nothing
                continue
            judged = _judged(said, interface, direction, rules[name])
            space = V6 if name in said.lists_six else EVERYWHERE if said.asa else V4
            made.append(
                _stage(
                    [*judged, *(general if direction == "in" else ())],
                    both(behind[number], space),
                    both(unknown, space),
                    direction,
                )
            )
        if said.asa and interface.nameif and not any(way == "in" for way, _ in interface.lists):
            judged = general or list(_levels(said, interface, behind))
            made.append(_stage(judged, behind[number], unknown, "in"))
    return [one for one in made if len(one) > 1]


def _judged(
    said: Configuration, interface: Interface, direction: str, rules: Sequence[Rule]
) -> list[Rule]:
    """The rules as they meet real addresses: outside, targets are seen before translation and sources after it."""
    if direction == "in" and (interface.outside or said.asa):
        return [*translation.opened(rules, said.static), *rules]
    if direction == "out" and interface.outside:
        anybody = (Match(sure=False),)
        return [
            Rule(
                tuple(Match(targets=m.targets, service=m.service) for m in rule.matches) + anybody,
                rule.allow,
            )
            for rule in rules
        ]
    return list(rules)


def _stage(rules: Sequence[Rule], behind: Ranges, unknown: Ranges, direction: str) -> list[Rule]:
    """The rules for what surely comes or goes by the interface, then for what may, and the rest passes."""
    made: list[Rule] = []
    for ranges, sure in ((behind, True), (unknown, False)):
        if ranges:
            side = Match(sources=ranges) if direction == "in" else Match(targets=ranges)
            here = Match(side.sources, side.targets, sure=sure)
            made += [Rule((*rule.matches, here), rule.allow) for rule in rules]
            made.append(Rule((here,), allow=False))
    return [*made, Rule((Match(),), allow=True)]


def _levels(said: Configuration, interface: Interface, behind: Sequence[Ranges]) -> Iterator[Rule]:
    """Without a list, ASA lets pass what goes to an interface of a lower security level."""
    for other, ranges in zip(said.interfaces, behind, strict=True):
        if other is not interface and ranges:
            lower = _level(other) < _level(interface)
            equal = said.same_level and _level(other) == _level(interface)
            yield Rule((Match(targets=ranges),), allow=lower or equal)
    yield Rule((Match(sure=False),), allow=True)


def _level(interface: Interface) -> int:
    """As configured; else 100 for the interface called inside, 0 for all others."""
    if interface.level is not None:
        return interface.level
    return _INSIDE if interface.nameif == "inside" else _OUTSIDE
