"""`grunnmur plan edit`: a plan changed by hand, what that breaks and costs, and the rest anew."""

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, limits, plan_files
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell, UsageError

if TYPE_CHECKING:
    from grunnmur.plan import Plan, Problem
    from grunnmur.plan.edit import Editor, Wish


def add(plans: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(plans, here, "edit", "cli_plan_edit", epilog="cli_plan_edit_epilog")
    def edit(
        problem_file: arguments.Problem,
        plan_file: arguments.Plan,
        move: Annotated[
            list[str] | None, arguments.option("cli_metavar_wish", "cli_plan_edit_move")
        ] = None,
        pin: Annotated[
            list[str] | None, arguments.option("cli_metavar_wish", "cli_plan_edit_pin")
        ] = None,
        forbid: Annotated[
            list[str] | None, arguments.option("cli_metavar_wish", "cli_plan_edit_forbid")
        ] = None,
        split_wave: Annotated[
            list[str] | None, arguments.option("cli_metavar_period", "cli_plan_edit_split")
        ] = None,
        out: Annotated[
            Path | None, arguments.option("cli_metavar_file", "cli_plan_edit_out")
        ] = None,
        out_problem: Annotated[
            Path | None, arguments.option("cli_metavar_file", "cli_plan_edit_out_problem")
        ] = None,
        replan: Annotated[bool, arguments.flag("--replan", "cli_plan_edit_replan")] = False,
        stability: Annotated[
            int, arguments.option("cli_metavar_number", "cli_plan_edit_stability")
        ] = 100_000,
        seconds: Annotated[
            float, arguments.option("cli_metavar_number", "cli_plan_edit_seconds")
        ] = 10.0,
    ) -> None:
        from grunnmur.plan.edit import Editor

        if not (move or pin or forbid or split_wave):
            raise UsageError("cli_plan_edit_nothing")
        if (pin or forbid) and out is not None and out_problem is None:
            raise UsageError("cli_plan_edit_problem_changes")
        limits.require_number("--stability", stability)
        limits.require_number("--seconds", seconds)
        for written in (out, out_problem):
            limits.require_writable(written)
        editor = Editor(plan_files.problem_of(problem_file), plan_files.plan_of(plan_file))
        _decide(editor, pin or [], forbid or [])
        _move(here, editor, move or [])
        _split(here, editor, split_wave or [])
        changed = _replanned(here, editor, stability, seconds) if replan else editor.plan()
        _tell(here, editor.problem, changed, began=plan_files.plan_of(plan_file))
        if out_problem is not None:
            from grunnmur.plan import problem_document

            plan_files.write_document(out_problem, problem_document(editor.problem))
        if out is not None:
            from grunnmur.plan import plan_document

            plan_files.write_document(out, plan_document(changed))


def _decide(editor: "Editor", pins: list[str], forbids: list[str]) -> None:
    from grunnmur.plan.conditions import Forbid, Pin

    for make, wishes in ((Pin, pins), (Forbid, forbids)):
        for written in wishes:
            wish = _wish(editor, written)
            name = f"{make.__name__.lower()} {written}"
            row = make(name, wish.workload, wish.first, wish.before, wish.disposition)
            if isinstance(row, Pin):
                editor.pin(row)
            else:
                editor.forbid(row)


def _move(here: Shell, editor: "Editor", moves: list[str]) -> None:
    from grunnmur.plan.names import Names

    names = Names(editor.problem, here.voice)
    for written in moves:
        wish = _wish(editor, written)
        if wish.before is None:
            raise UsageError("wish_not_understood", written=written)
        moved = map(names.workload, editor.move(wish.workload, wish.first, wish.disposition))
        here.tell("cli_plan_edit_moved", names=list(moved))


def _split(here: Shell, editor: "Editor", waves: list[str]) -> None:
    from grunnmur.plan.edit import read_period
    from grunnmur.plan.names import Names

    names = Names(editor.problem, here.voice)
    for written in waves:
        period, colon, into = written.partition(":")
        first, after = read_period(period, editor.problem.periods)
        if not colon and after == len(editor.problem.periods):
            month = plan_files.month(editor.problem, first)
            raise UsageError("cli_plan_edit_split_last", month=month)
        target = read_period(into, editor.problem.periods)[0] if colon else after
        moved = [names.workload(name) for name in editor.split_wave(first, target)]
        months = {
            "month": plan_files.month(editor.problem, first),
            "into": plan_files.month(editor.problem, target),
        }
        code = "cli_plan_edit_split_done" if moved else "cli_plan_edit_split_nothing"
        here.tell(code, **months, names=moved)


def _wish(editor: "Editor", written: str) -> "Wish":
    """The wish, its workload by id or name."""
    from grunnmur.plan.edit import read_wish

    wish = read_wish(written, editor.problem.periods)
    return replace(wish, workload=plan_files.workload_named(editor.problem, wish.workload))


def _replanned(here: Shell, editor: "Editor", stability: int, seconds: float) -> "Plan":
    from grunnmur.plan.edit.replan import replan

    before = {move.workload: move for move in editor.plan().moves}
    touched = set(editor.touched)
    found = replan(editor, seconds=seconds, stability=stability, clock=time.monotonic)
    others = [move for move in found.moves if move.workload not in touched]
    kept = sum(before[move.workload] == move for move in others)
    here.tell("cli_plan_edit_replanned", kept=kept, others=len(others))
    return found


def _tell(here: Shell, problem: "Problem", changed: "Plan", *, began: "Plan") -> None:
    from grunnmur.plan.edit import Editor

    verdict = Editor(problem, changed).verdict()
    change = verdict.cost_total - Editor(problem, began).verdict().cost_total
    here.tell(
        "cli_plan_edit_change",
        change=here.voice.amount(change),
        total=verdict.cost_total,
        avoidable=verdict.cost,
    )
    plan_files.show_broken(here, problem, verdict.violations)
