"""What cannot hold together, and what people put first."""

from __future__ import annotations

from dataclasses import replace

from grunnmur.plan.check import check
from grunnmur.plan.conditions import Precedence, Resource, Slots
from grunnmur.plan.json_form import plan_document, problem_document
from grunnmur.plan.search import PRESETS, repriced, solve, weighted
from grunnmur.plan.search.conflict import conflict
from grunnmur.plan.workload import Deadline, Disposition

from .problems import problem, region, workload


def test_only_what_is_needed_for_the_conflict_is_named() -> None:
    # Two months between them, and the second has to be done in the first two; c is in nobody's way.
    due = (Deadline(1, hard=True),)
    rows = [workload("a", 4), workload("b", 4, deadlines=due), workload("c", 4)]
    given = problem(
        *rows,
        count=4,
        precedences=(Precedence("a", "b", 2), Precedence("a", "c", 1)),
        slots=(Slots("NORTH", (1, 1, 1, 1)),),
    )

    found = conflict(given)

    assert found is not None
    assert found.minimal
    assert [(row.code, row.facts.get("workload")) for row in found.conditions] == [
        ("conflict_own_conditions", "b"),
        ("conflict_precedence", None),
    ]


def test_what_can_hold_together_is_no_conflict() -> None:
    assert conflict(problem(workload("a", 3), count=3)) is None


def test_a_resource_that_is_too_small_is_named() -> None:
    big = workload("big", 3, Disposition("rehost", 1, (("s", 9),)))
    given = problem(big, count=3, resources=(Resource("s", (2, 2, 2)), Resource("r", (1, 1, 1))))

    found = conflict(given)

    assert found is not None
    assert [(row.code, dict(row.facts)) for row in found.conditions] == [
        ("conflict_resource", {"resource": "s"})
    ]


def test_risk_first_leaves_less_exposure_and_the_plan_is_priced_as_it_was_asked() -> None:
    given = region(80, 24)

    plain = solve(given, effort=300, prove=False)
    careful = repriced(
        given, solve(weighted(given, PRESETS["risk-first"]), effort=300, prove=False)
    )

    assert careful.cost_parts.exposure < plain.cost_parts.exposure
    assert check(problem_document(given), plan_document(careful)).violations == ()


def test_weights_of_one_leave_the_problem_as_it_is() -> None:
    given = region(20, 12)

    assert weighted(given, replace(PRESETS["risk-first"], exposure=1, lateness=1)) == given
