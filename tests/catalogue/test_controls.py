"""Rule packs: what stands in the shipped ones, and what a user may do beside them."""

import csv
import gzip
import re
from pathlib import Path

import pytest

from grunnmur.catalogue import controls, rules

MINE = """
pack: house
version: '1'
title: {nb: Husregler, en: House rules}
layer: L3
groups:
  - title: {nb: Alle, en: All}
    controls:
      - id: a
        title: {nb: A, en: A}
        rules: [patch-age]
        not_measured: {nb: Resten, en: The rest}
        parameters: [{id: days, title: {nb: dager, en: days}}]
"""


def _folder(tmp_path: Path, text: str, name: str = "house/1.yaml") -> Path:
    path = tmp_path / "packs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path / "packs"


def test_every_shipped_pack_can_be_used_and_names_rules_that_exist():
    found = controls.load()
    known = {rule.rule_id for rule in rules.load().rules}

    assert found.broken == ()
    assert len(found.packs) == 7
    named = {rule for pack in found.packs for one in pack.controls for rule in one.rules}
    assert named == known


def test_the_principles_of_nsm_are_the_published_ones(data):
    with gzip.open(
        data / "security" / "nsm_grunnprinsipper_2_1.csv.gz", "rt", encoding="utf-8"
    ) as s:
        published = [(r["id"], r["category"], r["title"]) for r in csv.DictReader(s)]
    nsm = next(pack for pack in controls.load().packs if pack.pack_id == "nsm")

    ours = [(one.control_id, one.group["nb"], one.title["nb"]) for one in nsm.controls]

    assert ours == published


def test_a_clause_that_a_rule_names_lists_that_rule_in_its_pack():
    packs = {pack.pack_id: pack for pack in controls.load().packs}
    nsm = {packs["nsm"].clause_of(one): one.rules for one in packs["nsm"].controls}

    missing = [
        (rule.rule_id, clause)
        for rule in rules.load().rules
        for clause in rule.clauses
        if clause.startswith("NSM") and rule.rule_id not in nsm[clause]
    ]

    assert missing == []


def test_an_article_of_the_gdpr_that_a_rule_names_lists_that_rule_in_its_pack():
    gdpr = next(pack for pack in controls.load().packs if pack.pack_id == "gdpr")
    by_article = {}
    for one in gdpr.controls:
        by_article.setdefault(re.match(r"\d+", one.control_id)[0], set()).update(one.rules)

    missing = [
        (rule.rule_id, clause)
        for rule in rules.load().rules
        for clause in rule.clauses
        if (article := re.match(r"GDPR art\. (\d+)", clause)) and article[1] != "4"
        if rule.rule_id not in by_article[article[1]]
    ]

    assert missing == []


def test_a_pack_of_ones_own_stands_beside_the_shipped(tmp_path):
    found = controls.load([_folder(tmp_path, MINE)])

    assert [pack.pack_id for pack in found.packs].count("house") == 1
    assert found.broken == ()


def test_a_later_folder_replaces_the_same_version_of_a_pack(tmp_path):
    first = _folder(tmp_path / "a", MINE)
    second = _folder(tmp_path / "b", MINE.replace("House rules", "New house rules"))

    house = [pack for pack in controls.load([first, second]).packs if pack.pack_id == "house"]

    assert [pack.title["en"] for pack in house] == ["New house rules"]


def test_a_parameter_is_not_set_until_a_person_sets_it(tmp_path):
    folder = _folder(tmp_path, MINE)

    before = controls.load([folder])
    after = controls.load([folder], {"house": {"a.days": 30}})

    assert _value(before) is None
    assert _value(after) == "30"


def test_a_value_for_a_parameter_no_pack_has_is_told():
    found = controls.load((), {"nis2": {"23.hours": 24}, "nis3": {"a": 1}})

    assert [one.reason for one in found.broken] == [
        "no pack nis2 has a parameter 23.hours",
        "no pack nis3 has a parameter a",
    ]


def test_a_pack_that_says_nothing_of_what_it_cannot_measure_is_refused(tmp_path):
    found = controls.load([_folder(tmp_path, re.sub("not_measured.*\n", "\n", MINE))])

    assert [one.reason for one in found.broken] == ["not_measured is missing"]


@pytest.mark.parametrize("groups", ["5", "[foo]", "{a: 1}", "2026-13-45"])
def test_a_pack_whose_groups_are_none_is_refused(tmp_path, groups):
    text = MINE[: MINE.index("groups:")] + f"groups: {groups}\n"

    (broken,) = controls.load([_folder(tmp_path, text)]).broken

    assert broken.reason


def test_rules_that_are_no_list_are_refused(tmp_path):
    text = re.sub(r"rules: \[.*?\]", "rules: residency", MINE)

    assert [b.reason for b in controls.load([_folder(tmp_path, text)]).broken] == [
        "a: rules is a list"
    ]


def test_a_demand_that_stands_twice_is_refused(tmp_path):
    twice = MINE + MINE[MINE.index("      - id: a") :]

    assert [b.reason for b in controls.load([_folder(tmp_path, twice)]).broken] == [
        "a stands twice"
    ]


def test_a_pack_in_a_file_of_another_name_is_refused(tmp_path):
    found = controls.load([_folder(tmp_path, MINE, "house/2.yaml"), tmp_path / "nowhere"])

    assert [b.reason for b in found.broken] == [
        "the file is named <pack>/<version>.yaml after what it holds",
        "the folder does not exist",
    ]


def _value(found):
    house = next(pack for pack in found.packs if pack.pack_id == "house")
    return house.controls[0].parameters[0].value
