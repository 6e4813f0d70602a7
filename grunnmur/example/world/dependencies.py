"""Which application needs which, how often, and who has written it down."""

from __future__ import annotations

import numpy as np

from grunnmur.example.world import middleware
from grunnmur.example.world.drawing import Stream, count_of, flags, mix
from grunnmur.example.world.frame import Column, Frame, column_of

FULL = 10_000
UNDOCUMENTED = 0.06
_AT_HOME = 0.7
"""Share of dependencies on something of the same platform, whatever is most used."""
# protocol → weight, port, transport service as a sensor names it, bytes a connection, purpose
PROTOCOLS: dict[str, tuple[float, int, str | None, float, str]] = {
    "HL7v2": (30, 2575, None, 4_000, "Meldinger om pasienter"),
    "SQL": (18, 1433, None, 60_000, "Databaselenke"),
    "file": (17, 445, "smb", 900_000, "Filoverføring"),
    "DICOM": (12, 104, None, 8_000_000, "Bilder"),
    "REST": (12, 443, "ssl", 20_000, "Oppslag"),
    "ebXML": (5, 8443, "ssl", 15_000, "Nasjonale meldinger"),
    "FHIR": (3, 443, "ssl", 12_000, "Deling av dokumenter"),
    "vendor": (3, 9100, None, 5_000, "Leverandørens egen"),
}
_PERIOD = {"daily": 67, "weekly": 18, "monthly": 8, "yearly": 3, "failover": 4}


def build(rng: Stream, application: Frame, component: Frame, asset: dict[str, Column], *,
          size: float) -> Frame:  # fmt: skip
    """Edges between applications; a few hubs carry very many of them."""
    count = count_of(FULL, size, least=150)
    applications = len(application)
    popularity = rng.pareto(1.1, applications) + 0.1
    hubs = np.isin(application["function"].astype(str), ("patient_record", "clinical_core"))
    popularity[hubs] *= 12
    activity = rng.lognormal(0.0, 0.8, applications)
    consumer = rng.choice(applications, 3 * count, p=activity / activity.sum())
    realm = middleware.realms(component, asset, applications)
    provider = _providers(rng, realm, consumer, popularity)
    drawn = np.column_stack([consumer, provider])
    drawn = drawn[drawn[:, 0] != drawn[:, 1]]
    protocol = mix(rng, {name: of[0] for name, of in PROTOCOLS.items()}, len(drawn))
    code = np.unique(protocol.astype(str), return_inverse=True)[1]
    kept = np.sort(np.unique(np.column_stack([drawn, code]), axis=0, return_index=True)[1])[:count]
    edges = Frame({
        "consumer_row": drawn[kept][:, 0],
        "provider_row": drawn[kept][:, 1],
        "protocol": protocol[kept],
    })  # fmt: skip
    return _frame(rng, middleware.through(rng, edges, application["shared"], component, asset))


def _providers(rng: Stream, realm: Column, consumer: Column, popularity: Column) -> Column:
    """A provider for each consumer: mostly one of its own platform, the popular ones most."""
    provider = rng.choice(len(realm), len(consumer), p=popularity / popularity.sum())
    at_home = flags(rng, _AT_HOME, len(consumer))
    for one in ("A", "B", "C"):
        able = np.flatnonzero(realm == one)
        mine = np.flatnonzero(at_home & (realm[consumer] == one))
        if len(able):
            share = popularity[able] / popularity[able].sum()
            provider[mine] = rng.choice(able, len(mine), p=share)
    return provider


def _frame(rng: Stream, edges: Frame) -> Frame:
    count = len(edges)
    protocol: list[str] = edges["protocol"].tolist()
    return edges.extended({
        "port": np.array([PROTOCOLS[one][1] for one in protocol], dtype=np.int64),
        "label": column_of([PROTOCOLS[one][4] for one in protocol]),
        "period": mix(rng, _PERIOD, count),
        "documented": ~flags(rng, UNDOCUMENTED, count),
    })  # fmt: skip
