"""Orders that follow: of two activities that never fit side by side one comes first, and often the
time lags leave only one of the two to be it.

Immediate selection (Brucker, Knust, Roper & Zinder 2000; for time lags Dorndorf, Pesch & Phan-Huy
2000), and where there are maximum lags each order that is still open is tried: one that leads into a
circle is not the order. What follows holds in every schedule, so searches may rest on it; a circle
that remains proves that there is none.

Kernels are longer than other functions: each is one pass over one kind of row.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grunnmur.plan.activities.compiled import Numbers, compiled
from grunnmur.plan.activities.distances import NONE
from grunnmur.plan.activities.project import Project

Pairs = NDArray[np.bool_]

TRIED = 60_000_000
"""Updates of a distance that trying orders may take: about half a second. Judgement."""


def ordered(project: Project, far: Numbers) -> Numbers | None:
    """The distances with all orders that follow; None where they prove that no schedule exists.

    Of several modes the shortest counts, and the one that uses least.
    """
    duration = np.array(
        [min(mode.duration for mode in modes) for modes in project.activities], np.int64
    )
    apart = _never_side_by_side(project) & (duration > 0)[:, None] & (duration > 0)[None, :]
    far = far.copy()
    if not _select(far, duration, apart):
        return None
    has_maximum_lags = bool(((far != NONE) & (far < 0)).any())
    if has_maximum_lags and not _try(far, duration, apart, TRIED):
        return None
    return far


def _never_side_by_side(project: Project) -> Pairs:
    """Whether two activities use more of something together than there is, however they are done."""
    count = len(project.activities)
    apart = np.zeros((count, count), np.bool_)
    for resource, capacity in enumerate(project.capacity):
        least = np.array(
            [min(mode.uses[resource] for mode in modes) for modes in project.activities], np.int64
        )
        apart |= least[:, None] + least[None, :] > capacity
    np.fill_diagonal(apart, val=False)
    return apart


@compiled
def _select(far: Numbers, duration: Numbers, apart: Pairs) -> bool:
    """Adds orders while one is the only one left; False where they go in a circle."""
    number = duration.size
    more = True
    while more:
        more = False
        for one in range(number):
            for other in range(number):
                if not apart[one, other] or far[one, other] >= duration[one]:
                    continue
                if far[one, other] > -duration[other]:
                    if not _put_before(far, one, other, duration[one]):
                        return False
                    more = True
    return True


@compiled
def _put_before(far: Numbers, one: int, other: int, gap: int) -> bool:
    """Has `other` start `gap` after `one` at least, and all that follows; False is a circle."""
    number = far.shape[0]
    if far[other, one] != NONE and far[other, one] + gap > 0:
        return False
    for start in range(number):
        if far[start, one] == NONE:
            continue
        way = far[start, one] + gap
        if way <= far[start, other]:
            continue
        for end in range(number):
            if far[other, end] != NONE and way + far[other, end] > far[start, end]:
                far[start, end] = way + far[other, end]
    return True


@compiled
def _try(far: Numbers, duration: Numbers, apart: Pairs, work: int) -> bool:
    """Tries both orders of each pair that is open; False where neither can be."""
    number = duration.size
    tried = np.empty_like(far)
    found = True
    while found:
        found = False
        for one in range(number):
            for other in range(number):
                if not apart[one, other]:
                    continue
                if far[one, other] >= duration[one] or far[other, one] >= duration[other]:
                    continue
                work -= 2 * number * number
                if work < 0:
                    return True
                tried[:] = far
                holds = _put_before(tried, one, other, duration[one])
                if holds and _select(tried, duration, apart):
                    continue
                found = True
                holds = _put_before(far, other, one, duration[other])
                if not holds or not _select(far, duration, apart):
                    return False
    return True
