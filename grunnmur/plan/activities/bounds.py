"""Lower bounds of the makespan that cost next to nothing."""

from __future__ import annotations

import numpy as np

from grunnmur.plan.activities.compiled import Numbers
from grunnmur.plan.activities.project import Project


def quick_bound(project: Project, first: Numbers, tail: Numbers) -> int:
    """The larger of the critical path and what the resources need time for.

    For every earliest start `a` and least time `b` from an end to the project's: the work of the
    activities that start no sooner than a and end no later than b before the end fits in between.
    """
    if not project.activities:
        return 0
    bound = int((first + tail).max())
    shortest = np.array([min(mode.duration for mode in modes) for modes in project.activities])
    after = tail - shortest
    for resource, capacity in enumerate(project.capacity):
        work = np.array(
            [min(mode.duration * mode.uses[resource] for mode in modes)
             for modes in project.activities]
        )  # fmt: skip
        if capacity > 0:
            bound = max(bound, _energy(first, after, work, capacity))
    return bound


def _energy(first: Numbers, after: Numbers, work: Numbers, capacity: int) -> int:
    most = 0
    by_tail = np.argsort(-after, kind="stable")
    for start in np.unique(first[work > 0]):
        within = np.cumsum(np.where(first[by_tail] >= start, work[by_tail], 0))
        length = start + after[by_tail] - (-within // capacity)
        most = max(most, int(length[work[by_tail] * (first[by_tail] >= start) > 0].max(initial=0)))
    return most
