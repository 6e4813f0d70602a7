"""What cannot hold together, and what people put first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from grunnmur.plan.check import Checker, check
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
from grunnmur.plan.search.conflict import Conflict, conflict
from grunnmur.plan.search.counted import Counted
from grunnmur.plan.search.rules import Begun, Condition, rules
from grunnmur.plan.windows import own_rules, windows
from grunnmur.plan.workload import Deadline, Disposition
from grunnmur.text import Voice

from .problems import problem, region, workload
from .small import every_plan, problems


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


def skilled(count: int, *names: str, due: int | None = None, room: int) -> Problem:
    """Each takes four hours a month for two months; there are `room` hours a month."""
    way = Disposition("rehost", 2, (("s", 4),))
    deadlines = () if due is None else (Deadline(due, hard=True),)
    rows = [workload(name, count, way, deadlines=deadlines) for name in names]
    return problem(
        *rows,
        workload("free", count),
        count=count,
        precedences=(Precedence(names[0], "free", 1),),
        resources=(Resource("s", (room,) * count),),
    )


def test_a_skill_spread_too_thin_over_all_months_is_named_with_what_it_lacks() -> None:
    # 60 × 8 = 480 hours; there are 48 × 9 = 432. In the solver's own time nothing was found.
    stated = skilled(48, *(f"w{n}" for n in range(60)), room=9)

    found = conflict(stated)

    assert found == Conflict(
        (Condition("conflict_resource", {"resource": "s"}),),
        minimal=True,
        shortage=Condition(
            "conflict_short_resource",
            {"resource": "s", "since": 0, "last": 47, "need": 480, "room": 432},
        ),
    )


def test_a_skill_spread_too_thin_before_deadlines_is_named_with_those_that_matter() -> None:
    # By month 3, 48 hours: seven who need 8 do not fit, six do. One more has all the time there is.
    stated = skilled(12, *(f"w{n}" for n in range(7)), due=3, room=12)
    late = workload("late", 12, Disposition("rehost", 2, (("s", 4),)))

    found = conflict(replace(stated, workloads=(*stated.workloads, late)))

    assert found is not None
    assert found.minimal
    assert [row.code for row in found.conditions] == ["conflict_deadline"] * 7 + [
        "conflict_resource"
    ]
    assert found.shortage is not None
    assert found.shortage.facts == {"resource": "s", "since": 0, "last": 3, "need": 56, "room": 48}


def test_an_order_that_pushes_the_work_past_a_deadline_counts_too() -> None:
    # What must come first takes months 0 and 1; both of the others then need 8 of the 5 hours of month 2.
    way, due = Disposition("rehost", 1, (("s", 4),)), (Deadline(2, hard=True),)
    rows = [workload(name, 6, way, deadlines=due) for name in "ab"]
    stated = problem(
        workload("first", 6, Disposition("build", 2)),
        *rows,
        count=6,
        precedences=(Precedence("first", "a", 1), Precedence("first", "b", 1)),
        resources=(Resource("s", (5,) * 6),),
    )

    found = conflict(stated)

    assert found is not None
    assert [row.code for row in found.conditions] == [
        *["conflict_deadline"] * 2,
        *["conflict_precedence"] * 2,
        "conflict_resource",
    ]
    assert found.shortage is not None
    assert (found.shortage.facts["since"], found.shortage.facts["last"]) == (2, 2)


def test_work_that_cannot_begin_before_the_plan_is_told_where_it_is_why() -> None:
    due = (Deadline(2, hard=True),)
    stated = problem(
        workload("a", 6, Disposition("build", 3)),
        workload("b", 6, deadlines=due),
        count=6,
        precedences=(Precedence("a", "b", 1),),
    )

    found = conflict(stated)

    assert found is not None
    assert [(row.code, row.facts.get("workload")) for row in found.conditions] == [
        ("conflict_duration", "a"),
        ("conflict_deadline", "b"),
        ("conflict_precedence", None),
    ]


@settings(max_examples=60, deadline=None)
@given(problems(most=3))
def test_counting_says_too_much_only_where_no_plan_is_feasible(some: Problem) -> None:
    tight = replace(some, resources=(Resource("s", (3, 2, 4, 3, 2)[: len(some.periods)]),))
    every = rules(tight)
    begun = Begun(every)

    too_much = Counted(tight, every, begun).too_much(begun.conditions)
    found = conflict(tight)

    checker = Checker(problem_document(tight))
    feasible = any(checker.check(row).feasible for row in every_plan(tight))
    assert not (feasible and too_much)
    assert (found is None) == feasible


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


def test_many_that_are_all_needed_are_told_without_asking_of_each() -> None:
    due = (Deadline(0, hard=True),)
    rows = [
        workload(f"w{n}", 2, Disposition("rehost", 1, (("s", 1),)), deadlines=due)
        for n in range(120)
    ]
    late = [workload("late", 2, Disposition("rehost", 1, (("s", 50),)))]

    found = conflict(problem(*rows, *late, count=2, resources=(Resource("s", (119, 99)),)))

    # All 120 deadlines and the skill: not one of them can be left out, but of so many that is not asked.
    assert found is not None
    assert (len(found.conditions), found.minimal) == (121, False)
    assert found.shortage is not None
    assert (found.shortage.facts["need"], found.shortage.facts["room"]) == (120, 119)
