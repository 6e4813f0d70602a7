"""Roles of providers, by structure: who calls, how many, of how many owners, and what they call themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import yaml

from grunnmur.catalogue import protocols
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps

_PORTS = Path(__file__).parent / "service_ports.yaml"
_JUDGEMENT: dict[str, object] = {
    # Fewer than four applications on one service is how applications usually hang together.
    "shared_by": 4,
    # What passes messages on calls several itself; a database calls hardly anyone.
    "sends_on": 3,
    "sends_share": 0.15,
    # A watcher knocks on at least ten things that carry at least five applications…
    "watch_least": 10,
    "watch_applications": 5,
    # …and is called by a third as many at most.
    "watch_outward": 3,
    # A port counts as swept where a twelfth of all targets answer on it: scans meet many closed doors.
    "swept_share": 0.08,
    "scanner_ports": 4,
    # Machines watch every day, people step in now and then.
    "steady": 0.6,
}


def write(estate: Estate, steps: Steps, *, on: date) -> None:
    """Writes `provider_role`: one row for every application and thing that was called, or that watches others."""
    known = yaml.safe_load(_PORTS.read_text(encoding="utf-8"))
    pairs = sorted((port, sub_role) for sub_role, ports in known.items() for port in ports)
    table = pa.table({"port": [one for one, _ in pairs], "sub_role": [name for _, name in pairs]})
    steps.connection.register("service_port", table)
    steps.run("seen", "thing", "watcher", "call", "provider_feature", "role", **_JUDGEMENT,
              database_ports=protocols.ports("tcp", keeps_data=True))  # fmt: skip
    steps.run("hub_decision", "decided_role", on=on)
    estate.write(TABLES["provider_role"], steps.text("out_provider_role"))
    steps.run("note_hub")
    steps.connection.unregister("service_port")
