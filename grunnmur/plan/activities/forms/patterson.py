"""The Patterson form (.rcp): numbers in a row, however the lines are broken.

Activities and resources, the capacities; then for each activity its duration, what it uses, how
many come after it, and which (numbered from 1).
"""

from __future__ import annotations

from grunnmur.plan.activities.project import Lag, Mode, Project


def read(name: str, text: str) -> Project:
    """The project in a text of this form. Raises ValueError or IndexError where it is not one."""
    numbers = [int(word) for word in text.split()]
    activity_count, resource_count = numbers[:2]
    at = 2 + resource_count
    capacity = tuple(numbers[2:at])

    activities, lags = [], []
    for number in range(activity_count):
        uses_end = at + 1 + resource_count
        activities.append((Mode(numbers[at], tuple(numbers[at + 1 : uses_end])),))
        at = uses_end + 1 + numbers[uses_end]
        lags += [Lag(number, after - 1) for after in numbers[uses_end + 1 : at]]
    if at != len(numbers):
        raise ValueError(f"{len(numbers)} numbers where {at} were to be")
    return Project(name, tuple(activities), tuple(lags), capacity)
