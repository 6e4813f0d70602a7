"""`grunnmur serve`: the web site of a workspace."""

import os
from importlib import util
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell, UsageError

_PORT = 8400


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @app.command("serve", cls=command(say), help=say("cli_serve"), epilog=say("cli_serve_epilog"))
    def serve(
        workspace: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_workspace"), help=say("cli_workspace"))
        ],
        port: Annotated[
            int, typer.Option(metavar=say("cli_metavar_number"), help=say("cli_serve_port"))
        ] = _PORT,
        estate: Annotated[
            Path | None,
            typer.Option(metavar=say("cli_metavar_dir"), help=say("cli_serve_estate")),
        ] = None,
        catalogue: Annotated[
            Path | None,
            typer.Option(metavar=say("cli_metavar_dir"), help=say("cli_catalogue_place")),
        ] = None,
    ) -> int:
        return open_site(here, workspace, port=port, estate=estate, catalogue=catalogue)


def open_site(
    here: Shell,
    workspace: Path,
    *,
    port: int = _PORT,
    estate: Path | None = None,
    catalogue: Path | None = None,
) -> int:
    """Serves the workspace's current run until it is stopped."""
    if util.find_spec("django") is None:
        raise UsageError("cli_serve_not_installed")
    from grunnmur_web.serve import serve as run

    return run(
        workspace,
        port=port,
        environment=os.environ,
        say=here.hint,
        estate=estate,
        catalogue=catalogue,
    )
