"""`grunnmur example`: exports as real tools would write them, with the truth beside."""

from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli.command import command
from grunnmur.cli.progress import progress
from grunnmur.cli.shell import Shell, UsageError


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @app.command("example", cls=command(say), help=say("cli_example"))
    def example(
        directory: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_dir"), help=say("cli_example_dir"))
        ],
        size: Annotated[
            float, typer.Option(metavar=say("cli_metavar_number"), help=say("cli_example_size"))
        ] = 1.0,
        seed: Annotated[
            int, typer.Option(metavar=say("cli_metavar_number"), help=say("cli_example_seed"))
        ] = 7,
    ) -> None:
        from grunnmur import example as region

        if size <= 0:
            raise UsageError("cli_size", size=size)
        with progress(here) as report:
            region.write(directory, size=size, seed=seed, progress=report)
        here.hint("cli_example_done", directory=str(directory))
