"""The modes that any schedule could need.

Those that use more than there is, that leave too little of a stock for the others, or that another
mode is at least as good as in everything, are left out (Sprecher, Hartmann & Drexl 1997).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from grunnmur.plan.activities.project import Mode, Project, Schedule


@dataclass(frozen=True, slots=True)
class Usable:
    """A project with only usable modes, and for each activity which of its modes they are."""

    project: Project
    kept: tuple[tuple[int, ...], ...]

    def original(self, schedule: Schedule) -> Schedule:
        """The schedule with its modes numbered as in the project that was given."""
        modes = zip(self.kept, schedule.modes, strict=True)
        return replace(schedule, modes=tuple(kept[mode] for kept, mode in modes))


def usable(project: Project) -> Usable | None:
    """The project with its usable modes; None where an activity has none and no schedule exists."""
    kept = [
        [n for n, mode in enumerate(modes) if _fits(mode, project)] for modes in project.activities
    ]
    while all(kept):
        least = _least_taken(project, kept)
        left = [
            [n for n in numbers if _leaves_enough(project, activity, n, numbers, least)]
            for activity, numbers in enumerate(kept)
        ]
        if left == kept:
            break
        kept = left
    if not all(kept):
        return None

    kept = [_best(modes, numbers) for modes, numbers in zip(project.activities, kept, strict=True)]
    activities = tuple(
        tuple(modes[n] for n in numbers)
        for modes, numbers in zip(project.activities, kept, strict=True)
    )
    return Usable(replace(project, activities=activities), tuple(map(tuple, kept)))


def _fits(mode: Mode, project: Project) -> bool:
    fits = all(use <= room for use, room in zip(mode.uses, project.capacity, strict=True))
    return fits or mode.duration == 0


def _least_taken(project: Project, kept: list[list[int]]) -> list[int]:
    """Of each stock, what the activities take together when each takes the least it can."""
    return [
        sum(
            min(modes[n].consumes[stock] for n in numbers)
            for modes, numbers in zip(project.activities, kept, strict=True)
        )
        for stock in range(len(project.stock))
    ]


def _leaves_enough(
    project: Project, activity: int, number: int, numbers: list[int], least: list[int]
) -> bool:
    modes = project.activities[activity]
    return all(
        least[stock] - min(modes[n].consumes[stock] for n in numbers)
        + modes[number].consumes[stock] <= project.stock[stock]
        for stock in range(len(project.stock))
    )  # fmt: skip


def _best(modes: tuple[Mode, ...], numbers: list[int]) -> list[int]:
    """Without those another is as good as; of equals the first stays."""
    return [
        n
        for n in numbers
        if not any(
            _as_good(modes[other], modes[n]) and (not _as_good(modes[n], modes[other]) or other < n)
            for other in numbers
            if other != n
        )
    ]


def _as_good(one: Mode, other: Mode) -> bool:
    amounts = zip((*one.uses, *one.consumes), (*other.uses, *other.consumes), strict=True)
    return one.duration <= other.duration and all(mine <= theirs for mine, theirs in amounts)
