"""`grunnmur score`: how right a run is, where the truth is known."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from grunnmur.cli import arguments, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell
from grunnmur.cli.workspaces import estate

_RECONCILE = ("precision", "recall", "recall_all", "records", "things_true", "things_found")
_RULES = ("precision", "recall", "knowable", "missed", "wrong", "undecided")
_DEPENDENCIES = ("precision", "recall", "reported", "wrong", "observable", "missed")
_ROLES = ("precision", "recall", "f1", "reported", "true")
_SHARES = ("precision", "recall", "recall_all", "f1")


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @command(app, here, "score", "cli_score")
    def score(
        workspace: arguments.Workspace,
        truth: Annotated[Path, arguments.argument("cli_metavar_truth", "cli_score_truth")],
        as_json: Annotated[bool, arguments.flag("--json", "cli_score_json")] = False,
        run: arguments.Run = None,
    ) -> None:
        from grunnmur.score import other_day
        from grunnmur.score import score as judge

        judged = estate(workspace, run)
        found: Mapping[str, Any] = judge(judged, truth)
        if days := other_day(judged, truth):
            here.hint("cli_score_other_day", truth=days[0], run=days[1], on=f"--on {days[0]}")
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
            return
        _show(here, say("cli_score_reconcile"), found["reconcile"], _RECONCILE)
        here.out.print()
        _rules(here, found["rules"])
        for key, names in (("dependencies", _DEPENDENCIES), ("roles", _ROLES)):
            if key in found:
                here.out.print()
                _show(here, say(f"cli_score_{key}"), found[key], names)


def _rules(here: Shell, rules: Mapping[str, Mapping[str, Any]]) -> None:
    """The figures of what the truth speaks of, and a sentence on what it does not."""
    counted = ("reported", "true", "undecided")
    shown = {
        rule_id: found
        for rule_id, found in rules.items()
        if not found["unjudged"] or any(found[name] for name in counted)
    }
    _show(here, here.voice("cli_score_rules"), shown, _RULES)
    left = [
        here.voice("cli_score_left", rule=rule_id, count=found["unjudged"])
        for rule_id, found in rules.items()
        if found["unjudged"]
    ]
    if left:
        here.out.print(here.voice("cli_score_unjudged", left=left), markup=False)


def _show(
    here: Shell, title: str, figures: Mapping[str, Mapping[str, Any]], names: tuple[str, ...]
) -> None:
    here.out.print(title, style="bold", markup=False)
    rows = [
        (key, *(_figure(here, name, values[name]) for name in names))
        for key, values in figures.items()
    ]
    headings = ("", *(here.voice(f"cli_score_{name}") for name in names))
    table.show(here, headings, rows)


def _figure(here: Shell, name: str, value: float | None) -> object:
    """Shares to four decimals, never rounded up to one; counts as they are."""
    if name not in _SHARES or value is None:
        return value
    return here.voice.amount(int(value * 10_000) / 10_000, 4)
