"""What a finding rests on is told in words: no code, no key of JSON, no id."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from grunnmur.catalogue import rules
from grunnmur.text import Voice
from grunnmur_web import grids
from grunnmur_web.pages import facts

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
    assert told(kind="et eget ord") == [("slag", "et eget ord")]


def test_things_are_told_by_their_names_and_what_only_looks_like_one_stays(told):
    assert told(asset_id="asset-1")[0][1] == "nord-app01"
    assert told(asset_id="asset-2")[0][1] == "et annet foretak"
    assert told(release="standard-7-sp1")[0][1] == "standard-7-sp1"
    assert told(names=["microsoft:windows", "a:b"])[0][1] == "Microsoft Windows, a:b"


def test_a_moment_is_written_as_people_write_it(told):
    assert told(last_logon_at="2025-10-30 15:40:00")[0][1] == "30.10.2025 15:40"


def test_what_has_parts_is_told_part_by_part(told):
    answers = [
        {"question": "AUDT-1", "answer": "no", "remark": None, "stated_on": "2018-06-01"},
        {"question": "SBOM-1", "answer": "not_applicable", "remark": None, "stated_on": None},
    ]

    assert told(answers=answers) == [
        (
            "svar",
            "spørsmål: AUDT-1, svar: nei, oppgitt: 01.06.2018; spørsmål: SBOM-1, svar: gjelder ikke",
        )
    ]
