"""`grunnmur notes`: what was left out, unknown or doubtful, in sentences."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.padding import Padding
from rich.text import Text

from grunnmur.cli import arguments, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell, UsageError
from grunnmur.cli.workspaces import estate
from grunnmur.text import sentences

_SHOWN = 40
_SHOWN_OF_NOTHING = 10


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @command(app, here, "notes", "cli_notes")
    def notes(
        workspace: arguments.Workspace,
        code: Annotated[str | None, arguments.option("cli_metavar_code", "cli_notes_code")] = None,
        source: Annotated[
            str | None, arguments.option("cli_metavar_source", "cli_notes_source")
        ] = None,
        everything: arguments.Everything = False,
        run: arguments.Run = None,
    ) -> None:
        connection = estate(workspace, run).connection
        if code is None and source is None:
            _kinds(here, connection)
            return
        if code is not None:
            _refuse_unknown_code(connection, code)
        if source is not None:
            _refuse_unknown_source(connection, source)
        found = connection.execute(
            "select source, place, code, facts from note where code = coalesce($code, code) "
            "and source = coalesce($source, source) order by all",
            {"code": code, "source": source},
        ).fetchall()
        rows = [(f"{row[0]} {row[1]}", here.voice.note(row[2], row[3])) for row in found]
        headings = (say("cli_notes_where"), say("cli_notes_what"))
        table.show_first(here, headings, rows, most=None if everything else _SHOWN)


def _refuse_unknown_code(connection: Any, code: str) -> None:  # noqa: ANN401 a DuckDB connection
    """A kind of note that this run has none of is good news; one that nobody knows is a mistake."""
    found = connection.execute("select distinct code from note order by code").fetchall()
    known = [name for (name,) in found]
    if code not in known and code not in sentences.entries():
        raise UsageError("cli_notes_no_code", name=code, known=known)


def _refuse_unknown_source(connection: Any, source: str) -> None:  # noqa: ANN401 a DuckDB connection
    """A source that is read without any note has none to show; one that nobody knows is a mistake."""
    found = connection.execute("select source from note union select source from source").fetchall()
    known = sorted({name for (name,) in found if name})
    if source not in known:
        raise UsageError("cli_notes_no_source", name=source, known=known)


def tell(here: Shell, notes: Sequence[tuple[str, str, str, str]]) -> None:
    """Says why nothing came of a run that left no workspace to ask."""
    for source, place, code, facts in notes[:_SHOWN_OF_NOTHING]:
        here.err.print(f"{source} {place or ''}".strip(), markup=False, style="bold")
        here.err.print(Padding(Text(here.voice.note(code, facts)), (0, 0, 0, 2)))
    if len(notes) > _SHOWN_OF_NOTHING:
        here.hint("cli_notes_more", count=len(notes) - _SHOWN_OF_NOTHING)


def _kinds(here: Shell, connection: Any) -> None:  # noqa: ANN401 a DuckDB connection
    """Every kind of note: how many, in how many sources, and the first as an example."""
    found = connection.execute(
        "select code, count(*), count(distinct source), min_by(facts, (source, place, facts)) "
        "from note group by code order by 2 desc, 1"
    ).fetchall()
    for code, count, sources, facts in found:
        heading = here.voice("cli_notes_kind", count=count, sources=sources, code=code)
        here.out.print(heading, style="bold", markup=False)
        here.out.print(Padding(Text(here.voice.note(code, facts)), (0, 0, 1, 4)))
