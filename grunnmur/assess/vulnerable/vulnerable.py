"""From what runs to what concerns it: items, matches, situations, and the tables that follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from grunnmur.assess.vulnerable import beside, items, kept, match, remembered
from grunnmur.assess.vulnerable.remembered import Remembered
from grunnmur.catalogue import cpe, identifiers, lifecycle
from grunnmur.catalogue.cpe import Spellings
from grunnmur.catalogue.learnt import Learnt, learn
from grunnmur.catalogue.naming import Names
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps

_ITEM_STEPS = ("run_item", "item_written")
CONDITION_STEPS = (
    *("condition_node", "condition_row", "condition_item"),
    *("gathering", "makeup", "makeup_item", "condition_hit", "condition_met", "conditional_match"),
)
_SITUATION_STEPS = ("known_day", "patch_cut", "asset_situation", "situation_key")


WRITTEN = (
    *("situation", "ingredient_situation", "situation_vulnerability", "update_gain"),
    *("detection_check", "unmatched_name"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Judgements a group may change.

    `grace_days`: how long an update may wait before a supported system counts as unpatched; thirty
    days is what most patch policies give. `unlikely`: the exploit probability under which "no known
    exploit" is believed. `listed`: how many vulnerabilities a finding names.
    """

    grace_days: int = 30
    unlikely: float = 0.1
    listed: int = 10


_DEFAULTS = Settings()
_NO_SUPPORT = (
    "create temp table if not exists asset_support "
    "(asset_id varchar, support varchar, security_until date, updates_until date)"
)
"""Where nobody asked how long releases are supported, every update is taken to come."""


def judge(
    estate: Estate,
    *,
    on: date,
    settings: Settings = _DEFAULTS,
    edition: str = "",
    previous: Path | None = None,
) -> None:
    """Writes this module's tables for the edition that is registered on the estate's connection.

    Makes `judged_product`, `judged_ingredient` and `judged_system` for the rules. A vulnerability that was rejected
    concerns nothing. Things that are as they were in the run in the folder `previous` are not judged again where it was
    judged by the edition of that name: what was found of them is taken from there, what is new is kept for the next.
    """
    connection = estate.connection
    connection.execute(_NO_SUPPORT).fetchall()
    steps = Steps(connection, match.STEPS)
    key = kept.key(edition, settings.unlikely, settings.listed)
    earlier = kept.usable(previous, key)
    decided = _decided(connection, on)
    knowledge = _knowledge(connection, earlier, decided)
    kept.recall_things(connection, earlier)
    steps.run("thing_digest", under=remembered.digest(decided))
    steps.run("changed_thing", "same_thing")
    beside.name_equipment(connection, knowledge.learnt)
    steps.run(*_ITEM_STEPS, distributions=list(cpe.distributions()))
    items.write(connection, knowledge)
    match.match(connection, earlier)
    steps.run(
        "item_state", "asset_item", "wanted_vulnerability", *CONDITION_STEPS, *_SITUATION_STEPS
    )
    kept.recall_situations(connection, earlier)
    steps.run("fresh_situation", "situation_match", "ssvc")
    steps.run("vulnerability_weight", unlikely=settings.unlikely)
    steps.run("situation_weighed", "row_range")
    match.place_mended(connection)
    steps.run("judged_situation", listed=settings.listed)
    steps.run("situation_summary", on=on, grace_days=settings.grace_days)
    _write(estate, steps, knowledge.learnt, earlier)
    kept.keep(connection, estate.folder, earlier, key)
    remembered.keep(knowledge.learnt, estate.folder / kept.FOLDER, decided)


def judge_nothing(estate: Estate) -> None:
    """Makes what the rules read, without rows, and takes away what an earlier edition gave."""
    nothing = (
        "judged_edition (edition integer)",
        "judged_product (asset_id varchar, product_id varchar, verdict varchar, reason varchar, "
        "version varchar, affected bigint, exploited bigint, unknown bigint, decision varchar, "
        "worst_cvss double, worst_epss double, situation_id varchar, listed json)",
        "judged_ingredient (application_id varchar, product_id varchar, verdict varchar, reason varchar, "
        "version varchar, affected bigint, exploited bigint, unknown bigint, decision varchar, "
        "worst_cvss double, worst_epss double, situation_id varchar, listed json)",
        "judged_system (asset_id varchar, verdict varchar, reason varchar, affected bigint, "
        "affected_for_long bigint, exploited bigint, unknown bigint, situation_id varchar, listed json)",
    )
    _drop(estate.connection, "judged_product", "judged_ingredient", "judged_system")
    for table in nothing:
        estate.connection.execute(f"create or replace temp table {table}").fetchall()
    for name in WRITTEN:
        if estate.count(name):
            estate.write(TABLES[name], f'select * from "{name}" where false')


def _drop(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Takes away tables and views of these names: neither replaces the other."""
    rows = connection.execute(
        "select table_name, table_type from information_schema.tables "
        "where table_name in (select unnest($names)) and table_catalog = 'temp'",
        {"names": list(names)},
    ).fetchall()
    for name, kind in rows:
        connection.execute(f'drop {"view" if kind == "VIEW" else "table"} temp."{name}"').fetchall()


def _knowledge(
    connection: duckdb.DuckDBPyConnection, earlier: Path | None, decided: remembered.Decided
) -> items.Knowledge:
    products = lifecycle.load()
    names = Remembered(
        lambda: _learnt(connection, decided),
        learn((), decided),
        remembered.recall(connection, earlier and earlier / kept.FOLDER, decided),
    )
    return items.Knowledge(Names(products), Spellings(products), names)


def _learnt(connection: duckdb.DuckDBPyConnection, decided: remembered.Decided) -> Learnt:
    rows = connection.execute(
        "select distinct product_id, part from product_name where kind = 'cpe' order by all"
    ).fetchall()
    packages = connection.execute(
        "select distinct name, product_id from product_name where kind = 'purl' order by all"
    ).fetchall()
    return learn(rows, decided, packages)


def _decided(connection: duckdb.DuckDBPyConnection, on: date) -> remembered.Decided:
    """What people decided names to mean: the latest decision of kind `name` about each that holds on the day."""
    rows = connection.execute(
        "select subject_id, value from decision where kind = 'name' and value like '%:%' "
        "and coalesce(valid_to >= $on, true) order by decided_at nulls first, decision_id",
        {"on": on},
    ).fetchall()
    return {name: identifiers.product_and_version(value) for name, value in rows}


def _write(estate: Estate, steps: Steps, learnt: Remembered, earlier: Path | None) -> None:
    # Views: what a verdict rests on is as long as a page, and stands once a situation; and only the rules ask.
    _drop(estate.connection, "judged_product", "judged_ingredient", "judged_system")
    steps.view("asset_importance", "situation_place", "worst_product", "worst_ingredient")
    for name in ("situation", "ingredient_situation"):
        estate.write(TABLES[name], steps.text(f"out_{name}"))
    found = TABLES["situation_vulnerability"]
    if earlier is None:
        estate.write(found, steps.text(f"out_{found.name}"))
    else:
        estate.add(found, steps.text(f"out_{found.name}"), earlier=earlier)
    steps.view("judged_product", "judged_ingredient", "judged_system")
    steps.run("judged_edition", "unmatched_written", "running", "changed_gain", "offered_update")
    beside.name_candidates(estate.connection, learnt)
    match.place_updates(estate.connection)
    steps.run("update_hit", "held_still", "removed_hit", "situation_gain")
    for name in ("update_gain", "detection_check", "unmatched_name"):
        estate.write(TABLES[name], steps.text(f"out_{name}"))
