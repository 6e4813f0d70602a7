"""endoflife.date: product files, lists of products, and both editions of its API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import orjson

from grunnmur.catalogue.feeds import doubtful
from grunnmur.catalogue.feeds.columns import columns
from grunnmur.catalogue.feeds.reading import Reading, Unreadable

_NEWER = {  # API 1 → the names of the product files
    "releaseDate": "releaseDate",
    "eoasFrom": "eoas",
    "eolFrom": "eol",
    "eoesFrom": "eoes",
    "discontinuedFrom": "discontinued",
}
_UNDATED = {"eoas": "isEoas", "eol": "isEol", "eoes": "isEoes", "discontinued": "isDiscontinued"}
_OLDER = {"support": "eoas", "extendedSupport": "eoes", "cycle": "releaseCycle"}  # API 0
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
    products = list(_products(place, document))
    day = _day(document)
    listed = (list(_cycles(product)) for product in products)
    told, notes = doubtful.consistent(place, listed, _FIELDS)
    cycles = [row for releases in told for row in releases]
    names = [
        {"product": p["id"], "title": p.get("title", ""), "category": p.get("category", "")}
        for p in products
    ]
    identifiers = [
        {"product": product["id"], "type": kind, "identifier": str(value)}
        for product in products
        for entry in product.get("identifiers") or ()
        for kind, value in entry.items()
    ]
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


def _products(place: str, document: Any) -> Iterable[Mapping[str, Any]]:  # noqa: ANN401 see above
    if isinstance(document, dict) and "result" in document:
        found = document["result"]
        return [_newer(product) for product in (found if isinstance(found, list) else [found])]
    if isinstance(document, dict):
        return [_named(place, document)]
    if "releases" in document[0]:
        return [_named(place, product) for product in document]
    # API 0 gives a product's releases and leaves its name to the address.
    name = PurePosixPath(place.replace("!", "/")).name.split(".")[0]
    releases = [{_OLDER.get(key, key): value for key, value in r.items()} for r in document]
    return [{"id": name, "releases": releases}]


def _named(place: str, product: Mapping[str, Any]) -> Mapping[str, Any]:
    name = product.get("id") or str(product.get("permalink", "")).strip("/")
    if not name:
        raise Unreadable("feed_broken", file=place, reason="a product has neither id nor permalink")
    return {**product, "id": name}


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


def _day(document: Any) -> str | None:  # noqa: ANN401 whatever a file holds
    if not isinstance(document, dict):
        return None
    said = str(document.get("generated_at") or document.get("last_modified") or "")
    return said[:10] if re.match(r"\d{4}-\d\d-\d\d", said) else None
