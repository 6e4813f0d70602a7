"""Who reaches what, ways of attack and cuts on the true tables of a made region, beside networkx.

The common sub-question, the same links for both: which identities reach which stores of patient data.
networkx is asked with one breadth-first search back from each store. `--edges` fills the directory
up with memberships in groups that lead nowhere, since real directories are mostly that.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

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


def main() -> None:
    """Prints a row a size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=float, default=[0.25, 0.5, 1.0])
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--edges", type=float, default=5e6, help="memberships at size 1.0")
    parser.add_argument("--networkx", action="store_true")
    wanted = parser.parse_args()
    print(machine.line())
    print(
        "size | identities | assets | links | access s | pairs | right | attack s | cut s | cost = proof | peak GB"
    )
    for size in wanted.sizes:
        with TemporaryDirectory() as name:
            _measure(
                Path(name), size, wanted.seed, int(wanted.edges * size), networkx=wanted.networkx
            )


def _measure(folder: Path, size: float, seed: int, edges: int, *, networkx: bool) -> None:
    region = world.build(size=size, seed=seed, on=ON)
    write(region, folder, edges=edges, seed=seed)
    estate = Estate(folder, engine.connect(memory="3GB"))
    steps = Steps(estate.connection, STEPS)
    techniques.write(estate, attack_moves.load())
    seconds = [time.process_time()]
    found = effective.write(estate, steps, on=ON, parameters=_parameters(()))
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
    if networkx:
        _beside(estate, found)


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


def _beside(estate: Estate, found: closure.Reach) -> None:
    """The pairs by networkx over all links, and how long each takes, building included."""
    import networkx

    node = estate.connection.execute(
        "select node, store, identity from node_kind order by node"
    ).fetchall()
    edge = estate.connection.execute(
        "select from_node, to_node, marks from access_edge order by 1, 2"
    ).fetchnumpy()
    began = time.process_time()
    graph = networkx.DiGraph()
    graph.add_edges_from(zip(edge["to_node"].tolist(), edge["from_node"].tolist(), strict=True))
    identity = {number for number, _, who in node if who}
    stores = [number for number, store, _ in node if store and number in graph]
    count = sum(len(networkx.descendants(graph, store) & identity) for store in stores)
    theirs = time.process_time() - began
    began = time.process_time()
    links = closure.Links(len(node), edge["from_node"].astype(np.int64), edge["to_node"].astype(np.int64),
                          edge["marks"].astype(np.uint8))  # fmt: skip
    store = np.array([one for _, one, _ in node])
    again = closure.reach(links, store=store, identity=np.array([who for _, _, who in node]))
    ours = len(closure.pairs(again).node)
    mine = time.process_time() - began
    print(f"    which identity reaches which store: networkx {theirs:.1f} s, {count} pairs; "
        f"grunnmur {mine:.1f} s, {ours} pairs, "
          f"with lengths and marks ({theirs / mine:.0f} times)", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
