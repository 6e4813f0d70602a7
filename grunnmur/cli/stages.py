"""`grunnmur reconcile`, `depend` and `assess`: the sentence up to that verb."""

from typing import Annotated

import typer

from grunnmur.cli import arguments
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
    adds_up = VERBS.index(verb) >= VERBS.index("depend")

    @command(app, here, name, explained)
    def stage(
        directory: arguments.Directory,
        out: arguments.Out,
        on: arguments.On = None,
        catalogue: arguments.Catalogue = None,
        engine: Annotated[
            str | None,
            typer.Option(metavar="cli_metavar_engine", help="cli_run_engine", hidden=not adds_up),
        ] = None,
    ) -> None:
        if engine is not None and not adds_up:
            raise UsageError("cli_no_engine", verb=verb)
        sentence(here, directory, out, on=on, until=verb, catalogue=catalogue, engine=engine)
