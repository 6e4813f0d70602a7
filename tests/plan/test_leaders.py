"""Workloads that many must follow: they stand where the rest gains most, and nothing breaks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grunnmur.plan.bound import tendency
from grunnmur.plan.check import check
from grunnmur.plan.conditions import Executed, Precedence, Resource
from grunnmur.plan.json_form import plan_document, problem_document
from grunnmur.plan.problem import Problem
from grunnmur.plan.search import solve
from grunnmur.plan.search.arrays import instance
from grunnmur.plan.search.book import LEAST, MARK, NEVER, facts, part
from grunnmur.plan.search.chain import Chain, Hint
from grunnmur.plan.search.leaders import Leaders
from grunnmur.plan.workload import Disposition

from .problems import problem, region, workload

COUNT = 16
LONG = Disposition("rehost", 3, (("team", 1),))


def two_services(*, dear: int, cheap: int) -> Problem:
    """One team that puts up one service at a time; twelve wait for each, and waiting costs."""
    waiting = {"first": cheap, "second": dear}
    rows = [workload(name, COUNT, LONG) for name in waiting]
    rows += [
        workload(f"{name} {n:02}", COUNT, exposure=price)
        for name, price in waiting.items()
        for n in range(12)
    ]
    order = tuple(Precedence(row.id.split()[0], row.id, 1) for row in rows if row.id not in waiting)
    return problem(
        *rows, count=COUNT, precedences=order, resources=(Resource("team", (1,) * COUNT),)
    )


def test_leaders_are_placed_by_what_waits_for_them_and_held_there() -> None:
    given = instance(two_services(dear=1000, cheap=10))
    leaders = Leaders(given.arrays, facts(given.arrays), seed=1, number=0)

    way, period = leaders.places()
    held = leaders.held((way, period))

    assert leaders.members.tolist() == [0, 1]
    assert period[:3].tolist() == [5, 2, -2]
    assert [
        int((part(held, MARK, COUNT * 26).reshape(26, COUNT)[n] == 0).sum()) for n in (0, 1)
    ] == [1, 1]
    least = part(held, LEAST, COUNT * 26).reshape(26, COUNT)
    assert [np.flatnonzero(least[n] < NEVER).tolist() for n in (0, 1)] == [[5], [2]]
    assert np.flatnonzero(least[2] < NEVER).tolist() == list(range(3, COUNT))


def test_leaders_are_offered_what_leaves_room_beside_those_that_stand() -> None:
    given = instance(two_services(dear=1000, cheap=10))
    stand = Leaders(given.arrays, facts(given.arrays), seed=1, number=0).stand()

    stand.take(0, stand.offers(0, 4, 4)[0])

    # The team has them both for three months: the other ends three months sooner or later.
    assert [period for _, period in stand.offers(1, 0, 9)] == [7, 8, 9]
    assert stand.places is None
    stand.take(1, (int(given.arrays.way_start[1]), 8))
    assert stand.places is not None
    assert stand.places[1].tolist() == [4, 8, *[-2] * 24]


def test_leaders_are_settled_by_the_relaxed_problem_where_they_break_nothing() -> None:
    problem_ = two_services(dear=1000, cheap=10)
    given = instance(problem_)
    leaders = Leaders(given.arrays, facts(given.arrays), seed=1, number=0)

    tried = tendency(problem_, stand=leaders.stand, iterations=1200)

    assert len(tried) > 1
    assert tried[-1].standing.places is None
    # Who more money waits for is first, and both are as early as the team can.
    assert [one.standing.places[1][:2].tolist() for one in tried[:1]] == [[5, 2]]
    for one in tried[:-1]:
        first, second = sorted(one.standing.places[1][:2].tolist())
        assert second - first >= 3


def test_a_search_begins_with_leaders_where_a_hint_has_them_and_without_where_they_cannot_be() -> (
    None
):
    given = instance(two_services(dear=1000, cheap=10))
    leaders = Leaders(given.arrays, facts(given.arrays), seed=1, number=0)
    way, period = np.full(26, -1), np.full(26, -2)
    way[:2] = given.arrays.way_start[:2]
    mean = np.arange(26.0)
    led = {}
    for name, places in {"apart": [8, 4], "too near": [5, 4]}.items():
        period[:2] = places
        chain = Chain(given.arrays, facts(given.arrays), seed=1, number=0)
        chain.begin(None, [Hint(mean, (way.copy(), period.copy()))])
        led[name] = chain.best[1][:2].tolist(), chain.rank[0]

    assert led["apart"] == ([8, 4], 0)
    assert led["too near"][0] != [5, 4]
    assert led["too near"][1] == 0
    assert leaders.members.tolist() == [0, 1]


def test_short_coolings_from_hints_take_a_quarter_of_the_steps_at_most() -> None:
    given = instance(two_services(dear=1000, cheap=10))
    hints = [Hint(np.arange(26.0), None), Hint(np.arange(26.0)[::-1], None)]

    def taken(most: int | None, told: list[Hint]) -> int:
        return Chain(given.arrays, facts(given.arrays), seed=1, number=0).begin(None, told, most)

    assert taken(1_000, hints) == 250
    assert taken(10**9, hints) == taken(None, hints) == 2 * 150 * 26
    assert taken(1_000, hints[:1]) == 0  # nothing to choose among


def test_the_service_that_most_money_waits_for_is_put_up_first() -> None:
    given = two_services(dear=1000, cheap=10)

    plan = solve(given, effort=200)

    # Ready after 3 and 6 months: paid for in one more, and for each in one less than the cheapest.
    assert plan.cost == 12 * (3 * 1000 + 6 * 10)
    assert check(problem_document(given), plan_document(plan)).violations == ()


def test_a_region_with_services_that_all_must_follow_is_planned_without_a_break() -> None:
    bare = region(240, 24)
    services = [
        workload(f"service {n}", 24, Disposition("rehost", 2, (("builders", 2),)), exposure=1)
        for n in range(5)
    ]
    order = [Precedence(f"service {n % 4}", row.id, 1) for n, row in enumerate(bare.workloads)]
    order += [Precedence("service 4", f"service {n}", 1) for n in range(4)]
    given = replace(
        bare,
        workloads=(*services, *bare.workloads),
        precedences=(*bare.precedences, *order),
        resources=(*bare.resources, Resource("builders", (4,) * 24)),
        executed=(Executed("service 4", "rehost", 0),),
    )

    plan = solve(given, effort=300, seed=3, prove=False)
    found = check(problem_document(given), plan_document(plan))

    assert found.cost == plan.cost
    assert found.violations == () or plan.broken == len(found.violations)
    assert plan == solve(given, effort=300, seed=3, prove=False)


def test_what_others_read_of_a_search_is_never_of_a_plan_in_the_making(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The proof runs beside the search and ends when the plan costs no more than is proven."""
    given = instance(two_services(dear=1000, cheap=10))
    chain = Chain(given.arrays, facts(given.arrays), seed=1, number=0)
    place, seen = Chain._place_rest, []

    def looked_at(self: Chain, *arguments: Any) -> Any:
        seen.append(self.rank)
        placed = place(self, *arguments)
        seen.append(self.rank)
        return placed

    monkeypatch.setattr(Chain, "_place_rest", looked_at)
    chain.begin(None)
    for _ in range(5):
        chain.run(2000, 0.0, 0.5)
        chain.again()
    chain.run(2000, 0.5, 1.0)

    assert len(seen) > 10
    assert min(seen) >= chain.rank
    assert chain.rank == (0, 12 * (3 * 1000 + 6 * 10))
