"""What applications run on and who uses them; software on servers; clinical services."""

from __future__ import annotations

import numpy as np

from grunnmur.example.names import words
from grunnmur.example.world.drawing import Stream, flags, numbered, numbers
from grunnmur.example.world.frame import Column, Frame, column_of

# role → (product as vendor:product, name as an agent writes it, vendor, versions)
_SOFTWARE: dict[str, tuple[tuple[str, str, str, tuple[str, ...]], ...]] = {
    "database": (
        ("microsoft:sql_server", "Microsoft SQL Server 2019 (64-bit)", "Microsoft Corporation",
         ("15.0.2000.5", "15.0.4430.1")),
        ("microsoft:sql_server", "Microsoft SQL Server 2016 (64-bit)", "Microsoft Corporation",
         ("13.0.5026.0",)),
        ("oracle:database", "Oracle Database 19c", "Oracle Corporation", ("19.3.0.0.0", "19.24.0")),
        ("oracle:database", "Oracle Database 12c", "Oracle Corporation", ("12.1.0.2.0",)),
        ("postgresql:postgresql", "PostgreSQL", "PostgreSQL Global Development Group",
         ("12.18", "14.12", "16.4")),
    ),
    "web": (
        ("apache:tomcat", "Apache Tomcat", "Apache Software Foundation", ("8.5.100", "9.0.95")),
        ("nginx:nginx", "nginx", "NGINX Inc.", ("1.24.0", "1.26.2")),
    ),
    "app": (
        ("eclipse:temurin", "Eclipse Temurin JRE", "Eclipse Adoptium", ("8.0.412", "17.0.12")),
        ("microsoft:.net", "Microsoft .NET Runtime", "Microsoft Corporation", ("6.0.36", "8.0.8")),
    ),
    "integration": (
        ("apache:activemq", "Apache ActiveMQ", "Apache Software Foundation", ("5.16.7", "5.18.4")),
        ("rabbitmq:rabbitmq", "RabbitMQ Server", "Broadcom", ("3.12.14",)),
    ),
}  # fmt: skip
_EVERYWHERE = (
    ("broadcom:vmware_tools", "VMware Tools", "VMware, Inc.", ("12.3.5", "12.4.5")),
    ("openssl:openssl", "OpenSSL", "OpenSSL Project", ("1.1.1w", "3.0.14")),
)


def build(asset: dict[str, Column]) -> Frame:
    """Every server an application runs on, with its role."""
    rows = np.flatnonzero(asset["application_row"] >= 0)
    return Frame({
        "application_row": asset["application_row"][rows],
        "asset_row": rows,
        "role": asset["role"][rows],
    })  # fmt: skip


def installations(rng: Stream, asset: dict[str, Column]) -> Frame:
    """Software on servers, by their role."""
    found: list[tuple[int, str, str, str, str]] = []
    for role, products in _SOFTWARE.items():
        rows = np.flatnonzero(asset["role"] == role)
        found += _drawn(rng, rows, products)
    machines = np.flatnonzero(asset["kind"] == "vm")
    for product in _EVERYWHERE:
        found += _drawn(rng, machines[flags(rng, 0.6, len(machines))], (product,))
    found.sort()
    return Frame({
        "asset_row": np.array([row[0] for row in found], dtype=np.int64),
        **{name: column_of([row[place] for row in found])
           for place, name in enumerate(("product", "name", "vendor", "version"), 1)},
    })  # fmt: skip


def usages(rng: Stream, organisation: Frame, application: Frame, location: Frame) -> Frame:
    """The trusts, and for some the sites, where an application is used."""
    trusts = np.flatnonzero(organisation["kind"] == "trust")
    regional = np.isin(
        application["function"].astype(str),
        ("patient_record", "radiology", "clinical_core", "administrative"),
    )
    found: list[tuple[int, int, int, int]] = []
    site = np.flatnonzero(location["kind"] == "site")
    for row, (owner, users) in enumerate(application.rows("organisation_row", "users")):
        others = trusts[flags(rng, 0.8 if regional[row] else 0.03, len(trusts))].tolist()
        where = sorted({owner, *others})
        for trust in where:
            mine = site[location["organisation_row"][site] == trust]
            place = int(rng.choice(mine)) if len(mine) and rng.random() < 0.5 else -1
            found.append((row, trust, place, max(1, users // len(where))))
    return Frame({
        name: np.array([row[place] for row in found], dtype=np.int64)
        for place, name in enumerate(("application_row", "organisation_row", "location_row",
                                      "users"))
    })  # fmt: skip


def services(organisation: Frame, size: float) -> Frame:
    """Clinical services that must not stop, for the larger hospitals first."""
    hospitals = np.flatnonzero(organisation["beds"] > 0)
    wanted = max(6, round(60 * size))
    names = [f"{name} {organisation['short'][row]}" for row in hospitals.tolist()
             for name in words("applications")["services"]]  # fmt: skip
    step = max(1, len(names) // wanted)
    chosen = names[::step][:wanted]
    return Frame({"service_id": numbered("service-", len(chosen), 4), "name": column_of(chosen)})


def members(rng: Stream, service: Frame, application: Frame) -> Frame:
    """The applications each service stands on; some stand in for each other."""
    able = np.flatnonzero(np.isin(application["criticality"].astype(str), ("A", "B")))
    weight = np.sqrt(application["users"][able].astype(float))
    found: set[tuple[int, int, str]] = set()
    for row in range(len(service)):
        chosen = able[numbers(rng, weight, int(rng.integers(3, 9)))].tolist()
        for place, one in enumerate(dict.fromkeys(chosen)):
            group = "reserve" if place in (1, 2) else ""
            found.add((row, one, group))
    rows = sorted(found)
    return Frame({
        "service_row": np.array([row[0] for row in rows], dtype=np.int64),
        "application_row": np.array([row[1] for row in rows], dtype=np.int64),
        "redundancy_group": column_of([row[2] or None for row in rows]),
    })  # fmt: skip


def _drawn(rng: Stream, rows: Column, products: tuple[tuple[str, str, str, tuple[str, ...]], ...],
           ) -> list[tuple[int, str, str, str, str]]:  # fmt: skip
    found = []
    which = rng.integers(0, len(products), len(rows)).tolist()
    turn = rng.integers(0, 1 << 20, len(rows)).tolist()
    for row, one, number in zip(rows.tolist(), which, turn, strict=True):
        product, name, vendor, versions = products[one]
        found.append((row, product, name, vendor, versions[number % len(versions)]))
    return found
