"""How much there is room for: capacity of skills, cutover slots, waves, freezes, budgets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil

from benchmarks.waves import family
from benchmarks.waves.chance import Chance
from benchmarks.waves.work import Rhythm
from grunnmur.plan.conditions import Freeze
from grunnmur.plan.workload import Disposition, Workload

Choice = dict[str, Disposition]
"""The disposition the hidden plan uses for each workload."""


@dataclass(slots=True)
class Room:
    """What is free in each period. The hidden plan uses it up, and may stretch it."""

    skills: dict[str, list[int]]
    slots: dict[str, list[int]]
    wave: list[int]
    budgets: dict[int, int]


def room(workloads: tuple[Workload, ...], choice: Choice, rhythm: Rhythm, seed: int) -> Room:
    """Room for the choice at the family's load: ramp-up in the first year, dips in holidays.

    A team is never smaller than its largest single task.
    """
    chance = Chance(seed, "room")
    profile = _profile(rhythm)
    count = len(profile)
    taking = Counter(name for row in workloads for name in row.organisations)
    spend = sum(choice[row.id].one_off for row in workloads)
    months = Counter(row.starts_on.year for row in rhythm.periods)
    return Room(
        skills=_skills(workloads, choice, profile, chance),
        slots={
            trust: [max(1, ceil(1.45 * taking[trust] / count * share)) for share in _dips(rhythm)]
            for trust in family.TRUSTS
        },
        wave=[max(2, ceil(1.35 * len(workloads) / count * share)) for share in _dips(rhythm)],
        budgets={
            year: round(1.3 * spend * weight / count, -6).__trunc__()
            for year, weight in sorted(months.items())
        },
    )


def _skills(
    workloads: tuple[Workload, ...], choice: Choice, profile: list[float], chance: Chance
) -> dict[str, list[int]]:
    use: Counter[str] = Counter()
    most: Counter[str] = Counter()
    for row in workloads:
        for skill, rate in choice[row.id].effort:
            use[skill] += rate * choice[row.id].duration
        for skill, rate in (step for way in row.dispositions for step in way.effort):
            most[skill] = max(most[skill], rate)
    capacity = {}
    for skill in family.SKILLS:
        whole = use[skill] / chance.between(*family.LOADED)
        capacity[skill] = [
            max(most[skill], ceil(whole * share / sum(profile))) for share in profile
        ]
    return capacity


def _profile(rhythm: Rhythm) -> list[float]:
    first = round(12 / rhythm.month)
    ramp = [min(1.0, 0.6 + 0.4 * n / first) for n in range(len(rhythm.periods))]
    return [share * dip for share, dip in zip(ramp, _dips(rhythm), strict=True)]


def _dips(rhythm: Rhythm) -> list[float]:
    holidays = set(rhythm.holidays())
    return [0.6 if n in holidays else 1.0 for n in range(len(rhythm.periods))]


def freezes(rhythm: Rhythm, seed: int) -> tuple[Freeze, ...]:
    """Two stretches of one to three months in each trust, when other large changes go in."""
    chance = Chance(seed, "freezes")
    rows = []
    for trust in family.TRUSTS:
        for n in range(2):
            length = rhythm.work_periods(chance.whole(1, 3))
            first = chance.whole(2, len(rhythm.periods) - length - 2)
            stretch = tuple(range(first, first + length))
            rows.append(Freeze(f"freeze-{trust}-{n + 1}", stretch, trust, reason="other change"))
    return tuple(rows)
