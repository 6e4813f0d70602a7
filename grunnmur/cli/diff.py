"""`grunnmur diff`: what changed between two runs, and why."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, csv, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell, UsageError
from grunnmur.cli.workspaces import estate
from grunnmur.errors import WorkspaceError

if TYPE_CHECKING:
    from grunnmur.diff import Difference

_SHOWN = 8


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(app, here, "diff", "cli_diff")
    def diff(
        workspace: arguments.Workspace,
        before: Annotated[
            str | None, arguments.argument("cli_metavar_run", "cli_diff_before")
        ] = None,
        after: Annotated[
            str | None, arguments.argument("cli_metavar_run", "cli_diff_after")
        ] = None,
        only: Annotated[str | None, arguments.option("cli_metavar_table", "cli_diff_table")] = None,
    ) -> None:
        from grunnmur.diff import TABLES
        from grunnmur.diff import diff as compare

        if only is not None and only not in TABLES:
            raise UsageError("cli_diff_no_table", name=only, known=TABLES)
        first, second = _runs(workspace, before, after)
        found = compare(estate(workspace, first), estate(workspace, second))
        if only is not None:
            rows = found.table(only)
            csv.write(sys.stdout.buffer, rows.columns, rows.fetchall())
            return
        here.tell("cli_diff_runs", before=first, after=second)
        for name in TABLES:
            _show(here, found, name)


def _runs(workspace: Path, before: str | None, after: str | None) -> tuple[str, str]:
    """The two runs named; the last two when none is."""
    from grunnmur.workspace import runs

    known = runs(workspace)
    if before is not None and after is not None:
        return before, after
    if not known:
        raise WorkspaceError("no_run_finished", path=str(workspace))
    later = after or known[-1]
    earlier = before or (
        known[known.index(later) - 1] if later in known and known.index(later) else None
    )
    if earlier is None:
        raise UsageError("cli_diff_one_run", workspace=str(workspace))
    return earlier, later


def _show(here: Shell, found: "Difference", name: str) -> None:
    """One kind of change: its number, and the first of them as sentences."""
    rows = found.table(name)
    count = found.counts()[name]
    here.heading(f"cli_diff_{name}", count=count)
    if not count:
        return
    listed = [
        _line(here, name, dict(zip(rows.columns, row, strict=True)))
        for row in rows.limit(_SHOWN).fetchall()
    ]
    table.show(
        here, tuple(here.voice(f"cli_diff_{part}") for part in ("what", "why")), listed, most=_SHOWN
    )
    if count > _SHOWN:
        here.hint("cli_diff_more", count=count - _SHOWN, table=name)


def _line(here: Shell, name: str, row: dict[str, object]) -> tuple[str, str]:
    why = here.voice(f"why_{row['reason']}", **row)
    shown = row["name"] or "–"
    if name in ("opened", "closed"):
        rule = here.voice.word("rule", str(row["rule_id"]))
        verdict = here.voice.word("value", str(row["verdict"]))
        return f"{shown} ({row['subject_id']}): {rule}, {verdict}", why
    if name == "changed":
        attribute = here.voice.word("column", str(row["attribute"]))
        thing = f"{shown} ({row['entity_id']})"
        return f"{thing}, {attribute}: {row['old'] or '–'} → {row['new'] or '–'}", why
    other = row.get("into_id") or row.get("from_id")
    arrow = f" ↔ {other}" if other else ""
    return f"{here.voice.word('table', str(row['noun']))} {shown} ({row['entity_id']}){arrow}", why
