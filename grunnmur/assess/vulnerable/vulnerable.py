"""From what runs to what concerns it: items, matches, situations, and the tables that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from grunnmur.assess.vulnerable import beside, items, kept, match
from grunnmur.catalogue import identifiers, lifecycle
from grunnmur.catalogue.cpe import Spellings
from grunnmur.catalogue.learnt import Learnt, learn
from grunnmur.catalogue.naming import Names
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps

_ITEM_STEPS = ("run_item", "item_written")
CONDITION_STEPS = (
    *("condition_node", "condition_row", "condition_item"),
    *("makeup", "makeup_item", "condition_hit", "condition_met", "conditional_match"),
)
_SITUATION_STEPS = (
    *("known_day", "patch_cut", "asset_situation", "situation_key", "situation_match"),
    "ssvc",
)


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


def judge(
    estate: Estate,
    *,
    on: date,
    settings: Settings = _DEFAULTS,
    edition: str = "",
    previous: Path | None = None,
) -> None:
    """Writes this module's tables for the edition that is registered on the estate's connection.

    Makes `situation_summary` and `asset_situation` for the rules. A vulnerability that was rejected
    concerns nothing. What the run in the folder `previous` matched by the edition of that name is not
    matched again, and what is matched now is kept for the next run.
    """
    connection = estate.connection
    steps = Steps(connection, match.STEPS)
    knowledge = _knowledge(connection, on)
    beside.name_equipment(connection, knowledge.learnt)
    steps.run(*_ITEM_STEPS)
    items.write(connection, knowledge)
    match.match(connection, previous=previous, edition=edition)
    steps.run(
        "item_state", "asset_item", "wanted_vulnerability", *CONDITION_STEPS, *_SITUATION_STEPS
    )
    steps.run("vulnerability_weight", unlikely=settings.unlikely)
    steps.run("situation_weighed", "row_range", "asset_importance")
    steps.run("situation_summary", on=on, grace_days=settings.grace_days, listed=settings.listed)
    match.place_mended(connection)
    _write(estate, steps, knowledge.learnt)
    kept.keep(connection, estate.folder, edition)


def judge_nothing(estate: Estate) -> None:
    """Makes what the rules read, without rows, and takes away what an earlier edition gave."""
    nothing = (
        "judged_edition (edition integer)",
        "judged_product (asset_id varchar, product_id varchar, verdict varchar, reason varchar, "
        "version varchar, affected bigint, exploited bigint, unknown bigint, decision varchar, "
        "worst_cvss double, worst_epss double, situation_id varchar, listed varchar[])",
        "judged_ingredient (application_id varchar, product_id varchar, verdict varchar, reason varchar, "
        "version varchar, affected bigint, exploited bigint, unknown bigint, decision varchar, "
        "worst_cvss double, worst_epss double, situation_id varchar, listed varchar[])",
        "judged_system (asset_id varchar, verdict varchar, reason varchar, affected bigint, "
        "affected_for_long bigint, exploited bigint, listed varchar[])",
    )
    for table in nothing:
        estate.connection.execute(f"create or replace temp table {table}").fetchall()
    for name in WRITTEN:
        if estate.count(name):
            estate.write(TABLES[name], f'select * from "{name}" where false')


def _knowledge(connection: duckdb.DuckDBPyConnection, on: date) -> items.Knowledge:
    products = lifecycle.load()
    return items.Knowledge(Names(products), Spellings(products), _learnt(connection, on))


def _learnt(connection: duckdb.DuckDBPyConnection, on: date) -> Learnt:
    rows = connection.execute(
        "select distinct product_id, part from product_name where kind = 'cpe' order by all"
    ).fetchall()
    packages = connection.execute(
        "select distinct name, product_id from product_name where kind = 'purl' order by all"
    ).fetchall()
    return learn(rows, _decided(connection, on), packages)


def _decided(
    connection: duckdb.DuckDBPyConnection, on: date
) -> Mapping[str, tuple[str, str | None]]:
    """What people decided names to mean: the latest decision of kind `name` about each that holds on the day."""
    rows = connection.execute(
        "select subject_id, value from decision where kind = 'name' and value like '%:%' "
        "and coalesce(valid_to >= $on, true) order by decided_at nulls first, decision_id",
        {"on": on},
    ).fetchall()
    return {name: identifiers.product_and_version(value) for name, value in rows}


def _write(estate: Estate, steps: Steps, learnt: Learnt) -> None:
    steps.run(
        *("unmatched_written", "judged_edition", "judged_product", "judged_ingredient"),
        "judged_system",
    )
    beside.name_candidates(estate.connection, learnt)
    for name in WRITTEN:
        estate.write(TABLES[name], steps.text(f"out_{name}"))
