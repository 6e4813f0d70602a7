"""What people have said of single workloads: deadlines, pins and forbids."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from grunnmur.estate import TABLES
from grunnmur.plan.build import calendar
from grunnmur.plan.build.built import Note
from grunnmur.plan.conditions import Forbid, Pin
from grunnmur.plan.period import Period
from grunnmur.plan.workload import Deadline

Row = Mapping[str, Any]
Subjects = Mapping[tuple[str, str], Sequence[str]]
"""(noun, id) → the workloads it stands for."""

_MONTH = r"(\d{4})-(\d{2})(?:-\d{2})?"
_SPAN = re.compile(rf"(?:{_MONTH})?(\.\.)?(?:{_MONTH})?")
_DISPOSITIONS = TABLES["application"].by_name["disposition"].choices


def deadlines(
    rows: Sequence[Row], subjects: Subjects, periods: tuple[Period, ...], penalty: int
) -> tuple[dict[str, tuple[Deadline, ...]], list[Note]]:
    """Deadlines by workload: of several of a kind, the earliest."""
    found: dict[str, dict[tuple[bool, str], Deadline]] = {}
    notes = []
    for row in sorted(rows, key=lambda row: (str(row["due_on"]), str(row["subject_id"]))):
        workloads = subjects.get((row["subject_kind"], row["subject_id"]), ())
        place = f"deadline {row['subject_kind']} {row['subject_id']}"
        if not workloads or row["due_on"] is None:
            notes.append(Note("deadline_without_workload", place, {"subject": row["subject_id"]}))
            continue
        hard = row["hardness"] == "hard"
        price = row["penalty_nok_per_month"]
        if not hard and price is None:
            notes.append(Note("penalty_defaulted", place, {"penalty": penalty}))
        last = calendar.last_period_by(periods, row["due_on"])
        if last < 0:
            notes.append(Note("deadline_passed", place, {"due_on": str(row["due_on"])}))
        deadline = Deadline(
            max(0, last),
            hard and last >= 0,
            0 if hard and last >= 0 else penalty if price is None else price,
            row["reason"] or "",
        )
        for workload in workloads:
            kept = found.setdefault(workload, {})
            kept.setdefault((deadline.hard, deadline.reason), deadline)
    return {name: tuple(kept.values()) for name, kept in found.items()}, notes


def decided(
    rows: Sequence[Row], subjects: Subjects, periods: tuple[Period, ...], on: date
) -> tuple[tuple[Pin, ...], tuple[Forbid, ...], list[Note]]:
    """Pins and forbids from decisions that hold on the day.

    A value is a month (2027-03), a span of months (2027-03..2027-06, either end may be left out)
    or a disposition, or both with a space between. Of a decision about several workloads, each
    row's id names its workload too.
    """
    pins: list[Pin] = []
    forbids: list[Forbid] = []
    notes = []
    for row in rows:
        if row["kind"] not in ("pin", "forbid"):
            continue
        if row["valid_to"] is not None and row["valid_to"] < on:
            continue
        meant = _meant(row["value"] or "", periods)
        workloads = subjects.get((row["subject_kind"], row["subject_id"]), ())
        if meant is None or not workloads:
            facts = {"decision": row["decision_id"], "value": row["value"]}
            notes.append(Note("decision_not_understood", f"decision {row['decision_id']}", facts))
            continue
        for workload in workloads:
            first, before, disposition = meant
            rest = (first, before, disposition, row["reason"] or "")
            name = row["decision_id"] if len(workloads) == 1 else f"{row['decision_id']} {workload}"
            if row["kind"] == "pin":
                pins.append(Pin(name, workload, *rest))
            else:
                forbids.append(Forbid(name, workload, *rest))
    return tuple(pins), tuple(forbids), notes


def _meant(value: str, periods: tuple[Period, ...]) -> tuple[int, int | None, str] | None:
    first, before, disposition = 0, None, ""
    for part in value.split():
        if part in _DISPOSITIONS:
            disposition = part
            continue
        span = _span(part, periods)
        if span is None:
            return None
        first, before = span
    return (first, before, disposition) if value.strip() else None


def _span(part: str, periods: tuple[Period, ...]) -> tuple[int, int | None] | None:
    match = _SPAN.fullmatch(part)
    if match is None:
        return None
    year, month, dots, last_year, last_month = match.groups()
    try:
        first_on = date(int(year), int(month), 1) if year else None
        last_on = date(int(last_year), int(last_month), 1) if last_year else None
    except ValueError:
        return None
    if first_on is not None and not dots:
        last_on = first_on
    first = sum(period.ends_on < first_on for period in periods) if first_on else 0
    if last_on is None:
        return first, None
    before = sum(period.starts_on <= last_on for period in periods)
    return (first, before) if before > first else None
