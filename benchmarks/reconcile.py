"""Linking on seeds it was not tuned on, beside Splink with its own defaults on the same records.

Plain Splink gets the same assets' identifiers as every claim has them (one spelling, words for "not known"
left out, nothing else): exact-match comparisons, u by random sampling, m by expectation maximisation, clusters at 0.95.
That is how its documentation begins, not the best an expert could do with it.
"""

from __future__ import annotations

import argparse
import logging
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks import machine, regions
from grunnmur import collect, score, settings
from grunnmur.kit import engine
from grunnmur.reconcile import claims
from grunnmur.reconcile.stages import STEPS

_FIELDS = ("serial", "uuid", "mac", "host", "inventory_no", "asset_tag")


def main() -> None:
    """Prints a row a seed and class of ours, and one a seed of plain Splink over all assets."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seeds", nargs="*", type=int, default=[101, 102])
    parser.add_argument("--size", type=float, default=0.1)
    wanted = parser.parse_args()
    print(machine.line())
    print("seed | who | class | precision | recall of linkable | recall of all | records | pairs")
    for seed in wanted.seeds:
        with regions.run(seed, wanted.size) as region:
            found = score.score(region.estate, region.truth)["reconcile"]
            for name, figures in sorted(found.items()):
                if figures["pairs_true"]:
                    _row(seed, "grunnmur", name, figures)
            began = time.perf_counter()
            with_splink = _plain(region.exports, region.truth)
            _row(seed, f"plain Splink ({time.perf_counter() - began:.0f} s)", "asset", with_splink)


def _row(seed: int, who: str, name: str, figures: dict[str, object]) -> None:
    shares = " | ".join(
        "–" if figures[key] is None else f"{figures[key]:.4f}"
        for key in ("precision", "recall", "recall_all")
    )
    print(
        f"{seed} | {who} | {name} | {shares} | {figures['records']} | {figures['pairs_true']}",
        flush=True,
    )


def _plain(exports: Path, truth: Path) -> dict[str, object]:
    """Plain Splink's figures over the same asset rows."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    connection = engine.connect()
    _records(connection, exports)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[cl.ExactMatch(name) for name in _FIELDS],
        blocking_rules_to_generate_predictions=[block_on(name) for name in _FIELDS],
    )
    linker = Linker(DuckDBAPI(connection=connection).register("record_feature"), settings)
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for name in ("serial", "host"):
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(name))
        except ValueError as error:
            print(f"    plain Splink: training on {name} gave up and its defaults stay: {error}")
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.95)
    return _score(connection, clusters.physical_name, truth)


def _records(connection: duckdb.DuckDBPyConnection, exports: Path) -> None:
    """Makes `record_feature`: a row an asset record, with the identifiers its own row gives."""
    wishes = settings.read(exports)
    with TemporaryDirectory() as folder:
        claimed = collect.collect(wishes, Path(folder) / "claims").folder
        claims.load(connection, claimed, wishes)
        steps = engine.Steps(connection, STEPS)
        steps.run("record_name")
        steps.run("node", nouns=["asset"])
        connection.execute(
            "create table record_feature as select n.node as unique_id, n.source, n.record_key, "
            "min(i.value) filter (i.kind = 'serial') as serial, min(i.value) filter (i.kind = 'uuid') as uuid, "
            "min(i.value) filter (i.kind = 'mac') as mac, "
            "min(lower(i.value)) filter (i.kind in ('fqdn', 'hostname')) as host, "
            "min(i.value) filter (i.kind = 'inventory_no') as inventory_no, "
            "min(i.value) filter (i.kind = 'asset_tag') as asset_tag "
            "from node n left join written_identifier i on i.claim = n.claim where n.about group by all"
        ).fetchall()


def _score(connection: duckdb.DuckDBPyConnection, clusters: str, truth: Path) -> dict[str, object]:
    """Pairs counted by group sizes, as grunnmur.score does."""
    rows = connection.execute(
        f"""
        with found as (
            select t.entity_id, t.link_group, coalesce(c.cluster_id::varchar, 'alone-' || r.unique_id) as cluster
            from read_parquet('{truth}/record.parquet') t
            join record_feature r on r.source = t.source and r.record_key = t.record_key
            left join {clusters} c on c.unique_id = r.unique_id
            where t.noun = 'asset'
        ),
        pairs as (
            select 'together' as what, count(*) * (count(*) - 1) / 2 as n from found group by cluster
            union all select 'right', count(*) * (count(*) - 1) / 2 from found group by cluster, entity_id
            union all select 'true', count(*) * (count(*) - 1) / 2 from found group by entity_id
            union all select 'linkable', count(*) * (count(*) - 1) / 2 from found group by entity_id, link_group
            union all select 'linked', count(*) * (count(*) - 1) / 2 from found group by entity_id, link_group, cluster
        )
        select what, sum(n) from pairs group by what
        union all select 'records', count(*) from found
        """
    ).fetchall()
    count = {what: int(n) for what, n in rows}
    return {
        "precision": count["right"] / count["together"] if count["together"] else None,
        "recall": count["linked"] / count["linkable"] if count["linkable"] else None,
        "recall_all": count["right"] / count["true"] if count["true"] else None,
        "records": count["records"],
        "pairs_true": count["true"],
    }


if __name__ == "__main__":
    main()
