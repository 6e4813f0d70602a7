"""`grunnmur plan solve`: a plan for one's own problem, as good as the time allows."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, limits, plan_files
from grunnmur.cli.command import command
from grunnmur.cli.interruption import until_interrupted
from grunnmur.cli.shell import Shell, UsageError

if TYPE_CHECKING:
    from grunnmur.plan import Plan, Problem

_SECONDS = 60.0
_CONDITIONS = 30
"""Conditions of a conflict that are written out; more nobody reads."""


def add(plans: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(plans, here, "solve", "cli_plan_solve")
    def solve(
        problem_file: arguments.Problem,
        out: Annotated[Path | None, arguments.option("cli_metavar_file", "cli_plan_out")] = None,
        seconds: Annotated[
            float | None, arguments.option("cli_metavar_number", "cli_solve_seconds")
        ] = None,
        effort: Annotated[
            int | None, arguments.option("cli_metavar_number", "cli_solve_effort")
        ] = None,
        seed: Annotated[int, arguments.option("cli_metavar_number", "cli_plan_seed")] = 1,
        workers: Annotated[int, arguments.option("cli_metavar_number", "cli_solve_workers")] = 2,
        start: Annotated[
            Path | None, arguments.option("cli_metavar_plan", "cli_solve_start")
        ] = None,
        stability: Annotated[
            int, arguments.option("cli_metavar_number", "cli_solve_stability")
        ] = 0,
        preset: Annotated[
            str | None, arguments.option("cli_metavar_preset", "cli_solve_preset")
        ] = None,
    ) -> None:
        from grunnmur import plan

        if effort is not None and seconds is not None:
            raise UsageError("cli_solve_effort_or_seconds")
        limits.require_number("--seconds", seconds)
        limits.require_number("--effort", effort)
        limits.require_number("--seed", seed)
        limits.require_number("--workers", workers, least=1, most=limits.MOST_WORKERS)
        limits.require_number("--stability", stability)
        limits.require_writable(out)
        problem = plan_files.problem_of(problem_file)
        wanted = _weighted(problem, preset)
        begun = plan_files.plan_of(start) if start is not None else None
        if begun is not None:
            _tell_start(here, problem, begun)
        began = time.monotonic()
        budget = None if effort is not None else seconds if seconds is not None else _SECONDS
        with until_interrupted() as stop:
            found = plan.solve(
                wanted,
                effort=effort,
                seconds=budget,
                seed=seed,
                workers=workers,
                start=begun,
                stability=stability,
                prove=preset is None,
                progress=_teller(here, began),
                clock=time.monotonic,
                stop=stop,
            )
        if preset is not None:
            from grunnmur.plan.search import repriced

            found = repriced(problem, found)
        _write(found, out)
        _tell(here, found)
        if not found.feasible:
            _tell_conflict(here, problem)


def _weighted(problem: "Problem", preset: str | None) -> "Problem":
    from grunnmur.plan.search import PRESETS, weighted

    if preset is None:
        return problem
    if preset not in PRESETS:
        raise UsageError("cli_solve_no_preset", preset=preset, presets=list(PRESETS))
    return weighted(problem, PRESETS[preset])


def _tell_start(here: Shell, problem: "Problem", start: "Plan") -> None:
    """How much of a plan for another problem there is to go on from."""
    from grunnmur import plan

    if start.problem_digest != plan.digest(problem):
        known = plan.moves_known(problem, start)
        here.hint("cli_solve_start_other", known=len(known), moves=len(start.moves))


def _teller(here: Shell, began: float) -> Callable[[int, int | None, float | None], None]:
    """Says cost, bound and gap, once a second at most."""
    told = [began]

    def tell(cost: int, bound: int | None, gap: float | None) -> None:
        now = time.monotonic()
        if now - told[0] < 1.0:
            return
        told[0] = now
        seconds = f"{now - began:.0f}"
        if bound is None or gap is None:
            here.hint("cli_solve_progress", seconds=seconds, cost=cost)
            return
        share = here.voice.share(gap, 1)
        here.hint("cli_solve_progress_gap", seconds=seconds, cost=cost, bound=bound, gap=share)

    return tell


def _write(found: "Plan", out: Path | None) -> None:
    from grunnmur.plan import plan_document

    if out is None:
        plan_files.print_document(plan_document(found))
    else:
        plan_files.write_document(out, plan_document(found))


def _tell(here: Shell, found: "Plan") -> None:
    here.hint("cli_plan_cost", total=found.cost_total, avoidable=found.cost)
    if found.gap == 0:
        here.hint("cli_solve_best")
    elif found.gap is not None:
        here.hint("cli_solve_bound", bound=found.bound, gap=here.voice.share(found.gap, 1))
    if not found.feasible:
        here.hint("cli_plan_broken", count=found.broken)


def _tell_conflict(here: Shell, problem: "Problem") -> None:
    """Which conditions cannot hold together, or why that is not said."""
    from grunnmur.plan.search.conflict import MOST_PLACES, conflict, places

    here.hint("cli_solve_conflict_asked")
    found = conflict(problem)
    if found is None:
        large = places(problem) > MOST_PLACES
        here.hint("cli_solve_conflict_too_large" if large else "cli_solve_conflict_not_found")
        return
    here.hint("cli_solve_conflict" if found.minimal else "cli_solve_conflict_of")
    for row in found.conditions[:_CONDITIONS]:
        here.hint(row.code, **plan_files.told(here, problem, row.facts))
    if (more := len(found.conditions) - _CONDITIONS) > 0:
        here.hint("cli_solve_conflict_more", count=more)
    if found.shortage is not None:
        row = found.shortage
        here.hint(row.code, **plan_files.told(here, problem, row.facts))
