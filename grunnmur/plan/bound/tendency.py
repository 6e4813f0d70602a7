"""When the relaxed problem moves each workload: what a search of a large problem begins with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.bound import branching
from grunnmur.plan.bound.ascent import Ascent
from grunnmur.plan.bound.layout import layout
from grunnmur.plan.bound.reach import Narrowing
from grunnmur.plan.bound.tables import tables
from grunnmur.plan.bound.tree import ROOT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.problem import Problem

    Floats = NDArray[np.float64]

ITERATIONS = 300
"""Of an ascent: two seconds for a whole region. With 150 or 200 plans were as good, with 60 dearer."""
_SETTLING = 0.5
"""The share of the way after which choices are averaged: one choice alone is far from any plan,
since at good prices most periods cost a workload the same."""


def tendency(
    problem: Problem, *, iterations: int = ITERATIONS, share: Callable[[], float] | None = None
) -> Floats | None:
    """The mean period [workload] in which the relaxed problem moves each; None where no plan is.

    Periods are counted from 0, with fractions. With `share` of a time that has passed, it ends when
    that is 1, however few `iterations` were taken. A list schedule in this order (alpha points:
    Möhring, Schulz, Stork and Uetz 2003) knows of what is scarce, tied and ends together.
    """
    if not problem.workloads:
        return None
    numbers = tables(problem)
    if Narrowing(numbers).root().empty:
        return None
    laid = layout(numbers)
    ascent = Ascent(laid)
    total = np.zeros(ascent.done.shape)
    counted = 0

    def pace(taken: int) -> float:
        nonlocal counted
        way = max(taken / max(1, iterations), share() if share is not None else 0.0)
        if taken and way > _SETTLING:
            total[:] += ascent.done
            counted += 1
        return way

    domain = branching.root_domain(laid)
    if domain.empty:
        return None
    ascent.enter(domain, ascent.nothing())
    ascent.climb(ROOT, pace, lambda: False)
    if not counted:
        return None
    done = total[: numbers.workload_count] / counted
    periods = np.arange(numbers.count)
    mean: Floats = np.diff(done, prepend=0.0, axis=1) @ periods
    return mean
