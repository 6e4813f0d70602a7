"""What cannot hold together, and what people put first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from grunnmur.plan.check import check
from grunnmur.plan.conditions import (
    Executed,
    Freeze,
    Pin,
    Precedence,
    Resource,
    Slots,
    Together,
)
from grunnmur.plan.json_form import plan_document, problem_document
from grunnmur.plan.problem import Problem
from grunnmur.plan.search import PRESETS, repriced, solve, weighted
from grunnmur.plan.search.conflict import conflict
from grunnmur.plan.windows import own_rules, windows
from grunnmur.plan.workload import Deadline, Disposition
from grunnmur.text import Voice

from .problems import problem, region, workload
from .small import problems


def test_only_what_is_needed_for_the_conflict_is_named() -> None:
    # Two months between them, and the second has to be done in the first two; c is in nobody's way.
    due = (Deadline(1, hard=True),)
    rows = [workload("a", 4), workload("b", 4, deadlines=due), workload("c", 4)]
    stated = problem(
        *rows,
        count=4,
        precedences=(Precedence("a", "b", 2), Precedence("a", "c", 1)),
        slots=(Slots("NORTH", (1, 1, 1, 1)),),
    )

    found = conflict(stated)

    assert found is not None
    assert found.minimal
    assert [(row.code, row.facts.get("workload")) for row in found.conditions] == [
        ("conflict_deadline", "b"),
        ("conflict_precedence", None),
    ]


@given(problems(most=4))
def test_a_workloads_own_rules_together_leave_what_its_window_does(some: Problem) -> None:
    every = (1 << len(some.periods)) - 1
    done = {row.workload for row in some.executed}

    for row in some.workloads:
        left = [every] * len(row.dispositions)
        for rule in own_rules(some, row):
            left = [a & b for a, b in zip(left, rule.masks, strict=True)]
        assert row.id in done or tuple(left) == windows(some)[row.id]


def test_of_a_workloads_own_conditions_only_those_that_matter_are_named() -> None:
    # b is due in the second month and follows a, which somebody has pinned to the second or later.
    b = workload("b", 4, deadlines=(Deadline(1, hard=True), Deadline(3, hard=True)), closed=(3,))
    stated = problem(
        workload("a", 4),
        b,
        count=4,
        precedences=(Precedence("a", "b", 1),),
        pins=(Pin("pin 1", "a", 1), Pin("pin 2", "b", 0)),
        freezes=(Freeze("winter", (2,)),),
    )

    found = conflict(stated)

    assert found is not None
    assert [(row.code, dict(row.facts)) for row in found.conditions] == [
        ("conflict_pin", {"workload": "a", "pin": "pin 1"}),
        ("conflict_deadline", {"workload": "b", "last": 1}),
        ("conflict_precedence", {"before": "a", "after": "b", "lag": 1}),
    ]


def test_a_deadline_is_told_with_its_reason() -> None:
    due = (Deadline(1, hard=True, reason="the contract ends"),)
    stated = problem(
        workload("a", 3, earliest=1),
        workload("b", 3, deadlines=due),
        count=3,
        precedences=(Precedence("a", "b", 1),),
    )

    found = conflict(stated)

    assert found is not None
    told = [Voice("en")(row.code, **row.facts) for row in found.conditions]
    assert "b in period 1 at the latest (the contract ends)" in told


def test_twelve_do_not_fit_into_eleven_months_of_one_slot() -> None:
    # Behind switches the solver does not see it; of all that is stated only these thirteen are needed.
    due = (Deadline(10, hard=True),)
    rows = [workload(f"w{n}", 13, deadlines=due) for n in range(12)]
    stated = problem(
        *rows,
        workload("free", 13),
        count=13,
        precedences=(Precedence("w0", "free", 1),),
        wave_limit=(1,) * 13,
        freezes=(Freeze("spring", (12,)),),
    )

    found = conflict(stated)

    assert found is not None
    assert found.minimal
    assert [row.code for row in found.conditions] == ["conflict_deadline"] * 12 + [
        "conflict_wave_limit"
    ]


def test_a_move_already_made_is_told_where_the_order_is_held_against_it() -> None:
    due = (Deadline(2, hard=True),)
    stated = problem(
        workload("a", 4),
        workload("b", 4, deadlines=due),
        workload("c", 4),
        count=4,
        precedences=(Precedence("a", "b", 1),),
        together=(Together("pair", ("a", "c")),),
        executed=(Executed("a", "rehost", 2), Executed("c", "rehost", 1)),
    )

    found = conflict(stated)

    assert found is not None
    assert [row.code for row in found.conditions] == [
        "conflict_deadline",
        "conflict_precedence",
        "conflict_executed",
    ]


def test_what_can_hold_together_is_no_conflict() -> None:
    assert conflict(problem(workload("a", 3), count=3)) is None


def test_a_resource_that_is_too_small_is_named() -> None:
    big = workload("big", 3, Disposition("rehost", 1, (("s", 9),)))
    stated = problem(big, count=3, resources=(Resource("s", (2, 2, 2)), Resource("r", (1, 1, 1))))

    found = conflict(stated)

    assert found is not None
    assert [(row.code, dict(row.facts)) for row in found.conditions] == [
        ("conflict_resource", {"resource": "s"})
    ]


def test_risk_first_leaves_less_exposure_and_the_plan_is_priced_as_it_was_asked() -> None:
    stated = region(80, 24)

    plain = solve(stated, effort=300, prove=False)
    careful = repriced(
        stated, solve(weighted(stated, PRESETS["risk-first"]), effort=300, prove=False)
    )

    assert careful.cost_parts.exposure < plain.cost_parts.exposure
    assert check(problem_document(stated), plan_document(careful)).violations == ()


def test_weights_of_one_leave_the_problem_as_it_is() -> None:
    stated = region(20, 12)

    assert weighted(stated, replace(PRESETS["risk-first"], exposure=1, lateness=1)) == stated
