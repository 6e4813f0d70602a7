"""`grunnmur plan`: the whole sentence; `plan solve` and `plan check` for one's own problem."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grunnmur.cli import (
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
    say = here.voice
    plans = typer.Typer(
        cls=group(say, default="estate"),
        help=say("cli_plan"),
        rich_markup_mode=None,
        add_completion=False,
    )
    app.add_typer(plans, name="plan")
    add_stage(plans, here, "plan", name="estate", explained="cli_plan_estate")
    plan_solve.add(plans, here)
    _add_check(plans, here)
    plan_bound.add(plans, here)
    for verb in (plan_explain, plan_edit, plan_simulate, plan_compare, plan_import, plan_export):
        verb.add(plans, here)


def _add_check(plans: typer.Typer, here: Shell) -> None:
    say = here.voice

    @plans.command("check", cls=command(say), help=say("cli_plan_check"))
    def check(
        problem: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_problem"), help=say("cli_plan_problem"))
        ],
        plan_file: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_plan"), help=say("cli_plan_file"))
        ],
        as_json: Annotated[bool, typer.Option("--json", help=say("cli_plan_json"))] = False,
    ) -> None:
        from grunnmur import plan

        given = plan_files.document(problem)
        found = plan.check(given, plan_files.document(plan_file))
        if as_json:
            typer.echo(json.dumps(found.document(), ensure_ascii=False, indent=1))
        else:
            _verdict(here, given, found)
        if found.violations:
            raise typer.Exit(1)


def _verdict(here: Shell, given: Any, found: "Report") -> None:  # noqa: ANN401 JSON is anything
    """The checker's answer in sentences: costs, then the first of what is broken."""
    say = here.voice
    if found.cost_total is not None:
        line = say("cli_plan_cost", total=found.cost_total, avoidable=found.cost)
        here.out.print(line, markup=False)
    if found.bound is not None and found.gap is not None and not found.violations:
        shown = say.share(found.gap, 1)
        line = say("cli_plan_check_bound", bound=found.bound, gap=shown)
        here.out.print(line, markup=False)
    if not found.violations:
        here.out.print(say("cli_plan_valid"), markup=False)
        return
    from grunnmur import plan

    plan_files.show_broken(here, plan.read_problem(given), found.violations)
