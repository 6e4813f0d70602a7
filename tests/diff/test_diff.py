import json
import shutil
from datetime import date

import pytest

from grunnmur.diff import diff
from tests.worlds import world


def _record(key, entity, source="cmdb"):
    return {"source": source, "record_key": key, "noun": "asset", "entity_id": entity}


def _asset(entity, **values):
    return {"asset_id": entity, "name": entity.upper(), **values}


def _finding(subject, verdict="fail", rule="not-secure"):
    return {
        "finding_id": f"{rule}-{subject}",
        "rule_id": rule,
        "subject_kind": "asset",
        "subject_id": subject,
        "verdict": verdict,
    }


CMDB = [{"source": "cmdb"}]
RULE = [
    {
        "rule_id": "not-secure",
        "edition": "1",
        "subject_kind": "asset",
        "organisation_id": "",
        "platform": "",
    }
]


def test_two_equal_runs_differ_in_nothing(tmp_path):
    tables = {"asset": [_asset("a")], "record": [_record("1", "a")], "finding": [_finding("a")]}

    found = diff(world(tmp_path / "1", **tables), world(tmp_path / "2", **tables))

    assert set(found.counts().values()) == {0}


def test_runs_whose_vulnerabilities_lie_in_parts_are_compared(tmp_path):
    tables = {
        "asset": [_asset("a")],
        "situation": [{"asset_id": "a", "situation_id": "s-1"}],
        "situation_vulnerability": [{"situation_id": "s-1", "vulnerability_id": "CVE-2026-1"}],
    }
    before, after = world(tmp_path / "1", **tables), world(tmp_path / "2", **tables)
    first = after.folder / "situation_vulnerability.parquet"
    shutil.copy(first, first.with_suffix(".001.parquet"))

    assert set(diff(before, after).counts().values()) == {0}


def test_a_thing_from_a_new_source_appeared_because_of_it(tmp_path):
    before = world(tmp_path / "1", source=CMDB)
    after = world(
        tmp_path / "2",
        source=[*CMDB, {"source": "nmap"}],
        asset=[_asset("a")],
        record=[_record("1", "a", "nmap")],
    )

    assert diff(before, after).table("appeared").fetchall() == [
        ("asset", "a", "A", "source_new", "nmap")
    ]


def test_a_thing_whose_row_went_is_gone_because_of_it(tmp_path):
    before = world(tmp_path / "1", source=CMDB, asset=[_asset("a")], record=[_record("1", "a")])
    after = world(tmp_path / "2", source=CMDB)

    assert diff(before, after).table("gone").fetchall() == [("asset", "a", "A", "row_gone", "cmdb")]


def test_a_merge_names_the_identifier_in_common(tmp_path):
    serial = {"noun": "asset", "kind": "serial", "value": "S1", "shared": False}
    before = world(
        tmp_path / "1",
        asset=[_asset("a"), _asset("b")],
        identifier=[{**serial, "entity_id": "b"}],
    )
    after = world(
        tmp_path / "2",
        asset=[_asset("a")],
        entity=[{"noun": "asset", "entity_id": "b", "merged_into_id": "a"}],
        identifier=[{**serial, "entity_id": "a"}],
    )

    found = diff(before, after)

    assert found.table("merged").fetchall() == [("asset", "b", "B", "a", "serial S1", "identifier")]
    assert found.counts()["gone"] == 0


def test_a_split_names_the_rows_that_moved(tmp_path):
    before = world(
        tmp_path / "1", asset=[_asset("a")], record=[_record("1", "a"), _record("2", "a")]
    )
    after = world(
        tmp_path / "2",
        asset=[_asset("a"), _asset("b")],
        record=[_record("1", "a"), _record("2", "b")],
        entity=[{"noun": "asset", "entity_id": "b", "split_from_id": "a"}],
    )

    assert diff(before, after).table("split").fetchall() == [
        ("asset", "b", "B", "a", "cmdb 2", "identifier")
    ]


def test_a_changed_attribute_names_the_claim_that_won(tmp_path):
    claim = {
        "noun": "asset",
        "entity_id": "a",
        "attribute": "model",
        "record_key": "1",
        "chosen": True,
    }
    before = world(
        tmp_path / "1",
        source=CMDB,
        asset=[_asset("a", model="R640")],
        evidence=[{**claim, "source": "cmdb", "value": "R640"}],
    )
    after = world(
        tmp_path / "2",
        source=CMDB,
        asset=[_asset("a", model="R750")],
        evidence=[{**claim, "source": "cmdb", "value": "R750"}],
    )

    row = diff(before, after).table("changed").fetchall()[0]

    assert row[:8] == ("asset", "a", "A", "model", "R640", "R750", "cmdb", "1")
    assert row[9] == "source_changed"


def test_a_finding_closes_because_its_subject_changed(tmp_path):
    before = world(
        tmp_path / "1",
        asset=[_asset("a", version="2012")],
        finding=[_finding("a")],
        rule_result=RULE,
    )
    after = world(tmp_path / "2", asset=[_asset("a", version="2022")], rule_result=RULE)

    closed = diff(before, after).table("closed").fetchall()

    assert closed[0][6:] == ("subject_changed", "version: 2012 → 2022")


def test_a_finding_opens_because_time_passed(tmp_path):
    before = world(
        tmp_path / "1",
        asset=[_asset("a")],
        rule_result=RULE,
        run=[{"run_id": "1", "on_date": date(2026, 1, 1), "catalogue_edition": "x"}],
    )
    after = world(
        tmp_path / "2",
        asset=[_asset("a")],
        rule_result=RULE,
        finding=[_finding("a")],
        run=[{"run_id": "2", "on_date": date(2026, 9, 1), "catalogue_edition": "x"}],
    )

    opened = diff(before, after).table("opened").fetchall()

    assert opened[0][6:] == ("time_passed", "2026-01-01 → 2026-09-01")


def test_a_verdict_that_changed_is_said_so(tmp_path):
    before = world(
        tmp_path / "1", asset=[_asset("a")], finding=[_finding("a", "unknown")], rule_result=RULE
    )
    after = world(
        tmp_path / "2", asset=[_asset("a")], finding=[_finding("a", "fail")], rule_result=RULE
    )

    found = diff(before, after)

    assert found.table("opened").fetchall()[0][3:] == (
        "fail",
        "not-secure-a",
        "A",
        "verdict_changed",
        "unknown",
    )
    assert found.table("closed").fetchall()[0][3:] == (
        "unknown",
        "not-secure-a",
        "A",
        "verdict_changed",
        "fail",
    )


def _known(run, edition):
    return [{"run_id": run, "on_date": date(2026, 9, 1), "catalogue_edition": f"shipped {edition}"}]


def _rests_on(verdict, *vulnerabilities):
    facts = json.dumps({"vulnerabilities": [{"id": one} for one in vulnerabilities]})
    return [{**_finding("a", verdict), "facts": facts}]


def test_what_an_edition_brought_is_told_with_a_verdict_that_changed(tmp_path):
    known = ("CVE-1", "CVE-2")
    new = ("CVE-3", "CVE-4", "CVE-5", "CVE-6")
    before = world(
        tmp_path / "1",
        asset=[_asset("a")],
        finding=_rests_on("unknown", *known),
        rule_result=RULE,
        run=_known("1", "N"),
    )
    after = world(
        tmp_path / "2",
        asset=[_asset("a")],
        finding=_rests_on("fail", *new, "CVE-1"),
        rule_result=RULE,
        run=_known("2", "N+1"),
    )

    found = diff(before, after)

    assert found.table("opened").fetchall()[0][6:] == (
        "catalogue_changed",
        "N → N+1: CVE-3, CVE-4, CVE-5, …",
    )
    assert found.table("closed").fetchall()[0][6:] == ("catalogue_changed", "N → N+1: CVE-2")


def _situation(name, **vulnerabilities):
    """What a situation rests on: how sure each is, and how likely it is to be exploited."""
    return [
        {
            "situation_id": name,
            "vulnerability_id": one.replace("_", "-"),
            "verdict": verdict,
            "epss": epss,
        }
        for one, (verdict, epss) in vulnerabilities.items()
    ]


def _run_in(folder, edition, verdict, listed, rests_on):
    situation = rests_on[0]["situation_id"]
    facts = {"situation_id": situation, "vulnerabilities": [{"id": one} for one in listed]}
    return world(
        folder,
        asset=[_asset("a")],
        finding=[{**_finding("a", verdict), "facts": json.dumps(facts)}] if verdict else [],
        rule_result=RULE,
        situation=[{"asset_id": "a", "product_id": "p", "situation_id": situation}],
        situation_vulnerability=rests_on,
        run=_known(edition, edition),
    )


def test_what_an_edition_brought_is_told_of_all_that_a_situation_rests_on(tmp_path):
    """Not of the ten that a finding lists, and also where it is not known whether they concern it."""
    perhaps, surely = ("unknown", 0.1), ("affected", 0.2)
    before = _run_in(
        tmp_path / "1",
        "N",
        "unknown",
        [],
        _situation("s", CVE_1=perhaps, CVE_2=perhaps, CVE_9=perhaps),
    )
    after = _run_in(
        tmp_path / "2",
        "N+1",
        "fail",
        ["CVE-1"],
        _situation("t", CVE_1=surely, CVE_2=perhaps, CVE_3=("affected", 0.9)),
    )

    found = diff(before, after)

    assert found.table("opened").fetchall()[0][6:] == (
        "catalogue_changed",
        "N → N+1: CVE-3, CVE-1",
    )
    assert found.table("closed").fetchall()[0][6:] == (
        "catalogue_changed",
        "N → N+1: CVE-1, CVE-9",
    )


def test_what_is_perhaps_concerned_since_an_edition_is_told_by_name(tmp_path):
    before = _run_in(tmp_path / "1", "N", None, [], _situation("other", CVE_7=("affected", 0.1)))
    after = _run_in(tmp_path / "2", "N+1", "unknown", [], _situation("s", CVE_1=("unknown", None)))

    opened = diff(before, after).table("opened").fetchall()

    assert opened[0][6:] == ("catalogue_changed", "N → N+1: CVE-1")


_DECIDED = {"decision_id": "d", "subject_kind": "asset"}


def _joined(folder, decisions):
    """A run where a and b are two, and one where they are one because of rows that people named, or not."""
    first, second = (_record("1", "a"), _record("2", "b"))
    return (
        world(folder / "1", asset=[_asset("a"), _asset("b")], record=[first, second]),
        world(
            folder / "2",
            asset=[_asset("a")],
            record=[first, second | {"entity_id": "a"}],
            entity=[{"noun": "asset", "entity_id": "b", "merged_into_id": "a"}],
            decision=decisions,
        ),
    )


@pytest.mark.parametrize(
    ("sides", "reason"),
    [
        (("cmdb|1", "cmdb|2"), "decision"),
        (("cmdb|2", "cmdb|1"), "decision"),
        (("b", "cmdb|1"), "decision"),
        (("cmdb|1", "cmdb|3"), "likeness"),
    ],
)
def test_a_merge_that_people_decided_says_so(tmp_path, sides, reason):
    said = _DECIDED | {"kind": "same", "subject_id": sides[0], "value": sides[1]}

    found = diff(*_joined(tmp_path, [said])).table("merged").fetchall()

    assert [row[-1] for row in found] == [reason]


@pytest.mark.parametrize(
    ("kind", "side", "reason"),
    [("not_same", 1, "decision"), ("same", 0, "decision"), ("not_same", 0, "identifier")],
    ids=["decided", "withdrawn", "withdrawn without effect"],
)
def test_a_split_that_people_decided_says_so(tmp_path, kind, side, reason):
    said = _DECIDED | {"kind": kind, "subject_id": "cmdb|1", "value": "cmdb|2"}
    decisions = [[], []]
    decisions[side] = [said]
    before = world(
        tmp_path / "1",
        asset=[_asset("a")],
        record=[_record("1", "a"), _record("2", "a")],
        decision=decisions[0],
    )
    after = world(
        tmp_path / "2",
        asset=[_asset("a"), _asset("b")],
        record=[_record("1", "a"), _record("2", "b")],
        entity=[{"noun": "asset", "entity_id": "b", "split_from_id": "a"}],
        decision=decisions[1],
    )

    assert diff(before, after).table("split").fetchall() == [
        ("asset", "b", "B", "a", "cmdb 2", reason)
    ]


@pytest.mark.parametrize("subject", ["a", "cmdb|1"])
@pytest.mark.parametrize("turned", [False, True], ids=["decided", "ended"])
def test_a_scope_that_people_decided_says_so(tmp_path, subject, turned):
    said = _DECIDED | {"kind": "scope", "subject_id": subject, "value": "out"}
    record = [_record("1", "a"), _record("2", "b")]
    plain = {"asset": [_asset("a", scope="in"), _asset("b", scope="in")], "record": record}
    out = {"asset": [_asset("a", scope="out"), _asset("b", scope="out")], "record": record}
    worlds = (
        world(tmp_path / "1", **plain),
        world(tmp_path / "2", **out, decision=[said]),
    )

    found = diff(*(reversed(worlds) if turned else worlds)).table("changed").fetchall()

    assert {row[1]: row[-1] for row in found}["a"] == "decision"
    assert {row[1]: row[-1] for row in found}["b"] != "decision"
