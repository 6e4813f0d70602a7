"""Short schedules of projects, proofs of them, and what has no schedule."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, product, repeat
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.errors import ProblemError
from grunnmur.plan.activities import Lag, Mode, Project, Schedule, broken, solve
from grunnmur.plan.activities.distances import distances
from grunnmur.plan.activities.lists import PlainLists
from grunnmur.plan.activities.network import network
from grunnmur.plan.activities.orders import ordered
from grunnmur.plan.activities.usable import usable


def one_mode(*rows: tuple[int, int], lags: tuple[Lag, ...] = (), capacity: int = 2) -> Project:
    """Activities of (duration, use) that share one resource."""
    return Project("made up", tuple((Mode(d, (u,)),) for d, u in rows), lags, (capacity,))


def test_activities_that_fit_together_are_done_together() -> None:
    # 2 of capacity: the two of use 1 run side by side (3), the one of use 2 alone (2): 5.
    project = one_mode((3, 1), (2, 2), (3, 1))

    answer = solve(project, effort=50)

    assert (answer.status, answer.makespan, answer.bound) == ("optimal", 5, 5)
    assert broken(project, answer.schedule) == ()


def test_a_wait_after_an_end_is_kept() -> None:
    project = one_mode((1, 1), (1, 1), lags=(Lag(0, 1, 3),))

    answer = solve(project, effort=50)

    assert answer.schedule == Schedule((0, 4), (0, 0))  # ends at 1, waits 3


def test_a_maximum_lag_is_kept() -> None:
    # 0 starts, 1 at most 1 after it; both need all there is, and 0 lasts 2: no schedule.
    # With 2 allowed, 1 follows at once, and activity 2, longer, comes before or after the pair.
    tight = one_mode((2, 2), (1, 2), (3, 2), lags=(Lag(1, 0, -1, after_end=False), Lag(0, 1)))
    loose = replace(tight, lags=(Lag(1, 0, -2, after_end=False), Lag(0, 1)))

    assert solve(tight, effort=50).status == "infeasible"
    answer = solve(loose, effort=50)
    assert (answer.status, answer.makespan) == ("optimal", 6)
    assert answer.schedule.starts[1] - answer.schedule.starts[0] == 2


def test_an_order_that_lags_and_room_leave_alone_is_found_before_any_search() -> None:
    # Both need all there is. 1 starts at most 1 after 0, which lasts 2: so 1, which lasts 3, is first.
    project = one_mode((2, 2), (3, 2), lags=(Lag(1, 0, -1, after_end=False),))

    assert far_of(project)[1, 0] == 3


def test_an_order_that_leads_into_a_circle_is_not_the_order() -> None:
    # All need all there is, 2 time units each. 2 starts 2 or 3 after 0. If 1, which starts at most 3
    # after 0, came after 0, it would start 2 or 3 after it too: so it comes before, by 2.
    lags = (Lag(1, 0, -3, after_end=False), *between(2, 0, 2, 3))

    assert far_of(one_mode((2, 2), (2, 2), (2, 2), lags=lags))[1, 0] == 2


def test_two_that_must_start_too_near_each_other_have_no_schedule() -> None:
    # Both start 2 or 3 after 0, and one has to end, 2 later, before the other starts.
    project = one_mode((2, 2), (2, 2), (2, 2), lags=(*between(1, 0, 2, 3), *between(2, 0, 2, 3)))

    assert far_of(project) is None


def between(activity: int, after: int, least: int, most: int) -> tuple[Lag, Lag]:
    """It starts so long after the other one has started."""
    return Lag(after, activity, least, after_end=False), Lag(
        activity, after, -most, after_end=False
    )


def far_of(project: Project) -> Any:
    """The distances with all orders that follow."""
    far = distances(project)
    assert far is not None
    return ordered(project, far)


def test_lags_that_go_in_a_circle_have_no_schedule() -> None:
    project = one_mode((1, 1), (1, 1), lags=(Lag(0, 1), Lag(1, 0)))

    assert solve(project, effort=10).status == "infeasible"


def test_an_activity_that_needs_more_than_there_is_has_no_schedule() -> None:
    assert solve(one_mode((1, 3)), effort=10).status == "infeasible"


def test_the_quick_mode_is_taken_only_where_the_stock_allows() -> None:
    # One unit of stock: one of the two may be quick (1), the other takes 4; they share nothing.
    ways = (Mode(1, (0,), (1,)), Mode(4, (0,), (0,)))
    project = Project("made up", (ways, ways), (Lag(0, 1),), (1,), (1,))

    answer = solve(project, effort=50)

    assert (answer.status, answer.makespan) == ("optimal", 5)
    assert sorted(answer.schedule.modes) == [0, 1]


def test_stocks_that_are_too_small_together_have_no_schedule() -> None:
    project = Project("made up", ((Mode(1, (), (2,)),), (Mode(1, (), (2,)),)), stock=(3,))

    assert solve(project, effort=10).status == "infeasible"


def test_a_mode_another_is_as_good_as_is_left_out_and_numbers_stay() -> None:
    ways = (Mode(3, (2,)), Mode(3, (1,)), Mode(1, (2,)), Mode(3, (1,)))
    project = Project("made up", (ways,), (), (2,))

    found = usable(project)

    assert found is not None
    assert found.kept == ((1, 2),)
    assert solve(project, effort=10).schedule == Schedule((0,), (2,))


def test_a_project_of_nothing_is_done_at_once() -> None:
    assert solve(Project("empty", ())).makespan == 0


def test_the_same_effort_and_seed_give_the_same_schedule() -> None:
    project = one_mode(*((1 + n % 4, 1 + n % 2) for n in range(12)), lags=(Lag(0, 5), Lag(3, 9)))

    first, second = (solve(project, effort=300, seed=7) for _ in range(2))

    assert first == second


def test_lists_alone_give_schedules_that_hold_whichever_way_time_was_turned_last() -> None:
    project = one_mode(*((1 + n % 4, 1 + n % 2) for n in range(12)), lags=(Lag(0, 5), Lag(3, 9)))

    found = {steps: lists_of(project, steps).schedule() for steps in (1, 2, 3, 40)}

    assert all(broken(project, schedule) == () for schedule in found.values())
    assert found[40].makespan(project) < found[1].makespan(project)


def test_resources_nobody_uses_change_no_schedule_though_they_take_another_word() -> None:
    narrow = one_mode(*((1 + n % 4, 1 + n % 2) for n in range(12)), lags=(Lag(0, 5), Lag(3, 9)))
    wide = replace(
        narrow,
        activities=tuple((replace(m, uses=(*m.uses, 0, 0, 0, 0)),) for (m,) in narrow.activities),
        capacity=(*narrow.capacity, 1, 1, 1, 1),
    )

    searches = [lists_of(project, 60) for project in (narrow, wide)]

    assert searches[0].schedule() == searches[1].schedule()


def lists_of(project: Project, steps: int) -> PlainLists:
    """A search over lists of the project after some steps."""
    far = distances(project)
    assert far is not None
    search = PlainLists(network(project), far, 1, 0)
    search.advance(steps, 0.5)
    return search


def test_a_time_limit_is_by_the_clock_that_is_given() -> None:
    ticks = iter(range(10**9))
    project = one_mode((3, 1), (2, 2), (3, 1))

    answer = solve(project, seconds=1000.0, clock=lambda: float(next(ticks)))

    assert answer.makespan == 5


@pytest.mark.parametrize("most_gap", [None, 8])
def test_the_solver_too_is_stopped_by_the_clock_that_is_given(most_gap: int | None) -> None:
    # Too hard to be proven soon. The clock stands until a few looks have been taken, then time is out.
    rows = [(3 + n % 7, 1 + n % 3) for n in range(90)]
    lags = [Lag(n, n + 7 + n % 5) for n in range(60)]
    if most_gap is not None:
        lags.append(Lag(8, 0, -most_gap, after_end=False))
    project = one_mode(*rows, lags=tuple(lags), capacity=5)
    looks = chain(repeat(0.0, 40), repeat(1e6))

    answer = solve(project, seconds=1000.0, clock=lambda: next(looks), workers=1)

    assert answer.schedule is None or broken(project, answer.schedule) == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"activities": ((),)}, "activity_without_mode"),
        ({"activities": ((Mode(1, (1,)),),)}, "mode_of_other_resources"),
        ({"lags": (Lag(0, 2),)}, "activity_unknown"),
        ({"lags": (Lag(0, 0, 10**10),)}, "gap_out_of_range"),
    ],
)
def test_a_project_that_means_nothing_cannot_be_built(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(ProblemError) as refused:
        Project(**{"name": "made up", "activities": ((Mode(1),),)} | wrong)

    assert refused.value.code == code


@st.composite
def projects(draw: Any) -> Project:
    """A project of up to five activities, one or two modes, waits and maximum lags."""
    count = draw(st.integers(1, 5))
    several = draw(st.booleans())
    mode = st.builds(
        lambda d, u, c: Mode(d, (u,), (c,)), st.integers(0, 3), st.integers(0, 3), st.integers(0, 2)
    )
    ways = st.lists(mode, min_size=1, max_size=2 if several else 1).map(tuple)
    pairs = [(a, b) for a in range(count) for b in range(count) if a < b]
    lags = [
        Lag(a, b, draw(st.integers(-1, 2)), after_end=draw(st.booleans()))
        for a, b in (draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else ())
    ]
    if pairs and draw(st.booleans()):
        a, b = draw(st.sampled_from(pairs))
        lags.append(Lag(b, a, -draw(st.integers(0, 4)), after_end=False))
    activities = tuple(draw(st.lists(ways, min_size=count, max_size=count)))
    return Project("by chance", activities, tuple(lags), (3,), (draw(st.integers(0, 8)),))


@settings(max_examples=70, deadline=None)
@given(projects())
def test_small_projects_are_solved_as_well_as_by_trying_everything(project: Project) -> None:
    answer = solve(project, effort=20)

    shortest = shortest_of_all(project)
    assert answer.makespan == shortest
    assert answer.status == ("infeasible" if shortest is None else "optimal")
    if answer.schedule is not None:
        assert broken(project, answer.schedule) == ()


def shortest_of_all(project: Project) -> int | None:
    """The shortest makespan among all modes and all orders.

    Some shortest schedule is active: placed in the order of its starts, each as early as the waits
    and the resources let it. With maximum lags that does not hold, so all starts are tried.
    """
    best = None
    horizon = 1 + sum(max(m.duration for m in ways) for ways in project.activities)
    horizon += sum(max(0, lag.gap) for lag in project.lags)
    for modes in product(*(range(len(ways)) for ways in project.activities)):
        best = _shorter(project, modes, (), best if best is not None else horizon, best)
    return best


def _shorter(
    project: Project, modes: tuple[int, ...], starts: tuple[int, ...], below: int, best: int | None
) -> int | None:
    """Depth first over starts that break nothing so far; a makespan below `below`, or the best so far."""
    number = len(starts)
    if number == len(project.activities):
        schedule = Schedule(starts, modes)
        makespan = schedule.makespan(project)
        return makespan if makespan < below and not broken(project, schedule) else best
    duration = project.activities[number][modes[number]].duration
    for start in range(below - duration):
        if _may(project, modes, starts, start):
            found = _shorter(project, modes, (*starts, start), below, best)
            if found is not None and (best is None or found < best):
                best, below = found, found
    return best


def _may(project: Project, modes: tuple[int, ...], starts: tuple[int, ...], start: int) -> bool:
    at = (*starts, start)
    for lag in project.lags:
        if max(lag.before, lag.after) == len(starts):
            since = project.activities[lag.before][modes[lag.before]].duration * lag.after_end
            if at[lag.after] < at[lag.before] + since + lag.gap:
                return False
    return _has_room(project, modes, at)


def _has_room(project: Project, modes: tuple[int, ...], starts: tuple[int, ...]) -> bool:
    """Whether what the newest activity joins leaves room: a schedule too full can only become fuller."""
    chosen = [project.activities[number][modes[number]] for number in range(len(starts))]
    (capacity,) = project.capacity
    return all(
        sum(
            mode.uses[0]
            for mode, start in zip(chosen, starts, strict=True)
            if start <= time < start + mode.duration
        )
        <= capacity
        for time in range(starts[-1], starts[-1] + chosen[-1].duration)
    )


def test_trying_everything_finds_what_is_plain_to_see() -> None:
    assert shortest_of_all(one_mode((3, 1), (2, 2), (3, 1))) == 5
    assert shortest_of_all(one_mode((1, 3))) is None
