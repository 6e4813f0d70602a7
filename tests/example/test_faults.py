"""The truth about faults and the rules mean the same, though they share no code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from grunnmur import assess
from grunnmur.catalogue import standard
from grunnmur.example import STANDARD, World, faults, world
from grunnmur.example.world.told import Told
from tests.example.true_estate import estate_of

ON = date(2026, 9, 1)


@pytest.fixture(scope="module")
def region() -> World:
    return world.build(size=0.02, seed=11, on=ON)


def test_rules_on_the_true_world_find_exactly_the_true_faults(
    region: World, tmp_path: Path
) -> None:
    estate = estate_of(region, tmp_path)

    standard.write(estate, standard.read(STANDARD))
    assess.assess(estate, on=ON)

    found = estate.connection.execute(
        "select rule_id, subject_kind, subject_id, verdict from finding "
        "where rule_id <> 'unknown-to-registers'"
    ).fetchall()
    true = faults.findings(region, Told()).drop_columns("knowable").to_pylist()
    expected = {tuple(row.values()) for row in true if row["rule_id"] != faults.UNREGISTERED}
    assert set(found) == expected


def test_nothing_is_knowable_when_nothing_was_told(region: World) -> None:
    findings = faults.findings(region, Told()).to_pylist()

    assert not any(row["knowable"] for row in findings)


def test_what_was_told_is_knowable(region: World) -> None:
    told = Told()
    nobody = np.flatnonzero(np.equal(region.application["owner"], None))
    told.add("application", "record", nobody)
    told.add("application", "owner", nobody)

    findings = faults.findings(region, told).to_pylist()

    ownerless = [row for row in findings if row["rule_id"] == "owner-missing"]
    assert all(row["knowable"] for row in ownerless if row["subject_kind"] == "application")


def test_what_was_told_falsely_is_not_knowable(region: World) -> None:
    told = Told()
    nobody = np.flatnonzero(np.equal(region.application["owner"], None))
    told.add("application", "record", nobody)
    told.add("application", "owner", nobody)
    told.spoil("application", "owner", nobody)

    findings = faults.findings(region, told).to_pylist()

    ownerless = [row for row in findings if row["rule_id"] == "owner-missing"]
    assert not any(row["knowable"] for row in ownerless)
