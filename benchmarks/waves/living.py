"""What life with a plan costs at full size: simulating, editing, checking, planning anew."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from benchmarks.waves import manifest, store
from benchmarks.waves.manifest import Row
from grunnmur.plan import (
    Plan,
    Problem,
    check,
    plan_document,
    problem_document,
    read_plan,
    simulate,
    solve,
)
from grunnmur.plan.conditions import Freeze
from grunnmur.plan.edit import Editor

STABILITY = 100_000
"""NOK for each workload that does not stay, as `plan edit --replan` has it."""
EFFORT = 200
"""Thousand steps of a re-plan: mending takes few, and what is to stay hardly moves."""
AT, MONTHS = 12, 6
"""The period that is frozen further, and how many from it on have less of a skill."""

_Answer = TypeVar("_Answer")


def living(rows: list[Row]) -> None:
    """Prints a line for each thing done, on each instance's best known plan."""
    print("instance | what | seconds | processor seconds | found")
    for row in rows:
        document = store.read(row)
        if document is None:
            print(f"{row.name} | no plan is stored")
            continue
        problem, plan = manifest.instance(row), read_plan(document)
        for _ in range(2):  # the first compiles and loads what is then measured
            lines = list(_lines(problem, plan))
        for line in lines:
            print(f"{row.name} | {line}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    print(f"peak memory of the whole run: {peak:.2f} GB")


def _lines(problem: Problem, plan: Plan) -> Iterator[str]:
    for runs, capacity in ((1_000, True), (10_000, False)):
        found, took = _timed(
            lambda runs=runs, capacity=capacity: simulate.simulate(
                problem, plan, runs=runs, capacity=capacity
            )
        )
        cost = found.programme.cost
        how = "with knock-on" if capacity else "without knock-on"
        yield (
            f"{runs} simulations {how} | {took} | mean cost {cost.mean:,.0f} "
            f"± {cost.standard_error:,.0f}"
        )
    yield from _edited(problem, plan)
    given, stated = problem_document(problem), plan_document(plan)
    report, took = _timed(lambda: check(given, stated))
    yield f"check with the certificate | {took} | {len(report.violations)} violations"
    yield _planned_anew(problem, plan)


def _edited(problem: Problem, plan: Plan) -> Iterator[str]:
    editor, took = _timed(lambda: Editor(problem, plan))
    yield f"plan taken in hand | {took} | once"
    last = len(problem.periods) - 1
    names = [row.id for row in problem.workloads[:: max(1, len(problem.workloads) // 20)]]
    place = {move.workload: move.period for move in plan.moves}
    done = {move.workload for move in problem.executed}

    def edit() -> int:
        broken = 0
        for name in names:
            if name not in done:
                editor.move(name, min(last, place[name] + 1))
                broken += len(editor.verdict().violations)
        return broken

    broken, took = _timed(edit)
    yield f"{len(names)} edits, each checked and priced | {took} | {broken} violations told"


def _planned_anew(problem: Problem, plan: Plan) -> str:
    disturbed, trust = _disturbed(problem, plan)
    found, took = _timed(
        lambda: solve(
            disturbed, effort=EFFORT, start=plan, stability=STABILITY, prove=False, seed=1
        )
    )
    report = check(problem_document(disturbed), plan_document(found))
    before = {move.workload: move for move in plan.moves}
    of = {row.id: row.organisations for row in problem.workloads}
    others = [
        move
        for move in found.moves
        if not (before[move.workload].period == AT and trust in of[move.workload])
    ]
    kept = sum(before[move.workload] == move for move in others) / len(others)
    return (
        f"planned anew, a month frozen in {trust}, a tenth less of a skill for {MONTHS} | {took} | "
        f"{len(report.violations)} violations, {kept:.1%} of {len(others)} others kept"
    )


def _disturbed(problem: Problem, plan: Plan) -> tuple[Problem, str]:
    """The problem after what happens: the trust is the one with most cutovers in that month, the
    skill the one there is most of."""
    moved = {move.workload for move in plan.moves if move.period == AT}
    trusts = [
        trust for row in problem.workloads if row.id in moved for trust in row.organisations[:1]
    ]
    trust = max(sorted(set(trusts)), key=trusts.count)
    less = max(problem.resources, key=lambda row: sum(row.capacity))
    capacity = tuple(
        9 * amount // 10 if AT <= period < AT + MONTHS else amount
        for period, amount in enumerate(less.capacity)
    )
    resources = tuple(
        replace(row, capacity=capacity) if row is less else row for row in problem.resources
    )
    freezes = (*problem.freezes, Freeze("further", (AT,), organisation=trust))
    return replace(problem, resources=resources, freezes=freezes), trust


def _timed(do: Callable[[], _Answer]) -> tuple[_Answer, str]:
    """The answer; seconds by the clock and of the processor."""
    began, worked = time.monotonic(), time.process_time()
    answer = do()
    return answer, f"{time.monotonic() - began:.2f} | {time.process_time() - worked:.2f}"
