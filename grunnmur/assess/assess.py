"""The verb: rules over an estate, findings and denominators out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from grunnmur.assess import answers, support, vulnerable
from grunnmur.catalogue import rules as rulebook
from grunnmur.catalogue.editions import Edition
from grunnmur.catalogue.rules import BrokenRule, Rule, Rulebook
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
    estate: Estate,
    *,
    on: date,
    rules: Sequence[Rule] | None = None,
    folders: Iterable[Path] = (),
    after: str | None = None,
    catalogue: Edition | None = None,
) -> Assessment:
    """Writes `finding` and `rule_result` for the day `on`.

    Without `rules`, the shipped ones and those in the user's own `folders` are used; of these, the
    ones that judge what the verb `after` wrote, or without `after` all others. With `after`, what
    other rules found stays. A rule that cannot be used becomes a note. Without an edition of the
    `catalogue`, what rests on known vulnerabilities is not judged, and a note says so.
    """
    book = _book(folders, after) if rules is None else Rulebook(tuple(rules))
    steps = Steps(estate.connection, STEPS)
    support.prepare(estate, steps, on=on)
    if after is None:
        _vulnerable(estate, catalogue, on)
    broken = (*book.broken, *answers.collect(estate, steps, book.rules, on=on))

    if after is None:
        estate.write(TABLES["asset_release"], steps.text("out_asset_release"))
    findings = estate.write(TABLES["finding"], _beside(steps, "finding", after))
    results = estate.write(TABLES["rule_result"], _beside(steps, "rule_result", after))
    _note(estate, broken, after, no_edition=after is None and catalogue is None)
    return Assessment(findings, results, broken)


def _vulnerable(estate: Estate, catalogue: Edition | None, on: date) -> None:
    if catalogue is None:
        vulnerable.judge_nothing(estate)
        return
    catalogue.register(estate.connection)
    vulnerable.judge(estate, on=on)


def _book(folders: Iterable[Path], after: str | None) -> Rulebook:
    book = rulebook.load(folders)
    return Rulebook(tuple(rule for rule in book.rules if rule.after == after), book.broken)


def _beside(steps: Steps, table: str, after: str | None) -> str:
    """What is written to the table: what was judged now, and after another verb what stood there."""
    judged = steps.text(f"out_{table}")
    if after is None:
        return judged
    kept = f"select * from {table} where rule_id not in (select rule_id from judging_rule)"
    return f"select * from ({judged}) union all by name {kept}"


def _note(
    estate: Estate, broken: Sequence[BrokenRule], after: str | None, *, no_edition: bool
) -> None:
    """Replaces this verb's own notes by one for each broken rule; after another verb, adds to them."""
    connection = estate.connection
    connection.execute("create or replace temp table broken_rule (place varchar, facts varchar)")
    for rule in broken:
        facts = json.dumps({"file": rule.file.name, "reason": rule.reason}, ensure_ascii=False)
        connection.execute("insert into broken_rule values (?, ?)", [str(rule.file), facts])
    mine = "source <> 'assess'" if after is None else "place not in (select place from broken_rule)"
    missing = "select 'assess', 'catalogue', 'no_catalogue_edition', '{}'" + (
        "" if no_edition else " where false"
    )
    if broken or no_edition or estate.count("note"):
        estate.write(
            TABLES["note"],
            f"select * from note where coalesce({mine}, true) union all "
            f"select 'assess', place, 'rule_broken', facts from broken_rule union all {missing}",
        )
