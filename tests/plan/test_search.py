"""The search: never an answer the checker does not accept, and the same answer every time."""

from __future__ import annotations

import sys
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

from grunnmur.plan.check import Checker, check
from grunnmur.plan.conditions import Executed, Precedence, Resource, Slots, Together
from grunnmur.plan.json_form import plan_document, problem_document
from grunnmur.plan.problem import Problem
from grunnmur.plan.search import solve
from grunnmur.plan.search.arrays import instance
from grunnmur.plan.search.book import facts
from grunnmur.plan.search.chain import Chain, Hint
from grunnmur.plan.windows import windows
from grunnmur.plan.workload import Deadline, Disposition

from .problems import problem, region, workload
from .small import document, every_plan, problems

SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


@given(problems(most=10, generous=True))
@settings(SLOW, max_examples=100)
def test_a_plan_for_a_feasible_problem_passes_the_check(given: Problem) -> None:
    plan = solve(given, effort=5)

    found = check(problem_document(given), plan_document(plan))

    assert found.violations == ()


@given(problems(most=10))
@settings(SLOW, max_examples=100)
def test_what_the_search_says_of_its_plan_is_what_the_checker_finds(given: Problem) -> None:
    plan = solve(given, effort=5)

    found = check(problem_document(given), plan_document(plan))

    assert (plan.cost, plan.cost_total, plan.bound) == (found.cost, found.cost_total, found.bound)
    assert plan.feasible == found.feasible
    assert found.bound is None or not found.feasible or found.bound <= found.cost


@given(problems(most=3))
@settings(SLOW, max_examples=60)
def test_a_tiny_problem_is_feasible_exactly_if_some_plan_is(given: Problem) -> None:
    reports = [check(document(given), plan) for plan in every_plan(given)]
    costs = [report.cost for report in reports if report.feasible]

    plan = solve(given, effort=60)

    assert plan.feasible == bool(costs)
    if costs:
        assert plan.cost == min(costs)
        assert plan.bound is None or plan.bound <= plan.cost


@st.composite
def roomy(draw: Any) -> Problem:
    """A tiny problem in which the old side, the new side and sets take room too."""
    given = draw(problems(most=3))
    amount = st.integers(0, 2)
    rows = tuple(
        replace(
            row,
            holds=(("s", draw(amount)),),
            dispositions=tuple(
                replace(way, keeps=(("s", draw(amount)),)) for way in row.dispositions
            ),
        )
        for row in given.workloads
    )
    names = [row.id for row in rows][:2]
    together = (Together("set", tuple(names)),) if draw(st.booleans()) else ()
    exclusions = () if together else given.exclusions
    return replace(given, workloads=rows, together=together, exclusions=exclusions)


@given(roomy())
@settings(SLOW, max_examples=60)
def test_room_on_both_sides_and_sets_that_move_together_are_searched_right(given: Problem) -> None:
    reports = [check(document(given), plan) for plan in every_plan(given)]
    costs = [report.cost for report in reports if report.feasible]

    # By 60 one that was found ended with a condition broken; a run has 500 at least.
    plan = solve(given, effort=200)

    assert plan.feasible == bool(costs)
    assert not costs or plan.cost == min(costs)


def test_the_same_problem_effort_and_seed_give_the_same_plan() -> None:
    given = region(120, 24)

    assert solve(given, effort=60, seed=3) == solve(given, effort=60, seed=3)


def test_effort_does_not_make_a_plan_worse() -> None:
    given = region(150, 24)
    none, some = solve(given, effort=0), solve(given, effort=300)

    assert some.feasible
    assert some.cost <= none.cost


def test_a_plan_that_cannot_keep_all_conditions_breaks_the_fewest() -> None:
    # Two cutovers a month for three months, and seven workloads: one month takes one too many.
    rows = [workload(f"w{n}", 3, organisations=("NORTH",)) for n in range(7)]
    given = problem(*rows, count=3, slots=(Slots("NORTH", (2, 2, 2)),))

    plan = solve(given, effort=20)
    found = check(problem_document(given), plan_document(plan))

    assert (plan.broken, [row.code for row in found.violations]) == (1, ["over_slots"])


def test_a_set_that_cannot_go_together_is_split_and_nothing_else_is_broken() -> None:
    # a is due in month 0 and b comes in month 2; c may go with either. One slot a month is enough.
    rows = [
        workload("a", 4, organisations=("NORTH",), deadlines=(Deadline(0, hard=True),)),
        workload("b", 4, organisations=("NORTH",), earliest=2),
        workload("c", 4),
    ]
    given = problem(
        *rows,
        count=4,
        slots=(Slots("NORTH", (1,) * 4),),
        together=(Together("set", ("a", "b", "c")),),
    )

    plan = solve(given, effort=5)
    found = check(problem_document(given), plan_document(plan))

    assert [row.code for row in found.violations] == ["together_broken"]
    when = {move.workload: move.period for move in plan.moves}
    assert when["a"] == 0
    assert when["b"] >= 2
    assert when["c"] in (when["a"], when["b"])


def test_a_set_with_a_member_already_moved_where_another_may_not_be_is_split() -> None:
    rows = [workload("a", 4), workload("b", 4, earliest=2), workload("c", 4)]
    given = problem(
        *rows,
        count=4,
        together=(Together("set", ("a", "b", "c")),),
        executed=(Executed("a", "rehost", 1),),
    )

    plan = solve(given, effort=5)
    found = check(problem_document(given), plan_document(plan))

    assert [row.code for row in found.violations] == ["together_broken"]


@pytest.mark.parametrize("seed", range(12))
def test_what_cannot_all_hold_is_broken_as_little_as_in_any_plan(seed: int) -> None:
    # What is each one's own never bends, nor does the set where its two have a month in common.
    given = _contradictory(seed)
    checker = Checker(problem_document(given))
    one, other = (windows(given)[name][0] for name in given.together[0].workloads)
    firm = {"after_deadline", "before_earliest"} | ({"together_broken"} if one & other else set())

    broken = [[row.code for row in checker.check(plan).violations] for plan in every_plan(given)]
    fewest = min(len(codes) for codes in broken if not firm & set(codes))

    assert solve(given, effort=20, workers=1, prove=False).broken == fewest


def _contradictory(seed: int) -> Problem:
    """Three or four with deadlines, orders that run against them, and two that go together."""
    chance = Random(seed)
    names = "abcd"[: chance.randint(3, 4)]
    rows = []
    for name in names:
        due = chance.randrange(3)
        deadlines = (Deadline(due, hard=True),) if chance.random() < 0.6 else ()
        earliest = chance.randint(0, due if deadlines else 2)
        rows.append(workload(name, 3, deadlines=deadlines, earliest=earliest))
    pairs = [(a, b) for a in names for b in names if a < b and chance.random() < 0.6]
    return problem(
        *rows,
        count=3,
        precedences=tuple(Precedence(a, b, 1) for a, b in pairs),
        together=(Together("set", tuple(chance.sample(names, 2))),),
    )


def test_a_workload_that_needs_more_than_there_is_does_not_stop_the_others() -> None:
    big = workload("big", 3, Disposition("rehost", 1, (("s", 9),)))
    small = workload("small", 3, Disposition("rehost", 1, (("s", 2),)), exposure=5)
    given = problem(big, small, count=3, resources=(Resource("s", (2, 2, 2)),))

    found = check(problem_document(given), plan_document(solve(given, effort=20)))

    assert [row.code for row in found.violations] == ["over_capacity"]


def test_an_executed_move_stays_where_it_was_made() -> None:
    rows = [workload(name, 4, exposure=10) for name in "ab"]
    given = problem(
        *rows,
        count=4,
        executed=(Executed("a", "rehost", -1),),
        precedences=(Precedence("a", "b", 1),),
    )

    plan = solve(given, effort=10)

    assert [(move.workload, move.period) for move in plan.moves] == [("a", -1), ("b", 0)]


def test_the_bound_counts_what_precedence_makes_unavoidable() -> None:
    # b must wait two months for a, at 10 a month, whatever anyone does.
    rows = [workload("a", 4), workload("b", 4, exposure=10)]
    given = problem(*rows, count=4, precedences=(Precedence("a", "b", 2),))

    plan = solve(given, effort=10)

    assert (plan.cost, plan.bound, plan.gap) == (20, 20, 0.0)


def test_an_empty_problem_has_an_empty_plan() -> None:
    plan = solve(problem(count=3))

    assert (plan.moves, plan.cost, plan.feasible) == ((), 0, True)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_region_is_planned_without_a_broken_condition(seed: int) -> None:
    given = region(300, 36, seed=seed)

    plan = solve(given, effort=50)

    found = check(problem_document(given), plan_document(plan))
    assert found.violations == ()


def test_a_better_price_for_waiting_moves_a_workload_later() -> None:
    cheap_later: Any = workload("a", 3, Disposition("rehost", 1, run_after=9))
    given = problem(cheap_later, count=3)
    dear_now = problem(replace(cheap_later, exposure=(20,) * 3), count=3)

    assert solve(given).moves[0].period == 2
    assert solve(dear_now).moves[0].period == 0


def test_by_time_the_clock_ends_the_search() -> None:
    given = region(60, 24)
    ticks = iter(range(1_000_000))

    plan = solve(given, seconds=30, clock=lambda: float(next(ticks)))

    assert check(problem_document(given), plan_document(plan)).violations == ()


def test_being_stopped_keeps_the_best_so_far() -> None:
    given = region(60, 24)

    plan = solve(given, effort=5000, stop=lambda: True)

    assert check(problem_document(given), plan_document(plan)).violations == ()


def test_where_every_wave_is_full_the_plan_is_the_cheapest_assignment() -> None:
    # One workload a month, as many as there are months: who goes when is an assignment problem,
    # and the only step from plan to plan is that some change places.
    random, count = Random(4), 16
    priced = [tuple(random.randrange(100) for _ in range(count)) for _ in range(count)]
    rows = [replace(workload(f"w{n}", count), exposure=row) for n, row in enumerate(priced)]
    given = problem(*rows, count=count, wave_limit=(1,) * count)

    plan = solve(given, effort=120)

    cheapest = SimpleLinearSumAssignment()
    left, right = np.indices((count, count)).reshape(2, -1)
    cheapest.add_arcs_with_cost(left, right, np.cumsum(priced, axis=1).ravel())
    assert cheapest.solve() == cheapest.OPTIMAL
    assert plan.feasible
    assert plan.cost_total == cheapest.optimal_cost()


def test_a_plan_to_go_on_from_is_kept_where_leaving_it_costs_more() -> None:
    given = region(120, 24)
    first = solve(given, effort=100)
    less = replace(
        given,
        resources=(
            replace(given.resources[0], capacity=(0, *given.resources[0].capacity[1:])),
            *given.resources[1:],
        ),
    )

    again = solve(less, effort=100, start=first, stability=10**9)

    touched = {row.id for row in given.workloads if _uses_in_first_month(row, first, less)}
    moved = {a.workload for a, b in zip(first.moves, again.moves, strict=True) if a != b}
    assert again.feasible
    assert again.parent == first.id
    assert (
        len(moved - touched) <= 18
    )  # of 120: what a skill gone for a month drags along is 5 to 14


def _uses_in_first_month(row: Any, plan: Any, given: Problem) -> bool:
    move = next(move for move in plan.moves if move.workload == row.id)
    way = next(way for way in row.dispositions if way.name == move.disposition)
    uses = given.resources[0].id in dict(way.effort)
    return uses and move.period - way.duration + 1 <= 0


def test_a_large_search_begins_in_the_order_in_which_the_relaxed_problem_moves() -> None:
    rows = [workload(f"w{n}", 4, organisations=("NORTH",), exposure=10) for n in range(4)]
    arrays = instance(problem(*rows, count=4, slots=(Slots("NORTH", (1,) * 4),))).arrays
    chain = Chain(arrays, facts(arrays), seed=1, number=0)

    chain.begin(None, [Hint(np.array([2.5, 0.2, 3.0, 1.1]), None)])

    assert chain.best[1].tolist() == [2, 0, 3, 1]


def test_a_large_problem_is_searched_where_the_relaxed_one_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.modules["grunnmur.plan.search.solve"], "LARGE", 1)
    given = region(60, 24)

    plan = solve(given, effort=200)

    assert check(problem_document(given), plan_document(plan)).violations == ()
    assert plan == solve(given, effort=200)


def test_whoever_stops_a_search_does_not_wait_for_the_relaxed_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used = []

    def tendency(_: Problem, **how: Any) -> list[Any]:
        used.append(how["share"](0))
        return []

    monkeypatch.setattr("grunnmur.plan.bound.tendency", tendency)
    monkeypatch.setattr(sys.modules["grunnmur.plan.search.solve"], "_load_ascent", lambda: None)
    monkeypatch.setattr(sys.modules["grunnmur.plan.search.solve"], "LARGE", 1)
    for stop in (None, lambda: True):
        solve(region(20, 12), effort=1, prove=False, stop=stop)

    assert used == [0.0, 1.0]


def test_one_worker_and_two_both_find_a_plan() -> None:
    given = region(60, 24)

    plans = [solve(given, effort=30, workers=count) for count in (1, 2)]

    assert all(plan.feasible for plan in plans)


@pytest.mark.parametrize(
    ("second", "taken", "share"),
    [(15, 900, 1.0), (15, 90, 0.375), (7.5, 90, 0.1875), (7.5, 900, 0.5), (40, 90, 1.0)],
)
def test_by_the_clock_the_relaxed_problem_has_more_time_until_it_has_had_enough(
    monkeypatch: pytest.MonkeyPatch, second: float, taken: int, share: float
) -> None:
    now, passes, told = 0.0, 0.0, []

    def clock() -> float:
        nonlocal now
        now += passes
        return now

    def tendency(_: Problem, **how: Any) -> list[Any]:
        nonlocal now, passes
        now = second
        told.append(how["share"](taken))
        passes = 10.0
        return []

    monkeypatch.setattr("grunnmur.plan.bound.tendency", tendency)
    monkeypatch.setattr(sys.modules["grunnmur.plan.search.solve"], "_load_ascent", lambda: None)
    monkeypatch.setattr(sys.modules["grunnmur.plan.search.solve"], "LARGE", 1)

    solve(region(20, 12), seconds=100, clock=clock, prove=False)

    assert told == [pytest.approx(share)]
