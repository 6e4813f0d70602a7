"""`grunnmur report`: one self-contained page."""

from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli import arguments
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell
from grunnmur.cli.workspaces import estate


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(app, here, "report", "cli_report")
    def report(
        workspace: arguments.Workspace,
        out: Annotated[Path, arguments.option("cli_metavar_file", "cli_report_out")],
        board: Annotated[bool, arguments.flag("--board", "cli_report_board")] = False,
        run: arguments.Run = None,
    ) -> None:
        from grunnmur.report import write_report

        write_report(estate(workspace, run), out, language=here.voice.language, board=board)
        here.hint("cli_report_done", path=str(out))
