"""Transcribes lifecycle tables into our files: `python -m grunnmur.catalogue.transcribe DIR`.

A maintainer's tool. DIR holds eol_cycles, eol_products and eol_identifiers as .csv.gz; what is
taken and how it is spelt stands in selection.yaml. The same input gives the same files.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from grunnmur.catalogue import files
from grunnmur.catalogue.lifecycle import FOLDER

Row = Mapping[str, str]

_FIELDS = ("releaseDate", "lts", "eoas", "eol", "eoes", "discontinued")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def transcribe(source: Path, target: Path = FOLDER) -> int:
    """Writes one file a selected product to `target`. Gives the number of files."""
    selection = files.read(Path(__file__).parent / "selection.yaml")
    products = {row["product"]: row for row in _rows(source, "eol_products")}
    cycles, identifiers = list(_rows(source, "eol_cycles")), list(_rows(source, "eol_identifiers"))

    for slug, chosen in selection["products"].items():
        text = _product(products[slug], chosen, selection["source"])
        text |= _identifiers((row for row in identifiers if row["product"] == slug), chosen)
        text["cycles"] = [_cycle(row, chosen) for row in cycles if row["product"] == slug]
        (target / f"{slug}.yaml").write_text(_yaml(text), encoding="utf-8")
    return len(selection["products"])


def _rows(source: Path, name: str) -> Iterable[Row]:
    with gzip.open(source / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _product(row: Row, chosen: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "product_id": chosen["product_id"],
        "name": row["title"],
        "kind": chosen["kind"],
        "source": f"{source['name']} {row['product']}, {source['commit']}, {source['licence']}",
        "known_on": source["known_on"],
    }


def _identifiers(rows: Iterable[Row], chosen: Mapping[str, Any]) -> dict[str, list[str]]:
    """CPEs as vendor:product, with those the selection adds, and package URLs."""
    found: dict[str, list[str]] = {"cpes": [*chosen.get("cpes", ())], "purls": []}
    for row in rows:
        if row["type"] == "cpe":
            parts = row["identifier"].removeprefix("cpe:2.3:").removeprefix("cpe:/").split(":")
            found["cpes"].append(":".join(parts[1:3]))
        elif row["type"] == "purl":
            found["purls"].append(row["identifier"])
    return {name: sorted(set(values)) for name, values in found.items() if values}


def _cycle(row: Row, chosen: Mapping[str, Any]) -> dict[str, Any]:
    cycle = row["cycle"]
    version = _version(cycle, chosen.get("rules", ()))
    label = _label(row)
    facts = {
        "cycle": cycle,
        "version": version if version != cycle else None,
        "label": label if label not in (cycle, version) else None,
        "released_on": _day(row["releaseDate"]),
        "active_until": _day(row["eoas"]),
        "security_until": _day(row["eol"]),
        "paid_until": _day(row["eoes"]),
        "ended_undated": {"true": True, "false": False}.get(row["eol"]),
        "wording": {field: row[field] for field in _FIELDS if row[field]},
    }
    return {name: value for name, value in facts.items() if value is not None}


def _version(cycle: str, rules: Iterable[tuple[str, str]]) -> str:
    for pattern, replacement in rules:
        cycle = re.sub(pattern, replacement, cycle)
    return cycle


def _label(row: Row) -> str:
    label = row["label"] or "__RELEASE_CYCLE__"
    label = label.replace("__RELEASE_CYCLE__", row["cycle"])
    return label.replace("__CODENAME__", row["codename"])


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if _DAY.fullmatch(written) else None


def _yaml(text: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(text), sort_keys=False, allow_unicode=True, width=100)


if __name__ == "__main__":
    sys.stderr.write(f"{transcribe(Path(sys.argv[1]))} files\n")
