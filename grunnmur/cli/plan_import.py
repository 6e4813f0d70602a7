"""`grunnmur plan import`: today's plan in from a spreadsheet, checked and priced."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, limits, plan_files
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell, UsageError

if TYPE_CHECKING:
    from grunnmur.plan.exchange import Imported

_SHOWN = 20


def add(plans: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(plans, here, "import", "cli_plan_import")
    def bring_in(
        problem_file: arguments.Problem,
        sheet_file: Annotated[Path, arguments.argument("cli_metavar_file", "cli_plan_import_file")],
        out: Annotated[Path, arguments.option("cli_metavar_file", "cli_plan_import_out")],
        everything: arguments.Everything = False,
    ) -> None:
        from grunnmur import plan
        from grunnmur.plan.exchange import import_plan, read_sheets

        if not sheet_file.is_file():
            raise UsageError("cli_no_file", path=str(sheet_file))
        limits.require_writable(out)
        problem = plan_files.problem_of(problem_file)
        found = import_plan(problem, read_sheets(sheet_file))
        plan_files.write_document(out, found.document)
        moves = len(found.document["moves"])
        here.tell("cli_plan_import_read", moves=moves, workloads=len(problem.workloads))
        _notes(here, found, everything=everything)
        report = plan.check(plan.problem_document(problem), found.document)
        if report.cost_total is None:
            here.tell("cli_plan_import_not_priced")
        else:
            here.tell("cli_plan_cost", total=report.cost_total, avoidable=report.cost)
        plan_files.show_broken(here, problem, report.violations)


def _notes(here: Shell, found: "Imported", *, everything: bool) -> None:
    if not found.notes:
        return
    count = len(found.notes)
    here.out.print(here.voice("cli_plan_import_notes", count=count), markup=False, style="bold")
    for note in found.notes if everything else found.notes[:_SHOWN]:
        here.out.print(f"  {here.voice(note.code, **note.facts)}", markup=False)
    if count > _SHOWN and not everything:
        here.hint("cli_plan_import_all", count=count - _SHOWN)
