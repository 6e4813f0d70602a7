"""A plan in hand: what a change breaks and costs, at once and exactly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.errors import ProblemError
from grunnmur.plan import check, digest, plan_document, problem_document
from grunnmur.plan.conditions import Coupling, Executed, FixedCost, Forbid, Pin, Slots, Together
from grunnmur.plan.edit import Editor, Wish, read_period, read_wish, replan
from grunnmur.plan.plan import CostParts, Move, Plan
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Disposition

from .problems import problem, workload
from .small import problems

COUNT = 4
PLAIN = Disposition("rehost", 1, one_off=40)


def bare(*moves: Move) -> Plan:
    """A plan that knows nothing but its moves."""
    return Plan("", moves, 0, 0, CostParts())


def small(**columns: Any) -> Problem:
    """Workloads a, b and c, each with exposure 10 a month and one way to move."""
    rows = [workload(name, COUNT, PLAIN, exposure=10, organisations=("NORTH",)) for name in "abc"]
    return problem(*rows, count=COUNT, **columns)


def at(*periods: int) -> Plan:
    """The plan that moves a, b, c… in these periods."""
    return bare(*(Move(name, "rehost", p) for name, p in zip("abc", periods, strict=True)))


def told(violations: Any) -> set[str]:
    """Violations as text that can be compared, whatever order they were found in."""
    return {
        f"{row.code} "
        + str(sorted((k, sorted(set(v)) if k == "workloads" else v) for k, v in row.facts.items()))
        for row in violations
    }


@st.composite
def problems_and_moves(draw: Any) -> tuple[Problem, list[Move]]:
    """A small problem with holds, keeps and must-move-together, and a random move for each."""
    found = draw(problems())
    rows = [
        replace(
            row,
            holds=(("s", draw(st.integers(0, 2))),),
            dispositions=tuple(
                replace(way, keeps=(("s", draw(st.integers(0, 2))),)) for way in row.dispositions
            ),
        )
        for row in found.workloads
    ]
    names = [row.id for row in rows]
    tied = (Together("t", tuple(names[-2:])),) if len(names) > 1 and draw(st.booleans()) else ()
    executed = {
        row.workload: Move(row.workload, row.disposition, row.period) for row in found.executed
    }
    moves = [
        executed.get(row.id)
        or Move(
            row.id,
            draw(st.sampled_from([way.name for way in row.dispositions])),
            draw(st.integers(0, len(found.periods) - 1)),
        )
        for row in rows
    ]
    return replace(found, workloads=tuple(rows), together=tied), moves


@settings(max_examples=80, deadline=None)
@given(problems_and_moves(), st.data())
def test_the_editor_says_what_the_checker_says(case: tuple[Problem, list[Move]], data: Any) -> None:
    given_problem, moves = case
    editor = Editor(given_problem, bare(*moves))
    executed = {row.workload for row in given_problem.executed}
    free = [row for row in given_problem.workloads if row.id not in executed]

    for _ in range(data.draw(st.integers(0, 3)) if free else 0):
        row = data.draw(st.sampled_from(free))
        period = data.draw(st.integers(0, len(given_problem.periods) - 1))
        editor.move(row.id, period, data.draw(st.sampled_from(row.dispositions)).name)
    verdict = editor.verdict()
    report = check(problem_document(given_problem), plan_document(editor.plan()))

    assert told(verdict.violations) == told(report.violations)
    assert (verdict.cost, verdict.cost_total) == (report.cost, report.cost_total)
    assert report.cost_parts is not None
    assert verdict.cost_parts == CostParts(**report.cost_parts)


def test_a_move_costs_the_months_it_waits() -> None:
    editor = Editor(
        small(
            couplings=(Coupling("a", "b", 3, 3),), fixed_costs=(FixedCost("p", ("a",), (7,) * 4),)
        ),
        at(0, 0, 0),
    )

    moved = editor.move("a", 2)

    # Two months: exposure 2 × 10, coupling 2 × 3 (b has moved alone), fixed cost 2 × 7.
    assert moved == ("a",)
    assert editor.verdict().change == 40


def test_moving_back_costs_what_it_did() -> None:
    editor = Editor(small(), at(0, 1, 2))

    editor.move("a", 3)
    editor.move("a", 0)

    assert editor.verdict().change == 0


def test_those_that_must_move_together_move_together() -> None:
    editor = Editor(small(together=(Together("t", ("a", "b")),)), at(0, 0, 0))

    assert editor.move("b", 1) == ("a", "b")
    assert editor.verdict().violations == ()


def test_a_pin_is_seen_at_once() -> None:
    editor = Editor(small(), at(0, 0, 0))

    editor.pin(Pin("p", "a", 2, 3))

    # The pin leaves a only December: its cheapest is 20 dearer, so 20 less can be avoided.
    (found,) = editor.verdict().violations
    assert (found.code, found.facts["pin"]) == ("pin_broken", "p")
    assert editor.verdict().cost == -20
    assert editor.problem.pins == (Pin("p", "a", 2, 3),)


def test_a_forbid_that_leaves_nothing_is_refused() -> None:
    editor = Editor(small(), at(0, 0, 0))

    with pytest.raises(ProblemError) as caught:
        editor.forbid(Forbid("x", "a"))

    assert caught.value.code == "no_allowed_period"


def test_half_of_a_wave_is_moved_and_what_belongs_together_follows() -> None:
    rows = [workload(name, COUNT, PLAIN, exposure=10) for name in "abcd"]
    # c costs most to leave behind: c is tied to d. a and b cost 10 to wait; with c gone, d gains.
    given_problem = problem(
        *rows, count=COUNT, couplings=(Coupling("c", "d", 50, 50), Coupling("a", "b", 60, 60))
    )
    editor = Editor(given_problem, bare(*(Move(name, "rehost", 1) for name in "abcd")))

    moved = editor.split_wave(1, 2)

    assert moved == ("c", "d")
    assert editor.verdict().change == 20


def test_a_wave_is_split_where_there_is_room() -> None:
    rows = [
        workload(name, COUNT, PLAIN, organisations=(trust,))
        for name, trust in zip("ab", ("NORTH", "SOUTH"), strict=True)
    ]
    given_problem = problem(*rows, count=COUNT, slots=(Slots("NORTH", (1, 0, 1, 1)),))
    editor = Editor(given_problem, bare(Move("a", "rehost", 0), Move("b", "rehost", 0)))

    assert editor.split_wave(0, 1) == ("b",)


def test_what_has_been_executed_cannot_be_moved() -> None:
    given_problem = small(executed=(Executed("a", "rehost", 0),))

    with pytest.raises(ProblemError) as caught:
        Editor(given_problem, at(0, 1, 1)).move("a", 2)

    assert caught.value.code == "edit_executed"


def test_the_plan_in_hand_names_the_plan_it_came_from_and_keeps_a_bound_that_still_holds() -> None:
    given_problem = small()
    first = replace(at(0, 0, 0), problem_digest=digest(given_problem), bound=0)
    editor = Editor(given_problem, first)

    editor.move("a", 1)
    moved = editor.plan()
    editor.pin(Pin("p", "a", 1, 2))

    assert moved.parent == first.id
    assert moved.bound == 0
    assert check(problem_document(given_problem), plan_document(moved)).cost == moved.cost
    assert editor.plan().bound is None


def test_a_bound_of_another_problem_is_not_taken_along() -> None:
    roomy = small(slots=(Slots("NORTH", (3,) * COUNT),))
    other = replace(at(0, 0, 0), problem_digest=digest(roomy), bound=0, certificate={})

    written = Editor(small(), other).plan()

    assert (written.bound, written.certificate, written.parent) == (None, None, other.id)


def test_the_rest_is_planned_anew_around_a_move_by_hand() -> None:
    given_problem = small(slots=(Slots("NORTH", (1,) * COUNT),))
    editor = Editor(given_problem, at(0, 1, 2))

    editor.move("a", 1)
    found = replan(editor, effort=2, stability=5)
    place = {move.workload: move.period for move in found.moves}

    # a stays in November; b makes way to October, which is free now; c keeps its place.
    assert place == {"a": 1, "b": 0, "c": 2}
    assert found.feasible
    assert found.parent == at(0, 1, 2).id
    report = check(problem_document(given_problem), plan_document(found))
    assert (report.feasible, report.cost) == (True, found.cost)


@pytest.mark.parametrize(
    ("written", "wish"),
    [
        ("a=2026-11", Wish("a", 1, 2)),
        ("a=2026-11..2027-01", Wish("a", 1, 4)),
        ("a=2026-11:rehost", Wish("a", 1, 2, "rehost")),
        ("a:b=c=rehost", Wish("a:b=c", disposition="rehost")),
        ("a=3", Wish("a", 3, 4)),
    ],
)
def test_wishes_are_read_as_people_write_them(written: str, wish: Wish) -> None:
    assert read_wish(written, small().periods) == wish


@pytest.mark.parametrize("written", ["", "a", "=2026-11", "a=", "a=2026-11..2026-10", "a=2026-11:"])
def test_what_is_no_wish_is_refused(written: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read_wish(written, small().periods)

    assert caught.value.code == "wish_not_understood"


@pytest.mark.parametrize("written", ["2026-09", "4", "2027-13", "next month"])
def test_a_period_the_plan_does_not_have_is_refused(written: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read_period(written, small().periods)

    assert caught.value.code == "period_not_in_plan"
