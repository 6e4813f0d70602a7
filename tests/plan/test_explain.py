"""What is said of a workload in a plan is exact, and can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.errors import ProblemError
from grunnmur.plan import check, problem_document, solve
from grunnmur.plan.bound import prove
from grunnmur.plan.conditions import (
    Budget,
    Coupling,
    Executed,
    FixedCost,
    Forbid,
    Freeze,
    Pin,
    Precedence,
    Resource,
    Slots,
    Together,
)
from grunnmur.plan.explain import Explanation, explain
from grunnmur.plan.plan import CostParts, Move, Plan
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Deadline, Disposition

from .problems import problem, workload
from .small import bare_plan, problems

COUNT = 5
PLAIN = Disposition("rehost", 1, (("s", 3),), one_off=40)
DEAR = Disposition("replace", 2, (("s", 3),), one_off=90)


def at(**periods: int) -> Plan:
    """The plan that rehosts each workload in its period."""
    moves = tuple(Move(name, "rehost", period) for name, period in periods.items())
    return Plan("", moves, 0, 0, CostParts())


def two(**columns: Any) -> Problem:
    """Workloads a and b: exposure 10 a month, 40 once, three people for a period."""
    own = {"deadlines": columns.pop("deadlines", ())}
    rows = [
        workload(n, COUNT, PLAIN, DEAR, exposure=10, organisations=("NORTH",), **own) for n in "ab"
    ]
    columns.setdefault("resources", (Resource("s", (9,) * COUNT),))
    return problem(*rows, count=COUNT, **columns)


def codes(found: Explanation) -> set[str]:
    """What binds."""
    return {row.code for row in found.binding}


def test_every_other_month_has_its_exact_price() -> None:
    given_problem = two(
        couplings=(Coupling("a", "b", 4, 6),), fixed_costs=(FixedCost("p", ("a",), (100,) * COUNT),)
    )

    found = explain(given_problem, at(a=1, b=1), "a")

    # Earlier: −10 exposure, +4 only a has moved, −100 fixed. A month later: +10, +6, +100.
    assert [(row.period, row.change, row.broken) for row in found.months] == [
        (0, -106, ()),
        (2, 116, ()),
        (3, 232, ()),
        (4, 348, ()),
    ]
    # Replacing costs 50 more once.
    assert [(row.disposition, row.change) for row in found.ways] == [("replace", 50)]


def test_what_another_month_would_break_is_named() -> None:
    given_problem = two(
        precedences=(Precedence("a", "b", 1),), resources=(Resource("s", (3,) * COUNT),)
    )

    found = explain(given_problem, at(a=0, b=1), "b")
    by_month = {row.period: {v.code for v in row.broken} for row in found.months}

    assert by_month == {0: {"over_capacity", "precedence_broken"}, 2: set(), 3: set(), 4: set()}


@pytest.mark.parametrize(
    ("given_problem", "code"),
    [
        (two(resources=(Resource("s", (9, 5, 9, 9, 9)),)), "binds_capacity"),
        (two(slots=(Slots("NORTH", (1,) * COUNT),)), "binds_slots"),
        (two(wave_limit=(1,) * COUNT), "binds_wave_limit"),
        (two(budgets=(Budget(2026, 100),)), "binds_budget"),
        (two(precedences=(Precedence("b", "a", 1),)), "binds_after"),
        (two(precedences=(Precedence("a", "b", 1),)), None),
        (two(deadlines=(Deadline(1, hard=True),)), "binds_deadline"),
        (two(freezes=(Freeze("f", (2,)),)), "binds_freeze"),
        (two(pins=(Pin("p", "a", 1, 3),)), "binds_pin"),
        (two(forbids=(Forbid("x", "a", 0, 1),)), "binds_forbid"),
    ],
)
def test_what_binds_is_named(given_problem: Problem, code: str | None) -> None:
    found = explain(given_problem, at(a=1, b=0), "a")

    assert codes(found) == ({code} if code else set())


def test_a_pin_costs_what_could_be_saved_without_it() -> None:
    given_problem = two(
        pins=(Pin("p", "a", 2, reason="school holidays"),), freezes=(Freeze("f", (0,)),)
    )

    found = explain(given_problem, at(a=2, b=1), "a")
    price = {row.id: row for row in found.wishes}

    # Without the pin a could move in November, a month of 10 earlier; October is frozen as well,
    # so the freeze alone saves nothing as long as the pin stands.
    assert (price["p"].kind, price["p"].price, price["p"].reason) == ("pin", 10, "school holidays")
    assert price["p"].alternative is not None
    assert price["p"].alternative.period == 1
    assert (price["f"].price, price["f"].alternative) == (0, None)


def test_a_freeze_costs_what_could_be_saved_without_it() -> None:
    found = explain(two(freezes=(Freeze("f", (0, 1)),)), at(a=2, b=2), "a")

    assert [(row.kind, row.price) for row in found.wishes] == [("freeze", 20)]


def test_what_must_move_together_is_priced_together() -> None:
    found = explain(two(together=(Together("t", ("a", "b")),)), at(a=1, b=1), "a")

    assert found.moves_with == ("b",)
    assert found.months[0].change == -20
    assert found.months[0].broken == ()


def test_an_executed_workload_has_no_alternatives() -> None:
    found = explain(two(executed=(Executed("a", "rehost", 1),)), at(a=1, b=1), "a")

    assert found.executed
    assert (found.binding, found.months, found.ways) == ((), (), ())


def test_without_a_certificate_worth_is_not_known() -> None:
    assert explain(two(), at(a=1, b=1), "a").worth is None


def test_with_a_certificate_what_is_short_has_a_price() -> None:
    given_problem = two(slots=(Slots("NORTH", (1,) * COUNT),))
    answer = at(a=0, b=1)
    proof = prove(given_problem, effort=200)

    found = explain(given_problem, replace(answer, certificate=proof.document()), "a").worth

    # A second cutover in October would save b a month of 10: the slot is worth no more than that.
    assert found is not None
    (slot,) = (row for row in found if row.kind == "slot")
    assert (slot.id, slot.period) == ("NORTH", 0)
    assert 0 < slot.nok <= 10 * COUNT
    assert all(row.kind != "unit" for row in found)


def test_an_unknown_workload_is_refused() -> None:
    with pytest.raises(ProblemError) as caught:
        explain(two(), at(a=1, b=1), "z")

    assert caught.value.code == "unknown_workload"


@settings(max_examples=20, deadline=None)
@given(problems(generous=True), st.data())
def test_a_price_is_what_the_checker_finds_when_it_is_done(
    given_problem: Problem, data: Any
) -> None:
    answer = solve(given_problem, effort=3, workers=1, prove=False)
    executed = {row.workload for row in given_problem.executed}
    free = [row.id for row in given_problem.workloads if row.id not in executed]
    if not free:
        return
    found = explain(given_problem, answer, data.draw(st.sampled_from(free)))
    choice = data.draw(st.sampled_from([*found.months, *found.ways] or [None]))
    if choice is None:
        return
    moved = Move(found.workload, choice.disposition, choice.period)
    moves = tuple(moved if row.workload == found.workload else row for row in answer.moves)

    report = check(problem_document(given_problem), bare_plan(given_problem, *moves))

    assert report.cost == answer.cost + choice.change
    assert sorted(v.code for v in report.violations) == sorted(v.code for v in choice.broken)
