"""The room there is at a place, and who takes it up: the old side to its cutover, the new from the work's first month.

Between the two, both stand there: that is double running. What moves is set up anew in the place where it stands,
unless the settings say where it goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, inf
from typing import Any

from grunnmur.plan.build.built import Note
from grunnmur.plan.build.effort import Effort
from grunnmur.plan.build.places import Places
from grunnmur.plan.build.tables import Tables
from grunnmur.plan.conditions import Resource
from grunnmur.plan.period import Period

Row = Mapping[str, Any]
Amounts = tuple[tuple[str, int], ...]
Spot = tuple[str, str]
"""A resource at a place."""
_SHARES = 100
"""What registers count in parts (racks, licences) is counted in hundredths."""


@dataclass(frozen=True, slots=True)
class Room:
    """The resources of places, and what each workload takes up where it stands and where it is set up anew."""

    resources: tuple[Resource, ...]
    held: Mapping[str, Amounts]
    anew: Mapping[str, Amounts]
    notes: tuple[Note, ...]

    def keeps(self, workload: str, way: str) -> Amounts:
        """What the workload takes up on the new side when it is done this way: `new`, `stays` or `gone`."""
        if way == "gone":
            return ()
        return (self.held if way == "stays" else self.anew).get(workload, ())


@dataclass(frozen=True, slots=True)
class _Entered:
    """What people entered: by spot the days with amounts; how they call a resource; how many units one of it is."""

    steps: Mapping[Spot, Sequence[tuple[date, float]]]
    called: Mapping[str, str]
    times: Mapping[str, float]


class _Taken:
    """Who takes up what, in whole units: what stays, and each workload where it stands and where it goes."""

    def __init__(self, spots: Mapping[Spot, object]) -> None:
        self._spots = spots
        self.fixed: dict[Spot, int] = defaultdict(int)
        self.held: dict[str, dict[Spot, int]] = defaultdict(lambda: defaultdict(int))
        self.anew: dict[str, dict[Spot, int]] = defaultdict(lambda: defaultdict(int))

    def add(self, row: Row, amount: int, places: Places, *, moves: bool) -> None:
        here, workload = row["location_id"], row["workload_id"]
        for spot in self._known(row["resource"], places.above(here)):
            (self.held[workload] if moves else self.fixed)[spot] += amount
        if moves:
            for spot in self._known(row["resource"], places.above(places.target(here))):
                self.anew[workload][spot] += amount

    def standing(self, spot: Spot) -> int:
        """What those that move take up there before any has moved."""
        return sum(amounts.get(spot, 0) for amounts in self.held.values())

    def _known(self, resource: str, places: Sequence[str]) -> list[Spot]:
        return [(resource, place) for place in places if (resource, place) in self._spots]


def room(
    tables: Tables,
    effort: Effort,
    periods: Sequence[Period],
    *,
    staying: frozenset[str],
    moves_to: Mapping[str, str],
) -> Room:
    """What the estate says of capacities and their use.

    `staying` are workloads that stay where they are whatever is done; `moves_to` are places by the places their things
    move to.
    """
    places = Places(tables, moves_to)
    entered, notes = _entered(tables)
    rows = tables.rows("room_use")
    scale = _scales(entered, rows, effort)
    taken = _Taken(entered.steps)
    for row in rows:
        moves = row["workload_id"] is not None and row["workload_id"] not in staying
        taken.add(row, ceil(row["amount"] * scale[row["resource"]]), places, moves=moves)
    resources: dict[Spot, Resource] = {}
    used = {row["resource"] for row in rows}
    for spot, steps in sorted(entered.steps.items()):
        name, place = spot
        if name not in used:
            continue
        fixed, standing = taken.fixed[spot], taken.standing(spot)
        left = [(day, floor(amount * scale[name]) - fixed) for day, amount in steps]
        capacity = _capacity(left, periods, standing)
        if capacity is None:
            one = scale[name] * entered.times[name]
            facts = {
                "resource": entered.called[name],
                "place": places.name(place),
                "amount": steps[0][1] / entered.times[name],
                "stands": round((standing + fixed) / one, 1),
            }
            notes.append(Note("room_below_use", f"resource_capacity {_id(spot)}", facts))
        else:
            unit = _unit(name, scale, effort)
            resources[spot] = Resource(_id(spot), capacity, name, unit, places.name(place))
    return Room(
        tuple(resources.values()),
        _amounts(taken.held, resources),
        _amounts(taken.anew, resources),
        (*places.notes, *notes, *_doubts(entered, rows, places)),
    )


def _entered(tables: Tables) -> tuple[_Entered, list[Note]]:
    steps: dict[Spot, list[tuple[date, float]]] = defaultdict(list)
    names: dict[str, str] = {}
    factors: dict[str, float] = {}
    lacking: dict[str, int] = defaultdict(int)
    for row in tables.rows("room_capacity"):
        resource, place, day = row["resource"], row["location_id"], row["from_on"]
        names[resource], factors[resource] = row["called"], row["times"]
        if place is None or day is None or not _is_amount(row["amount"]):
            lacking[row["called"]] += 1
        else:
            steps[resource, place].append((day, row["amount"]))
    notes = [
        Note("room_not_said", f"resource_capacity {name}", {"resource": name, "count": count})
        for name, count in sorted(lacking.items())
    ]
    # Where a day is told of twice, under two names of a resource, the least counts.
    in_order = {
        spot: sorted(told, key=lambda step: (step[0], -step[1])) for spot, told in steps.items()
    }
    return _Entered(in_order, names, factors), notes


def _doubts(entered: _Entered, rows: Sequence[Row], places: Places) -> list[Note]:
    """What is not known of who takes up what, counted by resource."""
    notes = []
    for resource in sorted({name for name, _ in entered.steps}):
        used = [row for row in rows if row["resource"] == resource]
        astray = sum(row["things"] for row in used if not places.above(row["location_id"]))
        counts = {
            "room_use_assumed": sum(row["assumed"] for row in used),
            "room_use_without_place": astray,
        }
        place, facts = f"resource_use {resource}", {"resource": entered.called[resource]}
        if not used:
            notes.append(Note("room_without_use", place, facts))
        notes += [
            Note(code, place, {**facts, "count": count}) for code, count in counts.items() if count
        ]
    return notes


def _scales(entered: _Entered, rows: Sequence[Row], effort: Effort) -> dict[str, int]:
    """How many whole units one of each resource is counted as."""
    amounts = [(row["resource"], row["amount"]) for row in rows]
    amounts += [(name, told) for (name, _), steps in entered.steps.items() for _, told in steps]
    parts = {name for name, amount in amounts if amount != round(amount)}
    fine = {name for name, facts in effort.room.items() if "unit" in facts}
    return {name: _SHARES if name in parts - fine else 1 for name, _ in amounts}


def _unit(resource: str, scale: Mapping[str, int], effort: Effort) -> str:
    if scale[resource] == _SHARES:
        return "hundredths"
    return str(effort.room.get(resource, {}).get("unit", ""))


def _capacity(
    steps: Sequence[tuple[date, int]], periods: Sequence[Period], standing: int
) -> tuple[int, ...] | None:
    """What there is throughout each period; None where what stands there in the first is more, which cannot be so.

    Before the first day there is room for what stands there and no more.
    """
    series = []
    for period in periods:
        before = [amount for day, amount in steps if day <= period.starts_on]
        within = [amount for day, amount in steps if period.starts_on < day <= period.ends_on]
        series.append(min([*(before[-1:] or [standing]), *within]))
    return None if series and series[0] < standing else tuple(max(0, n) for n in series)


def _amounts(
    taken: Mapping[str, Mapping[Spot, int]], counted: Container[Spot]
) -> dict[str, Amounts]:
    """By workload, of what is counted."""
    return {
        workload: tuple(
            (_id(spot), amount)
            for spot, amount in sorted(amounts.items())
            if amount and spot in counted
        )
        for workload, amounts in taken.items()
    }


def _is_amount(value: float | None) -> bool:
    return value is not None and 0 <= value < inf


def _id(spot: Spot) -> str:
    return "/".join(spot)
