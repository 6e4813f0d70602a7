"""The verb: claims become one row per real thing, and every claim stays as evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import duckdb

from grunnmur.catalogue import lifecycle
from grunnmur.estate import NOUNS, TABLES, Estate
from grunnmur.kit.engine import Steps
from grunnmur.reconcile import (
    claims,
    decisions,
    linking,
    nouns,
    provenance,
    references,
    relations,
    retention,
    scope,
    winners,
)
from grunnmur.settings import Settings

STEPS = Path(__file__).parent / "steps"


def reconcile(
    settings: Settings,
    claimed: Path,
    estate: Estate,
    *,
    decided: Sequence[tuple[str | None, ...]] = (),
    decision_notes: Sequence[tuple[str, ...]] = (),
    run_id: str,
    on: date,
    products: Iterable[lifecycle.Product],
    previous: Path | None = None,
    progress: Callable[[str, float], None] = lambda _name, _share: None,
) -> None:
    """Writes every table of what there is into `estate`, from the claims in the folder `claimed`.

    `decided` are people's decisions, as rows of the table `decision`; `decision_notes` what reading them noted.
    `products` are those the catalogue knows; `previous` is the folder of the run before:
    ids survive from it. The order of sources, files and
    rows makes no difference to the result.
    """
    connection = estate.connection
    steps = Steps(connection, STEPS)
    progress("claims", 0.0)
    claims.load(connection, claimed, settings)
    decisions.load(connection, decided, decision_notes, on=on)
    provenance.recall(connection, previous)
    steps.run("record_name")
    steps.run("node", nouns=list(NOUNS))
    steps.run("decided_row")
    decisions.refuse_contradicting_pairs(connection)
    progress("linking", 0.15)
    linking.link(connection, steps)
    progress("naming", 0.45)
    references.gather(connection)
    references.know_products(connection, products)
    references.name_products(connection, steps)
    steps.run(
        "product_of_node",
        "entity_vote",
        "entity_kept",
        "cluster_entity",
        "node_entity",
        "alias",
        "wanted",
        "resolved",
    )
    references.create_mentioned(connection, steps)
    progress("judging", 0.6)
    winners.judge(connection, steps, settings, on=on)
    scope.rule_table(connection, settings)
    steps.run("scope_decision")
    decisions.refuse_contradicting_scopes(connection)
    steps.run("scoped")
    progress("writing", 0.75)
    nouns.write(connection, steps, estate)
    relations.write(connection, estate)
    steps.run("network_range", "address_range")
    estate.write(TABLES["address"], steps.text("address"))
    progress("evidence", 0.9)
    provenance.write(connection, steps, estate, run_id=run_id)
    retention.forget_logons(estate, days=settings.logon_days, on=on)
    _forget(connection)


def _forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Drops the intermediate tables: what lasts is in the estate."""
    rows = connection.execute("select table_name from duckdb_tables() where temporary").fetchall()
    for (name,) in rows:
        connection.execute(f'drop table if exists temp."{name}"')
    views = connection.execute(
        "select view_name from duckdb_views() where temporary and not internal"
    ).fetchall()
    for (name,) in views:
        if name not in TABLES:
            connection.execute(f'drop view if exists temp."{name}"')
