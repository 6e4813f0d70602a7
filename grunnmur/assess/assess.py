"""The verb: rules over an estate, findings and denominators out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from grunnmur.assess import answers, demands, notices, support, vulnerable
from grunnmur.catalogue import controls
from grunnmur.catalogue import rules as rulebook
from grunnmur.catalogue.controls import Packs
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
    packs: Packs | None = None,
    previous: Path | None = None,
) -> Assessment:
    """Writes `finding` and `rule_result` for the day `on`, and how the demands of the `packs` stand.

    Without `rules`, the shipped ones and those in the user's own `folders` are used; of these, the
    ones that judge what the verb `after` wrote, or without `after` all others. With `after`, what
    other rules found stays. A rule that cannot be used becomes a note. Without an edition of the
    `catalogue`, what rests on known vulnerabilities is not judged, and a note says so. Without
    `packs`, the shipped ones; with `after`, those the estate holds. What the run in the folder `previous`
    found by the same knowledge of things that are as they were is not found again.
    """
    whole = rulebook.load(folders) if rules is None else Rulebook(tuple(rules))
    chosen = [rule for rule in whole.rules if rules is not None or rule.after == after]
    steps = Steps(estate.connection, STEPS)
    support.prepare(estate, steps, on=on)
    steps.run("acceptance", on=on)
    broken = list(whole.broken)
    if after is None:
        _vulnerable(estate, catalogue, on, previous)
        notices.judge(estate, on=on, previous=previous)
        packs = packs or controls.load()
        broken += packs.broken
        demands.write(estate, packs.packs)
    broken += answers.collect(estate, steps, chosen, on=on)

    if after is None:
        estate.write(TABLES["asset_release"], steps.text("out_asset_release"))
    findings = estate.write(TABLES["finding"], _beside(steps, "finding", after))
    results = estate.write(TABLES["rule_result"], _beside(steps, "rule_result", after))
    estate.write(TABLES["rule"], _beside(steps, "rule", after))
    demands.conclude(estate, steps)
    others = [rule.rule_id for rule in whole.rules if rule not in chosen]
    _note(estate, steps, broken, after, others, no_edition=after is None and catalogue is None)
    return Assessment(findings, results, tuple(broken))


def _vulnerable(estate: Estate, catalogue: Edition | None, on: date, previous: Path | None) -> None:
    if catalogue is None:
        vulnerable.judge_nothing(estate)
        return
    catalogue.register(estate.connection)
    vulnerable.judge(estate, on=on, edition=catalogue.name, previous=previous)


def _beside(steps: Steps, table: str, after: str | None) -> str:
    """What is written to the table: what was judged now, and after another verb what stood there."""
    judged = steps.text(f"out_{table}")
    if after is None:
        return judged
    kept = f"select * from {table} where rule_id not in (select rule_id from judging_rule)"
    return f"select * from ({judged}) union all by name {kept}"


def _note(
    estate: Estate,
    steps: Steps,
    broken: Sequence[BrokenRule],
    after: str | None,
    others: Sequence[str],
    *,
    no_edition: bool,
) -> None:
    """Replaces this verb's own notes; after another verb, only those about the same places."""
    connection = estate.connection
    connection.execute(
        "create or replace temp table own_note (place varchar, code varchar, facts varchar)"
    )
    for rule in broken:
        facts = json.dumps({"file": rule.file.name, "reason": rule.reason}, ensure_ascii=False)
        connection.execute(
            "insert into own_note values (?, 'rule_broken', ?)", [str(rule.file), facts]
        )
    if no_edition:
        connection.execute(
            "insert into own_note values ('catalogue', 'no_catalogue_edition', '{}')"
        )
    if after is None:
        connection.execute(f"insert into own_note from ({steps.text('notice_note')})")
    connection.execute(
        f"insert into own_note select place, code, facts from ({steps.text('acceptance_note')})",
        {"others": list(others)},
    )
    mine = "source <> 'assess'"
    if after is not None:
        mine = f"({mine} or place not in (select place from own_note))"
    if estate.count("own_note") or estate.count("note"):
        estate.write(
            TABLES["note"],
            f"select * from note where coalesce({mine}, true) union all "
            "select 'assess', place, code, facts from own_note",
        )
