"""What ties workloads: order, couplings, and what must not move in the same month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from grunnmur.plan.build.built import Note
from grunnmur.plan.build.effort import Effort
from grunnmur.plan.build.tables import Tables
from grunnmur.plan.conditions import Coupling, Exclusion, Outside, Precedence

Row = Mapping[str, Any]
_ON_THE_SITE = ("clients", "telephony", "devices")


def precedences(tables: Tables, effort: Effort) -> tuple[Precedence, ...]:
    """Shared services before what stands on them, network before what hangs on it, hosts last.

    They always lead from network or shared to the others to infrastructure, so there are no cycles.
    """
    lags = effort.defaults["lags"]
    found: dict[tuple[str, str], Precedence] = {}
    for before, after in _on_shared(tables):
        row = Precedence(before, after, lags["shared"], "stands on a shared service")
        found.setdefault((before, after), row)
    for before, after in _shared_providers(tables):
        row = Precedence(before, after, 0, "depends on a shared service")
        found.setdefault((before, after), row)
    for before, after in _network_first(tables.workloads):
        row = Precedence(before, after, lags["network"], "network first")
        found.setdefault((before, after), row)
    for hosting in tables.rows("hosting"):
        pair = (hosting["guest"], hosting["host"])
        found.setdefault(pair, Precedence(*pair, lags["infrastructure"], "runs on it"))
    return tuple(found[pair] for pair in sorted(found))


def couplings(tables: Tables, effort: Effort) -> tuple[Coupling, ...]:
    """What dependencies cost a month across two platforms.

    Between different platforms they are bridged already, so `neither` costs as much.
    """
    most = effort.bridging["per_flow_pair"]["most"]
    row_of = {row["workload_id"]: row for row in tables.workloads}
    nok: dict[tuple[str, str], int] = {}
    for tie in tables.rows("tie"):
        ends = row_of[tie["consumer"]], row_of[tie["provider"]]
        if all(end["kind"] not in ("shared", "infrastructure") for end in ends):
            a, b = sorted((tie["consumer"], tie["provider"]))
            nok[a, b] = min(most, nok.get((a, b), 0) + tie["nok"])
    return tuple(
        Coupling(a, b, cost, cost, 0 if _same_platform(row_of[a], row_of[b]) else cost)
        for (a, b), cost in sorted(nok.items())
        if cost > 0
    )


def exclusions(tables: Tables, periods: int) -> tuple[tuple[Exclusion, ...], list[Note]]:
    """Members of one redundancy group, or of one clinical service, never in the same month.

    A service with more than half as many workloads as there are months only keeps its redundancy
    groups apart; that is noted, and so is a redundant pair that must move together.
    """
    sets: dict[str, set[str]] = {}
    applications: dict[str, set[str]] = {}
    service_of: dict[str, str] = {}
    for row in tables.rows("workload_service"):
        keys = [f"service {row['service_id']}"]
        if row["redundancy_group"] is not None:
            keys.append(f"redundancy {row['service_id']} {row['redundancy_group']}")
        for key in keys:
            service_of[key] = row["service_id"]
            sets.setdefault(key, set()).add(row["workload_id"])
            applications.setdefault(key, set()).add(row["application_id"])
    rows, notes = [], []
    for key, workloads in sorted(sets.items()):
        kind, name = key.split(" ", 1)
        together = len(applications[key]) > len(workloads)
        if kind == "redundancy" and together:
            notes.append(Note("redundant_pair_moves_together", name, {"group": name}))
        if kind == "service" and 2 * len(workloads) > periods:
            facts = {"service": name, "workloads": len(workloads)}
            notes.append(Note("service_too_large_to_spread", name, facts))
        elif len(workloads) > 1:
            rows.append(Exclusion(key, tuple(sorted(workloads)), kind, service_of[key]))
    return tuple(rows), notes


def outside(tables: Tables) -> tuple[Outside, ...]:
    """Systems that never move, and which workloads have to do with them."""
    return tuple(
        Outside(row["entity_id"], row["name"], tuple(row["workloads"]))
        for row in tables.rows("tie_outside")
    )


def interfaces(tables: Tables) -> dict[str, int]:
    """How many dependencies each workload has with others."""
    count: dict[str, int] = {}
    for tie in tables.rows("tie"):
        for end in (tie["consumer"], tie["provider"]):
            count[end] = count.get(end, 0) + tie["interfaces"]
    return count


def _on_shared(tables: Tables) -> Iterable[tuple[str, str]]:
    for row in tables.rows("shared_server"):
        service = tables.groups.shared.get(row["asset_id"])
        if service is not None:
            group = tables.groups.group_of[row["application_id"]]
            yield f"shared/{service}", f"application/{group}"


def _shared_providers(tables: Tables) -> Iterable[tuple[str, str]]:
    kind = {row["workload_id"]: row["kind"] for row in tables.workloads}
    for tie in tables.rows("tie"):
        consumer, provider = tie["consumer"], tie["provider"]
        if kind[provider] == "shared" and kind[consumer] not in ("shared", "network"):
            yield provider, consumer


def _network_first(workloads: Iterable[Row]) -> Iterable[tuple[str, str]]:
    by_site: dict[str, tuple[list[str], list[str]]] = {}
    for row in workloads:
        if row["site_id"] is not None:
            networks, others = by_site.setdefault(row["site_id"], ([], []))
            if row["kind"] == "network":
                networks.append(row["workload_id"])
            elif row["kind"] in _ON_THE_SITE:
                others.append(row["workload_id"])
    for networks, others in by_site.values():
        yield from ((before, after) for before in networks for after in others)


def _same_platform(a: Row, b: Row) -> bool:
    return a["platform"] is not None and a["platform"] == b["platform"]
