"""Trusts, skills and workloads are called by their names, in either language."""

from __future__ import annotations

import pytest

from grunnmur.plan.conditions import Exclusion, Freeze, Pin, Resource, Slots, Together
from grunnmur.plan.json_form import digest, problem_document, read_problem
from grunnmur.plan.names import Names
from grunnmur.text import Voice
from tests.plan.problems import problem, workload

THREE = (4, 4, 4)


@pytest.mark.parametrize(("language", "skill"), [("nb", "nettverk"), ("en", "network")])
def test_a_sentence_is_told_with_names_where_there_are_any(language, skill) -> None:
    given = problem(
        workload("app-1", 3, organisations=("trust-1", "trust-2")),
        count=3,
        resources=(Resource("network", THREE, "skill"), Resource("rack", THREE)),
        slots=(Slots("trust-1", THREE, "Nordfjord HF"),),
    )

    names = Names(given, Voice(language))

    assert names.told({"organisation": "trust-1", "used": 4}) == {
        "organisation": "Nordfjord HF",
        "used": 4,
    }
    assert names.organisations(given.workloads[0].organisations) == ["Nordfjord HF", "trust-2"]
    assert (names.resource("network"), names.resource("rack")) == (skill, "rack")


@pytest.mark.parametrize(
    ("language", "network"), [("nb", "nettverk (timer)"), ("en", "network (hours)")]
)
def test_conditions_are_told_with_their_reasons_units_and_members(language, network) -> None:
    names = [f"app-{n}" for n in range(6)]
    given = problem(
        *(workload(name, 3) for name in names),
        count=3,
        resources=(Resource("network", THREE, "skill", "hours"),),
        freezes=(Freeze("freeze 1", (1,), reason="Jul"), Freeze("freeze 2", (2,))),
        exclusions=(Exclusion("reserve", tuple(names)),),
    )

    told = Names(given, Voice(language)).told

    assert told({"resource": "network"}) == {"resource": network}
    assert told({"freeze": "freeze 1"}) == {"freeze": "freeze 1 (Jul)"}
    assert told({"freeze": "freeze 2"}) == {"freeze": "freeze 2"}
    assert told({"exclusion": "reserve"}) == {
        "exclusion": "reserve (app-0, app-1, app-2, app-3, …)"
    }


@pytest.mark.parametrize(
    ("language", "unit", "told"),
    [("nb", "h", "rack (timer)"), ("en", "h", "rack (hours)"), ("en", "a", "rack (a)"), ("nb", "o", "rack (o)")],
)  # fmt: skip
def test_a_unit_is_no_value_that_is_spelled_the_same(language, unit, told) -> None:
    given = problem(workload("a", 3), count=3, resources=(Resource("rack", THREE, "", unit),))

    assert Names(given, Voice(language)).amounts_of("rack") == told


def test_a_skill_is_no_value_that_is_spelled_the_same() -> None:
    given = problem(workload("a", 3), count=3, resources=(Resource("o", THREE, "skill"),))

    assert Names(given, Voice("en")).resource("o") == "o"


def test_a_freeze_and_a_pin_of_one_id_keep_their_own_reasons() -> None:
    given = problem(
        workload("a", 3),
        count=3,
        freezes=(Freeze("1", (0,), reason="Jul"),),
        pins=(Pin("1", "a", 1, reason="Kari"),),
    )

    told = Names(given, Voice("nb")).told

    assert told({"freeze": "1"}) == {"freeze": "1 (Jul)"}
    assert told({"pin": "1"}) == {"pin": "1 (Kari)"}
    assert told({"forbid": "1"}) == {"forbid": "1"}


def test_an_exclusion_and_a_together_of_one_id_keep_their_own_members() -> None:
    given = problem(
        *(workload(name, 3) for name in "abcd"),
        count=3,
        exclusions=(Exclusion("1", ("a", "b")),),
        together=(Together("1", ("c", "d")),),
    )

    told = Names(given, Voice("nb")).told

    assert told({"exclusion": "1"}) == {"exclusion": "1 (a, b)"}
    assert told({"together": "1"}) == {"together": "1 (c, d)"}


def test_a_trusts_name_is_kept_in_json_and_none_changes_no_digest() -> None:
    named = problem(workload("a", 3), count=3, slots=(Slots("T", THREE, "Nordfjord HF"),))
    nameless = problem(workload("a", 3), count=3, slots=(Slots("T", THREE),))

    assert read_problem(problem_document(named)) == named
    assert problem_document(nameless)["slots"] == [{"organisation": "T", "capacity": 4}]
    assert digest(named) != digest(nameless)
