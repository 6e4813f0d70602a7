"""The made world: its numbers, its identities, its faults."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from grunnmur.example import World, faults, world
from grunnmur.example.world.told import Told

ON = date(2026, 9, 1)


@pytest.fixture(scope="module")
def region() -> World:
    return world.build(size=0.05, seed=7, on=ON)


def test_there_are_eleven_trusts_and_the_region(region: World) -> None:
    kinds = region.organisation["kind"].tolist()

    assert kinds.count("trust") == 11
    assert kinds.count("region") == 1


def test_numbers_follow_the_size(region: World) -> None:
    kinds = region.asset["kind"].tolist()

    assert kinds.count("server") + kinds.count("vm") == 500  # 10,000 × 0.05
    assert kinds.count("client") == 2750  # 55,000 × 0.05
    assert len(region.application) == 125  # 2,500 × 0.05
    assert 450 <= len(region.dependency) <= 550  # 10,000 × 0.05, some through what is shared
    assert abs(len(region.device) - 8500) < 10  # 170,000 × 0.05, each class rounded


def test_a_good_quarter_of_the_medical_devices_are_on_a_network(region: World) -> None:
    networked = region.device["networked"].sum()

    assert abs(networked / (47_000 * 0.05) - 1) < 0.05  # 47,000 of 170,000 at full size


def test_everything_exists_however_small() -> None:
    tiny = world.build(size=0.001, seed=3, on=ON)

    assert min(tiny.counts().values()) >= 1


def test_ids_are_used_once(region: World) -> None:
    for noun in ("asset", "person", "account", "application", "data_store", "contract", "network"):
        ids = getattr(region, noun)[f"{noun}_id"].tolist()

        assert len(set(ids)) == len(ids), noun


def test_true_identifiers_belong_to_one_thing(region: World) -> None:
    own = region.asset["kind"] != "controller"  # a controller answers with its host's serial

    for name, rows in (("serial", own), ("uuid", own), ("mac", own | True), ("sid", own | True)):
        values = [value for value in region.asset[name][rows].tolist() if value is not None]
        assert len(set(values)) == len(values), name


def test_identity_numbers_belong_to_nobody(region: World) -> None:
    for number in region.person["national_identity_no"].tolist()[:500]:
        digits = [int(digit) for digit in number]

        assert 81 <= int(number[2:4]) <= 92
        assert (
            sum(d * w for d, w in zip(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), strict=False)) % 11
            == 0
        )
        assert (
            sum(d * w for d, w in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11
            == 0
        )


def test_the_traps_are_as_frequent_as_promised(region: World) -> None:
    asset, address = region.asset, region.address
    clients = asset["kind"] == "client"
    docked = np.unique(address["asset_row"][address["dock"]])
    boards = np.isin(asset["kind"].astype(str), ("vm", "client", "server"))

    assert np.mean(asset["serial_fault"] == "placeholder") >= 0.02
    assert np.mean(np.isin(asset["uuid_fault"][boards].astype(str), ("cloned", "swapped"))) >= 0.01
    assert len(docked) / clients.sum() >= 0.03


def test_addresses_are_reused_by_others(region: World) -> None:
    holders: dict[tuple[str, str], set[int]] = {}
    for realm, ip, row in region.address.rows("realm", "ip", "asset_row"):
        holders.setdefault((realm, ip), set()).add(row)

    assert np.mean([len(rows) > 1 for rows in holders.values()]) >= 0.05


def test_no_two_things_hold_one_address_at_one_time(region: World) -> None:
    spans: dict[tuple[str, str], list[tuple[object, object]]] = {}
    rows = region.address.rows("realm", "ip", "from_at", "to_at", "dock")
    for realm, ip, begin, end, dock in rows:
        if not dock:
            spans.setdefault((realm, ip), []).append((begin, end))

    for held in spans.values():
        ordered = sorted(held)
        for (_, end), (begin, _) in pairwise(ordered):
            assert end is not None
            assert end <= begin


def test_realms_use_the_same_ranges(region: World) -> None:
    ranges = [set(region.network["cidr"][region.network["realm"] == realm]) for realm in "ABC"]

    assert ranges[0] & ranges[1] & ranges[2]


def test_every_rule_has_something_to_find(region: World) -> None:
    told = Told()
    told.add("asset", "register", np.flatnonzero(region.asset["in_registers"]))

    found = faults.findings(region, told).to_pylist()

    failed = {row["rule_id"] for row in found if row["verdict"] == "fail"}
    assert failed == {*faults.RULES, faults.UNREGISTERED}
