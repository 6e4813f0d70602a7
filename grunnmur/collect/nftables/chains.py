"""A base chain as one list of rules: jumps opened, maps spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from grunnmur.collect.iptables.matches import SERVICES
from grunnmur.collect.nftables.ruleset import (
    Chain,
    Choice,
    Element,
    Ruleset,
    Statement,
    Table,
    Test,
    Unclear,
    Verdict,
)
from grunnmur.collect.packet_addresses import (
    EVERYWHERE,
    V4,
    V6,
    Ranges,
    both,
    joined,
    network,
    span,
    without,
)
from grunnmur.collect.packet_filter import PORTS, PROTOCOLS, Match, Rule, besides

_FAMILIES = {"ip": V4, "ip6": V6, "inet": EVERYWHERE}
"""Which packets the tables of a family are about."""
_DEEPEST = 40
_NUMBERS = {
    "1": "icmp",
    "6": "tcp",
    "17": "udp",
    "58": "icmp",
    "icmpv6": "icmp",
    "ipv6-icmp": "icmp",
}
_PORT_KEYS = {"tcp": ("tcp",), "udp": ("udp",), "th": ("tcp", "udp")}
_STATES = frozenset(("new", "established", "related", "invalid", "untracked"))


@dataclass(frozen=True, slots=True)
class _Way:
    """What packets have met on the way to a chain, and what sends them back before it."""

    before: tuple[Match, ...] = ()
    unless: tuple[tuple[Match, ...], ...] = ()
    depth: int = 0


def base(found: Ruleset, hook: str) -> list[tuple[Table, Chain]]:
    """The chains a new packet goes through at the hook, in their order."""
    chains = [
        (chain.priority, place, table, chain)
        for place, table in enumerate(found.tables.values())
        for chain in table.chains.values()
        if chain.hook == hook and chain.kind in ("filter", "") and table.family in _FAMILIES
    ]
    return [(table, chain) for _, _, table, chain in sorted(chains, key=lambda one: one[:2])]


def rules(
    table: Table, chain: Chain, interfaces: Mapping[str, Ranges], doubts: Counter[str]
) -> list[Rule]:
    """The rules of a base chain with its policy at the end. What is not understood is counted.

    Packets the table's family is not about go on.
    """
    space = _FAMILIES[table.family]
    others = without(EVERYWHERE, space)
    passed = [Rule((Match(sources=others),), allow=True)] if others else []
    found = list(_Reader(table, interfaces, doubts).opened(chain, _Way()))
    return [*passed, *found, Rule((Match(),), allow=chain.policy == "accept")]


def space(filters: list[tuple[Table, Chain]]) -> Ranges:
    """The packets any of the chains is about."""
    return joined(one for table, _ in filters for one in _FAMILIES[table.family])


class _Reader:
    """Opens the chains of a table into rules."""

    def __init__(
        self, table: Table, interfaces: Mapping[str, Ranges], doubts: Counter[str]
    ) -> None:
        self._table = table
        self._interfaces = interfaces
        self._doubts = doubts

    def opened(self, chain: Chain, way: _Way) -> Iterator[Rule]:
        """The rules of a chain for packets that come to it on the way."""
        if way.depth > _DEEPEST:
            self._doubts["jumps too deep"] += 1
            yield Rule((*way.before, Match(sure=False)), allow=True, unless=way.unless)
            return
        for written in chain.rules:
            unless = way.unless
            for met, verdict in self._ends(written):
                here = replace(way, before=(*way.before, met))
                yield from self._done(verdict, here)
                if verdict.kind in ("return", "goto"):
                    unless = besides(unless, here.before)
            way = replace(way, unless=unless)

    def _done(self, verdict: Verdict, way: _Way) -> Iterator[Rule]:
        """What a verdict does to the packets that meet it."""
        if verdict.kind in ("accept", "drop"):
            yield Rule(way.before, allow=verdict.kind == "accept", unless=way.unless)
        elif verdict.kind in ("jump", "goto") and verdict.target in self._table.chains:
            inner = replace(way, depth=way.depth + 1)
            yield from self.opened(self._table.chains[verdict.target], inner)
        elif verdict.kind not in ("return", "continue"):
            self._doubts[f"{verdict.kind} {verdict.target}".strip()] += 1
            yield Rule((*way.before, Match(sure=False)), allow=True, unless=way.unless)

    def _ends(self, written: tuple[Statement, ...]) -> Iterator[tuple[Match, Verdict]]:
        """Each way through a rule's tests to a verdict. A rule without any changes nothing."""
        ways = [_Met()]
        for statement in written:
            if isinstance(statement, Verdict):
                yield from ((met.match(), statement) for met in ways)
                return
            if isinstance(statement, Choice):
                yield from self._chosen(statement, ways)
            elif isinstance(statement, Unclear):
                self._doubts[statement.what] += 1
                ways = [replace(met, sure=False) for met in ways]
            else:
                ways = [one for met in ways for one in self._tested(statement, met)]

    def _chosen(self, choice: Choice, ways: list[_Met]) -> Iterator[tuple[Match, Verdict]]:
        entries = self._table.maps.get(choice.named) if choice.named else choice.entries
        if entries is None:
            self._doubts[f"vmap @{choice.named}"] += 1
            yield from ((replace(met, sure=False).match(), Verdict("accept")) for met in ways)
            return
        for element, verdict in entries:
            for met in ways:
                for one in self._tested(Test(choice.keys, (element,)), met):
                    yield one.match(), verdict

    def _tested(self, test: Test, met: _Met) -> list[_Met]:
        """What is left of a way after a test: one way, or one an element where several keys are joined."""
        elements = test.elements
        if len(elements) == 1 and elements[0][0].startswith("@"):
            kept = self._table.sets.get(elements[0][0][1:])
            if kept is None:
                self._doubts[f"set {elements[0][0]}"] += 1
                return [replace(met, sure=False)]
            elements = kept
        if len(test.keys) == 1:
            return self._narrowed(
                met, test.keys[0], [one[0] for one in elements if one], test.turned
            )
        if test.turned:
            self._doubts[" . ".join(test.keys)] += 1
            return [replace(met, sure=False)]
        return [one for element in elements for one in self._joined(met, test.keys, element)]

    def _joined(self, met: _Met, keys: tuple[str, ...], element: Element) -> list[_Met]:
        ways = [met]
        for key, value in zip(keys, element, strict=False):
            ways = [one for way in ways for one in self._narrowed(way, key, [value], turned=False)]
        return ways

    def _narrowed(self, met: _Met, key: str, values: list[str], turned: bool) -> list[_Met]:
        """The way narrowed by what one key must be; none when no new packet is left."""
        if values == ["*"]:
            return [met]
        try:
            narrowed = _narrow(met, key, values, turned, self._interfaces)
        except ValueError:
            narrowed = None
        if narrowed is None:
            self._doubts[key] += 1
            return [replace(met, sure=False)]
        return [narrowed] if narrowed.sources and narrowed.targets and not narrowed.never else []


@dataclass(frozen=True, slots=True)
class _Met:
    """Which packets are left after some tests."""

    sources: Ranges = EVERYWHERE
    targets: Ranges = EVERYWHERE
    protocols: tuple[str, ...] = PROTOCOLS
    ports: Ranges = PORTS
    sure: bool = True
    never: bool = False

    def match(self) -> Match:
        """As a match. Ports mean nothing to protocols without any: a rule that names ports is not about them."""
        whole = PORTS if self.ports == PORTS else ()
        service = {name: self.ports if name in ("tcp", "udp") else whole for name in self.protocols}
        return Match(self.sources, self.targets, service, self.sure)


def _narrow(
    met: _Met, key: str, values: list[str], turned: bool, interfaces: Mapping[str, Ranges]
) -> _Met | None:
    """What is left after a test; None where the test is not understood."""
    first, _, second = key.partition(" ")
    if first in ("ip", "ip6") and second in ("saddr", "daddr"):
        family = _FAMILIES[first]
        met = replace(met, sources=both(met.sources, family), targets=both(met.targets, family))
        return _at(met, second == "saddr", _side(_addresses(values), turned, family))
    if first.removesuffix("name") in ("iif", "oif"):
        if not all(value in interfaces for value in values):
            return None
        behind = joined(span for value in values for span in interfaces[value])
        return _at(met, first.startswith("i"), _side(behind, turned, EVERYWHERE))
    if first in _PORT_KEYS and second in ("dport", "sport"):
        return _ports(met, _PORT_KEYS[first], second, _numbers(values), turned)
    if key in ("ip protocol", "l4proto"):
        met = replace(met, sources=both(met.sources, V4)) if first == "ip" else met
        return _of_protocol(met, {_protocol(value) for value in values}, turned)
    if key == "ct state":
        return _state(met, {value.lower() for value in values}, turned)
    if first in ("icmp", "icmpv6"):
        family = V4 if first == "icmp" else V6
        met = replace(met, sources=both(met.sources, family))
        return replace(_of_protocol(met, {"icmp"}, turned=False), sure=False)
    return _of_family(met, key, values, turned)


def _at(met: _Met, source: bool, ranges: Ranges) -> _Met:
    if source:
        return replace(met, sources=both(met.sources, ranges))
    return replace(met, targets=both(met.targets, ranges))


def _of_family(met: _Met, key: str, values: list[str], turned: bool) -> _Met | None:
    """A test of the kind of address."""
    if key == "nfproto" and set(values) <= {"ipv4", "ipv6"}:
        named = joined(one for value in values for one in (V4 if value == "ipv4" else V6))
        return replace(met, sources=both(met.sources, _side(named, turned, EVERYWHERE)))
    if key == "ip6 nexthdr":
        met = replace(met, sources=both(met.sources, V6))
        return _of_protocol(met, {_protocol(value) for value in values}, turned)
    if key.startswith("ip6 "):  # hop limits, flow labels
        return replace(met, sources=both(met.sources, V6), sure=False)
    return None


def _of_protocol(met: _Met, named: set[str], turned: bool) -> _Met:
    left = tuple(name for name in met.protocols if (name in named) != turned)
    sure = met.sure and "other" not in named  # one of many others
    return replace(met, protocols=left, never=met.never or not left, sure=sure)


def _ports(met: _Met, protocols: tuple[str, ...], side: str, ports: Ranges, turned: bool) -> _Met:
    """Who sends chooses the port to send from: such a test stops nobody for sure."""
    met = _of_protocol(met, set(protocols), turned=False)
    if side == "sport":
        return replace(met, sure=met.sure and ports == PORTS)
    return replace(met, ports=both(met.ports, _side(ports, turned, PORTS)))


def _state(met: _Met, states: set[str], turned: bool) -> _Met | None:
    if states - _STATES:
        return None
    return replace(met, never=met.never or ("new" in states) == turned)


def _side(ranges: Ranges, turned: bool, whole: Ranges) -> Ranges:
    return without(whole, ranges) if turned else ranges


def _addresses(values: list[str]) -> Ranges:
    parts = [value.partition("-") for value in values]
    return joined(
        one for low, dash, high in parts for one in (span(low, high) if dash else network(low))
    )


def _numbers(values: list[str]) -> Ranges:
    found = []
    for value in values:
        low, _, high = value.partition("-") if value not in SERVICES else (value, "", "")
        found.append((_port(low), _port(high or low)))
    return joined(found)


def _port(written: str) -> int:
    return SERVICES[written] if written in SERVICES else int(written)


def _protocol(value: str) -> str:
    name = _NUMBERS.get(value, value.lower())
    return name if name in PROTOCOLS else "other"
