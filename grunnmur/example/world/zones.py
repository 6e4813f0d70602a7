"""Security zones and what may pass between them."""

from __future__ import annotations

from itertools import product

import numpy as np

from grunnmur.example.world.drawing import Stream, numbered
from grunnmur.example.world.frame import Frame, column_of

# name, pillar, category, purposes of networks that lie in it
ZONES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Klinisk server", "clinical", "3", ("server",)),
    ("Klinisk klient", "clinical", "2", ("client",)),
    ("MTU bildediagnostikk", "medical", "3", ()),
    ("MTU overvåking og intensiv", "medical", "4", ("medical",)),
    ("MTU laboratorium", "medical", "3", ()),
    ("MTU pumper", "medical", "4", ()),
    ("Administrativ", "administrative", "2", ("printer",)),
    ("Forskning", "research", "2", ()),
    ("Byggnær IKT", "building", "2", ()),
    ("Telefoni og alarm", "telephony", "3", ("voice",)),
    ("Gjest og pasient", "guest", "1", ("guest",)),
    ("Leverandøradgang", "supplier", "2", ()),
    ("Administrasjon av infrastruktur", "management", "4", ("management", "infrastructure")),
    ("Sikkerhetskopi og lagring", "backup", "4", ("storage",)),
    ("DMZ", "dmz", "1", ()),
)
_ALLOWED = (
    ("clinical", "clinical", "tcp", "443,1433,1521,445"),
    ("clinical", "medical", "tcp", "104,11112,2575"),
    ("medical", "clinical", "tcp", "104,11112,2575,443"),
    ("administrative", "clinical", "tcp", "443"),
    ("supplier", "medical", "tcp", "3389"),
    ("management", "clinical", "tcp", "22,3389,5985"),
    ("management", "medical", "tcp", "22,3389"),
    ("clinical", "backup", "tcp", "10000-10010"),
    ("telephony", "clinical", "tcp", "5060,5061"),
)
ANY_ANY = 4


def build() -> Frame:
    """All zones."""
    return Frame({
        "zone_id": numbered("zone-", len(ZONES), 2),
        "name": column_of([zone[0] for zone in ZONES]),
        "pillar": column_of([zone[1] for zone in ZONES]),
        "category": column_of([zone[2] for zone in ZONES]),
    })  # fmt: skip


def rules(rng: Stream, zone: Frame) -> Frame:
    """What may pass; a few rules let everything through, as old firewalls do."""
    rows: list[tuple[int, int, str, str, str, str]] = []
    pillars = zone["pillar"].tolist()
    for source, target, protocol, ports in _ALLOWED:
        for one, other in product(range(len(zone)), repeat=2):
            if pillars[one] == source and pillars[other] == target:
                rows.append((one, other, protocol, ports, "allow", "brannmur-kjerne"))
    for number in range(ANY_ANY):
        one, other = rng.choice(len(zone), size=2, replace=False).tolist()
        rows.append((one, other, "any", "any", "allow", f"brannmur-lokal-{number + 1}"))
    rows.append((10, 0, "any", "any", "deny", "brannmur-kjerne"))
    return Frame({
        "source_zone_row": np.array([row[0] for row in rows], dtype=np.int64),
        "target_zone_row": np.array([row[1] for row in rows], dtype=np.int64),
        **{name: column_of([row[place] for row in rows])
           for place, name in enumerate(("protocol", "ports", "action", "origin"), 2)},
    })  # fmt: skip
