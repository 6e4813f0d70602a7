"""Scenarios side by side: the best is best, and never by what it lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.errors import ProblemError
from grunnmur.plan import digest, solve
from grunnmur.plan.compare import (
    Scenario,
    compare,
    hybrid,
    later_freeze,
    more_money,
    own_staff,
    partner,
)
from grunnmur.plan.compare.compare import PARTS
from grunnmur.plan.conditions import (
    Budget,
    Coupling,
    Exclusion,
    FixedCost,
    Freeze,
    Precedence,
    Resource,
    Slots,
    Together,
)
from grunnmur.plan.curves import curves
from grunnmur.plan.ledger import ledger_of, tables
from grunnmur.plan.plan import CostParts, Move, Plan
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Deadline, Disposition

from .problems import problem, workload
from .small import problems

COUNT = 6
WAY = Disposition("rehost", 1, (("s", 2),), one_off=40, run_after=1)


def at(*periods: int) -> Plan:
    """The plan that rehosts a, b, c… in these periods."""
    moves = tuple(Move(name, "rehost", p) for name, p in zip("abc", periods, strict=False))
    return Plan("", moves, 0, 0, CostParts())


def full(**columns: Any) -> Problem:
    """A problem of two workloads that has something of everything."""
    late = (Deadline(3, penalty=5),)
    rows = [
        workload(n, COUNT, WAY, exposure=10, run_before=2, platform="P", deadlines=late,
                 organisations=("NORTH",))
        for n in "ab"
    ]  # fmt: skip
    given_columns = {
        "resources": (Resource("s", (4,) * COUNT),),
        "slots": (Slots("NORTH", (2,) * COUNT),),
        "wave_limit": (2,) * COUNT,
        "budgets": (Budget(2026, 100), Budget(2027, 100)),
        "freezes": (Freeze("f", (2,)),),
        "precedences": (Precedence("a", "b", 0),),
        "exclusions": (Exclusion("x", ("a",)),),
        "together": (Together("t", ("a",)),),
        "couplings": (Coupling("a", "b", 3, 3),),
        "fixed_costs": (FixedCost("platform", ("a", "b"), (7,) * COUNT),),
    }
    return problem(*rows, count=COUNT, **(given_columns | columns))


def beside(one: Problem, other: Problem, *plans: Plan) -> Any:
    """The comparison of two problems, by default with the same plan."""
    first, second = plans or (at(0, 1), at(0, 1))
    return compare((Scenario("one", one, first), Scenario("other", other, second)))


def test_less_is_better_and_the_best_is_named() -> None:
    found = beside(full(), full(), at(0, 1), at(1, 1))

    total = found.figure("cost_total")
    # a a month later: 10 + 2 − 1; but no month in which only a has moved, −3.
    assert total.values[1] - total.values[0] == 8
    assert total.best == (0,)
    assert found.figure("coupling").best == (1,)
    assert found.figure("end").best == ()
    assert found.figure("end", "P").values == (date(2026, 11, 30),) * 2


@pytest.mark.parametrize(
    ("without", "code"),
    [
        (
            {"resources": (Resource("s", (4,) * COUNT), Resource("t", (9,) * COUNT))},
            "lacks_resources",
        ),
        ({"slots": ()}, "lacks_slots"),
        ({"wave_limit": None}, "lacks_wave_limit"),
        ({"budgets": (Budget(2026, 100),)}, "lacks_budgets"),
        ({"freezes": (Freeze("f", (2,)), Freeze("g", (3,)))}, "lacks_freezes"),
        ({"precedences": ()}, "lacks_precedences"),
        ({"couplings": ()}, "lacks_couplings"),
        ({"fixed_costs": ()}, "lacks_fixed_costs"),
        ({"resources": (Resource("s", (5,) * COUNT),)}, "free_capacity"),
    ],
)
def test_what_lacks_a_condition_or_a_price_is_never_best(without: Any, code: str) -> None:
    complete, short = full(), full(**without)
    if code in ("lacks_resources", "lacks_freezes"):  # with one more: the complete one lacks it
        complete, short = short, complete

    found = beside(short, complete, at(0, 0), at(1, 1)).figure("cost_total")

    assert code in {lack.code for lack in found.lacks[0]}
    assert found.lacks[1] == ()
    assert found.best == ()


@pytest.mark.parametrize("condition", ["exclusions", "together"])
def test_a_row_of_three_is_three_pairs_and_one_of_two_lacks_two(condition: str) -> None:
    kind: Any = {"exclusions": Exclusion, "together": Together}[condition]
    rows = [workload(name, COUNT, WAY) for name in "abc"]
    skill = (Resource("s", (9,) * COUNT),)

    def held(*groups: str) -> Problem:
        given = tuple(kind(group, tuple(group)) for group in groups)
        return problem(*rows, count=COUNT, resources=skill, **{condition: given})

    plan = at(0, 0, 0) if condition == "together" else at(0, 1, 2)
    found = beside(held("ab"), held("abc"), plan, plan).figure("end")
    alike = beside(held("ab", "bc", "ac"), held("abc"), plan, plan).figure("end")

    assert [(row.code, row.facts) for row in found.lacks[0]] == [
        (f"lacks_{condition}", {"count": 2})
    ]
    assert alike.lacks == ((), ())


@pytest.mark.parametrize(
    ("column", "code", "figure"),
    [
        ("effort", "lacks_effort", "end"),
        ("exposure_after", "lacks_exposure", "exposure"),
        ("run_after", "lacks_run", "run"),
    ],
)
def test_a_way_that_is_missing_what_the_same_way_has_elsewhere_is_best_at_nothing(
    column: str, code: str, figure: str
) -> None:
    nothing: Any = () if column == "effort" else 0
    complete = full()
    way = replace(WAY, exposure_after=2, run_after=2)
    first, *others = complete.workloads
    complete = replace(complete, workloads=(replace(first, dispositions=(way,)), *others))
    bare = replace(first, dispositions=(replace(way, **{column: nothing}),))
    short = replace(complete, workloads=(bare, *others))

    found = beside(short, complete, at(0, 1), at(1, 1))

    assert [row.code for row in found.figure(figure).lacks[0]] == [code]
    assert found.figure(figure).best == found.figure("cost_total").best == ()


def test_a_bound_of_another_problem_is_not_shown() -> None:
    given = full()
    own = replace(at(0, 1), problem_digest=digest(given), bound=0)

    found = beside(given, full(budgets=()), own, own)

    assert found.figure("bound").values == (0, None)
    assert found.figure("gap").values[1] is None


@pytest.mark.parametrize(
    ("column", "code", "part"),
    [
        ("exposure", "lacks_exposure", "exposure"),
        ("run_before", "lacks_run", "run"),
        ("deadlines", "lacks_deadlines", "lateness"),
        ("dispositions", "lacks_one_off", "one_off"),
    ],
)
def test_a_workload_whose_price_is_not_known_makes_no_plan_cheaper(
    column: str, code: str, part: str
) -> None:
    nothing: Any = {
        "exposure": (0,) * COUNT,
        "run_before": (0,) * COUNT,
        "deadlines": (),
        "dispositions": (replace(WAY, one_off=0, run_after=1),),
    }[column]
    if column == "run_before":
        rows = [
            replace(row, run_before=nothing, dispositions=(replace(WAY, run_after=0),))
            for row in full().workloads
        ]
    else:
        rows = [replace(row, **{column: nothing}) for row in full().workloads]
    found = beside(full(), replace(full(), workloads=tuple(rows)))

    (lack,) = found.figure(part).lacks[1]
    assert (lack.code, lack.facts["count"], lack.facts["first"]) == (code, 2, "a")
    assert found.figure(part).best == found.figure("cost_total").best == ()


def test_fewer_workloads_or_another_time_is_another_scope() -> None:
    small = problem(
        workload("a", COUNT, WAY), count=COUNT, resources=(Resource("s", (4,) * COUNT),)
    )
    short = problem(workload("a", 3, WAY), count=3, resources=(Resource("s", (4,) * 3),))

    assert "lacks_workloads" in {
        lack.code for lack in beside(small, full(), at(0), at(0, 1)).figure("end").lacks[0]
    }
    found = beside(short, small, at(0), at(0)).figure("cost_total")
    assert [lack.code for lack in found.lacks[0]] == ["other_periods"]


def test_a_plan_that_breaks_conditions_is_best_at_nothing() -> None:
    found = beside(full(), full(), at(2, 2), at(3, 3))

    assert found.figure("violations").values == (2, 0)
    assert found.figure("violations").best == (1,)
    assert all(0 not in row.best for row in found.figures)


def test_among_three_the_two_that_can_be_compared_are() -> None:
    scenarios = [
        Scenario("bare", full(budgets=()), at(0, 0)),
        Scenario("soon", full(), at(0, 1)),
        Scenario("late", full(), at(4, 5)),
    ]

    assert compare(scenarios).figure("cost_total").best == (1,)


def test_a_factor_at_which_the_order_turns_is_told() -> None:
    # Together in December: more exposure, no bridging. 8 NOK dearer, 3 of bridging saved.
    found = beside(full(), full(), at(0, 1), at(1, 1))
    rows = {(row.part, row.factor): row for row in found.sensitivities}

    # total 1 − total 0 = 8; coupling 3 − 0: at 1 + 8/3 times the bridging they cost the same.
    assert rows["coupling", 2.0].best == (0,)
    assert rows["coupling", 2.0].turns_at == pytest.approx(1 + 8 / 3)
    # Exposure 10 less and more: at 1 − 8/10.
    assert rows["exposure", 0.5].turns_at == pytest.approx(0.2)


@settings(max_examples=10, deadline=None)
@given(problems(), st.data())
def test_nothing_is_best_that_lacks_what_another_has(given_problem: Problem, data: Any) -> None:
    answer = solve(given_problem, effort=2, workers=1, prove=False)
    dropped = data.draw(
        st.sampled_from(["slots", "budgets", "resources", "fixed_costs", "couplings", "freezes"])
    )
    rows = given_problem.workloads
    if dropped == "resources":
        rows = tuple(
            replace(row, dispositions=tuple(replace(way, effort=()) for way in row.dispositions))
            for row in rows
        )
    bare = replace(given_problem, workloads=rows, **{dropped: ()})
    if not getattr(given_problem, dropped):
        return

    found = compare((Scenario("bare", bare, answer), Scenario("full", given_problem, answer)))

    assert found.figure("cost_total").best == ()


def test_more_people_are_paid_until_the_last_cutover() -> None:
    grown = own_staff(full(), {"s": 4}, price=10, first=1, ramp=2)

    # 2 more in period 1, 4 from then on.
    assert grown.resources[0].capacity == (4, 6, 8, 8, 8, 8)
    assert grown.fixed_costs[-1].cost == (0, 20, 40, 40, 40, 40)
    found = beside(full(), grown, at(1, 1), at(1, 1))
    assert found.figure("cost_total").lacks == ((), ())
    assert found.figure("cost_total").best == (0,)


def test_partner_hybrid_money_and_freezes_make_the_problems_they_say() -> None:
    assert partner(full(), {"s": 3}, price=5, first=2, until=4).resources[0].capacity == (
        4, 4, 7, 7, 4, 4,
    )  # fmt: skip
    both = hybrid(full(), {"s": 3}, partner_price=9, own_price=5, hand_over=3, ramp=1)
    assert both.resources[0].capacity == (7,) * COUNT
    assert [row.cost[0] for row in both.fixed_costs] == [7, 27, 0]
    assert more_money(full(), 0.1).budgets == (Budget(2026, 110), Budget(2027, 110))
    assert later_freeze(full(), 4).freezes[0].periods == ()
    assert later_freeze(full(), -1, freeze="f").freezes[0].periods == (1,)


def test_what_is_not_in_the_problem_is_refused() -> None:
    with pytest.raises(ProblemError):
        partner(full(), {"t": 1}, price=1)
    with pytest.raises(ProblemError):
        later_freeze(full(), 1, freeze="g")
    with pytest.raises(ProblemError):
        compare((Scenario("one", full(), at(0, 0)),))


@settings(max_examples=25, deadline=None)
@given(problems(), st.integers(0, 3))
def test_every_curve_adds_up_to_its_cost(given_problem: Problem, effort: int) -> None:
    answer = solve(given_problem, effort=effort, workers=1, prove=False)
    before = sum(
        way.one_off
        for move in given_problem.executed
        for row in given_problem.workloads
        for way in row.dispositions
        if (row.id, way.name, move.period) == (move.workload, move.disposition, -1)
    )

    found = curves(ledger_of(tables(given_problem), answer))

    for part in PARTS:
        expected = getattr(answer.cost_parts, part) - (before if part == "one_off" else 0)
        assert sum(getattr(found, part)) == expected, part
    assert sum(found.by_year(found.cash).values()) == sum(found.cash)
    assert (answer.risk_curve, answer.cash_curve) == (found.risk, found.cash)
