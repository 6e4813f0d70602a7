"""The people, slots and money there are: as entered, else by default, which is noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from grunnmur.plan.build import calendar
from grunnmur.plan.build.built import Note
from grunnmur.plan.build.effort import Effort
from grunnmur.plan.build.ways import Draft
from grunnmur.plan.conditions import Budget, Freeze, Slots
from grunnmur.plan.period import Period

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entered:
    """Rows a person entered, and the periods they are spread over."""

    periods: tuple[Period, ...]
    rows: Mapping[str, Sequence[Row]]
    effort: Effort


def capacities(
    entered: Entered, drafts: Iterable[Sequence[Draft]]
) -> tuple[dict[str, tuple[int, ...]], list[Note]]:
    """Hours of each skill in each period, and a note for each skill nobody entered."""
    load: dict[str, float] = dict.fromkeys(entered.effort.skills, 0.0)
    largest = dict(load)
    for ways in drafts:
        for skill, hours in min(ways, key=lambda way: sum(way.hours.values())).hours.items():
            load[skill] += hours
        for way in ways:
            for skill, hours in way.hours.items():
                largest[skill] = max(largest[skill], hours)
    given, notes = _by_skill(entered)
    hours_a_day = entered.effort.defaults["hours_a_day"]["hours"]
    series = {}
    for skill in entered.effort.skills:
        if skill in given:
            series[skill] = calendar.steps_from(
                entered.periods,
                given[skill],
                lambda row: floor((row["person_days"] or 0) * hours_a_day),
            )
        elif load[skill]:
            series[skill] = _default_capacity(entered, load[skill], largest[skill])
            facts = {"skill": skill, "hours": max(series[skill])}
            notes.append(Note("capacity_defaulted", f"skill_capacity {skill}", facts))
        else:
            series[skill] = (0,) * len(entered.periods)
    return series, notes


def slots(
    entered: Entered, cutovers: Mapping[str, int], freezes: Sequence[Row]
) -> tuple[tuple[Slots, ...], list[Note]]:
    """Cutover slots of each trust, less the share of the month a short freeze takes."""
    named = {row["organisation_id"]: row["name"] for row in entered.rows["organisation"]}
    given: dict[str, list[Row]] = {}
    for row in entered.rows["cutover_slot"]:
        given.setdefault(row["organisation_id"], []).append(row)
    rule = entered.effort.defaults["slots"]
    rows, notes = [], []
    for trust, count in sorted(cutovers.items()):
        if trust in given:
            series = calendar.steps_from(entered.periods, given[trust], lambda r: r["slots"] or 0)
        else:
            pace = ceil(rule["pace"] * count / len(entered.periods))
            series = (max(rule["least"], pace),) * len(entered.periods)
            facts = {"organisation": trust, "slots": series[0]}
            notes.append(Note("slots_defaulted", f"cutover_slot {trust}", facts))
        open_share = _open_share(entered, trust, freezes)
        rows.append(
            Slots(
                trust,
                tuple(floor(n * share) for n, share in zip(series, open_share, strict=True)),
                named.get(trust) or "",
            )
        )
    return tuple(rows), notes


def freezes(entered: Entered) -> tuple[tuple[Freeze, ...], list[Note]]:
    """Closed months by trust and service. Freezes too short to close a month are noted."""
    least = entered.effort.defaults["freeze"]["share"]
    rows, short = [], []
    for number, row in enumerate(entered.rows["freeze"]):
        if row["starts_on"] is None or row["ends_on"] is None:
            continue
        share = [
            calendar.frozen_share(period, row["starts_on"], row["ends_on"])
            for period in entered.periods
        ]
        closed = tuple(period for period, part in enumerate(share) if part >= least)
        if closed:
            reason = row["reason"] or ""
            trust, service = row["organisation_id"] or "", row["service_id"] or ""
            rows.append(Freeze(f"freeze {number + 1}", closed, trust, service, reason))
        elif any(share):
            short.append(row)
    notes = []
    if short:
        facts = {"count": len(short), "first": str(short[0]["starts_on"])}
        notes.append(Note("freeze_shorter_than_a_month", "freeze", facts))
    return tuple(rows), notes


def budgets(entered: Entered) -> tuple[tuple[Budget, ...], list[Note]]:
    """Money for one-off costs by year. Years nobody entered have no limit, which is noted."""
    years = sorted({period.starts_on.year for period in entered.periods})
    given = {
        row["year"]: row["amount_nok"]
        for row in entered.rows["budget"]
        if row["amount_nok"] is not None
    }
    missing = [year for year in years if year not in given]
    notes = [Note("budget_missing", f"budget {year}", {"year": year}) for year in missing]
    return tuple(Budget(year, given[year]) for year in years if year in given), notes


def _by_skill(entered: Entered) -> tuple[dict[str, list[Row]], list[Note]]:
    known = {
        alias.casefold(): skill
        for skill, aliases in entered.effort.skills.items()
        for alias in (skill, *aliases)
    }
    given: dict[str, list[Row]] = {}
    strange = set()
    for row in entered.rows["skill_capacity"]:
        skill = known.get((row["skill"] or "").strip().casefold())
        if skill is None or row["from_on"] is None:
            strange.add(row["skill"] or "")
        else:
            given.setdefault(skill, []).append(row)
    notes = [
        Note("skill_not_known", f"skill_capacity {name}", {"skill": name})
        for name in sorted(strange)
    ]
    return given, notes


def _default_capacity(entered: Entered, load: float, largest: float) -> tuple[int, ...]:
    """Enough for the whole load, and for the largest workload even through a month of leave."""
    rule = entered.effort.defaults["capacity"]
    most_months = entered.effort.defaults["wave_share"]["most_months"]
    weight = [
        rule["dip"] if period.starts_on.month in rule["dip_months"] else 1.0
        for period in entered.periods
    ]
    full = max(
        rule["least"],
        load / (rule["load"] * sum(weight)),
        (largest / most_months + 1) / rule["dip"],
    )
    return tuple(ceil(full * share) for share in weight)


def _open_share(entered: Entered, trust: str, freezes: Sequence[Row]) -> list[float]:
    """The share of each month that no short freeze of all services takes from the trust."""
    least = entered.effort.defaults["freeze"]["share"]
    left = [1.0] * len(entered.periods)
    for row in freezes:
        if row["service_id"] or row["organisation_id"] not in (None, trust):
            continue
        if row["starts_on"] is None or row["ends_on"] is None:
            continue
        for number, period in enumerate(entered.periods):
            share = calendar.frozen_share(period, row["starts_on"], row["ends_on"])
            if 0 < share < least:
                left[number] = max(0.0, left[number] - share)
    return left
