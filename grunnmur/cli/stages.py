"""`grunnmur reconcile`, `depend` and `assess`: the sentence up to that verb."""

from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli.command import command
from grunnmur.cli.run import VERBS, sentence
from grunnmur.cli.shell import Shell

_STAGES = ("reconcile", "depend", "assess")


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the three commands."""
    for verb in _STAGES:
        add_stage(app, here, verb, name=verb, explained=f"cli_{verb}")


def add_stage(app: typer.Typer, here: Shell, verb: str, *, name: str, explained: str) -> None:
    """Adds a command `name` that runs the sentence up to `verb`: from `depend` on, on an engine one may choose."""
    add_one = _with_engine if VERBS.index(verb) >= VERBS.index("depend") else _without
    add_one(app, here, verb, name=name, explained=explained)


def _without(app: typer.Typer, here: Shell, verb: str, *, name: str, explained: str) -> None:
    say = here.voice

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
    ) -> None:
        sentence(here, directory, out, on=on, until=verb)


def _with_engine(app: typer.Typer, here: Shell, verb: str, *, name: str, explained: str) -> None:
    say = here.voice

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
        engine: Annotated[
            str | None,
            typer.Option(metavar=say("cli_metavar_engine"), help=say("cli_run_engine")),
        ] = None,
    ) -> None:
        sentence(here, directory, out, on=on, until=verb, engine=engine)
