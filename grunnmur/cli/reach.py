"""`grunnmur reach`: who can reach patient data, from where, and the fewest removals that stop it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, limits, reach_about, reach_files, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell
from grunnmur.cli.workspaces import estate

if TYPE_CHECKING:
    from grunnmur.estate import Estate
    from grunnmur.reach.answers.names import Named
    from grunnmur.reach.answers.removals import Removal

_SHOWN = 20
_REMOVAL = ("place", "removal", "subject", "other", "cost", "stops", "closes", "wave")


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @command(app, here, "reach", "cli_reach", epilog="cli_reach_epilog")
    def reach(
        workspace: arguments.Workspace,
        redact: Annotated[bool, arguments.flag("--redact", "cli_reach_redact")] = False,
        out: Annotated[Path | None, arguments.option("cli_metavar_dir", "cli_reach_out")] = None,
        budget: Annotated[
            list[int] | None, arguments.option("cli_metavar_number", "cli_reach_budget")
        ] = None,
        after_wave: Annotated[
            str | None, arguments.option("cli_reach_metavar_wave", "cli_reach_after_wave")
        ] = None,
        about: Annotated[
            str | None, arguments.option("cli_reach_metavar_about", "cli_reach_about_help")
        ] = None,
        again: Annotated[bool, arguments.flag("--again", "cli_reach_again")] = False,
        everything: arguments.Everything = False,
        run: arguments.Run = None,
    ) -> None:
        from grunnmur import pipeline
        from grunnmur.reach.answers import names
        from grunnmur.reach.answers.about import pairs

        for number in budget or []:
            limits.require_number("--budget", number)
        opened = estate(workspace, run)
        with reach_files.owner_only(), TemporaryDirectory() as scratch:
            if again or budget or not (opened.folder / "access.parquet").exists():
                pipeline.reach_again(opened, budgets=budget)
            shown = opened
            if after_wave is not None:
                shown = pipeline.reach_after_wave(opened, Path(scratch), after_wave, budgets=budget)
            told = None if about is None else (about, pairs(shown, about))
            here.out.print(say("cli_reach_classification"), markup=False, style="bold")
            if after_wave is not None:
                _compare(here, opened, shown, after_wave)
            pseudonyms = reach_files.pseudonyms(workspace) if redact else None
            named = pseudonyms or partial(names.name, shown)
            most = None if everything else _SHOWN
            if told is None:
                _show(here, shown, named, most=most)
            else:
                reach_about.show(here, shown, *told, named, most=most)
            if out is not None:
                reach_files.export(here, shown, out, pseudonyms)


def _compare(here: Shell, today: "Estate", later: "Estate", wave: str) -> None:
    """What is another after the wave, line by line."""
    from grunnmur.reach.answers import totals

    before, after = (totals.standing(one) for one in (today, later))
    say = here.voice
    rows = []
    for key in sorted({*before, *after}, key=str):
        question, *abouts = key
        numbers = before.get(key, 0), after.get(key, 0)
        if numbers != (0, 0):
            about = " – ".join(say.word("value", one) for one in abouts if one)
            rows.append((say(f"cli_reach_same_{question}"), about, *numbers))
    here.heading("cli_reach_compare", wave=wave)
    table.show(here, _headings(here, ("question", "about", "today", "later")), rows)


def _show(here: Shell, opened: "Estate", named: "Named", *, most: int | None) -> None:
    from grunnmur.reach.answers import removals, totals

    for name in totals.TOTALS:
        found = totals.total(opened, name)
        rows = [_row(here, row) for row in found.rows]
        _table(here, name, found.columns, rows, most=most)
    wanted = removals.removals(opened)
    _table(here, "items", _REMOVAL, [_removal(here, one, named) for one in wanted], most=most)
    if unknown := sum(one.kind in ("place", "rules") for one in wanted):
        here.hint("cli_reach_find_out", count=unknown)
    if not totals.is_assessed(opened):
        here.hint("cli_reach_not_assessed")


def _table(
    here: Shell,
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    *,
    most: int | None,
) -> None:
    here.heading(f"cli_reach_{title}")
    table.show_first(here, _headings(here, columns), rows, most=most)


def _headings(here: Shell, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(here.voice(f"cli_reach_{column}") for column in columns)


def _row(here: Shell, row: tuple[object, ...]) -> tuple[object, ...]:
    """The row in words. Before the first number stand codes, and an empty one is not known."""
    first = next((place for place, cell in enumerate(row) if isinstance(cell, int)), len(row))
    return tuple(
        here.voice.word("value", str(cell) if cell is not None else None)
        if (isinstance(cell, str) and cell) or (cell is None and place < first)
        else cell
        for place, cell in enumerate(row)
    )


def _removal(here: Shell, one: "Removal", named: "Named") -> tuple[object, ...]:
    ends = (named(*thing) if thing is not None else "" for thing in (one.subject, one.other))
    said = here.voice.word("value", one.kind)
    if one.kind in ("control", "right"):
        said = f"{said}: {here.voice.word('value', one.through)}"
    return one.place, said, *ends, one.cost, one.stops, one.closes, one.ends_on
