"""The tree: all plans split into parts, each with prices of its own; the worst part is split on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grunnmur.plan.bound import branching
from grunnmur.plan.bound.ascent import Ascent, Course, Domain, Prices

if TYPE_CHECKING:
    from grunnmur.plan.bound.branching import Branch
    from grunnmur.plan.bound.layout import Layout

ROOT = Course(warm=1.0, cold=0.005, long=2.0, short=0.003)
"""Prices begin at nothing and have far to go: with steps a quarter as long a whole region's were half-way when their
share of a run's effort was used (decision 095)."""
CHILD = Course(warm=0.05, cold=0.005, long=0.06, short=0.003)
AGAIN = Course(warm=0.02, cold=0.004, long=0.03, short=0.002)
_TRIED = 3
"""How many splits of a node are tried; the one whose worse side gains most is kept."""
_MUCH = 1e18


@dataclass(slots=True)
class Node:
    """A part of all plans: split into two, or with prices and what they prove (float NOK)."""

    domain: Domain
    value: float
    prices: Prices | None = None
    branch: Branch | None = None
    low: int = -1
    high: int = -1


@dataclass(frozen=True, slots=True)
class _Split:
    """A split that was tried, with both sides climbed for a while."""

    branch: Branch
    early: Node
    late: Node

    def gain(self, value: float) -> float:
        """What the worse side gains, and a little of what the better one does."""
        worse, better = sorted((self.early.value - value, self.late.value - value))
        return min(worse, _MUCH) + 0.1 * min(better, 3 * worse + 1.0)


@dataclass(slots=True)
class Tree:
    """Grows from the root. `nodes[0]` is the root; children come after their parent.

    `halted` says whether to stop; what is proven by then stays proven.
    """

    layout: Layout
    ascent: Ascent
    halted: Callable[[], bool]
    nodes: list[Node] = field(default_factory=list)
    iterations: int = 0
    learnt: dict[int, list[float]] = field(default_factory=dict)

    def plant(self) -> None:
        """Makes the root, at the prices to begin with."""
        prices = self.ascent.first()
        domain = branching.root_domain(self.layout)
        self.ascent.enter(domain, prices)
        self.nodes.append(Node(domain, self.ascent.value(ROOT.cold), prices))

    @property
    def leaves(self) -> list[int]:
        """Numbers of the nodes that are not split and hold plans."""
        return [
            n
            for n, node in enumerate(self.nodes)
            if node.branch is None and node.value < float("inf")
        ]

    @property
    def worst(self) -> int | None:
        """The leaf that proves least; None where no leaf holds a plan."""
        return min(self.leaves, key=lambda n: (self.nodes[n].value, n), default=None)

    @property
    def value(self) -> float:
        """What is proven of all plans, in NOK, before rounding."""
        worst = self.worst
        return float("inf") if worst is None else self.nodes[worst].value

    def climb(self, number: int, course: Course, pace: Callable[[int], float]) -> None:
        """Climbs one leaf; `pace` says how much of the way is done after some iterations."""
        node = self.nodes[number]
        assert node.prices is not None
        before = node.prices.copy()
        self.ascent.enter(node.domain, node.prices)
        value, taken = self.ascent.climb(course, pace, self.halted)
        self.iterations += taken
        if value < node.value:
            node.prices = before
        else:
            node.value = value

    def split(self, number: int, iterations: int) -> bool:
        """Splits a leaf where it helps most; whether there was something to split."""
        node = self.nodes[number]
        assert node.prices is not None
        self.ascent.enter(node.domain, node.prices)
        self.ascent.value(CHILD.cold)
        found = branching.candidates(self.layout, node.domain, self.ascent.done)
        best: _Split | None = None
        for tried, guess in enumerate(sorted(found, key=self._guess, reverse=True)):
            known = best is not None and best.gain(node.value) >= self._guess(guess)
            if self.halted() or known or tried == _TRIED:
                break
            split = self._sides(node, guess, iterations)
            gain = split.gain(node.value)
            self.learnt.setdefault(guess.node, []).append(gain / guess.worth)
            best = split if best is None or gain > best.gain(node.value) else best
        if best is None:
            return False
        node.branch, node.prices = best.branch, None
        node.low, node.high = len(self.nodes), len(self.nodes) + 1
        self.nodes += [best.early, best.late]
        return True

    def _guess(self, branch: Branch) -> float:
        """What a split will gain, by what splits there have gained before, or anywhere."""
        known = self.learnt.get(branch.node)
        if known is None:
            known = [max((max(gains) for gains in self.learnt.values()), default=1.0)]
        return branch.worth * sum(known) / len(known)

    def _sides(self, node: Node, branch: Branch, iterations: int) -> _Split:
        sides = []
        for domain in branching.children(self.layout, node.domain, branch):
            side = Node(domain, float("inf"))
            if not domain.empty:
                assert node.prices is not None
                side = Node(domain, node.value, node.prices.copy())
                self._warm(side, node, iterations)
            sides.append(side)
        return _Split(branch, *sides)

    def _warm(self, side: Node, parent: Node, iterations: int) -> None:
        """Climbs a new side from its parent's prices, which hold for it too."""
        assert side.prices is not None
        before = side.prices.copy()
        self.ascent.enter(side.domain, side.prices)
        value, taken = self.ascent.climb(CHILD, lambda n: n / iterations, self.halted)
        self.iterations += taken
        if value < parent.value:
            side.prices = before
        else:
            side.value = value
