"""The checker finds every kind of broken condition, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

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
from grunnmur.plan.plan import Move
from grunnmur.plan.workload import Deadline, Disposition

from .problems import problem, workload
from .small import bare_plan, document

COUNT = 4
PLAIN = Disposition("rehost", 1, (("s", 3),), one_off=40)
SLOW = Disposition("slow", 2)


def codes(given: Any, *moves: Move) -> list[str]:
    """The codes of what the checker finds broken."""
    return [row.code for row in check(document(given), bare_plan(*moves)).violations]


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
    plan = bare_plan(Move("a", "rehost", 1)) | {"problem_digest": "sha256:0"}

    found = check(document(alone()), plan)

    assert [row.code for row in found.violations] == ["other_problem"]


def test_a_wrong_cost_and_an_unproven_bound_are_found_out() -> None:
    plan = bare_plan(Move("a", "rehost", 1)) | {"cost": 1, "bound": 1}

    found = check(document(alone()), plan)

    # rehost costs 40 once, slow nothing: 40 avoidable, and nothing proven of it.
    assert (found.cost, found.bound) == (40, None)
    assert [row.code for row in found.violations] == ["cost_misstated", "bound_not_proven"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [({"format": "other"}, "problem_malformed"), ({"wave_limit": 1.5}, "problem_malformed")],
)
def test_a_problem_that_cannot_be_understood_is_refused(broken: Any, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        check(document(alone()) | broken, bare_plan(Move("a", "rehost", 1)))

    assert caught.value.code == code
