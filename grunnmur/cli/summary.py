"""One screen on what a run came to, and where to look next."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from grunnmur.cli.shell import Shell

if TYPE_CHECKING:
    from grunnmur.estate import Estate
    from grunnmur.report.contents import Contents

_KINDS = 5


def show(here: Shell, estate: Estate, workspace: Path, *, report: Path | None = None) -> None:
    """Prints the summary on standard output. `report` is there already, or is what to make next."""
    from grunnmur.report import contents

    found = contents.read(estate.connection.cursor())
    say = here.voice
    run = found.run.one
    title = say(
        "cli_summary_title",
        group=run["region"].value or say("report_estate"),
        day=say.day(run["on_date"].value),
    )
    here.out.print()
    here.out.print(title, style="bold", markup=False)
    here.out.print()
    here.out.print(_grid(here, _facts(here, found)))
    here.heading("cli_summary_next")
    _next(here, estate, workspace, report)


def _facts(here: Shell, found: Contents) -> list[tuple[str, str]]:
    say = here.voice
    return [
        (say("cli_summary_there_is"), _there_is(here, found)),
        (say("cli_summary_sources"), _sources(here, found)),
        *_reasons(here, found),
        (say("cli_summary_plan"), _plan(here, found)),
        (say("cli_summary_notes"), _notes(here, found)),
    ]


def _there_is(here: Shell, found: Contents) -> str:
    """The most numerous kinds of asset, then applications and dependencies."""
    parts = [
        _counted(here, row["things"].number, "kind", row["kind"])
        for row in found.kinds.rows[:_KINDS]
    ]
    for noun, table in (("application", "applications"), ("dependency", "dependencies")):
        parts.append(_counted(here, found.overview[table].number, "table", noun))
    return ", ".join(parts)


def _counted(here: Shell, number: float, group: str, code: str) -> str:
    """So many of a thing: "1 server", "2 servers". Words for one are in the group, for many in `<group>s`."""
    word = here.voice.word(group if number == 1 else f"{group}s", code)
    return f"{here.voice.amount(number)} {word}"


def _sources(here: Shell, found: Contents) -> str:
    names = ("records", "sources", "claimed", "noted")
    return here.voice(
        "cli_summary_sources_line",
        **{name: here.voice.amount(found.overview[name].number) for name in names},
    )


def _reasons(here: Shell, found: Contents) -> list[tuple[str, str]]:
    from grunnmur.report.contents import REASONS

    say = here.voice
    lines = []
    for rule in REASONS:
        rows = found.reasons.where(part="all", rule_id=rule)
        names = ("failed", "evaluated", "unknown")
        line = (
            say(
                "cli_summary_reason_line",
                **{name: say.amount(rows[0][name].number) for name in names},
            )
            if rows
            else say("cli_summary_nothing_evaluated")
        )
        lines.append((say.word("rule", rule).capitalize(), line))
    return lines


def _plan(here: Shell, found: Contents) -> str:
    say = here.voice
    if not found.plan.rows:
        return say("cli_summary_no_plan")
    plan = found.plan.one
    return say(
        "cli_summary_plan_line",
        moves=plan["moves"].value,
        waves=plan["waves"].value,
        first=plan["first_on"].value,
        last=plan["last_on"].value,
        violations=plan["violations"].value,
    )


def _notes(here: Shell, found: Contents) -> str:
    return here.voice(
        "cli_summary_notes_line", notes=found.overview["notes"].value, kinds=len(found.notes)
    )


def _grid(here: Shell, rows: list[tuple[str, str]]) -> Table:
    grid = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, line in rows:
        grid.add_row(Text(name), Text(line))
    return grid


def _next(here: Shell, estate: Estate, workspace: Path, report: Path | None) -> None:
    """Commands to run next, each with what it shows. Never folded, so that they can be copied."""
    from grunnmur.impact import most_needed

    say = here.voice
    place, program = str(workspace), _program()
    written = "rapport.html" if say.language == "nb" else "report.html"
    rows = [
        (
            str(report or f"{program} report {place} --out {written}"),
            say("cli_summary_next_report"),
        ),
        (f"{program} notes {place}", say("cli_summary_next_notes")),
        (f"{program} query {place}", say("cli_summary_next_query")),
    ]
    needed = most_needed(estate)
    if needed is not None:
        rows.insert(1, (f"{program} impact {place} {needed}", say("cli_summary_next_impact")))
    for command, shown in rows:
        here.out.print(f"  {command}", style="bold", markup=False, soft_wrap=True)
        here.out.print(f"    {shown}", style="dim", markup=False)


def _program() -> str:
    """How a person can call us from here: by name, or where this Python keeps its programs."""
    beside = Path(sys.executable).parent / "grunnmur"
    if shutil.which("grunnmur") or not beside.exists():
        return "grunnmur"
    return str(beside.relative_to(Path.cwd())) if beside.is_relative_to(Path.cwd()) else str(beside)
