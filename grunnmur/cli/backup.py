"""`grunnmur backup` and `grunnmur restore`: what the site remembers, in a file and out of it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli import arguments, serve
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell

_File = Annotated[Path, arguments.argument("cli_metavar_file", "cli_backup_file")]


def add(app: typer.Typer, here: Shell) -> None:
    """Adds both commands."""

    @command(app, here, "backup", "cli_backup")
    def backup(workspace: arguments.Workspace, file: _File) -> None:
        serve.require_site()
        from grunnmur_web.backup import backup as run

        size = run(workspace, file, os.environ)
        here.hint("cli_backup_done", path=file, kilobytes=max(1, size // 1000))

    @command(app, here, "restore", "cli_restore")
    def restore(workspace: arguments.Workspace, file: _File) -> None:
        serve.require_site()
        from grunnmur_web.backup import restore as run

        back = run(workspace, file, os.environ)
        found = back.database
        here.hint(
            "cli_restore_done", people=found.people, decisions=found.decisions, rows=found.log_rows
        )
        here.hint("cli_restore_files", uploads=back.uploads, scenarios=back.scenarios)
        here.hint("cli_restore_before", name=found.before)
