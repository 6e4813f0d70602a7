"""The checker finds every kind of broken condition, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from grunnmur import plan as verb
from grunnmur.errors import ProblemError
from grunnmur.plan.check import check
from grunnmur.plan.conditions import (
    Budget,
    Exclusion,
    Executed,
    Forbid,
    Freeze,
    Pin,
    Precedence,
    Resource,
    Slots,
)
from grunnmur.plan.json_form import digest, plan_document, read_problem
from grunnmur.plan.ledger import ledger_of, tables
from grunnmur.plan.plan import CostParts, Move, Plan
from grunnmur.plan.priced import priced
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Deadline, Disposition

from .problems import problem, workload
from .small import bare_plan, document, problems
from .test_json_form import examples

FOLDER = Path(verb.__file__).parent
COUNT = 4
PLAIN = Disposition("rehost", 1, (("s", 3),), one_off=40)
SLOW = Disposition("slow", 2)


def codes(given: Any, *moves: Move) -> list[str]:
    """The codes of what the checker finds broken."""
    return [row.code for row in check(document(given), bare_plan(given, *moves)).violations]


def alone(**columns: Any) -> Any:
    """A problem of one workload, `a`, in the trust NORTH and the service `ward`."""
    own = {key: columns.pop(key) for key in ("earliest", "closed", "deadlines") if key in columns}
    row = workload("a", COUNT, PLAIN, SLOW, organisations=("NORTH",), services=("ward",), **own)
    return problem(row, count=COUNT, resources=(Resource("s", (9,) * COUNT),), **columns)


def two(**columns: Any) -> Any:
    """A problem of two workloads, `a` and `b`, both in NORTH."""
    rows = [workload(name, COUNT, PLAIN, organisations=("NORTH",)) for name in "ab"]
    columns.setdefault("resources", (Resource("s", (9,) * COUNT),))
    return problem(*rows, count=COUNT, **columns)


@pytest.mark.parametrize(
    ("given", "move", "code"),
    [
        (alone(), Move("a", "slow", 0), "begins_before_first_period"),
        (alone(earliest=2), Move("a", "rehost", 1), "before_earliest"),
        (alone(closed=(1,)), Move("a", "rehost", 1), "in_closed_period"),
        (alone(freezes=(Freeze("f", (1,)),)), Move("a", "rehost", 1), "in_freeze"),
        (alone(freezes=(Freeze("f", (1,), "NORTH"),)), Move("a", "rehost", 1), "in_freeze"),
        (alone(freezes=(Freeze("f", (1,), "", "ward"),)), Move("a", "rehost", 1), "in_freeze"),
        (alone(deadlines=(Deadline(1, True),)), Move("a", "rehost", 2), "after_deadline"),
        (alone(pins=(Pin("p", "a", 2),)), Move("a", "rehost", 1), "pin_broken"),
        (alone(pins=(Pin("p", "a", 0, 2),)), Move("a", "rehost", 2), "pin_broken"),
        (alone(pins=(Pin("p", "a", 0, None, "slow"),)), Move("a", "rehost", 2), "pin_broken"),
        (alone(forbids=(Forbid("x", "a", 1, 3),)), Move("a", "rehost", 2), "forbid_broken"),
        (alone(executed=(Executed("a", "slow", 1),)), Move("a", "rehost", 1), "executed_changed"),
        (alone(), Move("z", "rehost", 1), "workload_unknown"),
        (alone(), Move("a", "retire", 1), "disposition_unknown"),
        (alone(), Move("a", "rehost", 4), "period_unknown"),
        (alone(), Move("a", "rehost", -1), "period_unknown"),
    ],
)
def test_a_condition_of_one_workload_is_found_broken(given: Any, move: Move, code: str) -> None:
    found = codes(given, move)

    assert code in found


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (two(precedences=(Precedence("a", "b", 1),)), "precedence_broken"),
        (two(exclusions=(Exclusion("pair", ("a", "b")),)), "exclusion_broken"),
        (two(resources=(Resource("s", (9, 5, 9, 9)),)), "over_capacity"),
        (two(slots=(Slots("NORTH", (2, 1, 2, 2)),)), "over_slots"),
        (two(wave_limit=(2, 1, 2, 2)), "over_wave_limit"),
        (two(budgets=(Budget(2026, 79),)), "over_budget"),
    ],
)
def test_a_condition_of_several_workloads_is_found_broken(given: Any, code: str) -> None:
    together = (Move("a", "rehost", 1), Move("b", "rehost", 1))

    assert codes(given, *together) == [code]


def test_conditions_that_just_hold_are_not_broken() -> None:
    given = two(
        precedences=(Precedence("a", "b", 1),),
        resources=(Resource("s", (3,) * COUNT),),
        slots=(Slots("NORTH", (1,) * COUNT),),
        wave_limit=(1,) * COUNT,
        budgets=(Budget(2026, 80),),
        exclusions=(Exclusion("pair", ("a", "b")),),
    )

    assert codes(given, Move("a", "rehost", 1), Move("b", "rehost", 2)) == []


def test_every_workload_moves_exactly_once() -> None:
    once = Move("a", "rehost", 1)

    assert codes(two(), once) == ["workload_missing"]
    assert codes(two(), once, once, Move("b", "rehost", 1)) == ["workload_twice"]


def test_freezes_of_another_trust_or_service_do_not_concern_a_workload() -> None:
    given = alone(freezes=(Freeze("f", (1,), "SOUTH"), Freeze("g", (1,), "NORTH", "lab")))

    assert codes(given, Move("a", "rehost", 1)) == []


def test_what_only_executed_moves_break_is_not_held_against_the_plan() -> None:
    given = two(
        slots=(Slots("NORTH", (1,) * COUNT),),
        precedences=(Precedence("b", "a", 1),),
        executed=(Executed("a", "rehost", 1), Executed("b", "rehost", 1)),
    )

    assert codes(given, Move("a", "rehost", 1), Move("b", "rehost", 1)) == []


def test_an_executed_move_takes_room_from_the_others() -> None:
    given = two(slots=(Slots("NORTH", (1,) * COUNT),), executed=(Executed("a", "rehost", 1),))

    assert codes(given, Move("a", "rehost", 1), Move("b", "rehost", 1)) == ["over_slots"]


def test_a_plan_for_another_problem_is_found_out() -> None:
    plan = bare_plan(two(), Move("a", "rehost", 1))

    found = check(document(alone()), plan)

    assert [row.code for row in found.violations] == ["other_problem"]


def test_a_wrong_cost_and_an_unproven_bound_are_found_out() -> None:
    plan = bare_plan(alone(), Move("a", "rehost", 1)) | {"cost": 1, "bound": 1}

    found = check(document(alone()), plan)

    # rehost costs 40 once, slow nothing: 40 avoidable, and nothing proven of it.
    assert (found.cost, found.bound) == (40, None)
    assert [row.code for row in found.violations] == ["cost_misstated", "bound_not_proven"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [({"format": "other"}, "other_format"), ({"wave_limit": 1.5}, "not_a_whole_number")],
)
def test_a_problem_that_cannot_be_understood_is_refused(broken: Any, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        check(document(alone()) | broken, bare_plan(alone(), Move("a", "rehost", 1)))

    assert caught.value.code == code


def tampered(**members: Any) -> list[str]:
    """The codes of what is found in the documented plan, with these members put in its place."""
    given, plan = examples()
    return [row.code for row in check(given, plan | members).violations]


@pytest.mark.parametrize(
    ("members", "codes"),
    [
        ({}, []),
        ({"gap": 0.0}, ["gap_misstated"]),
        ({"gap": 0.0283018868}, []),
        ({"gap": 0.02, "bound": None, "certificate": None}, ["gap_misstated"]),
        ({"status": "infeasible"}, ["broken_misstated"]),
        ({"violations": 7}, ["broken_misstated"]),
        ({"bound": None, "gap": None}, []),
        ({"bound": None, "gap": None, "certificate": {"scale": 5}}, ["certificate_proves_nothing"]),
    ],
)
def test_what_a_plan_says_of_itself_is_held_against_what_is_worked_out(
    members: dict[str, Any], codes: list[str]
) -> None:
    assert tampered(**members) == codes


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"risk_curve": None, "cash_curve": None}, []),  # as plans were before they had curves
        (
            {"risk_curve": [35, 25, 24, 20]},
            [("curve_misstated", "risk_curve", {"period": 2, "claimed": 24, "actual": 25})],
        ),
        (
            {"cash_curve": [213, 124, 24, 25]},  # the sum is right
            [("curve_misstated", "cash_curve", {"period": 1, "claimed": 124, "actual": 123})],
        ),
        (
            {"risk_curve": [35, 25, 25], "cash_curve": [0, 0, 0, 0]},
            [
                ("curve_of_other_length", "risk_curve", {"length": 3, "periods": 4}),
                ("curve_misstated", "cash_curve", {"period": 0, "claimed": 0, "actual": 213}),
            ],
        ),
    ],
)
def test_a_curve_that_is_wrong_is_found_out_and_its_first_wrong_period_named(
    members: dict[str, Any], expected: list[Any]
) -> None:
    given, plan = examples()

    found = check(given, plan | members).violations

    assert [(row.code, row.facts) for row in found] == [
        (code, {"name": name, **facts}) for code, name, facts in expected
    ]


@hypothesis.given(problems(most=4), st.randoms())
def test_the_checker_draws_the_curves_of_any_plan_as_the_ledger_does(
    given: Problem, chance: Random
) -> None:
    executed = {row.workload: row for row in given.executed}
    moves = tuple(
        Move(row.id, executed[row.id].disposition, executed[row.id].period)
        if row.id in executed
        else Move(row.id, chance.choice(row.dispositions).name, chance.randrange(COUNT - 1))
        for row in given.workloads
    )
    ledger = ledger_of(tables(given), Plan("", moves, 0, 0, CostParts()))
    plan = plan_document(priced(ledger, Plan(digest(given), (), 0, 0, CostParts())))

    codes = {row.code for row in check(document(given), plan).violations}

    assert not {code for code in codes if code.startswith(("curve", "cost"))}
    assert len(plan["risk_curve"]) == len(plan["cash_curve"]) == len(given.periods)


def test_a_plan_that_says_it_keeps_what_it_breaks_is_found_out() -> None:
    given = alone(closed=(1,))
    plan = bare_plan(given, Move("a", "rehost", 1)) | {"status": "feasible", "violations": 0}

    found = [row.code for row in check(document(given), plan).violations]

    assert found == ["in_closed_period", "kept_misstated"]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"bound": -1000}, "number_out_of_range"),
        ({"bound": 103.0}, "not_a_whole_number"),
        ({"bonud": 106}, "unknown_member"),
        ({"problem_digest": None}, "member_missing"),
        ({"problem_digest": "sha256:0"}, "not_a_digest"),
        ({"status": "splendid"}, "not_one_of"),
        ({"gap": "none"}, "not_a_number"),
        ({"moves": [1, 2]}, "not_an_object"),
        ({"moves": "abc"}, "not_a_list"),
        ({"cost_parts": "abc"}, "not_an_object"),
    ],
)
def test_a_plan_without_the_form_of_one_is_refused(members: dict[str, Any], code: str) -> None:
    given, plan = examples()

    with pytest.raises(ProblemError) as caught:
        check(given, plan | members)

    assert caught.value.code == code


def refused(change: Callable[[dict[str, Any]], object]) -> ProblemError:
    """What the documented problem, changed, is refused with."""
    given, plan = examples()
    change(given)
    with pytest.raises(ProblemError) as caught:
        check(given, plan)
    return caught.value


def way(given: dict[str, Any]) -> dict[str, Any]:
    """The first disposition of the first workload, `database`."""
    found: dict[str, Any] = given["workloads"][0]["dispositions"][0]
    return found


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        (lambda p: p.update(wave_limits=1), "unknown_member", {"name": "wave_limits"}),
        (
            lambda p: way(p).update(duration=-3),
            "number_out_of_range",
            {"name": "problem.workloads[0].dispositions[0].duration", "value": -3},
        ),
        (
            lambda p: p["precedences"][0].update(lag=-1),
            "number_out_of_range",
            {"name": "problem.precedences[0].lag"},
        ),
        (lambda p: p["workloads"].append(p["workloads"][0]), "given_twice", {"id": "database"}),
        (lambda p: p["fixed_costs"].append(p["fixed_costs"][0]), "given_twice", {}),
        (
            lambda p: p["precedences"].append({"before": "nope", "after": "database"}),
            "unknown_workload",
            {"place": "precedences[1]", "id": "nope"},
        ),
        (
            lambda p: p["precedences"].append({"before": "clinic", "after": "clinic"}),
            "precedence_cycle",
            {"cycle": ["clinic", "clinic"]},
        ),
        (lambda p: p["workloads"][0].update(closed=[9]), "unknown_period", {"period": 9}),
        (lambda p: way(p).update(effort={"nope": 5}), "unknown_resource", {"id": "nope"}),
        (
            lambda p: p.update(pins=[{"id": "p", "workload": "records", "disposition": "sell"}]),
            "unknown_disposition",
            {"workload": "records", "id": "sell"},
        ),
        (
            lambda p: p.update(executed=[{"workload": "clinic", "disposition": "no", "period": 0}]),
            "unknown_disposition",
            {"workload": "clinic"},
        ),
        (lambda p: p["workloads"][0].update(dispositions=[]), "no_disposition", {}),
        (lambda p: p.update(periods=[]), "no_periods", {}),
        (lambda p: p["periods"].reverse(), "periods_overlap", {}),
        (lambda p: p["periods"][0].update(starts_on="2026-W40-4"), "not_a_date", {}),
        (
            lambda p: p["periods"][0].update(ends_on="2026-09-01"),
            "period_ends_before_start",
            {"starts_on": "2026-10-01"},
        ),
        (lambda p: p["workloads"][0].update(exposure=[1, 2]), "wrong_length", {"length": 2}),
        (lambda p: p.update(wave_limit=0), "wave_limit_allows_nothing", {}),
        (lambda p: p["couplings"].append({"a": "clinic", "b": "clinic"}), "coupled_to_itself", {}),
        (lambda p: p["workloads"].append(5), "not_an_object", {"place": "problem.workloads[3]"}),
        (lambda p: way(p).update(one_off=True), "not_a_whole_number", {"value": "True"}),
        (
            lambda p: p.update(
                freezes=[{"id": "f", "periods": [0, 1, 2, 3]}, {"id": "g", "periods": [0]}],
                pins=[{"id": "p", "workload": "clinic", "from": 1}],
            ),
            "no_allowed_period",
            {"workload": "database", "closed_by": ["freezes f", "freezes g"]},
        ),
    ],
)
def test_a_problem_that_means_nothing_is_refused_and_the_culprit_named(
    change: Callable[[dict[str, Any]], object], code: str, facts: dict[str, Any]
) -> None:
    error = refused(change)

    assert error.code == code
    assert {name: error.facts.get(name) for name in facts} == facts


@pytest.mark.parametrize("document", [[], "x", 5, None])
def test_a_document_of_another_kind_is_refused(document: Any) -> None:
    given, plan = examples()
    for pair in ((document, plan), (given, document)):
        with pytest.raises(ProblemError) as caught:
            check(*pair)
        assert caught.value.code == "not_an_object"


def test_a_member_that_is_null_is_as_if_left_out() -> None:
    given, plan = examples()
    given |= {"wave_limit": None, "pins": None}
    given["precedences"][0]["reason"] = None

    assert check(given, plan).feasible
    assert read_problem(given) == read_problem(examples()[0])


def test_the_form_knows_every_word_our_schemas_are_written_in() -> None:
    known = {"$ref", "oneOf", "type", "enum", "pattern", "minimum", "maximum", "format"}
    known |= {"properties", "additionalProperties", "required", "items", "$defs"}
    words = {
        "$schema",
        "title",
        "description",
        "const",
        "minItems",
    }  # said elsewhere, or for people

    for name in ("problem", "plan"):
        schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert keywords(schema) <= known | words


def keywords(schema: dict[str, Any]) -> set[str]:
    """The words of JSON Schema in a schema and in those inside it."""
    inside = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    inside += [*schema.get("oneOf", []), schema.get("items"), schema.get("additionalProperties")]
    return set(schema).union(*(keywords(row) for row in inside if isinstance(row, dict)))


def test_a_problem_in_which_nothing_moves_has_a_plan_of_nothing() -> None:
    given = problem(count=COUNT, resources=(Resource("s", (9,) * COUNT),))
    certificate = {"scale": 1, "parts": 1, "families": [], "nodes": [{}]}
    plan = bare_plan(given) | {"bound": 0, "gap": 0.0, "certificate": certificate}

    found = check(document(given), plan)

    assert (found.violations, found.cost_total, found.bound) == ((), 0, 0)
