"""The dispositions each workload may have, with hours, money and time from catalogue/effort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from grunnmur.plan.build.effort import Effort
from grunnmur.plan.workload import Disposition

Row = Mapping[str, Any]
_UNITS = {
    "application": "applications",
    "server": "servers",
    "host": "hosts",
    "client": "clients",
    "printer": "printers",
    "device": "devices",
    "phone": "phones",
    "pbx": "pbxes",
    "network": "networks",
    "interface": "interfaces",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A disposition with its hours in all, before they are spread over months; `room` as in catalogue/effort/room."""

    name: str
    months: int
    hours: Mapping[str, float]
    one_off: int
    exposure_after: int
    run_after: int
    room: str


def names_for(row: Row) -> tuple[str, ...]:
    """The dispositions a workload of this kind and with these verdicts may have.

    What a person has decided for every application of it is the only one.
    """
    if row["kind"] == "application":
        return _application_ways(row)
    failing = row["not_updatable"] or row["not_secure"]
    if row["kind"] == "servers":
        return ("replatform",) if failing else ("rehost", "replatform")
    if row["kind"] == "clients":
        return ("replatform", "replace")
    if row["kind"] == "network":
        return ("replace",) if row["not_updatable"] else ("replatform", "replace")
    if row["kind"] == "devices":
        return ("isolate",) if failing else ("rehost", "isolate")
    return {"shared": ("replatform",), "telephony": ("replace",)}.get(row["kind"], ("retire",))


def _application_ways(row: Row) -> tuple[str, ...]:
    if row["dispositions"] == 1 and row["decided"] == row["applications"]:
        return (str(row["disposition"]),)
    if row["not_compatible"]:
        return ("replatform", "replace", "isolate")
    if row["not_updatable"] or row["not_secure"]:
        return ("replatform", "replace")
    if row["physical"]:
        return ("replatform",)
    return ("rehost", "replatform")


def drafts(row: Row, effort: Effort, *, also: Iterable[str] = ()) -> tuple[Draft, ...]:
    """The workload's dispositions with their hours; `also` are offered besides the usual."""
    run = run_before(row, effort)
    known = effort.ways[row["kind"]]
    names = dict.fromkeys((*names_for(row), *(name for name in also if name in known)))
    return tuple(_draft(name, known[name], row, run) for name in names)


def run_before(row: Row, effort: Effort) -> int:
    """What the workload costs a month where it stands. A shared service's is a fixed cost."""
    if row["kind"] == "shared":
        return 0
    return round(_sum(effort.run, row))


def run_of_units(row: Row, effort: Effort) -> int:
    """What the units of the workload cost a month where they stand."""
    return round(_sum(effort.run, row))


def disposition(
    draft: Draft,
    capacity: Mapping[str, tuple[int, ...]],
    effort: Effort,
    keeps: tuple[tuple[str, int], ...] = (),
) -> Disposition:
    """The draft spread over as many months as its hours need; `keeps` is what it takes up on the new side."""
    rule = effort.defaults["wave_share"]
    months = draft.months
    for skill, hours in draft.hours.items():
        typical = sorted(capacity[skill])[len(capacity[skill]) // 2]
        if typical:
            months = max(months, ceil(hours / (rule["share"] * typical)))
    months = min(months, rule["most_months"])
    return Disposition(
        name=draft.name,
        duration=months,
        effort=tuple(
            (skill, ceil(hours / months)) for skill, hours in sorted(draft.hours.items()) if hours
        ),
        one_off=draft.one_off,
        exposure_after=draft.exposure_after,
        run_after=draft.run_after,
        keeps=keeps,
    )


def _draft(name: str, way: Row, row: Row, run: int) -> Draft:
    hours = {skill: _sum(units, row) for skill, units in way["hours"].items()}
    return Draft(
        name=name,
        months=way.get("months", 1),
        hours={skill: value for skill, value in hours.items() if value > 0},
        one_off=round(_sum(way["one_off"], row)),
        exposure_after=round(row["exposure"] * way["exposure_left"]),
        run_after=round(run * way["run_left"]),
        room=way["room"],
    )


def _sum(units: Mapping[str, float], row: Row) -> float:
    return sum(
        amount * (1 if unit == "each" else row[_UNITS[unit]]) for unit, amount in units.items()
    )
