"""Rule mend-first: SSVC for deployers, with the exposure that reach told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grunnmur.assess import assess
from grunnmur.estate import Estate
from tests.assess.judging import ON, rule
from tests.worlds import Row, world

RULE = "mend-first"
ZONE = {
    "network": [{"network_id": "n", "cidr": "10.0.0.0/24", "zone_id": "z"}],
    "zone": [{"zone_id": "z", "pillar": "clinical"}],
    "address": [{"asset_id": "a", "ip": "10.0.0.7", "network_id": "n"}],
}
INTERNET = {"entry_class": "internet", "asset_id": "a", "distance": 2, "onward": True}
CLIENT = {**INTERNET, "entry_class": "client"}


def _judged(folder: Path, **tables: list[Row]) -> Estate:
    """The world after reach was asked and this rule has judged it."""
    estate = world(folder, **tables)
    assert assess(estate, on=ON, rules=(rule(RULE),), after="reach").broken == ()
    return estate


def _counts(folder: Path, **tables: list[Row]) -> tuple[int, ...]:
    sums = "sum(passed), sum(failed), sum(unknown), sum(not_applicable)"
    estate = _judged(folder, **tables)
    return estate.connection.execute(f"select {sums} from rule_result").fetchall()[0]


def _affected(exploit_point: int, *, automatic: bool) -> dict[str, list[Row]]:
    situation = {"situation_id": "s", "product_id": "acme:thing", "verdict": "affected"}
    cve = {"vulnerability_id": "CVE-2023-1", "verdict": "affected", "automatic": automatic}
    return {
        "situation": [{**situation, "asset_id": "a"}],
        "situation_vulnerability": [{**cve, "situation_id": "s", "exploit_point": exploit_point}],
    }


@pytest.mark.parametrize(
    ("exploit_point", "automatic", "criticality", "exposure", "answer"),
    [
        (2, True, "B", [INTERNET], ("fail", "immediate", "open")),
        (2, True, "B", [CLIENT], ("fail", "out_of_cycle", "controlled")),
        (2, False, "C", [INTERNET], ("fail", "out_of_cycle", "open")),
        (2, False, "C", [CLIENT], None),
        (2, True, "D", [], None),  # known zone, nobody comes there: scheduled
        (1, True, "A", [CLIENT, INTERNET], ("fail", "out_of_cycle", "open")),
        (0, False, "A", [INTERNET], None),
    ],
)
def test_urgency_follows_exploitation_exposure_and_what_the_thing_means(
    tmp_path, exploit_point, automatic, criticality, exposure, answer
):
    estate = _judged(
        tmp_path,
        asset=[{"asset_id": "a", "kind": "server", "criticality": criticality}],
        attack_exposure=exposure,
        **_affected(exploit_point, automatic=automatic),
        **ZONE,
    )

    found = estate.connection.execute("select verdict, facts from finding").fetchall()
    told = [(verdict, json.loads(facts)) for verdict, facts in found]
    assert [(v, f["reason"], f["exposure"]) for v, f in told] == ([answer] if answer else [])


@pytest.mark.parametrize(
    ("criticality", "counted"),
    [("B", (0, 1, 0, 0)), ("C", (0, 0, 1, 0)), ("D", (1, 0, 0, 0))],
    ids=["urgent anywhere", "urgent where it is open", "urgent nowhere"],
)
def test_a_zone_nobody_knows_makes_it_unknown_where_that_decides(tmp_path, criticality, counted):
    asset = [{"asset_id": "a", "kind": "server", "criticality": criticality}]

    assert _counts(tmp_path, asset=asset, **_affected(2, automatic=False)) == counted


def test_health_data_raises_what_a_thing_means(tmp_path):
    asset = [{"asset_id": "a", "kind": "server", "criticality": "B", "health_data": True}]
    tables = {**_affected(2, automatic=False), **ZONE, "attack_exposure": [INTERNET]}

    assert _counts(tmp_path / "one", asset=asset, **tables) == (0, 1, 0, 0)
    reason = _judged(tmp_path / "two", asset=asset, **tables).connection.execute(
        "select facts ->> 'reason' from finding"
    )
    assert reason.fetchall() == [("immediate",)]


def test_what_no_vulnerability_concerns_is_not_asked(tmp_path):
    assert _counts(tmp_path, asset=[{"asset_id": "a"}]) == (0, 0, 0, 1)
