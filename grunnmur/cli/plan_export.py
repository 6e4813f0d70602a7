"""`grunnmur plan export`: a plan as a workbook, a calendar or a project file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli import arguments, plan_files
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell, UsageError


def add(plans: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @command(plans, here, "export", "cli_plan_export")
    def send_out(
        problem_file: arguments.Problem,
        plan_file: arguments.Plan,
        out: Annotated[Path, arguments.option("cli_metavar_file", "cli_plan_export_out")],
        organisation: Annotated[
            str | None, arguments.option("cli_metavar_organisation", "cli_plan_export_organisation")
        ] = None,
    ) -> None:
        from grunnmur.plan import exchange

        problem, plan = plan_files.problem_of(problem_file), plan_files.plan_of(plan_file)
        ending = out.suffix.lower()
        if ending == ".xlsx":
            content = exchange.workbook(problem, plan, say)
        elif ending == ".ics":
            now = datetime.now(UTC).replace(tzinfo=None)
            content = exchange.calendar(
                problem,
                plan,
                say,
                stamped_at=now,
                organisation=plan_files.trust_named(problem, organisation) if organisation else "",
            )
        elif ending == ".xml":
            content = exchange.project_file(problem, plan, say)
        else:
            raise UsageError("cli_plan_export_ending", ending=out.suffix)
        out.write_bytes(content)
        here.hint("cli_plan_export_done", path=str(out))
