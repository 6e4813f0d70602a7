"""A project as arrays, for compiled functions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from grunnmur.errors import ProblemError
from grunnmur.plan.activities.compiled import Numbers, Words
from grunnmur.plan.activities.project import Project


class Side(NamedTuple):
    """The lags into each activity, seen in one direction of time.

    Those into activity j are `first[j]` to below `first[j + 1]`: j starts no earlier than `gap`
    after the end of `other`. Turning time round only exchanges the two ends.
    """

    first: Numbers
    other: Numbers
    gap: Numbers


class Network(NamedTuple):
    """A project. Modes are numbered through: those of activity j from `mode_first[j]`.

    What a mode uses of all renewable resources is packed into words, a field a resource whose top
    bit (in `guard`) is never part of an amount: one subtraction compares them all.
    """

    mode_first: Numbers
    duration: Numbers
    need: Words
    capacity: Words
    guard: Words
    consumes: Numbers
    stock: Numbers
    forward: Side
    backward: Side
    mean_duration: float
    """Of the modes that take any time."""
    longest: int
    """No schedule without pauses is longer."""


def is_plain(project: Project) -> bool:
    """Whether each lag is a wait after an end, so that a list can be placed in one pass."""
    return all(lag.after_end and lag.gap >= 0 for lag in project.lags)


def network(project: Project) -> Network:
    """The arrays of a project. The two sides mean something only where it is plain."""
    modes = [mode for modes in project.activities for mode in modes]
    lasting = [mode.duration for mode in modes if mode.duration] or [1]
    counts = [len(modes) for modes in project.activities]
    width = _field_width(max(project.capacity, default=0))
    guard = np.uint64(sum(1 << (at + width - 1) for at in range(0, 64, width)))
    capacity = _packed([project.capacity], width)[0]
    return Network(
        mode_first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        duration=np.array([mode.duration for mode in modes], np.int64),
        need=_packed([mode.uses for mode in modes], width),
        capacity=capacity,
        guard=np.full(len(capacity), guard),
        consumes=np.array([mode.consumes for mode in modes], np.int64).reshape(len(modes), -1),
        stock=np.array(project.stock, np.int64),
        forward=_side(project, backward=False),
        backward=_side(project, backward=True),
        mean_duration=sum(lasting) / len(lasting),
        longest=longest_schedule(project),
    )


def longest_schedule(project: Project) -> int:
    """One activity after the other, each after every gap there is: no schedule need be longer."""
    work = sum(max(mode.duration for mode in modes) for modes in project.activities)
    return work + sum(max(0, lag.gap) for lag in project.lags)


def _field_width(largest: int) -> int:
    for width in (16, 32, 64):
        if largest < 1 << (width - 1):
            return width
    raise ProblemError("number_out_of_range", name="capacity", value=largest, least=0)


def _packed(rows: list[tuple[int, ...]], width: int) -> Words:
    """One row of words for each row of amounts; at least one word."""
    per_word = 64 // width
    word_count = max(1, -(-len(rows[0]) // per_word))
    words = np.zeros((len(rows), word_count), np.uint64)
    for at, row in enumerate(rows):
        for resource, amount in enumerate(row):
            word, place = divmod(resource, per_word)
            words[at, word] |= np.uint64(amount << (place * width))
    return words


def _side(project: Project, *, backward: bool) -> Side:
    into: list[list[tuple[int, int]]] = [[] for _ in project.activities]
    for lag in project.lags:
        into[lag.before if backward else lag.after].append(
            (lag.after if backward else lag.before, lag.gap)
        )
    rows = [row for lags in into for row in lags]
    return Side(
        first=np.concatenate([[0], np.cumsum([len(lags) for lags in into])]).astype(np.int64),
        other=np.array([other for other, _ in rows], np.int64),
        gap=np.array([gap for _, gap in rows], np.int64),
    )
