"""Whether a schedule is one of a project, worked out from the definition alone.

Shares nothing with the searches but the values themselves: no tables, no propagation, one plain
count of each resource in each time unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from grunnmur.plan.activities.project import Mode, Project, Schedule


@dataclass(frozen=True, slots=True)
class Broken:
    """One condition a schedule breaks: `code` says which kind, `facts` where and by how much."""

    code: str
    facts: tuple[tuple[str, int], ...]


def broken(project: Project, schedule: Schedule) -> tuple[Broken, ...]:
    """Every condition the schedule breaks; empty is a schedule that holds."""
    malformed = tuple(_malformed(project, schedule))
    if malformed:
        return malformed
    chosen = [modes[mode] for modes, mode in zip(project.activities, schedule.modes, strict=True)]
    return (
        *_broken_lags(project, schedule, chosen),
        *_broken_capacity(project, schedule, chosen),
        *_broken_stock(project, chosen),
    )


def _malformed(project: Project, schedule: Schedule) -> Iterator[Broken]:
    count = len(project.activities)
    if len(schedule.starts) != count or len(schedule.modes) != count:
        yield Broken("activities_missing", (("activities", count),))
        return
    for number, (start, mode) in enumerate(zip(schedule.starts, schedule.modes, strict=True)):
        if start < 0:
            yield Broken("before_start", (("activity", number), ("start", start)))
        if not 0 <= mode < len(project.activities[number]):
            yield Broken("mode_unknown", (("activity", number), ("mode", mode)))


def _broken_lags(project: Project, schedule: Schedule, chosen: list[Mode]) -> Iterator[Broken]:
    for lag in project.lags:
        since = schedule.starts[lag.before]
        since += chosen[lag.before].duration if lag.after_end else 0
        early = since + lag.gap - schedule.starts[lag.after]
        if early > 0:
            facts = (("before", lag.before), ("after", lag.after), ("too_early_by", early))
            yield Broken("lag", facts)


def _broken_capacity(project: Project, schedule: Schedule, chosen: list[Mode]) -> Iterator[Broken]:
    for resource, capacity in enumerate(project.capacity):
        used: Counter[int] = Counter()
        for start, mode in zip(schedule.starts, chosen, strict=True):
            for time in range(start, start + mode.duration):
                used[time] += mode.uses[resource]
        for time, amount in sorted(used.items()):
            if amount > capacity:
                facts = (("resource", resource), ("time", time), ("over_by", amount - capacity))
                yield Broken("capacity", facts)


def _broken_stock(project: Project, chosen: list[Mode]) -> Iterator[Broken]:
    for resource, stock in enumerate(project.stock):
        taken = sum(mode.consumes[resource] for mode in chosen)
        if taken > stock:
            yield Broken("stock", (("resource", resource), ("over_by", taken - stock)))
