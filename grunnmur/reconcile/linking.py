"""Which nodes are the same thing: Splink weighs pairs of assets, keys pair the rest, our rules decide."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from grunnmur.kit.engine import Steps, give, give_texts
from grunnmur.reconcile import decisions
from grunnmur.reconcile.cluster import Clusters, Trait

_HERE = Path(__file__).parent
THRESHOLD = 0.5
"""A pair is taken when it is likelier than not, by the weights in asset.model.json (judgement: the rules
for what may never be one thing catch what a weight cannot; measured in benchmarks/reconcile.py)."""


def link(connection: duckdb.DuckDBPyConnection, steps: Steps) -> None:
    """Makes `linked` (node, cluster): a cluster is the smallest node of the nodes that are one thing."""
    _load_placeholders(connection)
    steps.run("node_name", "node_host", "node_face")
    steps.run("identifier_void", "identifier_shared", "node_identifier")
    steps.run(
        "name_lost", "short_name_domain", "asset_feature", "asset_trait", "key_edge", "key_trait"
    )
    clusters = Clusters(_traits(connection), decisions.pairs(connection, "not_same"))
    clusters.join(decisions.pairs(connection, "same"), forced=True)
    clusters.join(_key_pairs(connection))
    clusters.join(_asset_pairs(connection))
    _store(connection, clusters)
    steps.run("address_holder", "managed_edge", "address_edge")
    for edges in ("managed_edge", "address_edge"):
        clusters.join(connection.execute(f"select a, b from {edges} order by a").fetchall())
    _store(connection, clusters)


def _load_placeholders(connection: duckdb.DuckDBPyConnection) -> None:
    with (_HERE / "placeholders.csv").open(encoding="utf-8", newline="") as stream:
        rows = [(row["kind"], row["value"]) for row in csv.DictReader(stream)]
    give_texts(connection, "placeholder", ("kind", "value"), rows)


def _traits(connection: duckdb.DuckDBPyConnection) -> dict[int, Trait]:
    """What each node says that another may contradict."""
    rows = connection.execute(
        "select node, kind, controller, serial, sid, listing, uuid from asset_trait order by node"
    ).fetchall()
    traits = {
        node: Trait(kind, bool(controller), serial, sid, listing, uuid)
        for node, kind, controller, serial, sid, listing, uuid in rows
    }
    for node, _noun, key in connection.execute("select * from key_trait order by node").fetchall():
        traits[node] = Trait(own_key=key)
    return traits


def _key_pairs(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    return connection.execute("select a, b from key_edge order by weight desc, a, b").fetchall()


def _asset_pairs(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Pairs of asset nodes that Splink finds likelier than not the same, best first."""
    settings = json.loads((_HERE / "asset.model.json").read_text(encoding="utf-8"))
    if not any(
        _is_shared(connection, rule) for rule in settings["blocking_rules_to_generate_predictions"]
    ):
        return []
    from splink import DuckDBAPI, Linker  # heavy to import, and not every run links assets

    api = DuckDBAPI(connection=connection)
    # Without a level it tells nothing of its progress, which has no place between our lines.
    linker = Linker(api.register("asset_feature"), settings, log_level=None)
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
    connection.execute(
        "create or replace temp table asset_pair as "
        "select least(unique_id_l, unique_id_r) as a, greatest(unique_id_l, unique_id_r) as b, "
        f"max(match_weight) as weight from {pairs.physical_name} group by all"
    )
    return connection.execute("select a, b from asset_pair order by weight desc, a, b").fetchall()


def _is_shared(connection: duckdb.DuckDBPyConnection, rule: Mapping[str, Any]) -> bool:
    """Whether the rule pairs any two nodes at all."""
    left, _, right = rule["blocking_rule"].partition(" = ")
    column = left.removeprefix("l.")
    assert right == f"r.{column}", rule
    carried = f"unnest({column})" if column in rule.get("arrays_to_explode", ()) else column
    found = connection.execute(
        f"select 1 from (select {carried} as value from asset_feature) where value is not null "
        "group by value having count(*) > 1 limit 1"
    )
    return found.fetchone() is not None


def _store(connection: duckdb.DuckDBPyConnection, clusters: Clusters) -> None:
    nodes = [row[0] for row in connection.execute("select node from node order by node").fetchall()]
    roots = pa.table({"node": nodes, "cluster": [clusters.root(node) for node in nodes]})
    give(connection, "linked", roots)
