"""`grunnmur plan`: the sentence to its end; `plan solve` and `plan check` on a problem of one's own."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from grunnmur.cli.command import command, group
from grunnmur.cli.shell import Shell, Usage
from grunnmur.cli.stages import add_stage


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command and its two sub-commands."""
    say = here.voice
    plans = typer.Typer(
        cls=group(say, default="estate"), help=say("cli_plan"), rich_markup_mode=None, add_completion=False
    )
    app.add_typer(plans, name="plan")
    add_stage(plans, here, "plan", name="estate", explained="cli_plan_estate")
    _add_solve(plans, here)
    _add_check(plans, here)


def _add_solve(plans: typer.Typer, here: Shell) -> None:
    say = here.voice

    @plans.command("solve", cls=command(say), help=say("cli_plan_solve"))
    def solve(
        problem: Annotated[Path, typer.Argument(metavar=say("cli_metavar_problem"), help=say("cli_plan_problem"))],
        out: Annotated[
            Path | None, typer.Option(metavar=say("cli_metavar_file"), help=say("cli_plan_out"))
        ] = None,
    ) -> None:
        from grunnmur import plan

        found = plan.plan_document(plan.solve(plan.read_problem(_document(problem))))
        written = json.dumps(found, ensure_ascii=False, indent=1)
        if out is None:
            typer.echo(written)
        else:
            out.write_text(written + "\n", encoding="utf-8")


def _add_check(plans: typer.Typer, here: Shell) -> None:
    say = here.voice

    @plans.command("check", cls=command(say), help=say("cli_plan_check"))
    def check(
        problem: Annotated[Path, typer.Argument(metavar=say("cli_metavar_problem"), help=say("cli_plan_problem"))],
        plan_file: Annotated[Path, typer.Argument(metavar=say("cli_metavar_plan"), help=say("cli_plan_file"))],
    ) -> None:
        from grunnmur import plan

        found = plan.check(_document(problem), _document(plan_file))
        _verdict(here, found)


def _verdict(here: Shell, found: Any) -> None:  # noqa: ANN401 the checker's own value
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1))


def _document(path: Path) -> Any:  # noqa: ANN401 JSON is anything
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Usage("cli_no_file", path=str(path)) from error
    except ValueError as error:
        raise Usage("cli_not_json", path=str(path), reason=str(error)) from error
