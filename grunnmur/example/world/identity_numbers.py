"""National identity numbers in form only: 80 is added to the month, so they belong to nobody."""

from __future__ import annotations

import numpy as np

from grunnmur.example.world.drawing import Stream
from grunnmur.example.world.frame import Column, column_of

_FIRST = np.array([3, 7, 6, 1, 8, 9, 4, 5, 2])
_SECOND = np.array([5, 4, 3, 2, 7, 6, 5, 4, 3, 2])


def synthetic(rng: Stream, count: int) -> Column:
    """`count` numbers with right check digits and a month between 81 and 92."""
    numbers = np.zeros((count, 11), dtype=np.int64)
    todo = np.arange(count)
    while len(todo):
        numbers[todo] = _drawn(rng, len(todo))
        todo = todo[(numbers[todo][:, 9] > 9) | (numbers[todo][:, 10] > 9)]
    return column_of(["".join(map(str, row)) for row in numbers.tolist()])


def _drawn(rng: Stream, count: int) -> Column:
    day = rng.integers(1, 29, count)
    month = rng.integers(81, 93, count)
    year = rng.integers(55, 99, count)
    own = rng.integers(0, 500, count)
    head = np.column_stack([day // 10, day % 10, month // 10, month % 10, year // 10, year % 10,
                            own // 100, own // 10 % 10, own % 10])  # fmt: skip
    first = -(head @ _FIRST) % 11
    second = -(np.column_stack([head, first]) @ _SECOND) % 11
    return np.column_stack([head, first, second])
