"""Makes an instance of the family from a seed: same arguments, same problem, on any machine.

python -m benchmarks.waves.generate DIR [--only NAME]
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks.waves import estate, family, hidden, room, ties, work
from benchmarks.waves.chance import Chance
from benchmarks.waves.estate import Member
from benchmarks.waves.hidden import Rows
from benchmarks.waves.room import Choice, Room
from benchmarks.waves.work import Rhythm
from grunnmur.plan import json_form, problem_document
from grunnmur.plan.conditions import (
    Budget,
    FixedCost,
    Forbid,
    Pin,
    Resource,
    Slots,
)
from grunnmur.plan.period import Period, months
from grunnmur.plan.plan import Move
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Deadline, Workload

MONTHS_A_FORTNIGHT = 12 / 26


@dataclass(frozen=True, slots=True)
class Made:
    """An instance, and the hidden plan that shows it can be done."""

    problem: Problem
    moves: tuple[Move, ...]


def generate(
    workloads: int,
    periods: int,
    seed: int,
    *,
    fortnights: bool = False,
    bridging: float = 1.0,
    platforms: float = 1.0,
) -> Problem:
    """A problem of the family. `bridging` and `platforms` scale what bridges and fixed costs cost.

    Everything else stays as it is when they change. Raises ValueError for a seed that makes none.
    """
    return made(
        workloads, periods, seed, fortnights=fortnights, bridging=bridging, platforms=platforms
    ).problem


def made(
    workloads: int,
    periods: int,
    seed: int,
    *,
    fortnights: bool = False,
    bridging: float = 1.0,
    platforms: float = 1.0,
) -> Made:
    """As `generate`, with the hidden plan."""
    rhythm = _rhythm(periods, fortnights=fortnights)
    members = estate.members(workloads, seed)
    bare = work.workloads(members, rhythm, seed)
    pairs = ties.pairs(members, seed)
    rows = Rows(
        ties.precedences(members, pairs, seed),
        ties.exclusions(members, seed),
        room.freezes(rhythm, seed),
    )
    chosen = hidden.choice(bare, seed)
    free = room.room(bare, chosen, rhythm, seed)
    period = hidden.cutovers(members, bare, chosen, rows, free, rhythm, seed)
    finished = _deadlines(bare, period, periods, seed)
    pins, forbids = _words(finished, chosen, period, seed)
    problem = Problem(
        name=_name(workloads, periods, seed, fortnights, bridging, platforms),
        periods=rhythm.periods,
        workloads=finished,
        **_capacities(bare, chosen, period, free, rhythm),  # type: ignore[arg-type]
        freezes=rows.freezes,
        precedences=rows.precedences,
        couplings=ties.couplings(members, pairs, seed, month=rhythm.month, scale=bridging),
        exclusions=rows.exclusions,
        fixed_costs=_fixed_costs(members, rhythm, seed, platforms),
        pins=pins,
        forbids=forbids,
    )
    moves = tuple(Move(row.id, chosen[row.id].name, period[row.id]) for row in finished)
    return Made(problem, moves)


def _rhythm(count: int, *, fortnights: bool) -> Rhythm:
    if not fortnights:
        return Rhythm(months(date(2027, 1, 1), count), 1.0)
    first_on = date(2027, 1, 4)
    rows = tuple(
        Period(first_on + timedelta(days=14 * n), first_on + timedelta(days=14 * n + 13))
        for n in range(count)
    )
    return Rhythm(rows, MONTHS_A_FORTNIGHT)


def _name(
    workloads: int, periods: int, seed: int, fortnights: bool, bridging: float, platforms: float
) -> str:
    kind = "fortnights" if fortnights else "months"
    scaled = "" if bridging == platforms == 1 else f", bridging {bridging}, platforms {platforms}"
    return f"waves: {workloads} workloads, {periods} {kind}, seed {seed}{scaled}"


def _deadlines(
    bare: tuple[Workload, ...], period: dict[str, int], count: int, seed: int
) -> tuple[Workload, ...]:
    """The workloads with a few hard deadlines, a while after the hidden plan's periods."""
    chance = Chance(seed, "deadlines")
    finished = []
    for row in bare:
        hard, slack = chance.happens(0.02), chance.whole(2, max(3, count // 6))
        if hard and period[row.id] + slack < count - 1:
            due = Deadline(period[row.id] + slack, hard=True, reason="contract ends")
            finished.append(replace(row, deadlines=(*row.deadlines, due)))
        else:
            finished.append(row)
    return tuple(finished)


def _words(
    workloads: tuple[Workload, ...], chosen: Choice, period: dict[str, int], seed: int
) -> tuple[tuple[Pin, ...], tuple[Forbid, ...]]:
    """A few of people's own words: a year around the hidden plan's period, or a way not wanted."""
    chance = Chance(seed, "words")
    pins, forbids = [], []
    for row in workloads:
        pinned, forbidden, reach = chance.share(), chance.share(), chance.whole(3, 6)
        others = [way.name for way in row.dispositions if way.name != chosen[row.id].name]
        at = period[row.id]
        if pinned < 0.01:
            pins.append(
                Pin(f"pin-{row.id}", row.id, max(0, at - reach), at + reach, reason="agreed")
            )
        elif forbidden < 0.01 and others:
            forbids.append(
                Forbid(f"forbid-{row.id}", row.id, disposition=others[0], reason="not wanted")
            )
    return tuple(pins), tuple(forbids)


def _capacities(
    workloads: tuple[Workload, ...],
    chosen: Choice,
    period: dict[str, int],
    free: Room,
    rhythm: Rhythm,
) -> dict[str, object]:
    """What was free after the hidden plan, and what it used: the capacities it was given."""
    used_skill: Counter[tuple[str, int]] = Counter()
    used_slot: Counter[tuple[str, int]] = Counter()
    spent: Counter[int] = Counter()
    for row in workloads:
        at, way = period[row.id], chosen[row.id]
        spent[rhythm.periods[at].starts_on.year] += way.one_off
        used_slot.update((name, at) for name in (*row.organisations, ""))
        for skill, rate in way.effort:
            for worked in range(at - way.duration + 1, at + 1):
                used_skill[skill, worked] += rate
    return {
        "resources": tuple(
            Resource(
                skill,
                tuple(left + used_skill[skill, n] for n, left in enumerate(series)),
                kind="skill",
                unit="person-days",
            )
            for skill, series in free.skills.items()
        ),
        "slots": tuple(
            Slots(trust, tuple(left + used_slot[trust, n] for n, left in enumerate(series)))
            for trust, series in free.slots.items()
        ),
        "wave_limit": tuple(left + used_slot["", n] for n, left in enumerate(free.wave)),
        "budgets": tuple(
            Budget(year, left + spent[year]) for year, left in sorted(free.budgets.items())
        ),
    }


def _fixed_costs(
    members: tuple[Member, ...], rhythm: Rhythm, seed: int, scale: float
) -> tuple[FixedCost, ...]:
    """Platforms, sites and the programme; a contract that ends makes what is left dearer."""
    chance = Chance(seed, "fixed costs")
    rows = [
        *_groups(members, "platform", family.PLATFORMS, family.PLATFORM_NOK),
        *_groups(members, "site", family.SITES, family.SITE_NOK),
        ("everything", "programme", tuple(row.id for row in members), family.EVERYTHING_NOK),
    ]
    count = len(rhythm.periods)
    found = []
    for name, kind, inside, price in rows:
        whole = price * (0.3 * len(members) / 4 + 0.7 * len(inside)) * chance.between(0.8, 1.25)
        ends, dearer = chance.whole(count // 2, count - 4), chance.between(1.1, 1.5)
        monthly = whole * rhythm.month * scale
        series = tuple(
            round(monthly * (dearer if n >= ends and kind != "programme" else 1), -2).__trunc__()
            for n in range(count)
        )
        found.append(FixedCost(name, inside, series, kind))
    return tuple(found)


def _groups(
    members: tuple[Member, ...], kind: str, names: tuple[str, ...], price: int
) -> Iterator[tuple[str, str, tuple[str, ...], int]]:
    for n, name in enumerate(names):
        at = (row.id for row in members if (row.platform if kind == "platform" else row.site) == n)
        yield name, kind, tuple(at), price


def main() -> None:
    """Writes the frozen instances as problem JSON files."""
    from benchmarks.waves import manifest

    parser = argparse.ArgumentParser(description="writes the frozen instances as JSON files")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="only instances whose name begins so")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    for row in manifest.rows(wanted.only):
        path = wanted.folder / f"{row.name}.json"
        path.write_bytes(json_form.write(problem_document(manifest.instance(row))))
        print(path, flush=True)


if __name__ == "__main__":
    main()
