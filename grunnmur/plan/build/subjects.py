"""Which workloads a noun stands for, when a person says something of it."""

from __future__ import annotations

from collections import defaultdict

from grunnmur.plan.build.tables import Tables


def subjects(tables: Tables) -> dict[tuple[str, str], list[str]]:
    """Workloads by (noun, id), for deadlines, fixed costs and decisions.

    Only assets that something is said of are looked up: there are too many to list them all.
    """
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in tables.workloads:
        name = row["workload_id"]
        found["workload", name].append(name)
        for noun in ("platform", "organisation"):
            value = row["platform"] if noun == "platform" else row["organisation_id"]
            if value is not None:
                found[noun, value].append(name)
    for row in tables.rows("workload_place"):
        found["location", row["location_id"]].append(row["workload_id"])
    for row in tables.rows("grouped_application"):
        found["application", row["application_id"]].append(row["workload_id"])
    for row in tables.rows("contract_workload"):
        found["contract", row["contract_id"]].append(row["workload_id"])
    for row in tables.rows("named_asset"):
        found["asset", row["asset_id"]].append(row["workload_id"])
    return found
