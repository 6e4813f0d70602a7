"""The verb's first half: an estate in, the planning problem out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from grunnmur.estate import Estate
from grunnmur.plan.build import (
    calendar,
    effort,
    fixed,
    means,
    room,
    settings,
    subjects,
    ties,
    wishes,
)
from grunnmur.plan.build.built import Built, Note
from grunnmur.plan.build.effort import Effort
from grunnmur.plan.build.settings import BuildSettings
from grunnmur.plan.build.tables import Tables, workload_tables
from grunnmur.plan.build.workloads import Draftsman, Said
from grunnmur.plan.conditions import Resource
from grunnmur.plan.problem import Problem

_NAME = "Grunnmur"
"""The same from run to run, and in any language: by it calendars know an event again."""
_ENTERED = (
    "skill_capacity", "cutover_slot", "freeze", "budget", "deadline", "decision", "organisation",
)  # fmt: skip


def build(
    estate: Estate, *, on: date, settings: BuildSettings | Mapping[str, Any] | None = None
) -> Built:
    """The problem the estate poses on the day, its workloads, and notes on what was assumed.

    Raises ProblemError where what people entered cannot hold, naming the culprit.
    """
    wanted = _settings(settings)
    constants = effort.load()
    tables = workload_tables(estate, constants, wanted, on=on)
    problem, notes = _problem(tables, constants, wanted, on)
    change = constants.defaults["change"]["cost"]
    return Built(
        problem,
        _workload_rows(tables, problem),
        _members(tables),
        tuple(notes),
        change if wanted.stability is None else wanted.stability,
    )


def _settings(given: BuildSettings | Mapping[str, Any] | None) -> BuildSettings:
    return given if isinstance(given, BuildSettings) else settings.read(given or {})


def _problem(
    tables: Tables, constants: Effort, wanted: BuildSettings, on: date
) -> tuple[Problem, list[Note]]:
    periods = calendar.first_periods(on, wanted.months)
    entered = means.Entered(periods, {name: tables.rows(name) for name in _ENTERED}, constants)
    stand_for = subjects.subjects(tables)
    notes = _doubts(tables)

    frozen, more = means.freezes(entered)
    notes += more
    due, more = wishes.deadlines(
        entered.rows["deadline"], stand_for, periods, constants.defaults["deadline"]["penalty"]
    )
    notes += more
    pins, forbids, more = wishes.decided(entered.rows["decision"], stand_for, periods, on)
    notes += more

    said = Said(due, pins, forbids, frozen)
    draftsman = Draftsman(tables, constants, said, len(periods))
    capacity, more = means.capacities(entered, draftsman.drafts)
    notes += more
    there = room.room(
        tables, constants, periods, staying=draftsman.staying(), moves_to=wanted.moves_to
    )
    notes += there.notes
    workloads, more = draftsman.workloads(capacity, there)
    notes += more
    cutovers = _cutovers(tables)
    slots, more = means.slots(entered, cutovers, entered.rows["freeze"])
    notes += more
    budgets, more = means.budgets(entered)
    notes += more
    exclusions, more = ties.exclusions(tables, len(periods))
    notes += more
    order = ties.precedences(tables, constants)
    costs, more = fixed.fixed_costs(
        tables.rows("fixed_cost"), tables, stand_for, constants, len(periods)
    )
    notes += more

    skills = tuple(Resource(skill, capacity[skill], "skill", "hours") for skill in capacity)
    problem = Problem(
        name=_NAME,
        periods=periods,
        workloads=workloads,
        resources=skills + there.resources,
        slots=slots,
        wave_limit=(wanted.wave_limit,) * len(periods) if wanted.wave_limit else None,
        budgets=budgets,
        freezes=frozen,
        precedences=order,
        couplings=ties.couplings(tables, constants),
        exclusions=exclusions,
        fixed_costs=costs + fixed.double_running(tables, order, constants, len(periods)),
        pins=pins,
        forbids=forbids,
        outside=ties.outside(tables),
    )
    return problem, notes


def _cutovers(tables: Tables) -> dict[str, int]:
    """How many cutovers each trust is in for."""
    count: dict[str, int] = {}
    for names in tables.by_workload("workload_trust", "organisation_id").values():
        for name in names:
            count[name] = count.get(name, 0) + 1
    return count


def _doubts(tables: Tables) -> list[Note]:
    """The named exceptions and what is not known, each counted."""
    notes = [
        Note(
            f"left_out_{row['left_out']}",
            row["noun"],
            {"noun": row["noun"], "count": row["many"], "first": row["first_id"]},
        )
        for row in tables.rows("left_out")
    ]
    notes += [
        Note(row["code"], "workload", {"count": row["many"], "first": row["first_id"]})
        for row in tables.rows("doubt")
        if row["many"]
    ]
    astray = tables.rows("astray")
    if astray:
        raise AssertionError(f"in no workload or in several: {astray}")
    for service in sorted(set(tables.groups.shared.values())):
        users = sum(name == service for name in tables.groups.shared.values())
        notes.append(Note("shared_service", f"shared/{service}", {"servers": users}))
    return notes


def _workload_rows(tables: Tables, problem: Problem) -> tuple[Mapping[str, Any], ...]:
    name = {row.id: row.name for row in problem.workloads}
    return tuple(
        {
            "workload_id": row["workload_id"],
            "name": name[row["workload_id"]],
            "organisation_id": row["organisation_id"],
            "kind": row["kind"],
            "platform": row["platform"],
        }
        for row in tables.workloads
    )


def _members(tables: Tables) -> Any:  # noqa: ANN401 - pyarrow has no types
    query = "select workload_id, noun, entity_id from member order by all"
    return tables.steps.connection.sql(query).to_arrow_table()
