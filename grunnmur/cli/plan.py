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
    plan_import,
    plan_simulate,
    plan_solve,
)
from grunnmur.cli.command import command, group
from grunnmur.cli.shell import Shell, UsageError
from grunnmur.cli.stages import add_stage

if TYPE_CHECKING:
    from grunnmur.plan import Report

_SHOWN = 20


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

        found = plan.check(_document(problem), _document(plan_file))
        if as_json:
            typer.echo(json.dumps(found.document(), ensure_ascii=False, indent=1))
        else:
            _verdict(here, found)
        if found.violations:
            raise typer.Exit(1)


def _verdict(here: Shell, found: "Report") -> None:
    """The checker's answer in sentences: costs, then the first of what is broken."""
    say = here.voice
    if found.cost_total is not None:
        line = say("cli_plan_cost", total=found.cost_total, avoidable=found.cost)
        here.out.print(line, markup=False)
    if found.bound is not None and found.gap is not None:
        shown = f"{100 * found.gap:.1f}"
        line = say("cli_plan_check_bound", bound=found.bound, gap=shown)
        here.out.print(line, markup=False)
    if not found.violations:
        here.out.print(say("cli_plan_valid"), markup=False)
        return
    here.out.print(say("cli_plan_broken", count=len(found.violations)), markup=False, style="bold")
    for violation in found.violations[:_SHOWN]:
        here.out.print(f"  {say(violation.code, **violation.facts)}", markup=False)
    if len(found.violations) > _SHOWN:
        here.hint("cli_plan_more", count=len(found.violations) - _SHOWN)


def _document(path: Path) -> Any:  # noqa: ANN401 JSON is anything
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError("cli_no_file", path=str(path)) from error
    except ValueError as error:
        raise UsageError("cli_not_json", path=str(path), reason=str(error)) from error
