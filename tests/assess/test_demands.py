"""How demands stand in a small world: by what their rules answered, organisation by organisation."""

from datetime import date

import pytest

from grunnmur.assess import assess
from grunnmur.catalogue import lifecycle
from grunnmur.catalogue.controls import Control, Pack, Packs
from tests.assess.judging import ON, products, rule
from tests.worlds import world

WORDS = {"nb": "x", "en": "x"}
PATCHED, STALE = date(2026, 11, 1), date(2025, 1, 1)


def _pack(tmp_path, **rules_of):
    listed = tuple(
        Control(control_id, WORDS, WORDS, tuple(rules), WORDS)
        for control_id, rules in rules_of.items()
    )
    return Packs((Pack("p", "1", WORDS, "", "L3", "{id}", listed, tmp_path),))


def _thing(number, organisation, patched_on, kind="server"):
    return {
        "asset_id": f"a{number}",
        "kind": kind,
        "status": "active",
        "organisation_id": organisation,
        "product_id": "microsoft:windows_server",
        "version": "2022",
        "patched_on": patched_on,
    }


@pytest.fixture
def stand(tmp_path):
    """Judges things by the rule of patch age (and owner) and gives (control, organisation) → row."""

    def judge(things, **controls):
        estate = world(tmp_path / "run", asset=things)
        lifecycle.write(estate, products())
        chosen = (rule("patch-age"), rule("owner-missing"))
        assess(estate, on=ON, rules=chosen, packs=_pack(tmp_path, **controls))
        names = "control_id, organisation_id, verdict, passed, failed, unknown, not_judged"
        rows = estate.connection.execute(f"select {names} from control_result").fetchall()
        return {row[:2]: row[2:] for row in rows}

    return judge


def test_a_demand_stands_by_itself_in_every_organisation(stand):
    found = stand([_thing(1, "A", STALE), _thing(2, "B", PATCHED)], c=["patch-age"])

    assert found == {("c", "A"): ("fail", 0, 1, 0, None), ("c", "B"): ("pass", 1, 0, 0, None)}


def test_what_is_not_known_is_not_a_pass(stand):
    found = stand([_thing(1, "A", PATCHED), _thing(2, "A", None)], c=["patch-age"])

    assert found == {("c", "A"): ("unknown", 1, 0, 1, None)}


def test_a_demand_without_rules_is_not_measured(stand):
    assert stand([_thing(1, "A", PATCHED)], c=[])["c", None][0] == "not_measured"


def test_a_rule_that_did_not_answer_keeps_a_demand_from_passing(stand):
    found = stand([_thing(1, "A", PATCHED)], c=["patch-age", "vulnerable"])

    assert found == {("c", "A"): ("unknown", 1, 0, 0, "vulnerable")}


def test_a_demand_whose_rules_were_never_asked_is_unknown(stand):
    assert stand([_thing(1, "A", PATCHED)], c=["vulnerable"])["c", None][0] == "unknown"


def test_what_says_nothing_of_anybody_does_not_apply(stand):
    found = stand([_thing(1, "A", None, kind="printer")], c=["patch-age"])

    assert found["c", "A"][0] == "not_applicable"


def test_the_worst_of_several_rules_counts(stand):
    found = stand([_thing(1, "A", STALE)], c=["patch-age", "owner-missing"])

    assert found == {("c", "A"): ("fail", 1, 1, 0, None)}


def test_the_rules_that_judged_stand_in_the_run_with_their_words(tmp_path):
    estate = world(tmp_path / "run", asset=[_thing(1, "A", STALE)])
    assess(estate, on=ON, rules=(rule("patch-age"),))

    told = estate.connection.execute(
        "select rule_id, title_nb, title_en, layer from rule"
    ).fetchall()

    asked = rule("patch-age")
    assert told == [("patch-age", asked.title["nb"], asked.title["en"], asked.layer)]
