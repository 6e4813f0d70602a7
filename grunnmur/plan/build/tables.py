"""Runs the steps over the estate: which workload everything is in, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from grunnmur.estate import Estate
from grunnmur.kit.engine import Steps, give_texts
from grunnmur.plan.build import effort as constants
from grunnmur.plan.build.effort import Effort
from grunnmur.plan.build.groups import Groups, move_groups
from grunnmur.plan.build.settings import BuildSettings

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tables:
    """The steps' results that Python goes on with, as rows; `groups` is how servers were shared."""

    steps: Steps
    groups: Groups
    workloads: tuple[Row, ...]

    def rows(self, name: str) -> list[Row]:
        """The rows of a step's table or a table of the estate, sorted by all columns."""
        found = self.steps.connection.execute(f'select * from "{name}" order by all')
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def by_workload(self, name: str, column: str) -> dict[str, list[str]]:
        """One column of a step's table as lists by workload."""
        grouped: dict[str, list[str]] = {}
        for row in self.rows(name):
            grouped.setdefault(row["workload_id"], []).append(row[column])
        return grouped


def workload_tables(estate: Estate, effort: Effort, settings: BuildSettings, *, on: date) -> Tables:
    """Makes the tables of workloads on the estate's connection, by what is decided on the day."""
    steps = Steps(estate.connection, Path(__file__).parent / "steps")
    constants.register(effort, estate.connection)
    steps.run(
        "location_above",
        "location_site",
        "planned_application",
        "planned_asset",
        "shared_server",
    )
    steps.run("person_hub", on=on)
    groups = _grouped(steps, effort, settings)
    package = effort.defaults["package"]
    steps.run("device_gateway")
    steps.run("device_package", fewest=package["fewest_devices"])
    steps.run("package")
    steps.run(
        "packaged",
        clients=package["clients"],
        servers=package["servers"],
        devices=package["devices"],
    )
    steps.run("member_asset", "member", "exposure", "verdict", "workload_row")
    concern = effort.defaults["concern"]
    steps.run("workload_trust", users=concern["users"], share=concern["share"])
    steps.run("workload_service", "workload_place")
    steps.run("tie", "tie_outside", "hosting", "left_out", "astray")
    steps.run("contract_workload", "named_asset", "room_capacity", "room_use", "doubt")
    tables = Tables(steps, groups, ())
    return Tables(steps, groups, tuple(tables.rows("workload_row")))


def _grouped(steps: Steps, effort: Effort, settings: BuildSettings) -> Groups:
    """Groups the applications and makes `grouped_application` and `grouped_asset` of it."""
    connection = steps.connection
    stands = connection.execute("select application_id, asset_id from shared_server").fetchall()
    applications = connection.execute(
        "select application_id from planned_application where left_out is null order by all"
    ).fetchall()
    hubs = connection.execute("select asset_id from person_hub").fetchall()
    groups = move_groups(
        [row[0] for row in applications],
        stands,
        hub_applications=settings.hub_applications or effort.defaults["hub"]["applications"],
        group_applications=settings.group_applications or effort.defaults["group"]["applications"],
        hubs=frozenset(row[0] for row in hubs),
    )
    give_texts(
        steps.connection,
        "grouped_application",
        ("application_id", "workload_id"),
        [(name, f"application/{group}") for name, group in groups.group_of.items()],
    )
    give_texts(
        steps.connection,
        "grouped_asset",
        ("asset_id", "workload_id", "kind", "class"),
        list(_asset_rows(stands, groups)),
    )
    return groups


def _asset_rows(
    stands: list[tuple[str, str]], groups: Groups
) -> Iterable[tuple[str, str, str, None]]:
    first: dict[str, str] = {}
    for application, server in stands:
        first[server] = min(application, first.get(server, application))
    for server, application in sorted(first.items()):
        if server in groups.shared:
            yield server, f"shared/{groups.shared[server]}", "shared", None
        else:
            yield server, f"application/{groups.group_of[application]}", "application", None
