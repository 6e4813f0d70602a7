"""`grunnmur query`: SQL over every table, printed for eyes or as CSV for machines."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli import csv, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell
from grunnmur.cli.workspaces import estate

_SHOWN = 200


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @app.command("query", cls=command(say), help=say("cli_query"), epilog=say("cli_query_epilog"))
    def query(
        workspace: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_workspace"), help=say("cli_workspace"))
        ],
        question: Annotated[
            str | None, typer.Argument(metavar=say("cli_metavar_sql"), help=say("cli_query_sql"))
        ] = None,
        as_csv: Annotated[bool, typer.Option("--csv", help=say("cli_query_csv"))] = False,
        run: Annotated[str | None, typer.Option(metavar="ID", help=say("cli_run_id"))] = None,
    ) -> None:
        from grunnmur import query as questions

        opened = estate(workspace, run)
        if question is None:
            _tables(here, questions.tables(opened))
            return
        answer = questions.ask(opened, sys.stdin.read() if question == "-" else question)
        if as_csv:
            csv.write(sys.stdout.buffer, answer.columns, answer.rows())
            return
        left = table.show(here, answer.columns, answer.rows(), most=_SHOWN)
        if left:
            here.hint("cli_query_more", rows=left)


def _tables(here: Shell, found: list[tuple[str, int]]) -> None:
    from grunnmur.estate import TABLES

    rows = [
        (name, count, here.voice.word("tables", name), TABLES[name].description)
        for name, count in found
    ]
    if here.voice.language == "en":
        table.show(
            here,
            ("table", "rows", "what"),
            [(row[0], row[1], row[3]) for row in rows],
            most=len(rows),
        )
        return
    table.show(here, ("tabell", "rader", "hva"), [row[:3] for row in rows], most=len(rows))
