"""`grunnmur controls`: how the demands of laws, norms and owners stand, and what no rule can see of them."""

from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell, UsageError
from grunnmur.cli.workspaces import estate

if TYPE_CHECKING:
    from grunnmur.estate import Estate
    from grunnmur.report.controls import Standing

_VERDICTS = ("fail", "unknown", "pass", "not_applicable", "not_measured")


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @command(app, here, "controls", "cli_controls", epilog="cli_controls_epilog")
    def controls(
        workspace: arguments.Workspace,
        pack: Annotated[
            str | None, arguments.option("cli_metavar_pack", "cli_controls_pack")
        ] = None,
        organisation: Annotated[
            str | None, arguments.option("cli_metavar_name", "cli_controls_organisation")
        ] = None,
        oscal: Annotated[
            Path | None, arguments.option("cli_metavar_dir", "cli_controls_oscal")
        ] = None,
        run: arguments.Run = None,
    ) -> None:
        from grunnmur.report import controls as read
        from grunnmur.report.oscal import write_oscal

        opened = estate(workspace, run)
        owner = _organisation(opened, organisation)
        found = read.standings(opened, language=say.language, organisation=owner)
        if pack is not None:
            found = _of(found, pack)
            _show_pack(here, found)
        else:
            _show_all(here, found)
        if oscal is not None:
            files = write_oscal(opened, oscal, language=say.language)
            here.hint("cli_controls_written", files=len(files), path=str(oscal))


def _organisation(opened: "Estate", wanted: str | None) -> str | None:
    """The id of the organisation of that name or id. Raises UsageError when there is none."""
    if wanted is None:
        return None
    known = opened.connection.execute(
        "select organisation_id, name from organisation order by name, organisation_id"
    ).fetchall()
    for organisation_id, name in known:
        if wanted in (organisation_id, name):
            return str(organisation_id)
    raise UsageError("cli_controls_no_organisation", name=wanted, known=[name for _, name in known])


def _of(found: "tuple[Standing, ...]", pack: str) -> "tuple[Standing, ...]":
    chosen = tuple(one for one in found if one.pack == pack)
    if not chosen:
        known = sorted({one.pack for one in found})
        raise UsageError("cli_controls_no_pack", pack=pack, known=known)
    return chosen


def _show_all(here: Shell, found: "tuple[Standing, ...]") -> None:
    """One row a pack: how many of its demands stand how."""
    say = here.voice
    headings = (say("cli_controls_pack_name"), say("cli_controls_layer"))
    rows = []
    for (pack, version), standings in groupby(found, lambda one: (one.pack, one.version)):
        listed = list(standings)
        counts = Counter(one.verdict for one in listed)
        layer = say.word("value", listed[0].layer)
        rows.append((f"{pack} {version}", layer, *(counts[v] for v in _VERDICTS)))
    table.show(here, (*headings, *(say.word("value", v) for v in _VERDICTS)), rows)
    here.hint("cli_controls_more")


def _show_pack(here: Shell, found: "tuple[Standing, ...]") -> None:
    """Every demand of one pack, then what its rules cannot see, and what is not set."""
    say = here.voice
    for (_, version), standings in groupby(found, lambda one: (one.pack, one.version)):
        listed = list(standings)
        layer = say.word("value", listed[0].layer)
        facts = {"pack": listed[0].pack_title, "version": version, "layer": layer}
        here.heading("cli_controls_heading", **facts)
        names = ("control", "title", "verdict", "failed", "accepted", "unknown", "passed")
        headings = tuple(say(f"cli_controls_{name}") for name in names)
        table.show(here, headings, [_row(here, one) for one in listed])
        for one in listed:
            _explain(here, one)


def _row(here: Shell, one: "Standing") -> tuple[object, ...]:
    verdict = here.voice.word("value", one.verdict)
    return one.control_id, one.title, verdict, one.failed, one.accepted, one.unknown, one.passed


def _explain(here: Shell, one: "Standing") -> None:
    say = here.voice
    here.out.print()
    here.out.print(f"{one.control_id} {one.title}", style="bold", markup=False)
    if one.rules:
        here.out.print(f"  {say('cli_controls_rules', rules=list(one.rules))}", markup=False)
    if one.not_judged:
        here.out.print(
            f"  {say('cli_controls_not_judged', rules=list(one.not_judged))}", markup=False
        )
    here.out.print(f"  {say('cli_controls_not_measured', what=one.not_measured)}", markup=False)
    for parameter in one.parameters:
        value = say("cli_controls_not_set") if parameter.value is None else parameter.value
        here.out.print(
            f"  {say('cli_controls_parameter', title=parameter.title, value=value)}", markup=False
        )
