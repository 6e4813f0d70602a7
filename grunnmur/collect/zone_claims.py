"""What a packet filter lets pass, as zones of addresses it treats alike and rules between them.

The rows of a filter are its rules; the zones and networks made of them are counted besides. The
networks lie in a realm of the filter's own, so that they are not taken for what a register says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from grunnmur.collect.claim import Batch, Claim, Found, Note, Record, reference
from grunnmur.collect.packet_filter import (
    LAST,
    Ranges,
    Rule,
    Verdict,
    cidrs,
    classes,
    ports_of,
    through,
    verdicts,
)

PILLAR = "packet_filter"
_MOST_PAIRS = 40_000
_MOST_NETWORKS = 256
_SHOWN = 3
_Row = tuple[str, str, str, str, str]


def claims(
    rules: Sequence[Rule],
    *,
    name: str,
    place: str,
    rows: int,
    later: Sequence[Sequence[Rule]] = (),
) -> Iterator[Found]:
    """A zone for each class of addresses, its networks, and a batch of rules between the zones.

    What passes the rules still has to pass each of the `later` ones.

    `rows` is how many source rows the rules stand in. What may pass, but not for sure, is allowed
    with an origin that ends in `?`: what is not known never counts as closed.
    """
    filters = (rules, *later)
    parts = classes([rule for one in filters for rule in one])
    if len(parts) ** 2 > _MOST_PAIRS:
        yield Note("filter_too_fine", {"classes": len(parts), "most": int(_MOST_PAIRS**0.5)})
        yield Batch("zone_rule", _table([]), rows=rows)
        return
    rest = max(parts, key=lambda ranges: sum(high - low + 1 for low, high in ranges))
    names = [_name(name, ranges, elsewhere=ranges is rest) for ranges in parts]
    for zone, ranges in zip(names, parts, strict=True):
        yield from _zone(zone, ((0, LAST),) if ranges is rest else ranges, name)
    found = list(_allowed(filters, parts, names, f"{name} {place}"))
    yield Batch("zone_rule", _table(found), rows=rows)


def _zone(zone: str, ranges: Ranges, filter_name: str) -> Iterator[Found]:
    """The zone and the networks in it; the narrowest network that holds an address is its."""
    said = {"name": zone, "pillar": PILLAR}
    yield Record(zone, (Claim("zone", said),))
    networks = cidrs(ranges)
    for cidr in networks[:_MOST_NETWORKS]:
        values = {
            "name": f"{filter_name} {cidr}",
            "cidr": cidr,
            "realm": f"filter:{filter_name}",
            "zone_id": reference("name", zone),
        }
        yield Record(f"{zone} {cidr}", (Claim("network", values),))
    if len(networks) > _MOST_NETWORKS:
        yield Note("zone_networks_left_out", {"zone": zone, "left": len(networks) - _MOST_NETWORKS})


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


def _name(filter_name: str, ranges: Ranges, *, elsewhere: bool) -> str:
    """The zone's name: the filter's, and its first networks, or `elsewhere` for the largest."""
    if elsewhere:
        return f"{filter_name}: elsewhere"
    networks = cidrs(ranges)
    more = "" if len(networks) <= _SHOWN else f" +{len(networks) - _SHOWN}"
    return f"{filter_name}: {', '.join(networks[:_SHOWN])}{more}"
