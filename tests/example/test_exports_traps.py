"""The exports are wrong the way real registers are, in the shares that are stated."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from grunnmur.collect import privacy
from grunnmur.estate.identifiers import normalise
from grunnmur.example import exports, world
from grunnmur.example.exports.spelling import PLACEHOLDERS, swapped
from grunnmur.example.world import World
from tests.example.reading_exports import documents, read

Region = tuple[Path, World, list[dict[str, Any]]]
_PLACEHOLDERS = {normalise("serial", text) for text in PLACEHOLDERS} | {
    "TOBEFILLEDBYO.E.M", "NOTSPECIFIED", "NONE", "0", "DEFAULTSTRING", "SYSTEMSERIALNUMBER",
}  # fmt: skip


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    folder = tmp_path_factory.mktemp("traps")
    made = world.build(size=0.05, seed=7, on=date(2026, 9, 1))
    sources, _, _, _ = exports.write_all(made, folder, seed=7, flows=exports.Flows(days=1))
    return folder, made, sources


def _identifiers(region: Region, kind: str, *formats: str) -> Iterator[str]:
    folder, _, sources = region
    for source in sources:
        if source["format"] not in formats:
            continue
        for record in read(folder, source).records:
            for claim in record.claims:
                yield from (value for name, value in claim.identifiers if name == kind)


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def test_two_in_a_hundred_serials_are_placeholders(region: Region) -> None:
    serials = [
        normalise("serial", text) for text in _identifiers(region, "serial", "table", "servicenow")
    ]

    placeholders = sum(serial in _PLACEHOLDERS for serial in serials)

    assert 0.02 <= placeholders / len(serials) <= 0.06


def test_some_serials_lack_their_end(region: Region) -> None:
    _, made, _ = region
    true = {normalise("serial", text) for text in made.asset["serial"].tolist() if text}
    starts = {serial[:-cut] for serial in true if serial for cut in (2, 3, 4)}
    serials = {normalise("serial", text) for text in _identifiers(region, "serial", "table")}

    cut = serials & starts - true

    assert 0.005 <= len(cut) / len(serials) <= 0.05


def test_one_in_a_hundred_uuids_is_cloned_or_turned(region: Region) -> None:
    folder, made, _ = region
    machines = np.isin(made.asset["kind"], ("vm", "server", "hypervisor", "client"))
    fault = made.asset["uuid_fault"][machines].tolist()
    turned = [_uuid(path) for path in sorted((folder / "glpi").glob("*.json"))]
    true = {uuid.lower() for uuid in made.asset["uuid"].tolist() if uuid}

    assert sum(name is not None for name in fault) / len(fault) >= 0.01
    assert fault.count("cloned") >= 2
    assert any(
        uuid.lower() not in true and swapped(uuid.lower()) in true for uuid in turned if uuid
    )


def _uuid(path: Path) -> str:
    uuid: str = orjson.loads(path.read_bytes())["content"]["hardware"]["uuid"]
    return uuid


def test_docking_stations_share_their_address_among_three_in_a_hundred_clients(
    region: Region,
) -> None:
    folder, _, _ = region
    seen = [row["MAC address"] for path in (folder / "klienter").iterdir() for row in _rows(path)]
    leases = [
        (row["ClientId"], row["HostName"])
        for path in (folder / "dhcp").iterdir()
        for row in _rows(path)
    ]
    names_by_mac: dict[str, set[str]] = {}
    for mac, name in leases:
        names_by_mac.setdefault(mac.replace("-", ":").lower(), set()).add(name)
    shared = {mac for mac, names in names_by_mac.items() if len(names) > 1}
    behind = {name for mac in shared for name in names_by_mac[mac]}

    assert len(behind) / len(seen) >= 0.03


def test_five_in_a_hundred_addresses_were_somebody_elses_before(region: Region) -> None:
    folder, _, _ = region
    leases = [row for path in sorted((folder / "dhcp").iterdir()) for row in _rows(path)]
    holders: dict[tuple[str, str], set[str]] = {}
    for row in leases:
        holders.setdefault((row["ScopeId"], row["IPAddress"]), set()).add(row["ClientId"])

    reused = sum(len(macs) > 1 for macs in holders.values())

    assert reused / len(holders) >= 0.05


def test_platforms_have_the_same_private_addresses(region: Region) -> None:
    _, made, _ = region
    realms = {}
    for realm, ip in made.address.rows("realm", "ip"):
        realms.setdefault(ip, set()).add(realm)

    assert sum(len(found) > 1 for found in realms.values()) > 100


def test_the_cmdb_is_incomplete_stale_doubled_and_wrong_of_owners(region: Region) -> None:
    folder, made, _ = region
    rows = _rows(folder / "cmdb" / "cmdb_ci_server.csv") + _rows(
        folder / "cmdb" / "cmdb_ci_computer.csv"
    )
    filled = [
        all(row[name] for name in ("serial_number", "os", "ip_address", "company")) for row in rows
    ]
    stale = [row["sys_updated_on"] < "2025-01-01" for row in rows]
    names = Counter(row["name"].lower() for row in rows)
    owner = _owners(made)
    known = [row for row in rows if row["company"] and row["name"].lower() in owner]
    wrong = [row["company"] != owner[row["name"].lower()] for row in known]
    renamed = [row["name"].startswith("GML") for row in rows]

    assert 0.70 <= sum(filled) / len(rows) <= 0.92
    assert 0.08 <= sum(stale) / len(rows) <= 0.20
    assert 0.03 <= sum(count > 1 for count in names.values()) / len(names) <= 0.07
    assert 0.04 <= sum(wrong) / len(wrong) <= 0.08
    assert 0.02 <= sum(renamed) / len(rows) <= 0.06


def _owners(made: World) -> dict[str, str]:
    short = made.organisation["short"]
    return {name.lower(): short[row] for name, row in made.asset.rows("name", "organisation_row")}


def test_some_clients_were_given_the_name_of_a_scrapped_one(region: Region) -> None:
    folder, _, _ = region
    rows = [row for path in sorted((folder / "klienter").iterdir()) for row in _rows(path)]
    serials: dict[str, set[str]] = {}
    for row in rows:
        serials.setdefault(row["Computer name"], set()).add(row["Serial number"])

    inherited = sum(len(found) > 1 for found in serials.values())

    assert 0.005 <= inherited / len(serials) <= 0.03


def test_makers_are_written_in_many_ways(region: Region) -> None:
    _, made, _ = region
    clean = set(made.asset["vendor"].tolist())
    said = Counter(
        claim.values.get("vendor")
        for source in region[2]
        if source["name"].startswith("mtu-")
        for record in read(region[0], source).records
        for claim in record.claims[:1]
    )

    assert 0.1 <= sum(n for name, n in said.items() if name not in clean) / said.total() <= 0.4


def test_the_network_still_sees_what_was_written_off(region: Region) -> None:
    _, made, _ = region
    seen = set(_identifiers(region, "ip", "nmap"))
    gone = (made.asset["status"] == "retired") & made.asset["alive"] & made.asset["scanned"]
    addresses = made.address["ip"][np.isin(made.address["asset_row"], np.flatnonzero(gone))]

    assert seen & set(addresses.tolist())


def test_devices_no_register_knows_are_on_the_network(region: Region) -> None:
    _, made, _ = region
    leased = {mac.lower() for mac in _identifiers(region, "mac", "zeek", "nmap")}
    unknown = made.asset["mac"][~made.asset["in_registers"]].tolist()

    assert sum(mac in leased for mac in unknown) >= 20


def test_registers_hold_identity_numbers_and_passwords(region: Region) -> None:
    folder, _, sources = region
    lists = [source for source in sources if source["path"].endswith(".csv")]
    text = "".join(document.text() for source in lists for document in documents(folder, source))

    numbers = list(re.findall(r"fnr (\d{11})", text))

    assert numbers
    assert all(privacy.is_identity_number(number) for number in numbers)
    assert all(80 < int(number[2:4]) <= 92 for number in numbers)  # month + 80 belongs to nobody
    assert "assord" in text
