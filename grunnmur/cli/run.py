"""`grunnmur run`: the whole sentence, from exports to a checked plan."""

import os
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli import arguments, days, summary
from grunnmur.cli.command import command
from grunnmur.cli.progress import progress
from grunnmur.cli.shell import Shell, UsageError

VERBS = ("collect", "reconcile", "depend", "assess", "reach", "plan")


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(app, here, "run", "cli_run", epilog="cli_run_epilog")
    def run(
        directory: arguments.Directory,
        out: arguments.Out,
        on: arguments.On = None,
        until: Annotated[str | None, arguments.option("cli_metavar_verb", "cli_run_until")] = None,
        catalogue: arguments.Catalogue = None,
        engine: arguments.Engine = None,
    ) -> None:
        if until is not None and until not in VERBS:
            raise UsageError("cli_until", until=until, known=VERBS)
        sentence(here, directory, out, on=on, until=until, catalogue=catalogue, engine=engine)


def sentence(
    here: Shell,
    directory: Path,
    out: Path,
    *,
    on: str | None,
    until: str | None,
    report: Path | None = None,
    catalogue: Path | None = None,
    engine: str | None = None,
) -> None:
    """Runs the verbs up to `until` with progress, then prints what came of it on one screen.

    `report` is where the report will be, when the caller writes it.
    """
    from grunnmur import pipeline
    from grunnmur.catalogue import editions

    day = days.parse(on) if on else None
    if catalogue is not None and editions.open_edition(catalogue) is None:
        raise UsageError("cli_catalogue_none", path=str(catalogue))
    with progress(here) as told:
        result = pipeline.run(
            directory,
            out,
            on=day,
            until=until or VERBS[-1],
            environment=os.environ,
            catalogue_folder=catalogue,
            engine=engine,
            progress=told,
        )
    summary.show(here, result.estate, out, report=report)
