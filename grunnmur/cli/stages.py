"""`grunnmur reconcile`, `depend` and `assess`: the sentence up to that verb."""

from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli.command import command
from grunnmur.cli.run import VERBS, sentence
from grunnmur.cli.shell import Shell, UsageError

_STAGES = ("reconcile", "depend", "assess")


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the three commands."""
    for verb in _STAGES:
        add_stage(app, here, verb, name=verb, explained=f"cli_{verb}")


def add_stage(app: typer.Typer, here: Shell, verb: str, *, name: str, explained: str) -> None:
    """Adds a command `name` that runs the sentence up to `verb`: from `depend` on, on an engine one may choose."""
    say = here.voice
    adds_up = VERBS.index(verb) >= VERBS.index("depend")

    @app.command(name, cls=command(say), help=say(explained))
    def stage(
        directory: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_dir"), help=say("cli_run_dir"))
        ],
        out: Annotated[
            Path, typer.Option(metavar=say("cli_metavar_workspace"), help=say("cli_run_out"))
        ],
        on: Annotated[
            str | None, typer.Option(metavar=say("cli_metavar_date"), help=say("cli_run_on"))
        ] = None,
        catalogue: Annotated[
            Path | None,
            typer.Option(metavar=say("cli_metavar_dir"), help=say("cli_catalogue_place")),
        ] = None,
        engine: Annotated[
            str | None,
            typer.Option(
                metavar=say("cli_metavar_engine"), help=say("cli_run_engine"), hidden=not adds_up
            ),
        ] = None,
    ) -> None:
        if engine is not None and not adds_up:
            raise UsageError("cli_no_engine", verb=verb)
        sentence(here, directory, out, on=on, until=verb, catalogue=catalogue, engine=engine)
