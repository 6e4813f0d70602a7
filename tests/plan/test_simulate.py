"""What becomes of a plan when work takes longer: nothing made up, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from grunnmur.errors import ProblemError
from grunnmur.plan.conditions import (
    Coupling,
    Exclusion,
    Executed,
    FixedCost,
    Freeze,
    Precedence,
    Resource,
    Slots,
    Together,
)
from grunnmur.plan.plan import CostParts, Move, Plan
from grunnmur.plan.problem import Problem
from grunnmur.plan.search import solve
from grunnmur.plan.simulate import Variation, simulate, usual
from grunnmur.plan.simulate.chance import fill_normal
from grunnmur.plan.simulate.summary import spread
from grunnmur.plan.workload import Deadline, Disposition

from .problems import problem, region, workload
from .small import problems

STILL = Variation(median=1.0, own=0.0, team=0.0)
TWICE = Variation(median=2.0, own=0.0, team=0.0)
"""Everything takes exactly twice as long, which can be followed by hand."""
COUNT = 8
WORK = Disposition("rehost", 1, (("s", 2),))


def plan(**periods: int) -> Plan:
    """The plan that rehosts each workload in its period."""
    moves = tuple(Move(name, "rehost", period) for name, period in periods.items())
    return Plan("", moves, 0, 0, CostParts())


def two(**columns: Any) -> Problem:
    """Workloads a and b with exposure 10 a month and one period of work by two people."""
    rows = [workload(name, COUNT, WORK, exposure=10, organisations=("NORTH",)) for name in "ab"]
    columns.setdefault("resources", (Resource("s", (9,) * COUNT),))
    return problem(*rows, count=COUNT, **columns)


def slips(found: Any) -> dict[str, float]:
    """By how many periods each workload is later than planned, those that are."""
    return {row.workload: row.slip for row in found.risks}


@settings(max_examples=25, deadline=None)
@given(problems(generous=True))
def test_where_nothing_varies_the_plan_is_what_happens(given_problem: Problem) -> None:
    answer = solve(given_problem, effort=5, workers=1, prove=False)

    for capacity in (False, True):
        found = simulate(given_problem, answer, runs=3, capacity=capacity, variation=STILL)

        assert answer.feasible
        assert found.programme.cost.mean == answer.cost_total
        assert found.programme.end.mean == max(move.period for move in answer.moves)
        assert (found.risks, found.drivers, found.unfinished) == ((), (), 0.0)


def test_work_that_takes_twice_as_long_costs_its_months() -> None:
    found = simulate(two(), plan(a=0, b=1), runs=2, variation=TWICE)

    # Each is a month late, at 10 a month, and the programme ends a month later.
    assert slips(found) == {"a": 1.0, "b": 1.0}
    assert found.programme.cost.mean - found.programme.cost.planned == 20
    assert (found.programme.end.planned, found.programme.end.mean) == (1, 2)


def test_what_ends_early_is_not_handed_over_early() -> None:
    found = simulate(two(), plan(a=2, b=3), runs=2, variation=Variation(0.1, 0.0, 0.0))

    assert found.risks == ()


def test_delay_is_handed_on_in_order_and_past_freezes() -> None:
    given_problem = two(precedences=(Precedence("a", "b", 2),), freezes=(Freeze("f", (3, 4)),))

    found = simulate(given_problem, plan(a=0, b=2), runs=2, variation=TWICE)

    # a lands in 1; b could in 3, which like 4 is frozen, and lands in 5.
    assert slips(found) == {"b": 3.0, "a": 1.0}


def test_those_that_must_move_together_wait_for_each_other() -> None:
    long = replace(WORK, duration=3)
    rows = (workload("a", COUNT, WORK), workload("b", COUNT, long))
    given_problem = problem(
        *rows,
        count=COUNT,
        resources=(Resource("s", (9,) * COUNT),),
        together=(Together("t", ("a", "b")),),
    )

    for capacity in (False, True):
        found = simulate(given_problem, plan(a=2, b=2), runs=2, capacity=capacity, variation=TWICE)

        # b begins in 0 and works six periods; a is ready in 3 and waits.
        assert slips(found) == {"a": 3.0, "b": 3.0}


def test_couplings_and_fixed_costs_are_priced_anew() -> None:
    given_problem = two(
        couplings=(Coupling("a", "b", 3, 5, 7),),
        fixed_costs=(FixedCost("p", ("b",), (100,) * COUNT),),
    )

    found = simulate(given_problem, plan(a=0, b=1), runs=2, variation=TWICE)

    # Exposure 2 × 10; neither has moved for one more month, 7; b's fixed cost one more, 100.
    assert found.programme.cost.mean - found.programme.cost.planned == 127


def test_a_set_whose_own_order_is_backwards_moves_all_the_same() -> None:
    """One of a set waits for the next one, and another for both and for somebody outside."""
    rows = [workload(name, COUNT, WORK) for name in "abcd"]
    order = (("d", "b"), ("c", "b"), ("b", "a"))
    given_problem = problem(
        *rows,
        count=COUNT,
        resources=(Resource("s", (9,) * COUNT),),
        together=(Together("t", ("b", "d")),),
        precedences=tuple(Precedence(before, after, 0) for before, after in order),
    )

    still, late = (
        simulate(given_problem, plan(a=1, b=1, c=1, d=1), runs=2, capacity=True, variation=varied)
        for varied in (STILL, TWICE)
    )

    assert (slips(still), still.unfinished) == ({}, 0.0)
    assert (slips(late), late.unfinished) == (dict.fromkeys("abcd", 1.0), 0.0)


def test_an_order_that_goes_through_a_set_and_back_is_one_move() -> None:
    rows = [workload(name, COUNT, WORK) for name in "abc"]
    given_problem = problem(
        *rows,
        count=COUNT,
        resources=(Resource("s", (9,) * COUNT),),
        together=(Together("t", ("a", "b")),),
        precedences=(Precedence("a", "c", 0), Precedence("c", "b", 0)),
    )

    found = simulate(given_problem, plan(a=1, b=1, c=1), runs=2, capacity=True, variation=TWICE)

    assert (slips(found), found.unfinished) == (dict.fromkeys("abc", 1.0), 0.0)


def test_what_was_made_in_the_last_period_takes_nothing_after_it() -> None:
    given_problem = two(
        resources=(Resource("s", (2,) * COUNT),), executed=(Executed("a", "rehost", COUNT - 1),)
    )

    found = simulate(
        given_problem, plan(a=COUNT - 1, b=COUNT - 2), runs=2, capacity=True, variation=TWICE
    )

    # b works in the last but one, finds a's people taken in the last, and ends in the next.
    assert (slips(found), found.unfinished) == ({"b": 2.0}, 0.0)


def test_who_takes_nothing_waits_for_nothing_where_too_much_is_taken() -> None:
    none = replace(WORK, effort=(("s", 0),), keeps=(("s", 0),))
    given_problem = problem(
        workload("a", COUNT, WORK),
        workload("b", COUNT, none),
        count=COUNT,
        resources=(Resource("s", (1,) * COUNT),),
        executed=(Executed("a", "rehost", 0),),
    )

    assert (
        slips(simulate(given_problem, plan(a=0, b=0), runs=2, capacity=True, variation=STILL)) == {}
    )


def test_a_move_that_somebody_put_into_a_freeze_stays_there() -> None:
    given_problem = two(freezes=(Freeze("f", (1,)),))

    for capacity in (False, True):
        found = simulate(given_problem, plan(a=1, b=2), runs=2, capacity=capacity, variation=STILL)

        assert slips(found) == {}


def test_work_that_overruns_keeps_its_people_from_others() -> None:
    short = two(resources=(Resource("s", (2,) * COUNT),))

    free = simulate(short, plan(a=0, b=1), runs=2, variation=TWICE)
    bound = simulate(short, plan(a=0, b=1), runs=2, capacity=True, variation=TWICE)

    # a works in 0 and 1; b, who was to begin in 1, works in 2 and 3.
    assert slips(free) == {"a": 1.0, "b": 1.0}
    assert slips(bound) == {"b": 2.0, "a": 1.0}


@pytest.mark.parametrize(
    "condition",
    [
        {"slots": (Slots("NORTH", (1,) * COUNT),)},
        {"wave_limit": (1,) * COUNT},
        {"exclusions": (Exclusion("pair", ("a", "b")),)},
    ],
)
def test_late_cutovers_take_the_room_of_others(condition: Any) -> None:
    slow = workload("a", COUNT, replace(WORK, duration=2), organisations=("NORTH",))
    quick = workload("b", COUNT, replace(WORK, duration=4), organisations=("NORTH",))
    given_problem = problem(
        slow, quick, count=COUNT, resources=(Resource("s", (9,) * COUNT),), **condition
    )

    found = simulate(
        given_problem, plan(a=3, b=4), runs=2, capacity=True, variation=Variation(1.25, 0.0, 0.0)
    )

    # a: 2.5 periods from 2, ready in 4. b: 5 from 1, ready in 5. One a period: as they come.
    assert slips(found) == {"a": 1.0, "b": 1.0}


def test_the_new_side_is_not_built_before_the_old_one_is_gone() -> None:
    rows = (
        replace(workload("a", COUNT, WORK), holds=(("racks", 3),)),
        workload("b", COUNT, replace(WORK, keeps=(("racks", 3),))),
    )
    given_problem = problem(
        *rows,
        count=COUNT,
        resources=(Resource("s", (9,) * COUNT), Resource("racks", (3,) * COUNT)),
    )

    found = simulate(given_problem, plan(a=0, b=1), runs=2, capacity=True, variation=TWICE)

    # a holds the racks through 1, so b works in 2 and 3.
    assert slips(found) == {"b": 2.0, "a": 1.0}


def test_executed_moves_stay_and_use_what_they_use() -> None:
    given_problem = two(
        resources=(Resource("s", (2,) * COUNT),), executed=(Executed("a", "rehost", 1),)
    )

    found = simulate(given_problem, plan(a=1, b=0), runs=2, capacity=True, variation=TWICE)

    # b works in 0, finds a's people taken in 1, and ends in 2.
    assert slips(found) == {"b": 2.0}


def test_hard_deadlines_that_are_missed_are_counted() -> None:
    late = workload("a", COUNT, WORK, deadlines=(Deadline(1, hard=True),))
    given_problem = problem(late, count=COUNT, resources=(Resource("s", (9,) * COUNT),))

    (risk,) = simulate(given_problem, plan(a=1), runs=2, variation=TWICE).risks

    assert (risk.late, risk.missed) == (1.0, 1.0)


def test_what_slips_past_the_last_period_costs_on_by_its_last_numbers() -> None:
    way = Disposition("rehost", 1, (("s", 2),), exposure_after=4)
    given_problem = problem(
        workload("a", COUNT, way, exposure=10),
        count=COUNT,
        resources=(Resource("s", (9,) * COUNT),),
    )

    found = simulate(given_problem, plan(a=COUNT - 1), runs=2, variation=TWICE)

    # One period more at 10 instead of 4.
    assert found.programme.cost.mean - found.programme.cost.planned == 6


def test_the_outcome_does_not_depend_on_threads_and_does_on_the_seed() -> None:
    given_problem = region(60, 24)
    answer = solve(given_problem, effort=5, workers=1, prove=False)

    one = simulate(given_problem, answer, runs=350, workers=1)
    three = simulate(given_problem, answer, runs=350, workers=3)
    other = simulate(given_problem, answer, runs=350, seed=2)

    assert one == three
    assert one.programme.cost.mean != other.programme.cost.mean


def test_knock_on_makes_nothing_earlier_on_average() -> None:
    given_problem = region(60, 24)
    answer = solve(given_problem, effort=5, workers=1, prove=False)

    free = simulate(given_problem, answer, runs=200)
    bound = simulate(given_problem, answer, runs=200, capacity=True)

    assert bound.programme.cost.mean >= free.programme.cost.mean > answer.cost_total
    assert {part.kind for part in bound.parts} == {"programme", "platform", "organisation"}


def test_a_team_all_use_drives_what_it_drives() -> None:
    rows = [workload(f"w{n}", COUNT, WORK, exposure=10) for n in range(40)]
    given_problem = problem(*rows, count=COUNT, resources=(Resource("s", (99,) * COUNT),))
    moves = plan(**{row.id: 0 for row in rows})

    found = simulate(given_problem, moves, runs=2000, variation=Variation(1.0, 0.3, 0.3))

    first = found.drivers[0]
    assert (first.of, first.kind, first.id) == ("cost", "team", "s")
    assert 0.5 < first.share < 1


def test_normal_numbers_are_normal_and_their_own_in_each_run() -> None:
    first, second = np.empty((200_000, 1)), np.empty((200_000, 1))

    fill_normal(1, 0, first)
    fill_normal(1, 1, second)

    assert abs(first.mean()) < 0.01
    assert abs(first.std() - 1) < 0.01
    assert abs((np.abs(first) < 1.959964).mean() - 0.95) < 0.003
    assert abs(np.corrcoef(first[:, 0], second[:, 0])[0, 1]) < 0.01


def test_levels_are_the_ranks_they_say_and_know_their_error() -> None:
    found = spread(np.arange(1, 101), 50.0)

    # Of 1…100: ranks 50, 80, 95; 5, 4 and 2 ranks are a binomial standard deviation.
    assert [(row.value, row.standard_error) for row in found.levels] == [
        (50.0, 5.0),
        (80.0, 4.0),
        (95.0, 2.0),
    ]
    assert found.standard_error == pytest.approx(29.011 / 10, abs=1e-3)


def test_the_usual_variation_is_the_catalogues() -> None:
    assert usual() == Variation(median=0.8, own=0.3, team=0.15)


def test_one_run_says_nothing_of_spread_and_is_refused() -> None:
    with pytest.raises(ProblemError) as caught:
        simulate(two(), plan(a=0, b=1), runs=1)

    assert caught.value.code == "number_out_of_range"
