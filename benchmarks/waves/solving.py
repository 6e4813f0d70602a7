"""Has our own planner solve the frozen instances, and keeps what is better than before."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import machine
from benchmarks.waves import manifest, store
from benchmarks.waves.manifest import Row
from grunnmur.plan import Plan, Problem, check, plan_document, problem_document, solve
from grunnmur.plan.bound import Certificate, Proving, prove


@dataclass(frozen=True, slots=True)
class Effort:
    """How long, with which seed, on how many cores; `processor`: in a worker's processor seconds."""

    seconds: float
    seed: int = 1
    workers: int = 2
    processor: bool = False

    @property
    def clock(self) -> Callable[[], float]:
        """What the seconds are measured with."""
        return machine.clock(self.workers, processor=self.processor)


def again(rows: list[Row], effort: Effort) -> None:
    """Solves each instance and prints what was found this time, and what is best known now."""
    print("instance | cost | bound | gap | seconds | best known | its gap", flush=True)
    for row in rows:
        problem = manifest.instance(row)
        began = effort.clock()
        plan = solved(problem, effort)
        seconds = effort.clock() - began
        document = problem_document(problem)
        best = store.keep(row, _light(row, problem, plan_document(plan), effort), document)
        print(
            f"{row.name} | {plan.cost:,} | {amount(plan.bound)} | {share(plan.gap)} | {seconds:.0f} | "
            f"{best['cost']:,} | {share(best.get('gap'))}",
            flush=True,
        )


def held(rows: list[Row], effort: Effort) -> bool:
    """Whether the checker finds nothing broken in any instance's plan, however short the time."""
    print("instance | seconds | processor seconds | cost | bound | violations", flush=True)
    violations = 0
    for row in rows:
        problem = manifest.instance(row)
        began, worked = time.monotonic(), time.process_time()
        plan = solved(problem, effort)
        spent, worked = time.monotonic() - began, time.process_time() - worked
        report = check(problem_document(problem), plan_document(plan))
        violations += len(report.violations)
        print(
            f"{row.name} | {spent:.1f} | {worked:.1f} | {plan.cost:,} | {amount(plan.bound)} | "
            f"{len(report.violations)}",
            flush=True,
        )
    return violations == 0


def solved(problem: Problem, effort: Effort) -> Plan:
    """Our planner's plan in the time, its bound included."""
    return solve(
        problem,
        seconds=effort.seconds,
        seed=effort.seed,
        workers=effort.workers,
        clock=effort.clock,
    )


def _light(row: Row, problem: Problem, plan: store.Document, effort: Effort) -> store.Document:
    """The plan with a certificate that can be stored: where it is too heavy, of fewer leaves.

    The bound that is stored may then be lower than the one that was proven.
    """
    while plan.get("certificate") and not store.fits(row, plan):
        leaves = _leaves(plan)
        if leaves < 2:
            return plan
        most = min(
            leaves - 1, int(0.9 * leaves * store.MOST_BYTES[row.workloads] / store.weight(plan))
        )
        proof = _proof(problem, max(1, most), effort)
        plan = store.proven(plan, proof.bound, proof.document())
    return plan


def _leaves(plan: store.Document) -> int:
    return sum(1 for node in plan["certificate"]["nodes"] if "multipliers" in node)


def _proof(problem: Problem, most: int, effort: Effort) -> Certificate:
    """As good a proof as the time allows with so many leaves."""
    leaves = 0

    def count(state: Proving) -> None:
        nonlocal leaves
        leaves = state.leaves

    return prove(
        problem,
        seconds=effort.seconds,
        clock=effort.clock,
        stop=lambda: leaves >= most,
        progress=count,
    )


def amount(value: int | None) -> str:
    """The amount, or a dash where it is not known."""
    return "–" if value is None else f"{value:,}"


def share(value: float | None) -> str:
    """Per cent with one decimal, or a dash where it is not known."""
    return "–" if value is None else f"{100 * value:.1f} %"
