"""What is true of traffic: who needs whom and how often, and what everybody else's provider is."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from grunnmur.example.world import World, conversations
from grunnmur.example.world.frame import Column, missing
from grunnmur.example.world.told import Told

# what a server that is no application's is for → (role, sub-role)
_INFRASTRUCTURE = {
    "directory": "directory", "backup": "backup", "monitoring": "monitoring", "print": "print",
    "file": "file", "rds": "terminal", "management": "management", "certificate": "certificate",
    "jump": "jump",
}  # fmt: skip


# what can be read on the way: by what a sensor recognises, and else by what is made to listen there; WinRM (5985) looks
# like HTTP and encrypts its messages itself
_PLAIN_WORDS, _PLAIN_PORTS, _SEALED_PORTS = ("http",), (21, 23, 80, 104, 389, 2575, 8080), (5985,)
RULES = (
    "undocumented-integration", "plaintext-across-zones", "internet-exposure", "home-device-abroad",
)  # fmt: skip
"""What traffic may show to be wrong."""


def dependencies(world: World, talked: Column) -> pa.Table:
    """Every true dependency between applications; who can know it: `documented`, `observable`.

    Observable is what was answered at least once in the days watched; `flows` says how often.
    """
    dependency = world.dependency
    ids = world.application["application_id"]
    flows = _by_dependency(world, talked)
    return pa.table({
        "consumer_kind": np.full(len(dependency), "application"),
        "consumer_id": pa.array(ids[dependency["consumer_row"]], pa.string()),
        "provider_kind": np.full(len(dependency), "application"),
        "provider_id": pa.array(ids[dependency["provider_row"]], pa.string()),
        "protocol": pa.array(dependency["protocol"], pa.string()),
        "port": dependency["port"],
        "period": pa.array(dependency["period"], pa.string()),
        "documented": dependency["documented"],
        "observable": flows > 0,
        "flows": flows,
    })  # fmt: skip


def provider_roles(world: World, talked: Column) -> pa.Table:
    """What every application and every other server and gateway is to those who call it.

    Observable is what was called, or swept others, in the days watched.
    """
    called, calling = _heard(world, talked)
    shared = world.application["shared"]
    application = world.component["application_row"]
    used = np.zeros(len(shared), dtype=bool)
    used[application[called[world.component["asset_row"]] > 0]] = True
    rows = [
        ("application", world.application["application_id"][row],
         "middleware" if shared[row] else "application", shared[row], bool(used[row]))
        for row in range(len(shared))
    ]  # fmt: skip
    asset, scanner = world.asset, set(conversations.scanners(world.asset).tolist())
    for row in np.flatnonzero(asset["application_row"] < 0).tolist():
        role, kind = asset["role"][row], asset["kind"][row]
        heard = bool(called[row] > 0)
        if kind == "gateway":
            rows.append(("asset", asset["asset_id"][row], "middleware", "gateway", heard))
        elif kind in ("server", "vm") and role in _INFRASTRUCTURE:
            sweeps = row in scanner or role == "monitoring"
            sub_role = "scanner" if row in scanner else _INFRASTRUCTURE[role]
            heard = bool(calling[row] > 0) if sweeps else heard
            rows.append(("asset", asset["asset_id"][row], "infrastructure", sub_role, heard))
    names = ("noun", "entity_id", "role", "sub_role")
    columns = list(zip(*rows, strict=True))
    table = {name: pa.array(columns[place], pa.string()) for place, name in enumerate(names)}
    return pa.table({**table, "observable": pa.array(columns[4], pa.bool_())})


def findings(world: World, told: Told, talked: Column) -> pa.Table:
    """What is wrong in the traffic: rule, subject, verdict, and whether the exports can tell."""
    application, asset = world.application["application_id"], world.asset["asset_id"]
    in_network = told.mask("asset", "network", len(asset)) & _registered(world)
    in_network &= told.mask("asset", "record", len(asset))
    plain = _plain_text(world, talked, in_network)
    exposed = _exposed(world, talked)
    aids, verdict = _aids_abroad(world, talked)
    carded = told.mask("asset", "record", len(asset)) & told.mask("asset", "serial", len(asset))
    undeclared = _undeclared(world, talked)
    parts = [
        ("undocumented-integration", "application", application[undeclared], ["fail"] * len(undeclared),
         np.ones(len(undeclared), dtype=bool)),
        ("plaintext-across-zones", "asset", asset[plain[0]], ["fail"] * len(plain[0]), plain[1]),
        ("internet-exposure", "asset", asset[exposed], ["fail"] * len(exposed), in_network[exposed]),
        ("home-device-abroad", "asset", asset[aids], verdict, carded[aids]),
    ]  # fmt: skip
    return pa.concat_tables([
        pa.table({
            "rule_id": pa.array([rule_id] * len(ids), pa.string()),
            "subject_kind": pa.array([noun] * len(ids), pa.string()),
            "entity_id": pa.array(ids.tolist(), pa.string()),
            "verdict": pa.array(list(verdicts), pa.string()),
            "knowable": pa.array(knowable, pa.bool_()),
        })
        for rule_id, noun, ids, verdicts, knowable in parts
    ])  # fmt: skip


def _undeclared(world: World, talked: Column) -> Column:
    """Applications seen to use another that no register says they use, under any protocol."""
    seen: set[tuple[int, int]] = set()
    listed: set[tuple[int, int]] = set()
    rows = world.dependency.rows("consumer_row", "provider_row", "documented")
    for (consumer, provider, documented), flows in zip(
        rows, _by_dependency(world, talked), strict=True
    ):
        if documented:
            listed.add((consumer, provider))
        if flows:
            seen.add((consumer, provider))
    return np.array(sorted({consumer for consumer, _ in seen - listed}), dtype=np.int64)


def _plain_text(world: World, talked: Column, in_network: Column) -> tuple[Column, Column]:
    """Things called from another zone in plain text, by others than scanners; and whether both zones are told."""
    talk = world.conversation
    word, port = talk["service"], talk["port"]
    plain = np.isin(word.astype(str), _PLAIN_WORDS) & ~np.isin(port, _SEALED_PORTS)
    plain |= missing(word) & np.isin(port, _PLAIN_PORTS)
    plain &= talked > 0
    plain &= (talk["source_row"] >= 0) & (talk["target_row"] >= 0)
    plain &= ~np.isin(talk["source_row"], conversations.scanners(world.asset))
    source, target = talk["source_row"][plain], talk["target_row"][plain]
    zone = world.network["zone_row"][world.asset["network_row"]]
    across = zone[source] != zone[target]
    rows = np.unique(target[across])
    told = np.unique(target[across & in_network[source] & in_network[target]])
    return rows, np.isin(rows, told)


def _exposed(world: World, talked: Column) -> Column:
    """Things outside the zone made for it that answered a stranger."""
    talk = world.conversation
    return np.unique(talk["target_row"][(talk["source_row"] < 0) & (talked > 0)])


def _aids_abroad(world: World, talked: Column) -> tuple[Column, list[str]]:
    """Aids whose cloud lies abroad, or nobody knows where."""
    talk, outside = world.conversation, world.outside
    rows = np.flatnonzero((talk["target_outside"] >= 0) & (talked > 0))
    place = world.network["location_row"][outside["network_row"][talk["target_outside"][rows]]]
    country = world.location["country"][place]
    wrong = country != "NO"
    verdicts = ["unknown" if one is None else "fail" for one in country[wrong].tolist()]
    return talk["source_row"][rows][wrong], verdicts


def _registered(world: World) -> Column:
    """Things whose network stands in the register of networks."""
    row = world.asset["network_row"]
    registered: Column = (row >= 0) & world.network["registered"][row]
    return registered


def _by_dependency(world: World, talked: Column) -> Column:
    row = world.conversation["dependency_row"]
    flows = np.zeros(len(world.dependency), dtype=np.int64)
    np.add.at(flows, row[row >= 0], talked[row >= 0])
    return flows


def _heard(world: World, talked: Column) -> tuple[Column, Column]:
    """For every asset the answered connections it was called by, and those it made."""
    talk, count = world.conversation, len(world.asset)
    ours = (talk["source_row"] >= 0) & (talk["target_row"] >= 0)
    called, calling = (
        np.bincount(talk[end][ours], weights=talked[ours], minlength=count)
        for end in ("target_row", "source_row")
    )
    return called, calling
