"""What a finding rests on is told in words: no code, no key of JSON, no id."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from grunnmur.catalogue import rules
from grunnmur.text import Voice
from grunnmur_web import grids
from grunnmur_web.pages import facts

UNREAD = "versjonen er ikke oppgitt slik at den kan leses"
_NAME = re.compile(r"'(\w+)'\s*:")


@pytest.fixture
def told(monkeypatch):
    """The facts as they are told in Norwegian, by somebody who may see one thing."""
    known = {"asset-1": "nord-app01", "microsoft:windows": "Microsoft Windows"}
    monkeypatch.setattr(grids, "names", lambda asked: {i: known[i] for _, i in asked if i in known})
    with translation.override("nb"):
        yield lambda **given: facts.told(given)


def test_every_fact_of_every_rule_has_a_word_in_both_languages():
    names = {
        (rule.rule_id, name)
        for rule in rules.load().rules
        for name in _NAME.findall(rule.select or "")
    }

    assert len(names) > 100
    for language in ("nb", "en"):
        said = Voice(language)
        assert {one for one in names if not said.word("column", one[1], otherwise="")} == set()


def test_codes_are_told_by_their_words(told):
    assert told(kind="home_device", function="imaging") == [
        ("slag", "behandlingshjelpemiddel"),
        ("funksjon", "bilde og multimedia"),
    ]
    assert told(kind="replica") == [("slag", "replika")]
    assert told(exposure="open", entries="client internet") == [
        ("eksponering", "åpen fra internett"),
        ("innganger", "klient, internett"),
    ]
    assert told(country="IN") == [("land", "India")]
    assert told(country="ZZ") == [("land", "ZZ")]
    assert told(kind="et eget ord") == [("slag", "et eget ord")]


def test_of_all_one_reaches_those_a_finding_is_about_are_told_apart(told):
    assert told(stores=39, pairs=36) == [("datalagre", "39"), ("av dem dette gjelder", "36")]


def test_things_are_told_by_their_names_and_what_only_looks_like_one_stays(told):
    assert told(asset_id="asset-1")[0][1] == "nord-app01"
    assert told(asset_id="asset-2")[0][1] == "et annet foretak"
    assert told(release="standard-7-sp1")[0][1] == "standard-7-sp1"
    assert told(names=["microsoft:windows", "a:b"])[0][1] == "Microsoft Windows, a:b"


def test_a_moment_is_written_as_people_write_it(told):
    assert told(last_logon_at="2025-10-30 15:40:00")[0][1] == "30.10.2025 15:40"


def test_what_is_not_known_of_a_thing_is_told_apart_from_what_there_is_none_of(told):
    assert told(patched_on=None, exception_id=None, owner=None) == [
        ("sist oppdatert", "ikke kjent"),
        ("unntak", "–"),
        ("eier", "–"),
    ]


def test_what_has_parts_is_a_table_of_its_own(told):
    answers = [
        {"question": "AUDT-1", "answer": "no", "remark": None, "stated_on": "2018-06-01"},
        {"question": "SBOM-1", "answer": "not_applicable", "remark": None, "stated_on": None},
    ]
    (table,) = facts.listed({"answers": answers}, {})

    assert told(answers=answers) == []
    assert (table.label, table.all) == ("svar", 2)
    assert [column.label for column in table.grid.columns] == ["spørsmål", "svar", "oppgitt"]
    assert [[cell.text for cell in row] for row in table.grid.rows] == [
        ["AUDT-1", "nei", "01.06.2018"],
        ["SBOM-1", "gjelder ikke", "ikke kjent"],
    ]


def test_vulnerabilities_lead_to_what_is_published_of_them_and_say_how_urgent_they_are(told):
    row = {
        "range": "< 2",
        "exploited": True,
        "epss": 0.5,
        "cvss": 9.8,
        "basis": "version",
        "mended_in": "2",
    }
    known = {
        "affected": 31,
        "worst_epss": 0.5,
        "situation_id": "s-1",
        "vulnerabilities": [
            {"id": "CVE-2021-44228", **row},
            {"id": "one of ours", **row, "cvss": None},
        ],
    }
    judged = {"CVE-2021-44228": {"decision": "act", "origin": "nvd"}}
    (table,) = facts.listed(known, judged)
    first, second = table.grid.rows

    assert told(**known) == [("berørt av (sårbarheter)", "31"), ("høyeste EPSS", "50\u00a0%")]
    assert [cell.text for cell in first] == [
        "CVE-2021-44228", "<\u00a02", "NVD", "versjon", "2", "9,8", "50\u00a0%", "ja", "handle nå",
    ]  # fmt: skip
    assert first[0].href == "https://www.cve.org/CVERecord?id=CVE-2021-44228"
    assert [second[n].text for n in (2, 5, 8)] == ["ikke kjent", "ikke kjent", "ikke kjent"]
    assert second[0].href == ""
    assert table.all == 31


@pytest.mark.parametrize(
    ("written", "nb"),
    [
        (">= 10.3.0, < 12.2.5 (vmware:tools)", "≥\u00a010.3.0, <\u00a012.2.5 (VMware Tools)"),
        ("> 1, <= 2 (a:b_c)", ">\u00a01, ≤\u00a02 (A B C)"),
        ("= r2 sp1 (vmware:tools)", "R2 SP1 (VMware Tools)"),
        ("every version sp2 (vmware:tools)", "alle versjoner SP2 (VMware Tools)"),
        ("the release (vmware:tools)", "utgaven (VMware Tools)"),
        ("before v5 (r3) (vmware:tools)", "before v5 (R3) (VMware Tools)"),
        ("? (qualcomm,_inc.:snapdragon)", f"{UNREAD} (Qualcomm, Inc. Snapdragon)"),
        ("= 21h2 (microsoft:windows_server_2012_r2)", "21H2 (Microsoft Windows Server 2012 R2)"),
        ("< 2", "<\u00a02"),
    ],
)  # fmt: skip
def test_versions_are_told_in_words_and_the_product_by_its_name(monkeypatch, written, nb):
    names = {"vmware:tools": "VMware Tools"}
    monkeypatch.setattr(grids, "names", lambda asked: {i: names[i] for _, i in asked if i in names})
    column = grids.Column("range", words="versions")

    with translation.override("nb"):
        (((cell,),),) = (grids.grid([column], [{"range": written}]).rows,)

    assert cell.text == nb
