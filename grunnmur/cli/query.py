"""`grunnmur query`: SQL over every table, printed for eyes or as CSV for machines."""

import sys
from typing import Annotated

import typer

from grunnmur.cli import arguments, csv, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell
from grunnmur.cli.workspaces import estate

_SHOWN = 200


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(app, here, "query", "cli_query", epilog="cli_query_epilog")
    def query(
        workspace: arguments.Workspace,
        question: Annotated[
            str | None, arguments.argument("cli_metavar_sql", "cli_query_sql")
        ] = None,
        as_csv: Annotated[bool, arguments.flag("--csv", "cli_query_csv")] = False,
        run: arguments.Run = None,
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
        table.show(here, ("table", "rows", "what"), [(row[0], row[1], row[3]) for row in rows])
        return
    table.show(here, ("tabell", "rader", "hva"), [row[:3] for row in rows])
