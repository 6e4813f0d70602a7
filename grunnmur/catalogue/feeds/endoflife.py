"""endoflife.date: product files, lists of products, and both editions of its API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import orjson

from grunnmur.catalogue.feeds import doubtful
from grunnmur.catalogue.feeds.columns import columns
from grunnmur.catalogue.feeds.reading import Reading

_NEWER = {  # API 1 → the names of the product files
    "releaseDate": "releaseDate",
    "eoasFrom": "eoas",
    "eolFrom": "eol",
    "eoesFrom": "eoes",
    "discontinuedFrom": "discontinued",
}
_UNDATED = {"eoas": "isEoas", "eol": "isEol", "eoes": "isEoes", "discontinued": "isDiscontinued"}
_OLDER = {"support": "eoas", "extendedSupport": "eoes", "cycle": "releaseCycle"}  # API 0
_Row = dict[str, object]
_FIELDS = ("releaseDate", "lts", "eoas", "eol", "eoes", "discontinued")


def recognised(document: Any) -> bool:  # noqa: ANN401 whatever a file holds
    """Whether the document holds releases of one product or of many."""
    if isinstance(document, dict):
        result = document.get("result")
        first = result[0] if isinstance(result, list) and result else result
        return "releases" in document or (isinstance(first, dict) and "releases" in first)
    first = document[0] if document else None
    return isinstance(first, dict) and (
        "releases" in first or ("cycle" in first and "eol" in first)
    )


def read(place: str, document: Any) -> Iterator[Reading]:  # noqa: ANN401 whatever a file holds
    """Releases, names and identifiers of the products."""
    day, moment = _day(document)
    found, unreadable = doubtful.readable(
        place,
        _entries(place, document),
        lambda entry: _told(_product(entry)),
        lambda entry: entry.get("name") or entry.get("id"),
    )
    told, notes = doubtful.consistent(place, (releases for _, releases, _ in found), _FIELDS)
    notes += unreadable
    cycles = [{**row, "moment": moment} for releases in told for row in releases]
    names = [name for name, _, _ in found]
    identifiers = [row for _, _, listed in found for row in listed]
    rows = columns("eol_cycle", cycles)
    yield Reading("eol_cycle", place, rows, as_of=day, whole=True, notes=tuple(notes))
    yield Reading("eol_product", place, columns("eol_product", names), as_of=day)
    yield Reading("eol_identifier", place, columns("eol_identifier", identifiers), as_of=day)


def consistent(table: Reading) -> Reading:
    """A table of releases without the products of which it says two things, or days that are none."""
    by_product: dict[str, list[dict[str, object]]] = {}
    for row in table.rows.drop_columns("line").to_pylist():
        said = {name: value for name, value in row.items() if value or name not in _FIELDS}
        by_product.setdefault(row["product"], []).append(said)
    told, notes = doubtful.consistent(table.place, by_product.values(), _FIELDS)
    rows = columns("eol_cycle", [row for releases in told for row in releases])
    return replace(table, rows=rows, notes=(*table.notes, *notes))


def _entries(place: str, document: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 see above
    """The products of the document, as they stand there."""
    if isinstance(document, dict):
        found = document.get("result", document)
        return found if isinstance(found, list) else [found]
    if "releases" in document[0]:
        return list(document)
    # API 0 gives a product's releases and leaves its name to the address.
    name = PurePosixPath(place.replace("!", "/")).name.split(".")[0]
    releases = [{_OLDER.get(key, key): value for key, value in r.items()} for r in document]
    return [{"id": name, "releases": releases}]


def _product(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """The product with its id, and the names the product files use."""
    if "name" in entry:
        return _newer(entry)
    name = entry.get("id") or str(entry.get("permalink", "")).strip("/")
    if not name:
        raise ValueError("a product has neither id nor permalink")
    return {**entry, "id": name}


def _told(product: Mapping[str, Any]) -> tuple[_Row, list[_Row], list[_Row]]:
    """What is said of it: its name, its releases, its identifiers."""
    said: _Row = {"product": product["id"]}
    name = said | {"title": product.get("title", ""), "category": product.get("category", "")}
    identifiers = [
        said | {"type": kind, "identifier": str(value)}
        for entry in product.get("identifiers") or ()
        for kind, value in entry.items()
    ]
    return name, list(_cycles(product)), identifiers


def _newer(product: Mapping[str, Any]) -> Mapping[str, Any]:
    """A product of API 1 with the names the product files use."""
    return {
        "id": product["name"],
        "title": product.get("label", ""),
        "category": product.get("category", ""),
        "identifiers": [{one["type"]: one["id"]} for one in product.get("identifiers") or ()],
        "releases": [_newer_release(release) for release in product["releases"]],
    }


def _newer_release(release: Mapping[str, Any]) -> dict[str, object]:
    said: dict[str, object] = {
        ours: release[theirs] for theirs, ours in _NEWER.items() if release.get(theirs)
    }
    for ours, theirs in _UNDATED.items():
        if ours not in said and release.get(theirs) is not None:
            said[ours] = release[theirs]
    if release.get("isLts"):
        said["lts"] = release.get("ltsFrom") or True
    label = release.get("label") or ""
    return said | {
        "releaseCycle": release["name"],
        "releaseLabel": label,
        "codename": release.get("codename"),
    }


def _cycles(product: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    for release in product["releases"]:
        label = release.get("releaseLabel") or product.get("releaseLabel") or ""
        said = {name: release[name] for name in _FIELDS if release.get(name) is not None}
        yield {
            "product": product["id"],
            "cycle": release["releaseCycle"],
            "label": label,
            "codename": release.get("codename"),
            "wording": orjson.dumps(said, option=orjson.OPT_SORT_KEYS, default=str).decode(),
            **{name: _said(value) for name, value in said.items()},
        }


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _day(document: Any) -> tuple[str | None, str | None]:  # noqa: ANN401 whatever a file holds
    """The day the document is of, and the moment where it says that."""
    if not isinstance(document, dict):
        return None, None
    said = str(document.get("generated_at") or document.get("last_modified") or "")
    if not re.match(r"\d{4}-\d\d-\d\d", said):
        return None, None
    return said[:10], said if len(said) > 10 else None
