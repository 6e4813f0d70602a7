"""Cuts as tables: what to remove in which order, what it costs, and the ways that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps, give
from grunnmur.reach import cut
from grunnmur.reach.attack import TARGETS, Attack
from grunnmur.reach.cut import Best, Cut, Problem, Turned, Way
from grunnmur.reach.ways import Whole

_CUT = (
    "cut_id",
    "target",
    "kind",
    "counted",
    "cost",
    "bound",
    "budget",
    "entries",
    "left",
    "targets",
    "targets_left",
    "left_bound",
    "possible",
)
_TEXT = 4
_SHARES = (4, 2)
"""Without budgets of the user's own: a fourth and a half of what the complete set costs."""


@dataclass(slots=True)
class _Rows:
    """Rows of the tables, gathered. Edges are named by their place in the whole graph."""

    cuts: list[tuple[object, ...]]
    items: list[tuple[str, int, int, int, int]]  # cut, edge, place, entries and targets it stops
    paths: list[tuple[str, str, int]]
    steps: list[tuple[str, int, int]]  # path, step, edge


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question: the graph, from where to where, and both sides of it as problems."""

    target: str
    turned: Turned
    entries: Whole
    targets: Whole
    before: tuple[int, int]  # entries with a way, targets that are reached
    sides: dict[str, Problem]  # by what is counted: entries, targets


def write(estate: Estate, steps: Steps, attack: Attack, budgets: Sequence[int] | None) -> None:
    """Writes `cut`, `cut_item` and `cut_path`, and makes `cut_step`: the ways of the proofs."""
    rows = _Rows([], [], [], [])
    turned = Turned.of(attack.graph)
    for name in (*TARGETS, "any"):
        _answer(rows, _question(attack, turned, name), budgets)
    _store(estate, steps, attack, rows)


def _question(attack: Attack, turned: Turned, target: str) -> _Asked:
    entries = np.unique(np.concatenate(list(attack.entries.values())))
    chosen = TARGETS if target == "any" else (target,)
    targets = np.unique(np.concatenate([attack.targets[one] for one in chosen]))
    sides = {
        "entries": cut.problem(attack.graph, attack.cost, entries, targets),
        "targets": cut.backwards(turned, attack.cost, entries, targets),
    }
    before = cut.left(turned, entries, targets)
    return _Asked(target, turned, entries, targets, before, sides)


def _answer(rows: _Rows, asked: _Asked, budgets: Sequence[int] | None) -> None:
    """The complete cut, its proof, and for each budget the best for entries and the best for targets."""
    whole = {side: cut.complete(problem) for side, problem in asked.sides.items()}
    affordable = _budgets(whole["entries"], budgets)
    cuts = {
        side: cut.frontier(problem, whole[side], affordable)
        for side, problem in asked.sides.items()
    }
    finest = max(asked.sides, key=lambda side: len(cuts[side]))
    first = [asked.sides[finest].edge[one.edges] for one in cuts[finest]]
    name = f"cut-{asked.target}"
    _add(rows, asked, name, whole["entries"], whole["entries"].cost, first)
    for number, way in enumerate(cut.proof(asked.sides["entries"], whole["entries"]), 1):
        _add_way(rows, asked.sides["entries"], name, f"{name}-{number}", way)
    for budget in affordable:
        for side, problem in asked.sides.items():
            best = cut.within(problem, cuts[side], budget)
            named = f"{name}-{budget}" + ("" if side == "entries" else f"-{side}")
            _add(rows, asked, named, best.cut, whole["entries"].cost, (), best=best, counted=side)


def _budgets(whole: Cut, budgets: Sequence[int] | None) -> list[int]:
    if budgets is not None:
        return sorted(set(budgets))
    return sorted({whole.cost // share for share in _SHARES} - {0, whole.cost})


def _add(
    rows: _Rows,
    asked: _Asked,
    name: str,
    found: Cut,
    bound: int,
    first: Sequence[Whole],
    *,
    best: Best | None = None,
    counted: str = "entries",
) -> None:
    """A cut with what it leaves open on both sides, and its removals in order with what each stops."""
    problem, before = asked.sides[counted], asked.before
    ordered = problem.edge[cut.order(problem, found, first)]
    after = cut.left(asked.turned.without(ordered), asked.entries, asked.targets)
    stuck = len(problem.unstoppable)
    rows.cuts.append(
        (
            name,
            asked.target,
            "complete" if best is None else "best",
            counted,
            found.cost,
            bound,
            None if best is None else best.budget,
            before[0],
            after[0],
            before[1],
            after[1],
            float(stuck if best is None else best.left_bound + stuck),
            not len(asked.sides["entries"].unstoppable),
        )
    )
    counts = [cut.stops(side, ordered).tolist() for side in asked.sides.values()]
    for place, (edge, *stopped) in enumerate(zip(ordered.tolist(), *counts, strict=True), 1):
        rows.items.append((name, edge, place, *stopped))


def _add_way(rows: _Rows, problem: Problem, name: str, path_id: str, way: Way) -> None:
    rows.paths.append((name, path_id, way.amount))
    rows.steps += [
        (path_id, step, int(problem.edge[edge])) for step, edge in enumerate(way.edges, 1)
    ]


def _store(estate: Estate, steps: Steps, attack: Attack, rows: _Rows) -> None:
    number = attack.edge
    _given(estate, "made_cut", _CUT, rows.cuts, text=_TEXT)
    items = [(name, _place(number, edge), *counts) for name, edge, *counts in rows.items]
    _given(estate, "made_item", ("cut_id", "edge", "place", "stops", "closes"), items, text=1)
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
    give(estate.connection, name, pa.table(arrays))


def _arrays(
    columns: Sequence[str], rows: Sequence[tuple[object, ...]], text: int
) -> Iterator[tuple[str, pa.Array]]:
    for place, column in enumerate(columns):
        values = [row[place] for row in rows]
        kind = pa.string() if place < text else None
        yield column, pa.array(values, kind) if kind or values else pa.array(values, pa.int64())
