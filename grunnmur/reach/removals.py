"""Cuts as tables: what to remove in which order, what it costs, and the ways that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps
from grunnmur.reach import cut
from grunnmur.reach.attack import TARGETS, Attack
from grunnmur.reach.cut import Cut, Problem, Way
from grunnmur.reach.ways import Whole

_CUT = (
    "cut_id",
    "target",
    "kind",
    "cost",
    "bound",
    "budget",
    "entries",
    "left",
    "left_bound",
    "possible",
)
_SHARES = (4, 2)
"""Without budgets of the user's own: a fourth and a half of what the complete set costs."""


@dataclass(slots=True)
class _Rows:
    """Rows of the tables, gathered."""

    cuts: list[tuple[object, ...]]
    items: list[tuple[str, int, int, int]]  # cut, edge of the graph, place, stops
    paths: list[tuple[str, str, int]]
    steps: list[tuple[str, int, int]]  # path, step, edge of the graph


def write(estate: Estate, steps: Steps, attack: Attack, budgets: Sequence[int] | None) -> None:
    """Writes `cut`, `cut_item` and `cut_path`, and makes `cut_step`: the ways of the proofs."""
    rows = _Rows([], [], [], [])
    entries = np.unique(np.concatenate(list(attack.entries.values())))
    for name in (*TARGETS, "any"):
        chosen = TARGETS if name == "any" else (name,)
        targets = np.unique(np.concatenate([attack.targets[one] for one in chosen]))
        asked = cut.problem(attack.graph, attack.cost, entries, targets)
        _add(rows, asked, name, budgets)
    _store(estate, steps, attack, rows)


def _add(rows: _Rows, asked: Problem, target: str, budgets: Sequence[int] | None) -> None:
    """The complete cut, its proof, and the best for each budget."""
    whole = cut.complete(asked)
    affordable = _budgets(whole, budgets)
    cuts = cut.frontier(asked, whole, affordable)
    stuck, before = len(asked.unstoppable), len(asked.entries) + len(asked.unstoppable)
    name = f"cut-{target}"
    rows.cuts.append(
        (
            name,
            target,
            "complete",
            whole.cost,
            whole.cost,
            None,
            before,
            stuck,
            float(stuck),
            not stuck,
        )
    )
    _add_items(rows, asked, name, whole, cuts)
    for number, way in enumerate(cut.proof(asked, whole), 1):
        _add_way(rows, asked, name, f"{name}-{number}", way)
    for budget in affordable:
        best = cut.within(asked, cuts, budget)
        named = f"{name}-{budget}"
        rows.cuts.append(
            (named, target, "best", best.cut.cost, whole.cost, budget, before,
             best.cut.left + stuck, best.left_bound + stuck, not stuck)
        )  # fmt: skip
        _add_items(rows, asked, named, best.cut, cuts)


def _budgets(whole: Cut, budgets: Sequence[int] | None) -> list[int]:
    if budgets is not None:
        return sorted(set(budgets))
    return sorted({whole.cost // share for share in _SHARES} - {0, whole.cost})


def _add_items(rows: _Rows, asked: Problem, name: str, found: Cut, cuts: Sequence[Cut]) -> None:
    edges, stops = cut.order(asked, found, cuts)
    for place, (edge, stopped) in enumerate(zip(edges.tolist(), stops.tolist(), strict=True), 1):
        rows.items.append((name, int(asked.edge[edge]), place, stopped))


def _add_way(rows: _Rows, asked: Problem, name: str, path_id: str, way: Way) -> None:
    rows.paths.append((name, path_id, way.amount))
    rows.steps += [(path_id, step, int(asked.edge[edge])) for step, edge in enumerate(way.edges, 1)]


def _store(estate: Estate, steps: Steps, attack: Attack, rows: _Rows) -> None:
    number = attack.edge
    _given(estate, "made_cut", _CUT, rows.cuts, text=3)
    items = [(name, _place(number, edge), place, stops) for name, edge, place, stops in rows.items]
    _given(estate, "made_item", ("cut_id", "edge", "place", "stops"), items, text=1)
    _given(estate, "made_path", ("cut_id", "path_id", "amount"), rows.paths, text=2)
    ways = [(path, step, _place(number, edge)) for path, step, edge in rows.steps]
    _given(estate, "made_step", ("path_id", "step", "edge"), ways, text=1)
    for name in ("cut", "cut_item", "cut_path"):
        estate.write(TABLES[name], steps.text(f"out_{name}"))
    steps.run("cut_step")


def _place(number: Whole, edge: int) -> int:
    return int(number[edge])


def _given(
    estate: Estate,
    name: str,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    *,
    text: int,
) -> None:
    """Makes a table of rows; its first `text` columns hold text, the rest numbers or yes and no."""
    arrays = dict(_arrays(columns, rows, text))
    estate.connection.register("_given", pa.table(arrays))
    estate.connection.execute(f"create or replace temp table {name} as select * from _given")
    estate.connection.unregister("_given")


def _arrays(
    columns: Sequence[str], rows: Sequence[tuple[object, ...]], text: int
) -> Iterator[tuple[str, pa.Array]]:
    for place, column in enumerate(columns):
        values = [row[place] for row in rows]
        kind = pa.string() if place < text else None
        yield column, pa.array(values, kind) if kind or values else pa.array(values, pa.int64())
