"""Small files as publishers write them, made here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from grunnmur.catalogue import editions
from grunnmur.catalogue.editions import Edition, Update

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 12)

Row = Mapping[str, Any]


def take_in(folder: Path, files: Mapping[str, Any], *, on: date = ON) -> Update:
    """Writes the files as a person would carry them, and takes them into the catalogue beside."""
    carried = folder / "carried"
    carried.mkdir(exist_ok=True)
    for path in carried.iterdir():
        path.unlink()
    for name, content in files.items():
        raw = content if isinstance(content, bytes) else text(content).encode()
        (carried / name).write_bytes(raw)
    return editions.update(carried, folder / "catalogue", on=on, made_at=AT)


def text(content: Any) -> str:
    """CSV of a list of rows given as tuples, a string as it is, JSON of anything else."""
    if isinstance(content, str):
        return content
    if isinstance(content, list) and content and isinstance(content[0], tuple):
        return "".join(",".join(map(str, row)) + "\n" for row in content)
    return json.dumps(content)


def rows(edition: Edition | None, query: str) -> list[tuple[Any, ...]]:
    """What a question gives over the edition's tables."""
    assert edition is not None
    with duckdb.connect() as connection:
        edition.register(connection)
        path = edition.path("release_cycle")
        if path is not None:
            connection.execute(f"create view release_cycle as from read_parquet('{path}')")
        return connection.execute(query).fetchall()


def nvd_page(*vulnerabilities: Row, start: int = 0, total: int | None = None) -> dict[str, Any]:
    return {
        "resultsPerPage": len(vulnerabilities),
        "startIndex": start,
        "totalResults": len(vulnerabilities) if total is None else total,
        "format": "NVD_CVE",
        "version": "2.0",
        "timestamp": "2026-11-20T10:00:00.000",
        "vulnerabilities": [{"cve": one} for one in vulnerabilities],
    }


def nvd(
    name: str,
    configurations: Sequence[Row] = (),
    *,
    modified: str = "2026-11-01",
    score: object = 9.8,
    status: str = "Analyzed",
) -> dict[str, Any]:
    return {
        "id": name,
        "sourceIdentifier": "someone@example.org",
        "published": "2026-10-01T10:00:00.000",
        "lastModified": f"{modified}T10:00:00.000",
        "vulnStatus": status,
        "descriptions": [{"lang": "en", "value": f"What {name} is"}],
        "metrics": {
            "cvssMetricV31": [
                {
                    "type": "Primary",
                    "cvssData": {
                        "version": "3.1",
                        "vectorString": "CVSS:3.1/AV:N",
                        "baseScore": score,
                    },
                }
            ]
        },
        "weaknesses": [{"description": [{"lang": "en", "value": "CWE-79"}]}],
        "configurations": list(configurations),
    }


def node(*matches: Row, operator: str = "OR", negate: bool = False) -> dict[str, Any]:
    return {"operator": operator, "negate": negate, "cpeMatch": list(matches)}


def match(product: str, *, vulnerable: bool = True, **bounds: str) -> dict[str, Any]:
    """`match("a:acme:thing:1.0")`; bounds as NVD names them."""
    fields = re.split(r"(?<!\\):", product)
    name = ":".join(["cpe", "2.3", *fields, *["*"] * (11 - len(fields))])
    return {"vulnerable": vulnerable, "criteria": name, **bounds}


def kev(*names: str, released: str = "2026-11-01", version: str = "2026.11.01") -> dict[str, Any]:
    return {
        "catalogVersion": version,
        "dateReleased": f"{released}T10:00:00Z",
        "count": len(names),
        "vulnerabilities": [
            {
                "cveID": name,
                "vendorProject": "Acme",
                "product": "Thing",
                "vulnerabilityName": "Acme Thing",
                "dateAdded": "2026-10-01",
                "shortDescription": "It is bad",
                "requiredAction": "Mend it",
                "dueDate": "2026-10-22",
                "knownRansomwareCampaignUse": "Unknown",
                "notes": "",
            }
            for name in names
        ],
    }


def product(name: str, *releases: Row, day: str | None = None) -> dict[str, Any]:
    """endoflife.date's newer API."""
    found: dict[str, Any] = {
        "schema_version": "1.2.0",
        "result": {
            "name": name,
            "label": name.title(),
            "category": "os",
            "identifiers": [{"type": "cpe", "id": f"cpe:/o:{name}:{name}_os"}],
            "releases": list(releases),
        },
    }
    return found | ({"generated_at": f"{day}T00:00:00+00:00"} if day else {})


def release(name: str, **said: Any) -> dict[str, Any]:
    return {"name": name, "label": name, "releaseDate": "2020-01-01", **said}
