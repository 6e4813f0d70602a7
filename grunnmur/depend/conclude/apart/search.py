"""The set and its bound, component by component."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from grunnmur.depend.conclude.apart import cuts, graph, greedy
from grunnmur.depend.conclude.apart.cuts import Cut
from grunnmur.depend.conclude.apart.graph import Array, Graph
from grunnmur.depend.conclude.apart.relaxation import Relaxation

_ROOTS, _CUTS = 40, 30
"""From how many vertices a round looks, and how many cuts it adds at most."""
_SMALL = 150
"""Components of so many vertices are worth an exact search, and so fewer rounds and swaps before it."""
_ROUNDS, _SWAPS = 30, 400
_FEW_ROUNDS, _FEW_SWAPS = 8, 200
_WORK = 8_000_000
"""Cuts times vertices of all rounds together: so many take some ten seconds."""
_EXACT_ROUNDS = 8
_EFFORT = 1.0
"""Deterministic seconds of the exact search, a round."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Which vertices to treat apart, what they weigh, and what every such set weighs at least."""

    chosen: Array
    cost: int
    bound: int

    @property
    def certified(self) -> bool:
        """Whether no set weighs less."""
        return self.cost == self.bound


def apart(whole: Graph, most: int) -> Apart:
    """The lightest set found without which no group has more than `most` vertices.

    The same graph gives the same set: no clock is asked.
    """
    if most < 1:
        raise ValueError("a group has at least one member")
    chosen, bound = np.zeros(len(whole), dtype=bool), 0
    label = graph.components(whole, np.ones(len(whole), dtype=bool))
    for one, size in zip(*np.unique(label, return_counts=True), strict=True):
        if size > most:
            vertices = np.flatnonzero(label == one)
            found = _component(graph.part(whole, vertices), most)
            chosen[vertices] = found.chosen
            bound += found.bound
    return Apart(chosen, int(whole.weight[chosen].sum()), bound)


def _component(here: Graph, most: int) -> Apart:
    small = len(here) <= _SMALL
    best = greedy.by_degree(here, most)
    relaxation = Relaxation(here.weight)
    bound, best = _relaxed(here, most, relaxation, best)
    best = greedy.improved(here, most, best, rounds=_FEW_SWAPS if small else _SWAPS)
    if small and bound < _cost(here, best):
        bound, best = _exact(here, most, list(relaxation.cuts), best, bound)
    return Apart(best, _cost(here, best), min(bound, _cost(here, best)))


def _relaxed(here: Graph, most: int, relaxation: Relaxation, best: Array) -> tuple[int, Array]:
    """Rounds of cuts; every solution is also a hint which vertices to keep."""
    rng = np.random.default_rng(0)
    x, bound, work = np.zeros(len(here)), 0, 0
    for _ in range(_FEW_ROUNDS if len(here) <= _SMALL else _ROUNDS):
        if work >= _WORK or bound >= _cost(here, best):
            break
        roots = np.sort(rng.permutation(len(here))[:_ROOTS])
        found = cuts.broken(here, most, x, roots, wanted=_CUTS)
        if not found:
            break
        relaxation.add(found)
        work += len(relaxation.cuts) * len(here)
        solved = relaxation.solve()
        if solved is None:
            break
        x, bound = solved, max(bound, relaxation.bound())
        best = _lighter(here, best, greedy.chosen(here, most, x))
    return bound, best


def _exact(here: Graph, most: int, known: list[Cut], best: Array, bound: int) -> tuple[int, Array]:
    """Chooses the lightest set that fulfils the cuts known, adds those it breaks, and again."""
    every = np.arange(len(here))
    for _ in range(_EXACT_ROUNDS):
        solved = _lightest(here, known, best)
        if solved is None:
            return bound, best
        taken, least = solved
        bound = max(bound, least)
        found = cuts.broken(here, most, taken.astype(float), every, wanted=_CUTS)
        best = _lighter(here, best, taken if not found else greedy.chosen(here, most, taken * 1.0))
        if not found or bound >= _cost(here, best):
            return bound, best
        known.extend(found)
    return bound, best


def _lightest(here: Graph, known: Sequence[Cut], best: Array) -> tuple[Array, int] | None:
    """The lightest set that fulfils the cuts and what it weighs at least; None: not found in time."""
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(len(here))]
    for cut in known:
        some = [x[vertex] for vertex in cut.vertices.tolist()]
        model.add(cp_model.LinearExpr.weighted_sum(some, cut.coefficients.tolist()) >= cut.least)
    model.minimize(cp_model.LinearExpr.weighted_sum(x, here.weight.tolist()))
    for variable, taken in zip(x, best.tolist(), strict=True):
        model.add_hint(variable, taken)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = _EFFORT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    taken = np.array([bool(solver.value(variable)) for variable in x])
    return taken, int(np.ceil(solver.best_objective_bound - 1e-6))


def _lighter(here: Graph, one: Array, other: Array) -> Array:
    return other if _cost(here, other) < _cost(here, one) else one


def _cost(here: Graph, taken: Array) -> int:
    return int(here.weight[taken].sum())
