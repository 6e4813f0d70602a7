"""The problem's workloads, from the rows of the steps and what people have said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grunnmur.plan.build import ties, ways
from grunnmur.plan.build.built import Note
from grunnmur.plan.build.effort import Effort
from grunnmur.plan.build.room import Room
from grunnmur.plan.build.tables import Tables
from grunnmur.plan.conditions import Forbid, Freeze, Pin
from grunnmur.plan.workload import Deadline, Disposition, Workload

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What people have said of single workloads and of months."""

    deadlines: Mapping[str, tuple[Deadline, ...]]
    pins: tuple[Pin, ...]
    forbids: tuple[Forbid, ...]
    freezes: tuple[Freeze, ...]


class Draftsman:
    """Draws up the workloads. `drafts` are their dispositions before hours are spread."""

    def __init__(self, tables: Tables, effort: Effort, said: Said, periods: int) -> None:
        self._effort, self._said, self._periods = effort, said, periods
        self._trusts = tables.by_workload("workload_trust", "organisation_id")
        self._services = tables.by_workload("workload_service", "service_id")
        interfaces = ties.interfaces(tables)
        wanted = _wanted(said.pins)
        self._rows = [
            {**row, "interfaces": interfaces.get(row["workload_id"], 0)} for row in tables.workloads
        ]
        self.drafts = [
            ways.drafts(row, effort, also=wanted.get(row["workload_id"], ())) for row in self._rows
        ]

    def staying(self) -> frozenset[str]:
        """Workloads that stay where they stand, whatever is done with them."""
        return frozenset(
            row["workload_id"]
            for row, drafts in zip(self._rows, self.drafts, strict=True)
            if all(draft.room == "stays" for draft in drafts)
        )

    def workloads(
        self, capacity: Mapping[str, tuple[int, ...]], room: Room
    ) -> tuple[tuple[Workload, ...], list[Note]]:
        """The workloads, with their work spread to fit the capacity, and what they take up of the room."""
        workloads, notes = [], []
        for row, drafts in zip(self._rows, self.drafts, strict=True):
            name = row["workload_id"]
            chosen = tuple(
                ways.disposition(draft, capacity, self._effort, room.keeps(name, draft.room))
                for draft in drafts
            )
            workload = self._workload(row, chosen, room.held.get(name, ()))
            kept, more = self._with_deadlines(workload)
            workloads.append(kept)
            notes += more
        return tuple(workloads), notes

    def _workload(
        self, row: Row, dispositions: tuple[Disposition, ...], holds: tuple[tuple[str, int], ...]
    ) -> Workload:
        name = row["workload_id"]
        blocked = row["kind"] == "application" and row["blocks"]
        return Workload(
            id=name,
            name=_name(row),
            dispositions=dispositions,
            kind=row["kind"],
            platform=row["platform"] or "",
            organisations=tuple(self._trusts.get(name, ())),
            services=tuple(sorted(set(self._services.get(name, ())))),
            exposure=(row["exposure"],) * self._periods,
            run_before=(ways.run_before(row, self._effort),) * self._periods,
            earliest=self._effort.defaults["blocking"]["months"] if blocked else 0,
            holds=holds,
        )

    def _with_deadlines(self, workload: Workload) -> tuple[Workload, list[Note]]:
        """The workload with its deadlines; a hard one it cannot meet becomes soft, and is noted."""
        given = self._said.deadlines.get(workload.id, ())
        first = self._first_open(workload)
        deadlines, notes = [], []
        for deadline in given:
            if deadline.hard and first is not None and deadline.last < first:
                facts = {"workload": workload.name, "reason": deadline.reason}
                notes.append(Note("deadline_cannot_be_met", workload.id, facts))
                penalty = self._effort.defaults["deadline"]["penalty"]
                deadline = replace(deadline, hard=False, penalty=penalty)
            deadlines.append(deadline)
        return (replace(workload, deadlines=tuple(deadlines)) if deadlines else workload), notes

    def _first_open(self, workload: Workload) -> int | None:
        """The first month in which nothing of its own keeps the workload from moving."""
        quickest = min(way.duration for way in workload.dispositions) - 1
        shut = {
            period
            for freeze in self._said.freezes
            if freeze.organisation in ("", *workload.organisations)
            and freeze.service in ("", *workload.services)
            for period in freeze.periods
        }
        open_periods = range(max(quickest, workload.earliest), self._periods)
        return next((period for period in open_periods if period not in shut), None)


def _wanted(pins: Sequence[Pin]) -> dict[str, tuple[str, ...]]:
    """Dispositions people have pinned, which are then offered whatever the verdicts say."""
    wanted: dict[str, tuple[str, ...]] = {}
    for pin in pins:
        if pin.disposition:
            wanted[pin.workload] = (*wanted.get(pin.workload, ()), pin.disposition)
    return wanted


def _name(row: Row) -> str:
    """A name that needs no language: the application, or place and class."""
    if row["application_name"]:
        more = row["applications"] - 1
        return f"{row['application_name']} +{more}" if more else str(row["application_name"])
    if row["kind"] in ("shared", "infrastructure", "servers"):
        parts = [row["first_name"], row["site_name"], row["platform"]]
    else:
        parts = [row["site_name"], row["class"]]
    tail = row["workload_id"].rsplit("/", 1)[-1]
    if tail.isdigit():
        parts.append(tail)
    return " · ".join(str(part) for part in parts if part) or str(row["workload_id"])
