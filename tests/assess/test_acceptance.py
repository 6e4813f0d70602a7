"""Accepted risks: shown beside the finding with name and last day; the verdict stays."""

import json
from datetime import date

import pytest

from grunnmur.assess import assess
from grunnmur.catalogue import lifecycle
from tests.assess.judging import ON, products, rule
from tests.worlds import world

TOMORROW, YESTERDAY = date(2026, 11, 23), date(2026, 11, 21)


@pytest.fixture
def judged(tmp_path):
    """A stale server s1 (row 7 of source cmdb), with these decisions about it."""

    def judge(*decisions, rules=("patch-age",)):
        estate = world(
            tmp_path / "run",
            asset=[
                {
                    "asset_id": "s1",
                    "kind": "server",
                    "status": "active",
                    "product_id": "microsoft:windows_server",
                    "version": "2022",
                    "patched_on": date(2025, 1, 1),
                }
            ],
            record=[{"source": "cmdb", "record_key": "7", "noun": "asset", "entity_id": "s1"}],
            decision=[_decision(number, **given) for number, given in enumerate(decisions, 1)],
        )
        lifecycle.write(estate, products())
        assess(estate, on=ON, rules=tuple(rule(one) for one in rules))
        shown = "rule_id, verdict, accepted_by, accepted_until, decision_id"
        findings = estate.connection.execute(f"select {shown} from finding").fetchall()
        notes = estate.connection.execute(
            "select place, code, facts from note where code like 'acceptance%' order by all"
        ).fetchall()
        return findings, notes

    return judge


def _decision(number, **given):
    return {
        "decision_id": f"d{number}",
        "kind": "accept_risk",
        "subject_kind": "asset",
        "subject_id": "s1",
        "value": "patch-age",
        "decided_by": "Kari",
        "valid_to": TOMORROW,
        **given,
    }


def test_an_acceptance_stands_beside_the_finding_and_the_verdict_stays(judged):
    findings, notes = judged({})

    assert findings == [("patch-age", "fail", "Kari", TOMORROW, "d1")]
    assert notes == []


def test_it_holds_on_its_last_day_and_not_after(judged):
    today, _ = judged({"valid_to": ON})
    after, notes = judged({"valid_to": YESTERDAY})

    assert today[0][2:] == ("Kari", ON, "d1")
    assert after[0][2:] == (None, None, None)
    assert [note[:2] for note in notes] == [("d1", "acceptance_expired")]
    assert json.loads(notes[0][2])["day"] == "2026-11-21"


@pytest.mark.parametrize(
    ("lack", "code"), [("decided_by", "acceptance_no_owner"), ("valid_to", "acceptance_no_end")]
)
def test_an_acceptance_without_owner_or_end_does_not_count(judged, lack, code):
    findings, notes = judged({lack: None})

    assert findings[0][2:] == (None, None, None)
    assert [note[1] for note in notes] == [code]


def test_a_thing_may_be_named_by_a_sources_row(judged):
    findings, _ = judged({"subject_id": "cmdb|7"})

    assert findings[0][4] == "d1"


def test_of_several_the_one_that_holds_longest_is_shown(judged):
    findings, _ = judged({}, {"valid_to": date(2027, 1, 1)}, {"valid_to": ON})

    assert [row[4] for row in findings] == ["d2"]


def test_an_acceptance_may_name_the_product(judged):
    right, _ = judged({"value": "patch-age microsoft:windows_server"})
    wrong, notes = judged({"value": "patch-age oracle:database"})

    assert right[0][4] == "d1"
    assert wrong[0][4] is None
    assert notes[0][1] == "acceptance_concerns_nothing"


def test_another_rule_of_the_same_thing_is_not_accepted_with_it(judged):
    findings, _ = judged({}, rules=("patch-age", "owner-missing"))

    assert {row[0]: row[4] for row in findings} == {"patch-age": "d1", "owner-missing": None}


def test_an_acceptance_that_concerns_nothing_is_told(judged):
    _, notes = judged({"value": "no-such-rule"}, {"subject_id": "s2"})

    assert [note[:2] for note in notes] == [
        ("d1", "acceptance_concerns_nothing"),
        ("d2", "acceptance_concerns_nothing"),
    ]


def test_an_acceptance_of_a_rule_that_judges_later_is_not_told_too_soon(tmp_path):
    decided = _decision(1, value="operator-reaches-data", subject_kind="account", subject_id="u1")
    estate = world(tmp_path / "run", decision=[decided])

    assess(estate, on=ON)
    before = _told(estate)
    assess(estate, on=ON, after="reach")
    after = _told(estate)
    assess(estate, on=ON, after="reach")

    assert before == []
    assert after == [("d1", "acceptance_concerns_nothing")]
    assert _told(estate) == after


def _told(estate):
    query = "select place, code from note where code like 'acceptance%' order by all"
    return estate.connection.execute(query).fetchall()
