"""How the problem and a plan in the making lie in memory: one vector of whole numbers each.

Compiled code gets two vectors, `facts` and `plan`, and nothing else: calls stay cheap and compiling
takes seconds. The first places of each hold counts and where each part begins; the constants below
name those places. A part with several columns lies row after row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from grunnmur.plan.search.arrays import Arrays

Vector = NDArray[np.int64]

# Counts, in the first places of `facts`.
WIDTH = 0
"""The number of periods."""
COUNT, GROUPS, MOVABLES, REACH = 1, 2, 3, 4
# Where the parts of `facts` begin.
OWN = 10
"""NOK by way and period."""
MARK = 11
"""By way and period: 0 is open, 1 not worth trying, 2 forbidden by the workload's own conditions."""
WAY = 12
"""Four columns by way, below."""
WORKLOAD = 13
"""Columns by workload, below: where its lists begin; each ends where the next column says."""
LIMIT = 14
"""What there is of each row in each period."""
ROW = 15
"""By row: a typical amount, the longest work that uses it."""
YEAR = 16
"""The budget's number by period, −1 for none."""
BUDGET = 17
"""By budget: its amount, a typical amount."""
TOTAL = 18
"""By group and period, from before the first: NOK up to and with it."""
GROUP = 19
"""By group: where its members begin and end."""
MOVABLE = 20
"""The workloads that are not executed."""
LEAST = 21
"""NOK by workload and period, done in the cheapest way that is open; `NEVER` where none is."""
FACTS_HEAD = 24
NEVER = 1 << 60

# Columns of WAY.
DURATION, ONE_OFF, NEEDS, NEEDS_END, WAY_COLUMNS = 0, 1, 2, 3, 4
NEED_COLUMNS = 4
"""A need: row, amount on the old side, of the work, on the new side."""

# Columns of WORKLOAD. Options are (way, period), links (other, lag), pairs (other, first, second,
# neither); the other lists hold numbers.
WAYS, WAYS_END, OPTIONS, OPTIONS_END, SPOTS, SPOTS_END = 0, 1, 2, 3, 4, 5
BEFORE, BEFORE_END, AFTER, AFTER_END, PAIRS, PAIRS_END = 6, 7, 8, 9, 10, 11
IN_GROUPS, IN_GROUPS_END, FELLOWS, FELLOWS_END, EXECUTED = 12, 13, 14, 15, 16
WORKLOAD_COLUMNS = 17

# The first places of `plan`: sums, chance, then where its parts begin.
COST = 0
"""Avoidable cost, with what the search adds to make it keep what it should."""
SEVERITY = 1
"""How badly conditions are broken; 0 exactly where none is."""
CHANCE = 2
DRAWN_WAY, DRAWN_PERIOD = 3, 4
"""The place drawn last."""
AT_WAY, AT_PERIOD = 10, 11
"""By workload: where it is; way −1 and period −2 where it is not placed."""
USE, SPENT = 12, 13
"""What is used of each row in each period, and of each budget."""
INSIDE, LAST = 14, 15
"""By group and period, from before the first: how many members; by group: the last with any."""
LEAN = 16
"""By workload and period: NOK that partners, where they are, make it cost."""
CROWD, CROWD_SIZE, PLACE = 17, 18, 19
"""Who is in each period, how many, and where in that list each workload is."""
LOG = 20
"""The moves of the step under way: how many, then workload, way and period before."""
BEST = 21
"""The best plan met: cost, severity, then way and period by workload."""
PLAN_HEAD = 24
LONGEST = 60
"""The most moves in one step."""


def facts(arrays: Arrays) -> Vector:
    """The vector of what does not change."""
    width, count = arrays.own.shape[1], len(arrays.executed_way)
    book = _Book(FACTS_HEAD)
    book.head[WIDTH], book.head[COUNT] = width, count
    book.head[GROUPS], book.head[MOVABLES] = len(arrays.total), len(arrays.movable)
    book.add(OWN, arrays.own)
    book.add(MARK, np.where(arrays.open, 0, 1 + arrays.shut).astype(np.int64))
    _add_ways(book, arrays)
    _add_workloads(book, arrays)
    book.add(LIMIT, arrays.limit)
    book.add(ROW, np.column_stack([arrays.typical, arrays.reach]))
    book.add(YEAR, arrays.year)
    book.add(BUDGET, np.column_stack([arrays.budget, arrays.budget_typical]))
    book.add(TOTAL, arrays.total)
    member = book.add_list(arrays.member)
    book.add(GROUP, member + np.column_stack([arrays.member_start[:-1], arrays.member_start[1:]]))
    book.add(MOVABLE, arrays.movable)
    book.add(LEAST, np.zeros((count, width)))
    found = book.vector()
    settle(found, arrays.way_start)
    return found


def settle(facts: Vector, way_start: NDArray[np.int64]) -> None:
    """Works out `LEAST` anew: `OWN` or `MARK` have changed."""
    ways = int(way_start[-1])
    own, mark = (part(facts, name, ways * int(facts[WIDTH])) for name in (OWN, MARK))
    least = part(facts, LEAST, int(facts[COUNT] * facts[WIDTH])).reshape(-1, int(facts[WIDTH]))
    if least.size:
        worth = np.where(mark == 0, own, NEVER).reshape(ways, -1)
        least[:] = np.minimum.reduceat(worth, way_start[:-1], axis=0)


def plan(arrays: Arrays) -> Vector:
    """The vector of a plan with nothing placed, not even what is executed."""
    width, count = arrays.own.shape[1], len(arrays.executed_way)
    book = _Book(PLAN_HEAD)
    book.add(AT_WAY, np.full(count, -1))
    book.add(AT_PERIOD, np.full(count, -2))
    book.add(USE, np.zeros_like(arrays.limit))
    book.add(SPENT, np.zeros_like(arrays.budget))
    book.add(INSIDE, np.zeros_like(arrays.total))
    book.add(LAST, np.zeros(len(arrays.total)))
    book.add(LEAN, np.zeros(count * width))
    book.add(CROWD, np.zeros(width * len(arrays.movable)))
    book.add(CROWD_SIZE, np.zeros(width))
    book.add(PLACE, np.zeros(count))
    book.add(LOG, np.zeros(3 * (LONGEST + 1)))
    book.add(BEST, np.zeros(2 + 2 * count))
    return book.vector()


def part(vector: Vector, name: int, size: int) -> Vector:
    """A part of the vector, to read and to write."""
    start = int(vector[name])
    return vector[start : start + size]


class _Book:
    """Parts in the order they are added."""

    def __init__(self, head: int) -> None:
        self.head = np.zeros(head, dtype=np.int64)
        self._parts: list[Vector] = []
        self._end = head

    def add(self, name: int, content: NDArray[np.generic]) -> None:
        self.head[name] = self.add_list(content)

    def add_list(self, content: NDArray[np.generic]) -> int:
        start = self._end
        self._parts.append(np.ascontiguousarray(content, dtype=np.int64).ravel())
        self._end += content.size
        return start

    def vector(self) -> Vector:
        return np.concatenate([self.head, *self._parts])


def _add_ways(book: _Book, arrays: Arrays) -> None:
    needs = np.column_stack([arrays.need_row, arrays.need_hold, arrays.need_work, arrays.need_keep])
    first = book.add_list(needs)
    start = first + NEED_COLUMNS * arrays.need_start
    book.add(WAY, np.column_stack([arrays.duration, arrays.one_off, start[:-1], start[1:]]))


def _add_workloads(book: _Book, arrays: Arrays) -> None:
    count = len(arrays.executed_way)
    table = np.zeros((count, WORKLOAD_COLUMNS), dtype=np.int64)
    table[:, WAYS], table[:, WAYS_END] = arrays.way_start[:-1], arrays.way_start[1:]
    table[:, EXECUTED] = arrays.executed_way >= 0
    lists: tuple[tuple[int, Vector, tuple[NDArray[np.generic], ...]], ...] = (
        (OPTIONS, arrays.option_start, (arrays.option_way, arrays.option_period)),
        (SPOTS, arrays.spot_start, (arrays.spot_row,)),
        (BEFORE, arrays.before_start, (arrays.before, arrays.before_lag)),
        (AFTER, arrays.after_start, (arrays.after, arrays.after_lag)),
        (
            PAIRS,
            arrays.pair_start,
            (arrays.pair, arrays.pair_first, arrays.pair_second, arrays.pair_neither),
        ),
        (IN_GROUPS, arrays.group_start, (arrays.group,)),
        (FELLOWS, arrays.fellow_start, (arrays.fellow,)),
    )
    for column, start, columns in lists:
        first = book.add_list(np.column_stack(columns))
        table[:, column] = first + len(columns) * start[:-1]
        table[:, column + 1] = first + len(columns) * start[1:]
    book.add(WORKLOAD, table)
