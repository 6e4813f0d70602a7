"""Proves a bound: climbs, splits the worst part, climbs again; then rounds and writes it down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grunnmur.plan.bound import multipliers
from grunnmur.plan.bound import tree as trees
from grunnmur.plan.bound.ascent import Ascent
from grunnmur.plan.bound.certificate import Certificate, certificate
from grunnmur.plan.bound.layout import Layout, layout
from grunnmur.plan.bound.reach import Narrowing
from grunnmur.plan.bound.tables import tables

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem

DEFAULT_EFFORT = 2000
"""Iterations: a quarter of a minute for a whole region."""
_ROOT_SHARE = 0.3
"""How much of the effort the root gets before anything is split. Judgement, after trials."""
_ROOT_MOST = 1200
_SIDE_LEAST, _SIDE_MOST = 40, 300
"""Iterations of a new side: as many as the budget has for every side there may be."""
_TRIES = 3
"""Sides climbed for each one kept: of the splits that are tried, most are not taken."""
_MOST_PRICES = 14_000_000
_MOST_LEAVES = 1000
"""A certificate is to be checked in two seconds: so many prices at most, and so many leaves."""
_WRITING_SECONDS = 4e-7
"""What rounding, adding up and packing takes for each price, kept back from the time there is."""

_NOTHING: Mapping[str, Any] = {"scale": 1, "parts": 1, "families": [], "nodes": [{}]}
"""What is to be seen without any multipliers."""


@dataclass(frozen=True, slots=True)
class Proving:
    """How far it has come. `bound` is what is proven before rounding, in NOK."""

    iterations: int
    leaves: int
    bound: float


def prove(
    problem: Problem,
    *,
    effort: int | None = None,
    seconds: float | None = None,
    clock: Callable[[], float] | None = None,
    target: int | None = None,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[Proving], None] | None = None,
) -> Certificate:
    """A proven lower bound of the avoidable cost of every plan that keeps all conditions.

    By `effort`, iterations, the same problem gives the same certificate; by `seconds`, measured
    with `clock`, as good a one as the time allows. It ends early when the bound reaches `target`
    or `stop` says so; what is proven by then is proven.
    """
    if not problem.workloads:
        return Certificate(0, _NOTHING)
    numbers = tables(problem)
    if Narrowing(numbers).root().empty:
        return Certificate(0, _NOTHING, possible=False)
    laid = layout(numbers)
    if not multipliers.fit(laid):
        return Certificate(0, _NOTHING)
    ascent = Ascent(laid)
    budget = _Budget(effort, seconds, clock, stop)
    tree = trees.Tree(laid, ascent, budget.spent)
    tree.plant()
    budget.start(tree)
    _climb_root(tree, budget)
    _report(tree, progress)
    while not budget.spent() and (target is None or tree.value < target):
        if not _go_on(tree, budget):
            break
        _report(tree, progress)
    return certificate(laid, tree.nodes, iterations=tree.iterations)


class _Budget:
    """What is left of the effort or of the time."""

    def __init__(
        self,
        effort: int | None,
        seconds: float | None,
        clock: Callable[[], float] | None,
        stop: Callable[[], bool] | None,
    ) -> None:
        assert seconds is None or clock is not None, "seconds need a clock"
        self._effort = DEFAULT_EFFORT if effort is None and seconds is None else effort
        self._seconds, self._clock, self._stop = seconds, clock, stop
        self._began = clock() if clock is not None else 0.0
        self._tree: trees.Tree | None = None

    def start(self, tree: trees.Tree) -> None:
        self._tree = tree

    def used(self, more: int = 0) -> float:
        """The share of the budget that is used, after `more` iterations."""
        share = 0.0
        if self._effort is not None:
            done = self._tree.iterations if self._tree else 0
            share = (done + more) / max(1, self._effort)
        if self._seconds is not None and self._clock is not None:
            written = _WRITING_SECONDS * self._prices() if self._tree else 0.0
            passed = self._clock() - self._began + min(written, 0.5 * self._seconds)
            share = max(share, passed / max(1e-9, self._seconds))
        return share

    def _prices(self) -> int:
        assert self._tree is not None
        return self._tree.layout.ties.price_count * (len(self._tree.nodes) // 2 + 1)

    def spent(self) -> bool:
        return bool(self._stop is not None and self._stop()) or self.used() >= 1


def _climb_root(tree: trees.Tree, budget: _Budget) -> None:
    """Climbs the root for its share of the budget."""

    def pace(taken: int) -> float:
        return max(budget.used(taken) / _ROOT_SHARE, taken / _ROOT_MOST)

    tree.climb(0, trees.ROOT, pace)


def _go_on(tree: trees.Tree, budget: _Budget) -> bool:
    """Splits the worst leaf, or climbs it again where nothing can be split; whether it could."""
    worst = tree.worst
    if worst is None:
        return False
    side = _side(tree, budget)
    if len(tree.nodes) // 2 + 1 < _most_leaves(tree.layout) and tree.split(worst, side):
        return True
    before = tree.iterations
    tree.climb(worst, trees.AGAIN, lambda taken: taken / (2 * side))
    return tree.iterations > before


def _side(tree: trees.Tree, budget: _Budget) -> int:
    """How many iterations a new side gets, so that the budget is enough for all there may be."""
    used = max(budget.used(), 1e-6)
    left = tree.iterations * (1 - used) / used
    to_come = max(1, _most_leaves(tree.layout) - len(tree.nodes) // 2)
    return int(min(max(left / (_TRIES * to_come), _SIDE_LEAST), _SIDE_MOST))


def _most_leaves(laid: Layout) -> int:
    return min(_MOST_LEAVES, max(8, _MOST_PRICES // max(1, laid.ties.price_count)))


def _report(tree: trees.Tree, progress: Callable[[Proving], None] | None) -> None:
    if progress is not None:
        progress(Proving(tree.iterations, len(tree.leaves), tree.value))
