"""`grunnmur backup` and `grunnmur restore`: what the site remembers, in a file and out of it."""

import os
from importlib import util
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell, UsageError


def add(app: typer.Typer, here: Shell) -> None:
    """Adds both commands."""
    say = here.voice
    workspace_named = Annotated[
        Path, typer.Argument(metavar=say("cli_metavar_workspace"), help=say("cli_workspace"))
    ]
    file_named = Annotated[
        Path, typer.Argument(metavar=say("cli_metavar_file"), help=say("cli_backup_file"))
    ]

    @app.command("backup", cls=command(say), help=say("cli_backup"))
    def backup(workspace: workspace_named, file: file_named) -> None:
        _installed()
        from grunnmur_web.backup import backup as run

        size = run(workspace, file, os.environ)
        here.hint("cli_backup_done", path=file, kilobytes=max(1, size // 1000))

    @app.command("restore", cls=command(say), help=say("cli_restore"))
    def restore(workspace: workspace_named, file: file_named) -> None:
        _installed()
        from grunnmur_web.backup import restore as run

        back = run(workspace, file, os.environ)
        found = back.database
        here.hint(
            "cli_restore_done", people=found.people, decisions=found.decisions, rows=found.log_rows
        )
        here.hint("cli_restore_files", uploads=back.uploads, scenarios=back.scenarios)
        here.hint("cli_restore_before", name=found.before)


def _installed() -> None:
    if util.find_spec("django") is None:
        raise UsageError("cli_serve_not_installed")
