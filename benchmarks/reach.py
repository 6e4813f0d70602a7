"""Who reaches what, ways of attack and cuts on the true tables of a made region, beside others.

The common sub-question, the same links for all: which identities reach which stores of patient data.
networkx is asked with one breadth-first search back from each store, the embedded graph database Ladybug
with one recursive query. `--edges` fills the directory up with memberships in groups that lead nowhere, since
real directories are mostly that.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import machine
from benchmarks.true_tables import write
from grunnmur.catalogue import attack_moves
from grunnmur.estate import Estate
from grunnmur.example import access_truth, world
from grunnmur.kit import engine
from grunnmur.kit.engine import Steps
from grunnmur.reach import attack, closure, effective, removals, techniques
from grunnmur.reach.reach import STEPS, _parameters

ON = date(2026, 9, 1)
Other = Callable[[pa.Table, pa.Table], int]
"""Answers the common question of nodes and links: how many pairs there are."""


def main() -> None:
    """Prints a row a size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=float, default=[0.25, 0.5, 1.0])
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--edges", type=float, default=5e6, help="memberships at size 1.0")
    parser.add_argument("--networkx", action="store_true")
    parser.add_argument("--ladybug", action="store_true")
    wanted = parser.parse_args()
    print(machine.line())
    print(
        "size | identities | assets | links | access s | pairs | right | attack s | cut s | cost = proof | peak GB"
    )
    for size in wanted.sizes:
        with TemporaryDirectory() as name:
            others = [
                other
                for other, asked in ((_networkx, wanted.networkx), (_ladybug, wanted.ladybug))
                if asked
            ]
            _measure(Path(name), size, wanted.seed, int(wanted.edges * size), others)


def _measure(folder: Path, size: float, seed: int, edges: int, others: Sequence[Other]) -> None:
    region = world.build(size=size, seed=seed, on=ON)
    write(region, folder, edges=edges, seed=seed)
    estate = Estate(folder, engine.connect(memory="3GB"))
    steps = Steps(estate.connection, STEPS)
    techniques.write(estate, attack_moves.load())
    seconds = [time.process_time()]
    effective.write(estate, steps, on=ON, parameters=_parameters(()))
    seconds.append(time.process_time())
    attacked = attack.build(estate, steps, on=ON, moves=attack_moves.load())
    attack.write(estate, steps, attacked)
    seconds.append(time.process_time())
    removals.write(estate, steps, attacked, None)
    seconds.append(time.process_time())
    spent = " | ".join(f"{value:.1f}" for value in np.diff(seconds))
    access, attacking, cutting = spent.split(" | ")
    rows = estate.connection.execute(
        "select (select count(*) from account), (select count(*) from asset), "
        "(select count(*) from access_link) + (select count(*) from attack_edge), (select count(*) from access)"
    ).fetchall()
    accounts, assets, links, pairs = rows[0]
    cost, bound = estate.connection.execute(
        "select c.cost, (select sum(amount) from cut_path p where p.cut_id = c.cut_id) "
        "from cut c where c.cut_id = 'cut-any'"
    ).fetchall()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    print(
        f"{size} | {accounts} | {assets} | {links} | {access} | {pairs} | {_right(estate, region)} | {attacking} | "
        f"{cutting} | {cost} = {bound} | {peak:.1f}",
        flush=True,
    )
    if others:
        _beside(estate, others)


def _right(estate: Estate, region: world.World) -> str:
    """Whether the violations are exactly the true ones."""
    true = access_truth.pairs(region).to_pylist()
    expected = {
        (rule, row["account_id"], row["data_store_id"], verdict)
        for row in true
        for verdict, column in (("fail", "fails"), ("unknown", "unknown"))
        for rule in row[column].split()
    }
    found = set(
        estate.connection.execute(
            "select rule_id, account_id, data_store_id, verdict from access_violation"
        ).fetchall()
    )
    return f"{len(found & expected)}/{len(found)}/{len(expected)}"


def _beside(estate: Estate, others: Sequence[Other]) -> None:
    """The pairs by each of the others over all links, and how long each takes, building included."""
    node = pa.table(
        estate.connection.execute(
            "select node, store, identity from node_kind order by node"
        ).to_arrow_table()
    )
    edge = pa.table(
        estate.connection.execute(
            "select from_node, to_node, marks from access_edge order by 1, 2"
        ).to_arrow_table()
    )
    for other in (_grunnmur, *others):
        wall, processor = time.perf_counter(), time.process_time()
        count = other(node, edge)
        spent = time.process_time() - processor, time.perf_counter() - wall
        print(f"    which identity reaches which store, {other.__name__.strip('_')}: {count} pairs, "
              f"{spent[0]:.2f} s of processor, {spent[1]:.2f} s on the wall", flush=True)  # fmt: skip


def _grunnmur(node: pa.Table, edge: pa.Table) -> int:
    """With shortest lengths and marks, which the others do not give."""
    store, identity = (np.array(node[name].to_pylist()) for name in ("store", "identity"))
    source, target = (edge[name].to_numpy().astype(np.int64) for name in ("from_node", "to_node"))
    links = closure.Links(len(node), source, target, edge["marks"].to_numpy().astype(np.uint8))
    return len(closure.pairs(closure.reach(links, store=store, identity=identity)).node)


def _networkx(node: pa.Table, edge: pa.Table) -> int:
    import networkx

    graph = networkx.DiGraph()
    graph.add_edges_from(
        zip(edge["to_node"].to_pylist(), edge["from_node"].to_pylist(), strict=True)
    )
    rows = node.to_pylist()
    identity = {row["node"] for row in rows if row["identity"]}
    stores = [row["node"] for row in rows if row["store"] and row["node"] in graph]
    return sum(len(networkx.descendants(graph, store) & identity) for store in stores)


def _ladybug(node: pa.Table, edge: pa.Table) -> int:
    import ladybug

    with TemporaryDirectory() as name:
        folder = Path(name)
        pq.write_table(node, folder / "node.parquet")
        pq.write_table(edge.select(["from_node", "to_node"]), folder / "edge.parquet")
        connection = ladybug.Connection(ladybug.Database(str(folder / "graph")))
        for statement in (
            "create node table Node (node int64, store boolean, identity boolean, primary key (node))",
            "create rel table Leads (from Node to Node)",
            f"copy Node from '{folder}/node.parquet'",
            f"copy Leads from '{folder}/edge.parquet'",
        ):
            connection.execute(statement)
        answer = connection.execute(
            "match (s:Node)<-[:Leads* shortest 1..30]-(i:Node) where s.store and i.identity return count(*)"
        )
        return int(answer.get_next()[0])


if __name__ == "__main__":
    main()
