"""Costs that end with the last workload of a platform, a place, a contract or a shared service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from grunnmur.plan.build.built import Note
from grunnmur.plan.build.effort import Effort
from grunnmur.plan.build.tables import Tables
from grunnmur.plan.build.ways import run_of_units
from grunnmur.plan.conditions import FixedCost, Precedence

Row = Mapping[str, Any]
Subjects = Mapping[tuple[str, str], Sequence[str]]


def fixed_costs(
    rows: Sequence[Row], tables: Tables, subjects: Subjects, effort: Effort, periods: int
) -> tuple[tuple[FixedCost, ...], list[Note]]:
    """Fixed costs as entered; platforms nobody entered one for get the catalogue's, noted."""
    found = []
    notes = []
    for row in rows:
        kind, subject = row["subject_kind"], row["subject_id"]
        workloads = subjects.get((kind, subject), ())
        if workloads:
            series = (row["nok_per_month"] or 0,) * periods
            found.append(FixedCost(f"{kind} {subject}", tuple(workloads), series, kind))
        else:
            place = f"fixed_cost {kind} {subject}"
            notes.append(Note("fixed_cost_without_workload", place, {"subject": subject}))
    given = {row["subject_id"] for row in rows if row["subject_kind"] == "platform"}
    for platform, servers in sorted(_platforms(tables).items()):
        if platform not in given:
            rule = effort.defaults["platform"]
            cost = rule["month"] + rule["server"] * servers
            facts = {"platform": platform, "nok": cost}
            notes.append(Note("platform_cost_defaulted", f"fixed_cost platform {platform}", facts))
            workloads = subjects["platform", platform]
            series = (cost,) * periods
            found.append(FixedCost(f"platform {platform}", tuple(workloads), series, "platform"))
    return tuple(found), notes


def double_running(
    tables: Tables, precedences: Sequence[Precedence], effort: Effort, periods: int
) -> tuple[FixedCost, ...]:
    """What each shared service costs where it stands, until the last that needs it has left."""
    users: dict[str, list[str]] = defaultdict(list)
    for row in precedences:
        users[row.before].append(row.after)
    return tuple(
        FixedCost(
            f"service {row['workload_id']}",
            (row["workload_id"], *users[row["workload_id"]]),
            (run_of_units(row, effort),) * periods,
            "service",
        )
        for row in tables.workloads
        if row["kind"] == "shared"
    )


def _platforms(tables: Tables) -> dict[str, int]:
    servers: dict[str, int] = defaultdict(int)
    for row in tables.workloads:
        if row["platform"] is not None:
            servers[row["platform"]] += row["servers"]
    return servers
