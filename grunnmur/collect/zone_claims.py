"""What a packet filter lets pass, as zones of addresses it treats alike and rules between them.

The rows of a filter are its rules; the zones and networks made of them are counted besides. The
networks lie in a realm of the filter's own, so that they are not taken for what a register says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from grunnmur.collect.claim import Batch, Claim, Found, Note, Record, reference
from grunnmur.collect.packet_addresses import EVERYWHERE, FAMILIES, V4, V6, Ranges, both, cidrs
from grunnmur.collect.packet_classes import classes, merged
from grunnmur.collect.packet_filter import Rule, Verdict, ports_of, through, verdicts

PILLAR = "packet_filter"
_MANY_CLASSES = 200
"""Above it, classes that are treated alike are joined. Below they stay apart, since a zone is open within."""
_MOST_CLASSES = 1000
_WHOLE = {V4: ["0.0.0.0/0"], V6: ["::/0"]}
_SHOWN = 3
_Row = tuple[str, str, str, str, str]


def claims(
    rules: Sequence[Rule],
    *,
    name: str,
    place: str,
    rows: int,
    later: Sequence[Sequence[Rule]] = (),
    within: Ranges = EVERYWHERE,
) -> Iterator[Found]:
    """A zone for each class of addresses, its networks, and a batch of rules between the zones.

    What passes the rules still has to pass each of the `later` ones. `within` are the addresses the rules
    are about at all: of the others they say nothing.

    `rows` is how many source rows the rules stand in. What may pass, but not for sure, is allowed
    with an origin that ends in `?`: what is not known never counts as closed.
    """
    filters = (rules, *later)
    every = [rule for one in filters for rule in one]
    found: list[_Row] = []
    for family in FAMILIES:
        if not (space := both(within, family)):
            continue
        parts = classes(every, space)
        if len(parts) > _MANY_CLASSES:
            parts = merged(filters, parts)
        if len(parts) > _MOST_CLASSES:
            yield Note("filter_too_fine", {"classes": len(parts), "most": _MOST_CLASSES})
            continue
        rest = max(parts, key=lambda ranges: sum(high - low + 1 for low, high in ranges))
        elsewhere = "elsewhere" if family == V4 else "elsewhere (IPv6)"
        names = [_name(name, ranges, elsewhere if ranges is rest else None) for ranges in parts]
        for zone, ranges in zip(names, parts, strict=True):
            yield from _zone(zone, _WHOLE[family] if ranges is rest else cidrs(ranges), name)
        found += _allowed(filters, parts, names, f"{name} {place}")
    yield Batch("zone_rule", _table(found), rows=rows)


def _zone(zone: str, networks: Sequence[str], filter_name: str) -> Iterator[Found]:
    """The zone and the networks in it; the narrowest network that holds an address is its."""
    said = {"name": zone, "pillar": PILLAR}
    yield Record(zone, (Claim("zone", said),))
    for cidr in networks:
        values = {
            "name": f"{filter_name} {cidr}",
            "cidr": cidr,
            "realm": f"filter:{filter_name}",
            "zone_id": reference("name", zone),
        }
        yield Record(f"{zone} {cidr}", (Claim("network", values),))


def _allowed(
    filters: Sequence[Sequence[Rule]], parts: Sequence[Ranges], names: Sequence[str], origin: str
) -> Iterator[_Row]:
    places = [ranges[0][0] for ranges in parts]
    for each in zip(*(verdicts(rules, places) for rules in filters), strict=True):
        one, other, _ = each[0]
        found = through([verdict for _, _, verdict in each])
        for protocol, ports, sure in _rows(found):
            yield names[one], names[other], protocol, ports, origin if sure else f"{origin} ?"


def _rows(found: Verdict) -> Iterator[tuple[str, str, bool]]:
    sure = ports_of(found.passes)
    yield from ((protocol, ports, True) for protocol, ports in sure)
    for protocol, ports in ports_of(found.may_pass):
        if (protocol, ports) not in sure:
            yield protocol, ports, False


def _table(rows: Sequence[_Row]) -> pa.Table:
    columns = ("source_zone_id", "target_zone_id", "protocol", "ports", "origin")
    cells = {
        column: pa.array(
            [reference("name", row[place]) if place < 2 else row[place] for row in rows],
            pa.string(),
        )
        for place, column in enumerate(columns)
    }
    return pa.table({**cells, "action": pa.array(["allow"] * len(rows), pa.string())})


def _name(filter_name: str, ranges: Ranges, elsewhere: str | None) -> str:
    """The zone's name: the filter's, and its first networks, or `elsewhere` for the largest."""
    if elsewhere is not None:
        return f"{filter_name}: {elsewhere}"
    networks = cidrs(ranges)
    more = "" if len(networks) <= _SHOWN else f" +{len(networks) - _SHOWN}"
    return f"{filter_name}: {', '.join(networks[:_SHOWN])}{more}"
