"""The verb: rules over an estate, findings and denominators out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from grunnmur.assess import answers, support
from grunnmur.catalogue import rules as rulebook
from grunnmur.catalogue.rules import BrokenRule, Rule
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps

STEPS = Path(__file__).parent / "steps"


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was written: rows of each table, and the rules that could not be used."""

    findings: int
    results: int
    broken: tuple[BrokenRule, ...]


def assess(
    estate: Estate, *, on: date, rules: Sequence[Rule] | None = None, folders: Iterable[Path] = ()
) -> Assessment:
    """Writes `finding` and `rule_result` for the day `on`.

    Without `rules`, the shipped ones and those in the user's own `folders` are used. A rule that
    cannot be used becomes a note.
    """
    book = rulebook.load(folders) if rules is None else rulebook.Rulebook(tuple(rules))
    steps = Steps(estate.connection, STEPS)
    support.prepare(estate, steps, on=on)
    broken = (*book.broken, *answers.collect(estate, steps, book.rules, on=on))

    estate.write(TABLES["asset_release"], steps.text("out_asset_release"))
    findings = estate.write(TABLES["finding"], steps.text("out_finding"))
    results = estate.write(TABLES["rule_result"], steps.text("out_rule_result"))
    _note(estate, broken)
    return Assessment(findings, results, broken)


def _note(estate: Estate, broken: Sequence[BrokenRule]) -> None:
    """Replaces this verb's own notes by one for each broken rule."""
    connection = estate.connection
    connection.execute("create or replace temp table broken_rule (place varchar, facts varchar)")
    for rule in broken:
        facts = json.dumps({"file": rule.file.name, "reason": rule.reason}, ensure_ascii=False)
        connection.execute("insert into broken_rule values (?, ?)", [str(rule.file), facts])
    if broken or estate.count("note"):
        estate.write(
            TABLES["note"],
            "select * from note where source <> 'assess' union all "
            "select 'assess', place, 'rule_broken', facts from broken_rule",
        )
