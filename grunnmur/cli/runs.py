"""`grunnmur runs`: the runs of a workspace."""

from pathlib import Path

import typer

from grunnmur.cli import arguments, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell
from grunnmur.cli.workspaces import estate


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @command(app, here, "runs", "cli_runs")
    def runs(
        workspace: arguments.Workspace,
    ) -> None:
        from grunnmur.workspace import runs as listed

        rows = [_row(workspace, run_id) for run_id in listed(workspace)]
        headings = tuple(
            say(f"cli_runs_{name}") for name in ("id", "on", "started", "assets", "findings")
        )
        table.show(here, headings, rows)


def _row(workspace: Path, run_id: str) -> tuple[object, ...]:
    found = estate(workspace, run_id).connection.execute(
        "select (select max(on_date) from run), (select max(started_at) from run), "
        "(select count(*) from asset), (select count(*) from finding)"
    )
    return (run_id, *(found.fetchone() or ()))
