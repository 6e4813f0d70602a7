"""How many names of the labelled sets lead to a product, and how many to the wrong one."""

from __future__ import annotations

import argparse
import csv
import gzip
import re
from collections import Counter
from pathlib import Path

from benchmarks import machine
from grunnmur.catalogue import naming
from grunnmur.catalogue.lifecycle import load
from grunnmur.catalogue.naming import Names

# The operating systems of the SNMP set that our names know, as our products.
_SYSTEMS = {
    "ios": "cisco:ios", "iosxe": "cisco:ios_xe", "iosxr": "cisco:ios_xr", "nxos": "cisco:nx-os",
    "asa": "cisco:adaptive_security_appliance_software", "fortigate": "fortinet:fortios",
    "panos": "paloaltonetworks:pan-os", "vmware-esxi": "vmware:esxi", "junos": "juniper:junos",
    "arista_eos": "arista:eos", "arubaos": "arubanetworks:arubaos", "arubaos-cx": "arubanetworks:arubaos-cx",
    "sonicwall": "sonicwall:sonicos", "edgeswitch": "ui:edgeswitch_firmware", "routeros": "mikrotik:routeros",
    "f5": "f5:big-ip", "netapp": "netapp:ontap", "windows": "microsoft:windows",
}  # fmt: skip


def main() -> None:
    """Prints a row a set: names, those that lead somewhere, right, wrong, and versions right."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path, help="the folder of labelled sets")
    wanted = parser.parse_args()
    print(machine.line())
    print("set | names | named | right | wrong | version given | version right")
    _print("identifiers of our lifecycle products", _identifiers(wanted.data))
    _print("SNMP descriptions of systems we know", _descriptions(wanted.data))


def _identifiers(data: Path) -> Counter[str]:
    """CPEs and package URLs of the lifecycle source → the product of the file that names them."""
    by_slug = {p.cycles[0].source.split()[1].rstrip(","): p.product_id for p in load() if p.cycles}
    counts: Counter[str] = Counter()
    for row in _rows(data / "lifecycle" / "eol_identifiers.csv.gz"):
        product = by_slug.get(row["product"])
        if product and row["type"] in ("cpe", "purl"):
            found = naming.recognise(row["identifier"])
            _count(counts, product, found.product_id if found else None)
    return counts


def _descriptions(data: Path) -> Counter[str]:
    names, counts = Names(load()), Counter[str]()
    for row in _rows(data / "network_devices" / "snmp_labelled.csv.gz"):
        product = _SYSTEMS.get(row["label_os"])
        if product is None:
            continue
        found = names.recognise(" ".join(row["sysDescr"].split()))
        own = found.product_id if found else None
        _count(
            counts,
            product,
            product if product == "microsoft:windows" and own and own.startswith(product) else own,
        )
        if row["label_version"] and own == product:
            counts["versions"] += 1
            counts["versions right"] += bool(
                found and found.version and _plain(row["label_version"]).startswith(found.version)
            )
    return counts


def _plain(label: str) -> str:
    """The version of a label, which may name the image first and pad its numbers: 03.07.05E is 3.7.5E."""
    return re.sub(r"\b0+(?=\d)", "", label.split()[-1])


def _count(counts: Counter[str], wanted: str, found: str | None) -> None:
    counts["names"] += 1
    counts["named"] += found is not None
    counts["right"] += found == wanted
    counts["wrong"] += found is not None and found != wanted


def _print(name: str, counts: Counter[str]) -> None:
    shown = ("names", "named", "right", "wrong", "versions", "versions right")
    print(f"{name} | " + " | ".join(str(counts[key]) for key in shown), flush=True)


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    main()
