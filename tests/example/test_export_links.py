"""Which rows can honestly be linked: worked out by hand on a few rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from grunnmur.example import world
from grunnmur.example.exports import links
from grunnmur.example.exports.export import Leases, Written
from grunnmur.example.world import World

_NOON = np.datetime64("2026-08-31T12:00:00")
_NEVER = np.datetime64("NaT", "s")


@pytest.fixture(scope="module")
def region() -> World:
    return world.build(size=0.01, seed=7, on=date(2026, 9, 1))


def _part(source: str, rows: list[int], **marks: list[str | None]) -> Written:
    keys = [f"{source}-{number}" for number in range(len(rows))]
    return Written(source, f"{source}.csv", "asset", keys, np.array(rows), marks=marks)


def _groups(region: World, *parts: Written, leases: tuple[Leases, ...] = ()) -> dict[str, int]:
    table = links.truth(region, parts, leases)
    return dict(zip(table["record_key"].to_pylist(), table["link_group"].to_pylist(), strict=True))


def test_the_same_serial_links_two_rows_of_one_thing(region: World) -> None:
    groups = _groups(
        region, _part("a", [0, 1], serial=["S1", "S2"]), _part("b", [1], serial=["S2"])
    )

    assert groups["a-1"] == groups["b-0"] != groups["a-0"]


def test_an_identifier_two_things_carry_links_nothing(region: World) -> None:
    cloned = _part("a", [0, 1], uuid=["u1", "u1"])

    groups = _groups(region, cloned, _part("b", [0], uuid=["u1"]))

    assert len(set(groups.values())) == 3


def test_a_chain_of_different_identifiers_links_its_ends(region: World) -> None:
    first = _part("a", [0], serial=["S1"])
    middle = _part("b", [0], serial=["S1"], mac=["m1"])
    last = _part("c", [0], mac=["m1"])

    assert len(set(_groups(region, last, first, middle).values())) == 1


def test_rows_without_genuine_identifiers_stand_alone(region: World) -> None:
    table = links.truth(region, (_part("a", [0, 0], serial=[None, None]),), ())

    assert table["linkable"].to_pylist() == [False, False]


def test_a_lease_ties_an_address_to_hardware_while_it_lasts(region: World) -> None:
    seen = replace(_part("scan", [0]), ips=["10.0.0.5"], realm="A", at=_NOON)
    listed = _part("list", [0], mac=["m1"])
    hour = np.timedelta64(1, "h")
    during = _lease("A", from_at=_NOON - hour, to_at=_NEVER)
    before = _lease("A", from_at=_NOON - 3 * hour, to_at=_NOON - hour)
    elsewhere = _lease("B", from_at=_NOON - hour, to_at=_NEVER)

    assert len(set(_groups(region, seen, listed, leases=(during,)).values())) == 1
    assert len(set(_groups(region, seen, listed, leases=(before, elsewhere)).values())) == 2


def _lease(realm: str, *, from_at: np.datetime64, to_at: np.datetime64) -> Leases:
    spans = (np.array([from_at], "datetime64[s]"), np.array([to_at], "datetime64[s]"))
    return Leases(realm, ["m1"], ["10.0.0.5"], *spans)


def test_a_key_that_comes_again_is_numbered_in_the_order_of_files_and_lines(region: World) -> None:
    later = replace(_part("a", [2]), file="b.csv", keys=["K"])
    first = replace(_part("a", [0, 1]), file="a.csv", keys=["K", "K"])

    table = links.truth(region, (later, first), ())
    things = dict(zip(table["record_key"].to_pylist(), table["entity_id"].to_pylist(), strict=True))

    assert things == dict(
        zip(("K", "K#2", "K#3"), region.asset["asset_id"][:3].tolist(), strict=True)
    )
