"""The bound: never above what the best plan costs, and as high as the relaxed problem allows."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from ortools.linear_solver import pywraplp

from grunnmur.plan.bound import Nobody, prices, prove, tendency
from grunnmur.plan.check import Checker
from grunnmur.plan.conditions import Coupling, Executed, FixedCost, Resource, Slots, Together
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Disposition

from .problems import problem, region, workload
from .rich import rich_problems
from .small import document, every_plan

SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


def optimum(given: Problem) -> int | None:
    """The avoidable cost of the best plan there is, by trying all; None where there is none."""
    checker = Checker(document(given))
    reports = [checker.check(plan, certificate=False) for plan in every_plan(given)]
    return min((row.cost for row in reports if row.feasible), default=None)


@given(rich_problems(most=3))
@settings(SLOW, max_examples=120)
def test_no_plan_is_cheaper_than_the_bound(given: Problem) -> None:
    found, best = prove(given, effort=60), optimum(given)

    assert best is None or (found.possible and found.bound <= best)


@given(rich_problems(most=4))
@settings(SLOW, max_examples=120)
def test_the_checker_proves_the_very_bound_that_is_claimed(given: Problem) -> None:
    found = prove(given, effort=40)

    proven = Checker(document(given)).certified(found.document())

    # Multipliers may prove less than nothing; that no plan costs less than 0 needs no proof.
    assert (None if proven is None else max(0, proven)) == (found.bound if found.possible else None)


def test_where_slots_are_all_there_is_the_bound_is_the_best_plan() -> None:
    # Exposures 30, 20 and 10 a month, one slot a month: 20 waits one month, 10 waits two. 40.
    rows = [
        workload(n, 4, organisations=("NORTH",), exposure=e)
        for n, e in zip("abc", (30, 20, 10), strict=True)
    ]
    given = problem(*rows, count=4, slots=(Slots("NORTH", (1,) * 4),))

    assert prove(given, effort=600).bound == 40


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_capacity_alone_the_bound_is_the_linear_optimum(seed: int) -> None:
    given = packing(seed)

    found = prove(given, effort=1500)

    assert found.bound >= 0.995 * linear_optimum(given) - 1


def packing(seed: int) -> Problem:
    """Twelve workloads that share one resource, and nothing else."""
    random = np.random.default_rng(seed)
    rows = [
        workload(
            f"w{n}",
            6,
            Disposition("rehost", 1, (("s", int(random.integers(1, 9))),)),
            exposure=int(random.integers(100, 900)),
        )
        for n in range(12)
    ]
    return problem(*rows, count=6, resources=(Resource("s", (11,) * 6),))


def linear_optimum(given: Problem) -> float:
    """The least cost when workloads may be split over periods, by an ordinary solver."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    periods = range(len(given.periods))
    share = [[solver.NumVar(0, 1, "") for _ in periods] for _ in given.workloads]
    for parts in share:
        solver.Add(sum(parts) == 1)
    effort = [row.dispositions[0].effort[0][1] for row in given.workloads]
    for t in periods:
        solver.Add(sum(e * parts[t] for e, parts in zip(effort, share, strict=True)) <= 11)
    solver.Minimize(
        sum(
            row.exposure[0] * t * parts[t]
            for row, parts in zip(given.workloads, share, strict=True)
            for t in periods
        )
    )
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return float(solver.Objective().Value())


def test_a_tree_proves_what_one_set_of_prices_cannot() -> None:
    rows = [workload(n, 6, organisations=("NORTH",), exposure=5) for n in "abcdef"]
    fixed = (
        FixedCost("one", ("a", "b", "c"), (100,) * 6),
        FixedCost("two", ("d", "e", "f"), (100,) * 6),
    )
    couplings = tuple(Coupling("a", other, 40, 40) for other in "bdf")
    given = problem(
        *rows, count=6, slots=(Slots("NORTH", (1,) * 6),), fixed_costs=fixed, couplings=couplings
    )

    little, much = prove(given, effort=100), prove(given, effort=4_000)

    assert much.bound > little.bound


def test_fixed_costs_that_one_workload_decides_are_in_no_order_with_others() -> None:
    rows = [workload(n, 6, organisations=("NORTH",), exposure=5) for n in "abcd"]
    fixed = [FixedCost(f"contract {n}", (n,), (1_000,) * 6) for n in "abcd"]
    fixed += [FixedCost("site", ("a", "b"), (10,) * 6), FixedCost("hall", ("c", "d"), (10,) * 6)]
    given = problem(*rows, count=6, slots=(Slots("NORTH", (1,) * 6),), fixed_costs=tuple(fixed))

    found = prove(given, effort=4_000).document()

    assert found["families"] == [["site", "hall"], *([f"contract {n}"] for n in "abcd")]
    # One moves a month: they wait 0 to 3 months at 5, and pay contracts for 1 to 4.
    # Site or hall is done after 2 months, the other after 4.
    assert Checker(document(given)).certified(found) == 5 * 6 + 1_000 * 10 + 10 * (2 + 4)


def test_what_moves_together_is_bounded_as_one() -> None:
    # Together they can only move in month 2, where a has waited 2 months at 10 and b 2 at 7.
    rows = [workload("a", 3, exposure=10, closed=(1,)), workload("b", 3, exposure=7, closed=(0,))]
    given = problem(*rows, count=3, together=(Together("pair", ("a", "b")),))

    # b can at the earliest move in month 1, and that is not counted as avoidable: 20 + 7.
    assert prove(given, effort=50).bound == 27


def test_that_no_plan_is_possible_is_proven() -> None:
    rows = [workload("a", 3, closed=(1, 2)), workload("b", 3, closed=(0,))]
    given = problem(*rows, count=3, together=(Together("pair", ("a", "b")),))

    found = prove(given, effort=10)

    assert (found.possible, found.bound) == (False, 0)


def test_where_all_has_moved_the_bound_is_the_cost() -> None:
    rows = [workload(name, 3) for name in "ab"]
    given = problem(
        *rows,
        count=3,
        executed=(Executed("a", "rehost", -1), Executed("b", "rehost", 1)),
        couplings=(Coupling("a", "b", 10, 10, 5),),
        fixed_costs=(FixedCost("site", ("a", "b"), (7, 7, 7)),),
    )

    # The bridge stands for two months, 20; the site is paid for two months, 14.
    assert prove(given, effort=10).bound == 34


def test_an_empty_problem_is_bounded_by_nothing() -> None:
    assert prove(problem(count=3), effort=10).bound == 0


def test_the_same_effort_gives_the_same_certificate() -> None:
    given = region(60, 18)

    assert prove(given, effort=300).document() == prove(given, effort=300).document()


def test_more_effort_proves_more() -> None:
    given = region(60, 18)

    assert prove(given, effort=1500).bound > prove(given, effort=60).bound


def test_little_effort_proves_nearly_as_much() -> None:
    # With steps a quarter as long it was 93 %: prices had not come far enough (decision 095).
    given = region(120, 24)

    assert prove(given, effort=100).bound > 0.95 * prove(given, effort=4000).bound


def test_it_ends_when_the_target_is_proven_or_it_is_told_to_stop() -> None:
    given = region(40, 12)

    reached = prove(given, effort=50_000, target=1)
    stopped = prove(given, effort=50_000, stop=lambda: True)

    assert (reached.iterations < 50_000, stopped.iterations) == (True, 0)


def test_the_time_is_the_callers_clock() -> None:
    given, ticks = region(40, 12), iter(range(10**6))

    found = prove(given, seconds=500, clock=lambda: float(next(ticks)))

    assert 0 < found.iterations < 5000


def test_a_slot_is_worth_what_waiting_costs() -> None:
    # One slot a month: one moved from the second month to the first saves b its waiting, 1000.
    rows = [workload(name, 3, organisations=("NORTH",), exposure=1000) for name in "ab"]
    given = problem(*rows, count=3, slots=(Slots("NORTH", (1, 1, 1)),))

    worth = prices(given, prove(given, effort=1500, target=1000))

    assert worth.slots["NORTH"][0] - worth.slots["NORTH"][1] == pytest.approx(1000, rel=0.15)
    assert worth.wave_limit is None


def test_the_relaxed_problem_moves_first_what_waits_dearest() -> None:
    rows = [
        workload(n, 4, organisations=("NORTH",), exposure=e)
        for n, e in zip("abc", (10, 30, 20), strict=True)
    ]
    given = problem(*rows, count=4, slots=(Slots("NORTH", (1,) * 4),))

    (found,) = tendency(given, stand=Nobody, iterations=600)
    mean = found.mean

    assert mean is not None
    assert np.allclose(mean, [2, 0, 1], atol=0.1)


def test_there_is_no_tendency_where_there_is_no_plan_and_the_middle_where_there_is_no_time() -> (
    None
):
    given = problem(workload("a", 2), count=2)
    rows = [workload("a", 3, closed=(1, 2)), workload("b", 3, closed=(0,))]
    apart = problem(*rows, count=3, together=(Together("pair", ("a", "b")),))

    assert len(tendency(given, stand=Nobody, share=lambda _: 1.0)) == 1
    assert tendency(apart, stand=Nobody) == []
    assert tendency(problem(count=2), stand=Nobody) == []


def test_amounts_as_large_as_they_may_be_do_not_overflow() -> None:
    dear = replace(workload("a", 4, exposure=10**13), earliest=1)
    given = problem(
        dear,
        workload("b", 4, exposure=10**13),
        count=4,
        couplings=(Coupling("a", "b", 10**13, 10**13, 10**13),),
    )

    found = prove(given, effort=200)

    assert Checker(document(given)).certified(found.document()) == found.bound
    assert found.bound <= (optimum(given) or 0)


def test_use_that_leaves_no_room_for_prices_is_proven_without_them() -> None:
    never = Disposition("never", 10**13, (("s", 10**13),), keeps=(("s", 10**13),))
    way = Disposition("rehost", 1, (("s", 60),))
    rows = [workload(name, 4, way, never, exposure=10) for name in "ab"]
    given = problem(*rows, count=4, resources=(Resource("s", (100,) * 4),))

    found = prove(given, effort=50)

    assert Checker(document(given)).certified(found.document()) == found.bound
    assert found.bound <= 10


def test_costs_that_leave_no_room_for_prices_have_the_bound_that_needs_none() -> None:
    names = [str(n) for n in range(40)]
    rows = [workload(name, 200, exposure=10**13) for name in names]
    pairs = tuple(Coupling(a, b, 10**13, 10**13) for a, b in pairwise(names))

    found = prove(problem(*rows, count=200, couplings=pairs), effort=10)

    assert (found.bound, found.possible) == (0, True)
