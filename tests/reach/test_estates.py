"""Whole small estates, many at once, against trying everything: access, ways of attack, and cuts.

Each estate is an island of its own in one world, so that one run of the verb answers hundreds of them.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest

from grunnmur import reach
from tests.reach import brute
from tests.worlds import world

ON = date(2026, 9, 1)
ISLANDS = 700
_KINDS = ("personal", "personal", "service", "group", "group")


def _island(rng: random.Random, number: int) -> dict[str, list[dict]]:
    """Five accounts and groups, a client and two servers, one of them with patient data, and what leads among them."""
    accounts = [f"{number}-a{n}" for n in range(5)]
    assets = [f"{number}-{name}" for name in ("pc", "v", "w")]
    tables = defaultdict(list)
    for n, account in enumerate(accounts):
        tables["account"].append({"account_id": account, "kind": _KINDS[n],
                                  "enabled": rng.choice((True, True, True, False, None))})  # fmt: skip
    for asset, kind in zip(assets, ("client", "server", "server"), strict=True):
        tables["asset"].append({"asset_id": asset, "kind": kind})
    sids = [
        (noun, one) for noun, those in (("account", accounts), ("asset", assets)) for one in those
    ]
    for rid, (noun, one) in enumerate(sids, 1100):
        tables["identifier"].append({"noun": noun, "entity_id": one, "kind": "sid",
                                     "value": f"S-1-5-21-7-7-{number}-{rid}"})  # fmt: skip
    sid = {row["entity_id"]: row["value"] for row in tables["identifier"]}
    tables["data_store"].append(
        {"data_store_id": f"{number}-d", "asset_id": assets[1], "data_class": "patient"}
    )
    for _ in range(rng.randint(0, 4)):
        member, group = rng.choice(accounts), rng.choice(accounts[3:])
        tables["membership"].append({"account_id": member, "group_id": group})
    for _ in range(rng.randint(0, 2)):
        tables["privilege"].append({"account_id": rng.choice(accounts), "target_kind": "asset",
                                    "target_id": rng.choice(assets), "level": "admin"})  # fmt: skip
    for _ in range(rng.randint(0, 2)):
        one, other = rng.sample([one for _, one in sids], 2)
        tables["directory_link"].append({"from_kind": "principal", "from_id": sid[one], "to_kind": "principal",
                                         "to_id": sid[other], "link": "generic_all"})  # fmt: skip
    for _ in range(rng.randint(0, 3)):
        tables["logon"].append({"account_id": rng.choice(accounts), "asset_id": rng.choice(assets),
                                "country": "NO"})  # fmt: skip
    if rng.random() < 0.3:
        tables["asset_link"].append(
            {"asset_id": assets[1], "other_id": assets[2], "relation": "hosted_on"}
        )
    return tables


def _edges(tables: dict[str, list[dict]]) -> tuple[set, dict]:
    """Links of right; and moves with what they cost to take away, -1 where nothing does."""
    noun = {row["value"]: row["entity_id"] for row in tables["identifier"]}
    kind = {row["account_id"]: row["kind"] for row in tables["account"]}
    closed = {row["account_id"] for row in tables["account"] if row["enabled"] is False}
    costs = {}
    for row in tables["membership"]:
        costs[row["account_id"], row["group_id"], "member"] = 2
    for row in tables["privilege"]:
        costs[row["account_id"], row["target_id"], "right_admin"] = 3
    for row in tables["directory_link"]:
        costs[noun[row["from_id"]], noun[row["to_id"]], "generic_all"] = 3
    for row in tables["asset_link"]:
        costs[row["other_id"], row["asset_id"], "hosts"] = -1
    for row in tables["data_store"]:
        costs[row["asset_id"], row["data_store_id"], "holds"] = -1
    costs = {edge: cost for edge, cost in costs.items() if edge[0] != edge[1]}
    rights = {edge[:2] for edge in costs}
    for row in tables["logon"]:
        if kind[row["account_id"]] != "group" and row["account_id"] not in closed:
            costs[row["asset_id"], row["account_id"], "session"] = 1
    return rights, costs


def _reached(edges: set, start: str) -> set[str]:
    met, waiting = set(), {start}
    while waiting:
        met |= waiting
        waiting = {other for one, other in edges if one in waiting} - met
    return met


def _least(costs: dict, entry: str, target: str) -> int:
    """The cheapest set of removals after which the target is not reached; nothing unremovable leads there alone."""
    removable = sorted(edge for edge, cost in costs.items() if cost > 0)
    useful = [edge for edge in removable if edge[0] in _reached({e[:2] for e in costs}, entry)]
    best = None
    for count in range(len(useful) + 1):
        for chosen in combinations(useful, count):
            price = sum(costs[edge] for edge in chosen)
            if best is None or price < best:
                left = {edge[:2] for edge in costs if edge not in chosen}
                if target not in _reached(left, entry):
                    best = price
    return best


@pytest.fixture(scope="module", params=[1, 2, 3])
def archipelago(request, tmp_path_factory):
    rng = random.Random(request.param)
    islands = [_island(rng, number) for number in range(ISLANDS)]
    joined = defaultdict(list)
    for island in islands:
        for name, rows in island.items():
            known = {tuple(sorted(row.items(), key=str)) for row in rows}
            joined[name] += [dict(row) for row in sorted(known, key=str)]
    estate = world(tmp_path_factory.mktemp("archipelago"), **joined)
    reach.reach(estate, on=ON, budgets=[])
    return islands, estate


def test_access_is_what_following_every_right_gives(archipelago):
    islands, estate = archipelago

    expected = set()
    for tables in islands:
        rights, _ = _edges(tables)
        for row in tables["account"]:
            if row["kind"] != "group" and row["enabled"] is not False:
                store = tables["data_store"][0]["data_store_id"]
                numbers = {
                    name: n
                    for n, name in enumerate(
                        sorted({end for e in rights for end in e} | {row["account_id"]})
                    )
                }
                edges = {(numbers[a], numbers[b]): 0 for a, b in rights}
                steps = brute.shortest(edges, numbers[row["account_id"]], numbers[store])
                if steps is not None:
                    expected.add((row["account_id"], store, steps))

    found = estate.connection.execute(
        "select account_id, data_store_id, steps from access where could"
    ).fetchall()
    assert len(expected) > 100
    assert set(found) == expected


def test_how_far_and_in_how_many_ways_is_what_walking_them_gives(archipelago):
    islands, estate = archipelago

    expected = set()
    for number, tables in enumerate(islands):
        _, costs = _edges(tables)
        counts = {f"{number}-pc": 1}
        distance, met = 0, {f"{number}-pc": (0, 1)}
        while counts:
            distance += 1
            after = defaultdict(int)
            for one, other, _ in costs:
                if one in counts and other not in met:
                    after[other] += counts[one]
            met |= {node: (distance, ways) for node, ways in after.items()}
            counts = after
        assets = {row["asset_id"] for row in tables["asset"]}
        expected |= {(node, *said) for node, said in met.items() if node in assets}

    found = estate.connection.execute(
        "select asset_id, distance, paths::bigint from attack_exposure where entry_class = 'client'"
    ).fetchall()
    assert set(found) == expected


def test_the_cut_costs_what_trying_every_set_on_every_island_says(archipelago):
    islands, estate = archipelago

    expected = through = 0
    for number, tables in enumerate(islands):
        _, costs = _edges(tables)
        entry, target = f"{number}-pc", f"{number}-d"
        if target in _reached({edge[:2] for edge in costs}, entry):
            through += 1
            expected += _least(costs, entry, target)

    rows = estate.connection.execute(
        "select cost, bound, entries, \"left\", possible from cut where cut_id = 'cut-patient_data'"
    ).fetchall()
    assert through > 20
    assert rows == [(expected, expected, through, 0, True)]
