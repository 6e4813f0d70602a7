"""How far apart activities must at least start: the longest paths through the time lags."""

from __future__ import annotations

import numpy as np

from grunnmur.plan.activities.compiled import Numbers, compiled
from grunnmur.plan.activities.project import Project

NONE = -(1 << 40)
"""No path."""


def distances(project: Project) -> Numbers | None:
    """For each pair (a, b), how much later than a, at least, b starts; NONE where nothing says so.

    Of several modes the shortest counts. None where the lags contradict each other: they demand
    of an activity to start after itself.
    """
    number = len(project.activities)
    shortest = [min(mode.duration for mode in modes) for modes in project.activities]
    far = np.full((number, number), NONE)
    np.fill_diagonal(far, 0)
    for lag in project.lags:
        gap = lag.gap + (shortest[lag.before] if lag.after_end else 0)
        far[lag.before, lag.after] = max(far[lag.before, lag.after], gap)
    _close(far)
    return None if (np.diagonal(far) > 0).any() else far


def earliest(far: Numbers) -> Numbers:
    """The first start of each activity that the lags allow."""
    first: Numbers = far.max(axis=0, initial=0)
    return first


def tails(project: Project, far: Numbers) -> Numbers:
    """From the start of each activity to the end of the project, at least."""
    shortest = [min(mode.duration for mode in modes) for modes in project.activities]
    reached = far + np.array(shortest, np.int64)[None, :]
    tail: Numbers = reached.max(axis=1, initial=0)
    return tail


@compiled
def _close(far: Numbers) -> None:
    """Floyd (1962) and Warshall's longest paths."""
    number = far.shape[0]
    for by in range(number):
        for start in range(number):
            first = far[start, by]
            if first == NONE:
                continue
            for end in range(number):
                if far[by, end] != NONE and first + far[by, end] > far[start, end]:
                    far[start, end] = first + far[by, end]
