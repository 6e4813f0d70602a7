"""The steps that stand between claims and tables, of all claims or of some."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import duckdb

from grunnmur.catalogue import lifecycle
from grunnmur.estate import NOUNS, TABLES
from grunnmur.kit.engine import Steps
from grunnmur.reconcile import decisions, linking, references, scope, winners
from grunnmur.settings import Settings

STEPS = Path(__file__).parent / "steps"


def find_things(
    connection: duckdb.DuckDBPyConnection,
    steps: Steps,
    products: Iterable[lifecycle.Product],
    *,
    beside: bool = False,
    progress: Callable[[str, float], None],
) -> None:
    """Makes `node_entity`, which thing each claim is about, and `resolved`, which thing each reference means.

    `beside` things that an earlier run found, references may mean those too, by the names that it kept.
    """
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
        "product_of_node", "entity_vote", "entity_kept", "cluster_entity", "node_entity", "alias"
    )
    if beside:
        connection.execute("insert into alias from held_named")
    steps.run("wanted", "resolved")
    references.create_mentioned(connection, steps)


def judge_claims(
    connection: duckdb.DuckDBPyConnection,
    steps: Steps,
    settings: Settings,
    *,
    on: date,
    progress: Callable[[str, float], None],
) -> None:
    """Makes `judged`, what won of what was said of each thing, and `scoped`, whether the programme moves it."""
    progress("judging", 0.6)
    winners.judge(connection, steps, settings, on=on)
    scope.rule_table(connection, settings)
    steps.run("scope_decision")
    decisions.refuse_contradicting_scopes(connection)
    steps.run("scoped")


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Drops the intermediate tables: what lasts is in the estate."""
    rows = connection.execute("select table_name from duckdb_tables() where temporary").fetchall()
    drops = [f'drop table if exists temp."{name}"' for (name,) in rows]
    views = connection.execute(
        "select view_name from duckdb_views() where temporary and not internal"
    ).fetchall()
    drops += [f'drop view if exists temp."{name}"' for (name,) in views if name not in TABLES]
    connection.execute(f"begin; {'; '.join(drops)}; commit")
