"""Which application needs which, and who therefore talks to whom on the wire."""

from __future__ import annotations

import numpy as np

from grunnmur.example.world.drawing import Stream, count_of, flags, mix
from grunnmur.example.world.frame import Column, Frame, column_of

FULL = 10_000
UNDOCUMENTED = 0.06
# protocol → weight, port, transport service as a sensor names it, bytes a connection, purpose
_PROTOCOLS: dict[str, tuple[float, int, str | None, float, str]] = {
    "HL7v2": (30, 2575, None, 4_000, "Meldinger om pasienter"),
    "SQL": (18, 1433, None, 60_000, "Databaselenke"),
    "file": (17, 445, "smb", 900_000, "Filoverføring"),
    "DICOM": (12, 104, None, 8_000_000, "Bilder"),
    "REST": (12, 443, "ssl", 20_000, "Oppslag"),
    "ebXML": (5, 8443, "ssl", 15_000, "Nasjonale meldinger"),
    "FHIR": (3, 443, "ssl", 12_000, "Deling av dokumenter"),
    "vendor": (3, 9100, None, 5_000, "Leverandørens egen"),
}
_PERIOD = {"daily": 72, "weekly": 25, "monthly": 3}
_PER_DAY = {"daily": 60.0, "weekly": 0.4, "monthly": 0.03}


def build(rng: Stream, application: Frame, *, size: float) -> Frame:
    """Edges between applications; a few hubs carry very many of them."""
    count = count_of(FULL, size, least=150)
    applications = len(application)
    popularity = rng.pareto(1.1, applications) + 0.1
    hubs = np.isin(application["function"].astype(str), ("patient_record", "clinical_core"))
    popularity[hubs] *= 12
    activity = rng.lognormal(0.0, 0.8, applications)
    drawn = np.column_stack([
        rng.choice(applications, 3 * count, p=activity / activity.sum()),
        rng.choice(applications, 3 * count, p=popularity / popularity.sum()),
    ])  # fmt: skip
    drawn = drawn[drawn[:, 0] != drawn[:, 1]]
    protocol = mix(rng, {name: of[0] for name, of in _PROTOCOLS.items()}, len(drawn))
    code = np.unique(protocol.astype(str), return_inverse=True)[1]
    kept = np.sort(np.unique(np.column_stack([drawn, code]), axis=0, return_index=True)[1])[:count]
    return _frame(rng, drawn[kept], protocol[kept])


def _frame(rng: Stream, pairs: Column, protocol: Column) -> Frame:
    count = len(pairs)
    period = mix(rng, _PERIOD, count)
    return Frame({
        "consumer_row": pairs[:, 0],
        "provider_row": pairs[:, 1],
        "protocol": protocol,
        "port": np.array([_PROTOCOLS[one][1] for one in protocol.tolist()], dtype=np.int64),
        "label": column_of([_PROTOCOLS[one][4] for one in protocol.tolist()]),
        "period": period,
        "documented": ~flags(rng, UNDOCUMENTED, count),
        "observable": (period == "daily") & ~flags(rng, 0.04, count),
    })  # fmt: skip


def conversations(rng: Stream, dependency: Frame, component: Frame, asset: dict[str, Column], *,
                  size: float) -> Frame:  # fmt: skip
    """Pairs of things that talk: for dependencies, within applications, and to what all need."""
    parts = [
        _between(rng, dependency, component, asset),
        _within(component, asset),
        _infrastructure(rng, asset),
        _devices(rng, asset),
        _clients(rng, component, asset, size),
    ]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    awake = asset["alive"][joined["source_row"]] & asset["alive"][joined["target_row"]]
    same = asset["realm"][joined["source_row"]] == asset["realm"][joined["target_row"]]
    kept = awake & (joined["source_row"] != joined["target_row"])
    kept &= same | (joined["dependency_row"] >= 0)
    return Frame(joined).take(kept)


def _pairs(source: Column, target: Column, port: Column | int, service: str | None,
           per_day: Column | float, bytes_per: Column | float,
           dependency: Column | int = -1, transport: str = "tcp") -> dict[str, Column]:  # fmt: skip
    count = len(source)
    return {
        "source_row": source,
        "target_row": target,
        "transport": column_of([transport] * count),
        "port": np.full(count, port, dtype=np.int64),
        "service": column_of([service] * count),
        "per_day": np.full(count, per_day, dtype=float),
        "bytes_per": np.full(count, bytes_per, dtype=float),
        "dependency_row": np.full(count, dependency, dtype=np.int64),
    }


def _between(rng: Stream, dependency: Frame, component: Frame,
             asset: dict[str, Column]) -> dict[str, Column]:  # fmt: skip
    """One pair of servers a dependency; the provider answers on a fitting server."""
    first, last, order = _spans(
        component, int(max(dependency["consumer_row"].max(), dependency["provider_row"].max())) + 1
    )
    consumer, provider = dependency["consumer_row"], dependency["provider_row"]
    usable = (last[consumer] > first[consumer]) & (last[provider] > first[provider])
    usable &= dependency["period"] != "monthly"
    rows = np.flatnonzero(usable)
    one, other = (
        component["asset_row"][order[first[side[rows]] + rng.integers(0, 1 << 30, len(rows))
                                     % (last[side[rows]] - first[side[rows]])]]
        for side in (consumer, provider)
    )  # fmt: skip
    protocol = dependency["protocol"][rows].tolist()
    part = _pairs(
        one,
        other,
        dependency["port"][rows],
        None,
        np.array([_PER_DAY[one] for one in dependency["period"][rows].tolist()])
        * rng.lognormal(0.0, 1.0, len(rows)),
        np.array([_PROTOCOLS[name][3] for name in protocol]),
        rows,
    )
    return {**part, "service": column_of([_PROTOCOLS[name][2] for name in protocol])}


def _spans(component: Frame, applications: int) -> tuple[Column, Column, Column]:
    order = np.argsort(component["application_row"], kind="stable")
    ordered = component["application_row"][order]
    every = np.arange(applications)
    return np.searchsorted(ordered, every), np.searchsorted(ordered, every, "right"), order


def _within(component: Frame, asset: dict[str, Column]) -> dict[str, Column]:
    """Application servers call the databases of their own application."""
    bases = component.take(component["role"] == "database")
    callers = component.take(np.isin(component["role"].astype(str), ("app", "integration")))
    by_application = dict(zip(bases["application_row"].tolist(), bases["asset_row"].tolist(),
                              strict=True))  # fmt: skip
    pairs = [(row, by_application[one]) for one, row in callers.rows("application_row", "asset_row")
             if one in by_application]  # fmt: skip
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return _pairs(both[:, 0], both[:, 1], 1433, None, 400.0, 30_000.0)


def _infrastructure(rng: Stream, asset: dict[str, Column]) -> dict[str, Column]:
    """Everything in the directory asks it; servers send to backup and are watched."""
    parts = []
    servers = np.flatnonzero(np.isin(asset["kind"].astype(str), ("server", "vm")))
    clients = np.flatnonzero(asset["joined"] & (asset["kind"] == "client"))
    plan = (("directory", servers, 389, None, 20.0), ("directory", servers, 53, "dns", 60.0),
            ("directory", clients, 88, "krb_tcp", 1.0), ("directory", clients, 53, "dns", 4.0),
            ("backup", servers, 10000, None, 1.2), ("monitoring", servers, 5985, "http", 24.0),
            ("print", clients, 445, "smb", 0.3))  # fmt: skip
    for role, callers, port, service, per_day in plan:
        for realm in ("A", "B", "C"):
            able = np.flatnonzero((asset["role"] == role) & (asset["realm"] == realm))
            mine = callers[asset["realm"][callers] == realm]
            if len(able) and len(mine):
                transport = "udp" if port == 53 else "tcp"
                source, target = mine, rng.choice(able, len(mine))
                if role == "monitoring":
                    source, target = target, source
                parts.append(_pairs(source, target, port, service, per_day, 6_000.0,
                                    transport=transport))  # fmt: skip
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _devices(rng: Stream, asset: dict[str, Column]) -> dict[str, Column]:
    """Networked medical devices send to a gateway of their realm."""
    parts = [_pairs(np.empty(0, np.int64), np.empty(0, np.int64), 2575, None, 0.0, 0.0)]
    talking = np.isin(asset["kind"].astype(str), ("medical",)) & asset["networked"]
    for realm in ("A", "B", "C"):
        able = np.flatnonzero((asset["kind"] == "gateway") & (asset["realm"] == realm))
        mine = np.flatnonzero(talking & (asset["realm"] == realm))
        if len(able) and len(mine):
            imaging = np.isin(asset["form"][mine].astype(str),
                              ("imaging", "ultrasound", "workstation", "endoscopy"))  # fmt: skip
            port = np.where(imaging, 104, 2575)
            parts.append(_pairs(mine, rng.choice(able, len(mine)), port, None, 6.0, 40_000.0))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _clients(rng: Stream, component: Frame, asset: dict[str, Column],
             size: float) -> dict[str, Column]:  # fmt: skip
    """Clients open web and application servers."""
    clients = np.flatnonzero((asset["kind"] == "client") & asset["alive"])
    served = np.isin(component["role"].astype(str), ("web", "app"))
    servers = component["asset_row"][served]
    count = count_of(60_000, size, least=100)
    return _pairs(rng.choice(clients, count), rng.choice(servers, count), 443, "ssl", 2.0, 80_000.0)
