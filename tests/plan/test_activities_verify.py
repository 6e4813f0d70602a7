"""The checker of schedules finds every kind of broken condition, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.errors import ProblemError
from grunnmur.plan.activities import Lag, Mode, Project, Schedule, broken, solve
from grunnmur.plan.activities.as_problem import as_problem, moves
from grunnmur.plan.check import check
from grunnmur.plan.json_form import problem_document

from .small import bare_plan

SHARED = Project(
    "made up",
    activities=((Mode(2, (1,), (1,)), Mode(1, (2,), (3,))), (Mode(2, (2,), (1,)),)),
    lags=(Lag(0, 1, 1),),
    capacity=(2,),
    stock=(3,),
)


@pytest.mark.parametrize(
    ("schedule", "codes"),
    [
        (Schedule((0, 3), (0, 0)), []),  # ends at 2, waits 1
        (Schedule((0, 2), (0, 0)), ["lag"]),
        (Schedule((0, 1), (0, 0)), ["lag", "capacity"]),  # both at work in time unit 1
        (Schedule((0, 3), (1, 0)), ["stock"]),  # 3 + 1 of 3
        (Schedule((-1, 3), (0, 0)), ["before_start"]),
        (Schedule((0, 3), (2, 0)), ["mode_unknown"]),
        (Schedule((0,), (0,)), ["activities_missing"]),
    ],
)
def test_every_kind_of_broken_condition_is_found(schedule: Schedule, codes: list[str]) -> None:
    assert [row.code for row in broken(SHARED, schedule)] == codes


def test_what_is_broken_is_told_with_where_and_by_how_much() -> None:
    found = broken(SHARED, Schedule((0, 1), (0, 0)))

    assert dict(found[0].facts) == {"before": 0, "after": 1, "too_early_by": 2}
    assert dict(found[1].facts) == {"resource": 0, "time": 1, "over_by": 1}


PLAIN = Project(
    "made up",
    activities=((Mode(0, (0,)),), (Mode(2, (1,)),), (Mode(1, (2,)),), (Mode(0, (0,)),),
                (Mode(2, (1,)),)),
    lags=(Lag(0, 1), Lag(0, 2), Lag(1, 3), Lag(2, 3), Lag(3, 4), Lag(1, 2, 1)),
    capacity=(2,),
)  # fmt: skip
"""1 takes 2, 2 comes a unit later and takes 1, then 4 takes 2: 0–2, 3–4, 4–6."""


def test_the_cost_of_a_schedule_as_a_plan_is_its_makespan() -> None:
    answer = solve(PLAIN, effort=20)
    problem = as_problem(PLAIN, horizon=8, first_on=date(2027, 1, 1))

    report = check(problem_document(problem), bare_plan(problem, *moves(PLAIN, answer.schedule)))

    assert answer.makespan == 6
    assert report.feasible, report.violations
    assert report.cost_total == 6


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=3, max_size=3))
def test_both_checkers_agree_on_every_schedule(starts: list[int]) -> None:
    # Those without duration start when what they wait for has ended: they never decide.
    one, two, four = starts
    schedule = Schedule((0, one, two, max(one + 2, two + 1), four), (0,) * 5)
    problem = as_problem(PLAIN, horizon=8, first_on=date(2027, 1, 1))

    report = check(problem_document(problem), bare_plan(problem, *moves(PLAIN, schedule)))

    assert report.feasible == (not broken(PLAIN, schedule))
    assert report.cost_total == max(one + 2, two + 1, four + 2)


@pytest.mark.parametrize(
    "project",
    [
        SHARED,
        Project("p", ((Mode(1),), (Mode(1),)), (Lag(0, 1, -1),)),
        Project("p", ((Mode(1),), (Mode(1),)), (Lag(0, 1, 1, after_end=False),)),
        Project("p", ((Mode(0),), (Mode(1),)), (Lag(0, 1, 1),)),
    ],
)
def test_what_a_problem_has_no_words_for_is_refused(project: Project) -> None:
    with pytest.raises(ProblemError) as refused:
        as_problem(project, horizon=4, first_on=date(2027, 1, 1))

    assert refused.value.code == "project_not_a_problem"
