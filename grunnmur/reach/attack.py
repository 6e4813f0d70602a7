"""Ways of attack: from ordinary entries to whole domains and to patient data.

The graph is more than an attacker has, never less: a right is taken to be usable as soon as the
zone of its target, or its front, is met at all; and a supplier's own rights always, since suppliers come in
by ways no zone tells of. So what is proven to stop every way in it stops every real one that the sources tell of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from grunnmur.catalogue.attack_moves import Moves
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps, give
from grunnmur.reach.ways import UNREACHED, Graph, Mask, Ways, Whole, reached, ways

CLASSES = ("client", "medical", "internet", "supplier")
TARGETS = ("tier0", "patient_data")
VULNERABLE_RULES = ("vulnerable", "not-secure")
_STEPS = (
    "living_asset",
    "ip_number",
    "asset_zone",
    "weak_asset",
    "read_rule",
    "register_rule",
    "zone_opening",
    "certificate_enrolment",
    "attack_move",
    "attack_entry",
    "attack_target",
    "attack_node",
    "attack_edge",
)


@dataclass(frozen=True, slots=True)
class Attack:
    """The graph with what its edges cost to take away (-1: nothing does), entries and targets."""

    graph: Graph
    edge: Whole  # the edge's number in `attack_edge`
    cost: Whole
    entries: dict[str, Whole]
    targets: dict[str, Whole]


def build(estate: Estate, steps: Steps, *, on: date, moves: Moves) -> Attack:
    """Makes `attack_node` and `attack_edge` and the graph of them, without what no attacker meets."""
    steps.run(
        *_STEPS,
        on=on,
        session_days=moves.session_days,
        opening_ports=list(moves.opening_ports),
        system_weaknesses=list(moves.system_weaknesses),
        vulnerable_rules=list(VULNERABLE_RULES),
    )
    entries = {name: _nodes(estate, "attack_entry", "entry_class", name) for name in CLASSES}
    targets = {name: _nodes(estate, "attack_target", "target", name) for name in TARGETS}
    (count,) = estate.connection.execute("select count(*) from attack_node").fetchall()[0]
    edge = _edges(estate)
    starts = np.concatenate(list(entries.values()))
    met = _met(int(count), edge, starts, entries["supplier"])
    source, target = edge["from_node"].astype(np.int64), edge["to_node"].astype(np.int64)
    return Attack(
        Graph(int(count), source[met], target[met]),
        edge["edge"].astype(np.int64)[met],
        edge["cost"].astype(np.int64)[met],
        entries,
        targets,
    )


def write(estate: Estate, steps: Steps, attack: Attack) -> None:
    """Writes `attack_surface` and `attack_exposure`, and makes `attack_step` of one way each."""
    back = attack.graph.turned()
    nearest = {name: ways(back, attack.targets[name]) for name in TARGETS}
    onward = np.any([nearest[name].distance != UNREACHED for name in TARGETS], axis=0)
    forward = {name: ways(attack.graph, attack.entries[name]) for name in CLASSES}
    give(estate.connection, "surface", _surface(attack, forward, nearest))
    estate.write(TABLES["attack_surface"], steps.text("out_attack_surface"))
    give(estate.connection, "exposure", _exposure(forward, onward))
    estate.write(TABLES["attack_exposure"], steps.text("out_attack_exposure"))
    give(estate.connection, "way", _examples(attack, nearest))
    steps.run("attack_step")


def walk(attack: Attack, nearest: Ways, entry: int) -> list[int]:
    """The edges of one shortest way from an entry, by place in the graph; lowest numbers first."""
    first = np.searchsorted(attack.graph.source, np.arange(attack.graph.count + 1))
    edges, now = [], entry
    while nearest.distance[now] > 0:
        leaving = np.arange(first[now], first[now + 1])
        nearer = nearest.distance[attack.graph.target[leaving]] == nearest.distance[now] - 1
        edges.append(int(leaving[nearer][0]))
        now = int(attack.graph.target[edges[-1]])
    return edges


def way_id(name: str, target: str) -> str:
    """The id of the example of a way."""
    return f"a-{name}-{target}"


def _edges(estate: Estate) -> dict[str, Any]:
    columns: dict[str, Any] = estate.connection.execute(
        "select e.edge, e.from_node, e.to_node, coalesce(e.cost, -1) as cost, "
        "coalesce(e.met, false) and t.kind = 'asset' as gated, "
        "f.kind = 'account' and t.kind = 'account' as among_accounts "
        "from attack_edge e join attack_node f on f.node = e.from_node "
        "join attack_node t on t.node = e.to_node order by e.edge"
    ).fetchnumpy()
    zone = estate.connection.execute(
        "select a.node as asset_node, z.node as zone_node from asset_zone p "
        "join attack_node a on a.kind = 'asset' and a.id = p.asset_id "
        "join attack_node z on z.noun = p.kind and z.id = p.zone_id where p.zone_id <> '' order by all"
    ).fetchnumpy()
    columns["asset_node"], columns["zone_node"] = zone["asset_node"], zone["zone_node"]
    return columns


def _met(count: int, edge: dict[str, Any], starts: Whole, suppliers: Whole) -> Mask:
    """Which edges an attacker can use: those to a thing in a zone that is never met fall away.

    What a supplier's account may do, by itself or by its groups, it is let in to do.
    """
    source, target = edge["from_node"].astype(np.int64), edge["to_node"].astype(np.int64)
    placed = np.zeros(count, dtype=bool)
    placed[edge["asset_node"].astype(np.int64)] = True
    among = edge["among_accounts"].astype(bool)
    let_in = reached(Graph(count, source[among], target[among]), suppliers)
    gated = edge["gated"].astype(bool) & placed[target] & ~let_in[source]
    while True:
        usable = ~gated
        met = reached(Graph(count, source[usable], target[usable]), starts)
        within = np.zeros(count, dtype=bool)
        within[edge["asset_node"].astype(np.int64)[met[edge["zone_node"].astype(np.int64)]]] = True
        opened = gated & within[target]
        if not opened.any():
            kept: Mask = usable & met[source]
            return kept
        gated &= ~opened


def _surface(attack: Attack, forward: dict[str, Ways], nearest: dict[str, Ways]) -> pa.Table:
    rows = [
        _one_surface(attack, name, target, forward[name], nearest[target])
        for name in CLASSES
        for target in TARGETS
    ]
    return pa.Table.from_pylist(rows)


def _one_surface(
    attack: Attack, name: str, target: str, forward: Ways, nearest: Ways
) -> dict[str, object]:
    entries, targets = attack.entries[name], attack.targets[target]
    through = entries[nearest.distance[entries] != UNREACHED]
    return {
        "entry_class": name,
        "target": target,
        "entries": len(entries),
        "entries_through": len(through),
        "targets": len(targets),
        "targets_reached": int((forward.distance[targets] != UNREACHED).sum()),
        "distance": int(nearest.distance[through].min()) if len(through) else None,
        "paths": float(nearest.paths[through].sum()),
        "path_id": way_id(name, target) if (nearest.distance[through] > 0).any() else None,
    }


def _exposure(forward: dict[str, Ways], onward: Mask) -> pa.Table:
    parts = []
    for name in CLASSES:
        found = forward[name]
        node = np.flatnonzero(found.distance != UNREACHED)
        parts.append(
            pa.table(
                {
                    "entry_class": np.full(len(node), name),
                    "node": node,
                    "distance": found.distance[node],
                    "paths": found.paths[node],
                    "onward": onward[node],
                }
            )
        )
    return pa.concat_tables(parts)


def _examples(attack: Attack, nearest: dict[str, Ways]) -> pa.Table:
    rows = list(_ways(attack, nearest))
    return pa.table(
        {
            "path_id": pa.array([row[0] for row in rows], pa.string()),
            "step": pa.array([row[1] for row in rows], pa.int64()),
            "edge": pa.array([row[2] for row in rows], pa.int64()),
        }
    )


def _ways(attack: Attack, nearest: dict[str, Ways]) -> Iterator[tuple[str, int, int]]:
    for name in CLASSES:
        for target in TARGETS:
            far = nearest[target].distance
            entries = attack.entries[name]
            through = entries[far[entries] > 0]  # what is a target itself needs no way
            if len(through):
                entry = int(through[np.argmin(far[through])])
                for step, edge in enumerate(walk(attack, nearest[target], entry), 1):
                    yield way_id(name, target), step, int(attack.edge[edge])


def _nodes(estate: Estate, table: str, column: str, value: str) -> Whole:
    found = estate.connection.execute(
        f"select n.node from {table} e join attack_node n on n.kind = e.kind and n.id = e.id "
        f"where e.{column} = $value order by n.node",
        {"value": value},
    ).fetchnumpy()
    nodes: Whole = np.asarray(found["node"]).astype(np.int64)
    return nodes
