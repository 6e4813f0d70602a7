"""Rules safety-notice and stated-weakness: what makers say of equipment, as registers hold it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from grunnmur import pipeline
from tests.assess.judging import ON, counts, judged, verdicts
from tests.estates import directory
from tests.worlds import Row

NOTICE, WEAKNESS = "safety-notice", "stated-weakness"
PUBLISHED = date(2025, 6, 1)
QUESTIONS = ("AUDT-1", "PAUT-1", "MLDP-2", "CSUP-11", "SAHD-1", "STCF-1", "TXCF-2", "SBOM-1")


def _pump(**given: object) -> Row:
    return {
        "asset_id": "a",
        "kind": "medical",
        "vendor": "B. Braun",
        "model": "Infusomat 871",
        **given,
    }


def _device(**given: object) -> Row:
    return {"asset_id": "a", **given}


def _notice(**given: object) -> Row:
    return {
        "notice_id": "FSN-1",
        "vendor": "B.Braun Medical",
        "model": "Infusomat 871",
        "kind": "fsn",
        "published_on": PUBLISHED,
        "remedy": "none",
        "statement": "No update is planned.",
        **given,
    }


def _reason(folder, **tables: list[Row]) -> tuple[str, str]:
    """The verdict about the one thing, and why."""
    estate = judged(folder, NOTICE, **tables)
    query = "select verdict, facts from finding"
    found = estate.connection.execute(query).fetchall()
    return (found[0][0], json.loads(found[0][1])["reason"]) if found else ("good", "")


@pytest.mark.parametrize(
    ("stated", "runs", "verdict"),
    [
        ("*", None, "fail"),
        ("< 4.2", "4.1.9", "fail"),
        ("< 4.2", "4.2", "good"),
        ("4.2 and earlier", "4.2", "fail"),
        (">= 3.0, < 4.2", "2.9", "good"),
        ("< 4.2", "4", "unknown"),  # 4 may be 4.1 or 4.3
        ("< 4.2", None, "unknown"),
        ("3.1 | 3.3", "3.3", "fail"),
        ("3.1 | 3.3", "3.2", "good"),
        ("the blue ones", "3.2", "unknown"),
        ("2.X", "SW 2.1.4", "fail"),
        ("<= 12.2.x.x", "12.3", "good"),
        ("R8.0.3 and earlier", "7.1", "unknown"),  # counted apart, or only written so
        ("L.01", "l.01", "fail"),
        (None, "3.2", "unknown"),
    ],
)
def test_a_notice_concerns_the_software_versions_it_states(tmp_path, stated, runs, verdict):
    found = verdicts(
        tmp_path,
        NOTICE,
        asset=[_pump()],
        device=[_device(software_version=runs)],
        safety_notice=[_notice(version=stated)],
    )

    assert found.get("a", "good") == verdict


@pytest.mark.parametrize(
    ("vendor", "model", "verdict"),
    [
        ("B Braun", "INFUSOMAT 871", "fail"),
        ("B. Braun", "infusomat871", "fail"),
        ("B. Braun Norge AS", "Infusomat 871", "fail"),
        ("B. Braun", "infusomat87", "good"),
        ("B. Braun", "Infusomat Space", "good"),
        ("Baxter", "Infusomat 871", "good"),
        ("B. Braun", "Infusomat 871 pump", "fail"),
        ("B. Braun", "Infusomat 871 P", "unknown"),  # another model, or a word more
        ("B. Braun", "B. Braun Infusomat 871", "fail"),
        (None, "B. Braun Infusomat 871", "fail"),
        (None, "Infusomat 871", "unknown"),
        (None, "Infusomat Space", "good"),
        ("B. Braun", None, "unknown"),
    ],
)
def test_a_notice_concerns_the_maker_and_model_it_names(tmp_path, vendor, model, verdict):
    asset = [_pump(vendor=vendor, model=model)]

    found = verdicts(tmp_path, NOTICE, asset=asset, safety_notice=[_notice(version="*")])

    assert found.get("a", "good") == verdict


@pytest.mark.parametrize(
    ("serial", "verdict"),
    [
        ("SN 0001", "fail"),
        ("0001", "fail"),
        ("SN0002", "good"),
        ("ukjent", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_notice_that_names_serial_numbers_concerns_those(tmp_path, serial, verdict):
    identifier = [{"noun": "asset", "entity_id": "a", "kind": "serial", "value": serial}]

    found = verdicts(
        tmp_path,
        NOTICE,
        asset=[_pump()],
        identifier=identifier if serial else [],
        safety_notice=[_notice(serial="SN-0001"), _notice(serial="SN-0009")],
    )

    assert found.get("a", "good") == verdict


@pytest.mark.parametrize(
    ("cell", "verdict"),
    [
        ("SN-0009, SN-0001", "fail"),
        ("SN-0000 - SN-0005", "fail"),
        ("SN0002–SN0009", "good"),
        ("lots made in May", "unknown"),
    ],
)
def test_a_cell_may_name_several_serial_numbers_or_a_range(tmp_path, cell, verdict):
    identifier = [{"noun": "asset", "entity_id": "a", "kind": "serial", "value": "SN 0001"}]

    found = verdicts(
        *(tmp_path, NOTICE),
        asset=[_pump()],
        identifier=identifier,
        safety_notice=[_notice(serial=cell)],
    )

    assert found.get("a", "good") == verdict


def test_where_a_notice_names_the_model_itself_what_else_it_names_is_not_asked(tmp_path):
    notices = [_notice(version="< 1.0"), _notice(version="*", model="Infusomat 871 P")]

    found = verdicts(
        *(tmp_path, NOTICE),
        asset=[_pump()],
        device=[_device(software_version="2.0")],
        safety_notice=notices,
    )

    assert found == {}


@pytest.mark.parametrize(
    ("notice", "asset", "reason"),
    [
        ({}, {}, "isolate_now"),
        ({}, {"isolated_until": ON}, "isolated_until_replaced"),
        ({}, {"isolated_until": ON - timedelta(days=1)}, "isolate_now"),
        ({"remedy": "update"}, {}, "update_offered"),
        ({"remedy": "update", "isolate_from": PUBLISHED}, {}, "isolate_now"),
        ({"replace_by": ON}, {}, "isolate_now"),
        ({"replace_by": ON - timedelta(days=1)}, {}, "replacement_overdue"),
    ],
)
def test_what_gets_no_update_is_isolated_now_and_replaced_by_a_day(tmp_path, notice, asset, reason):
    found = _reason(
        tmp_path, asset=[_pump(**asset)], safety_notice=[_notice(version="*", **notice)]
    )

    assert found == ("fail", reason)


def test_the_days_count_from_publication_and_the_statement_is_kept(tmp_path):
    estate = judged(tmp_path, NOTICE, asset=[_pump()], safety_notice=[_notice(version="*")])

    query = "select kind, statement, isolate_from, replace_by from asset_advisory"
    assert estate.connection.execute(query).fetchall() == [
        ("fsn", "No update is planned.", PUBLISHED, date(2027, 6, 1))  # 730 days
    ]


def test_without_any_notice_nothing_is_asked_and_with_one_the_others_pass(tmp_path):
    asset = [_pump(), _pump(asset_id="b", model="Perfusor 9"), {"asset_id": "c", "kind": "server"}]

    assert counts(tmp_path / "none", NOTICE, asset=asset) == (0, 0, 0, 3)
    notice = [_notice(version="*")]
    assert counts(tmp_path / "one", NOTICE, asset=asset, safety_notice=notice) == (1, 1, 0, 1)


def test_notices_that_name_no_model_or_nothing_here_are_noted(tmp_path):
    notices = [_notice(model=None), _notice(notice_id="FSN-2", vendor="Baxter")]

    estate = judged(tmp_path, NOTICE, asset=[_pump()], safety_notice=notices)

    query = (
        "select code, place from note where source = 'assess' and code like 'notice%' order by 1"
    )
    assert estate.connection.execute(query).fetchall() == [
        ("notice_without_model", "FSN-1"),
        ("notices_about_nothing_here", "safety_notice"),
    ]


def _form(answer: str = "yes", **others: str) -> list[Row]:
    own = {"vendor": "B. Braun", "model": "Infusomat 871"}
    return [
        {**own, "question": q, "answer": others.get(q.replace("-", "_"), answer)} for q in QUESTIONS
    ]


@pytest.mark.parametrize(
    ("form", "verdict"),
    [
        (_form(), "good"),
        (_form(MLDP_2="no"), "fail"),
        (_form(MLDP_2="not_applicable"), "good"),
        (_form(MLDP_2="remark"), "unknown"),
        (_form()[1:], "unknown"),
        ([{**row, "model": "Perfusor 9"} for row in _form()], "unknown"),
        ([{**row, "model": "Infusomat 871 P"} for row in _form()], "unknown"),
        ([{**row, "version": "9.9"} for row in _form()], "unknown"),
        ([{**row, "version": "2.0"} for row in _form()], "good"),
        ([], "good"),
    ],
)
def test_what_the_maker_denies_is_a_weakness_and_what_it_leaves_open_is_unknown(
    tmp_path, form, verdict
):
    found = verdicts(
        tmp_path,
        WEAKNESS,
        asset=[_pump()],
        device=[_device(software_version="2.0", networked=True)],
        device_disclosure=form,
    )

    assert found.get("a", "good") == verdict


def test_registers_notices_and_forms_are_read_through_tables(tmp_path):
    medusa = {"key": "7", "vendor": "B. Braun", "model": "Infusomat 871", "serial": "SN0001"}
    place = directory(
        tmp_path / "estate",
        {
            "name": "medusa",
            "into": "asset",
            "rows": [{**medusa, "kind": "medical", "device.software_version": "4.1"}],
        },
        {
            "name": "fsn",
            "into": "safety_notice",
            "rows": [{k: v for k, v in _notice(version="< 4.2").items() if v}],
        },
        {"name": "mds2", "into": "device_disclosure", "rows": _form(SBOM_1="no")},
    )

    estate = pipeline.run(place, tmp_path / "workspace", on=ON, until="assess", workers=1).estate

    query = "select rule_id, verdict from finding where rule_id in (?, ?) order by rule_id"
    assert estate.connection.execute(query, [NOTICE, WEAKNESS]).fetchall() == [
        (NOTICE, "fail"),
        (WEAKNESS, "fail"),
    ]
