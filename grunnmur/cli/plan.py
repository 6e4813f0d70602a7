"""`grunnmur plan`: the whole sentence; `plan solve` and `plan check` for one's own problem."""

from typing import TYPE_CHECKING, Any

import typer

from grunnmur.cli import (
    arguments,
    plan_bound,
    plan_compare,
    plan_edit,
    plan_explain,
    plan_export,
    plan_files,
    plan_import,
    plan_simulate,
    plan_solve,
)
from grunnmur.cli.command import command, group
from grunnmur.cli.shell import Shell
from grunnmur.cli.stages import add_stage

if TYPE_CHECKING:
    from grunnmur.plan import Report


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command and its two sub-commands."""
    plans = group(app, here, "plan", "cli_plan", default="estate")
    add_stage(plans, here, "plan", name="estate", explained="cli_plan_estate")
    plan_solve.add(plans, here)
    _add_check(plans, here)
    plan_bound.add(plans, here)
    for verb in (plan_explain, plan_edit, plan_simulate, plan_compare, plan_import, plan_export):
        verb.add(plans, here)


def _add_check(plans: typer.Typer, here: Shell) -> None:
    @command(plans, here, "check", "cli_plan_check")
    def check(
        problem: arguments.Problem,
        plan_file: arguments.Plan,
        as_json: arguments.Json = False,
    ) -> None:
        from grunnmur import plan

        given = plan_files.document(problem)
        found = plan.check(given, plan_files.document(plan_file))
        if as_json:
            plan_files.print_document(found.document())
        else:
            _verdict(here, given, found)
        if found.violations:
            raise typer.Exit(1)


def _verdict(here: Shell, given: Any, found: "Report") -> None:  # noqa: ANN401 JSON is anything
    """The checker's answer in sentences: costs, then the first of what is broken."""
    say = here.voice
    if found.cost_total is not None:
        here.tell("cli_plan_cost", total=found.cost_total, avoidable=found.cost)
    if found.bound is not None and found.gap is not None and not found.violations:
        shown = say.share(found.gap, 1)
        here.tell("cli_plan_check_bound", bound=found.bound, gap=shown)
    if not found.violations:
        here.tell("cli_plan_valid")
        return
    from grunnmur import plan

    plan_files.show_broken(here, plan.read_problem(given), found.violations)
