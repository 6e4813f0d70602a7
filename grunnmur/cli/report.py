"""`grunnmur report`: one self-contained page."""

from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell
from grunnmur.cli.workspaces import estate


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @app.command("report", cls=command(say), help=say("cli_report"))
    def report(
        workspace: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_workspace"), help=say("cli_workspace"))
        ],
        out: Annotated[
            Path, typer.Option(metavar=say("cli_metavar_file"), help=say("cli_report_out"))
        ],
        board: Annotated[bool, typer.Option("--board", help=say("cli_report_board"))] = False,
        run: Annotated[str | None, typer.Option(metavar="ID", help=say("cli_run_id"))] = None,
    ) -> None:
        from grunnmur.report import write_report

        write_report(estate(workspace, run), out, language=here.voice.language, board=board)
        here.hint("cli_report_done", path=str(out))
