"""`grunnmur serve`: the web site of a workspace."""

import os
from importlib import util
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli import arguments
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell, UsageError

_PORT = 8400


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(app, here, "serve", "cli_serve", epilog="cli_serve_epilog")
    def serve(
        workspace: arguments.Workspace,
        port: Annotated[int, arguments.option("cli_metavar_number", "cli_serve_port")] = _PORT,
        estate: Annotated[
            Path | None, arguments.option("cli_metavar_dir", "cli_serve_estate")
        ] = None,
        catalogue: arguments.Catalogue = None,
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
    require_site()
    from grunnmur_web.serve import serve as run

    return run(
        workspace,
        port=port,
        environment=os.environ,
        say=here.hint,
        estate=estate,
        catalogue=catalogue,
    )


def require_site() -> None:
    """Usage error where only the library is installed."""
    if util.find_spec("django") is None:
        raise UsageError("cli_serve_not_installed")
