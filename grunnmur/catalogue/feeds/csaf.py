"""CSAF 2.0 documents: security advisories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from grunnmur.catalogue.feeds.columns import columns
from grunnmur.catalogue.feeds.reading import Reading

_STATUS = {
    "affected_product_ids": ("known_affected", "first_affected", "last_affected"),
    "fixed_product_ids": ("fixed", "first_fixed"),
    "unaffected_product_ids": ("known_not_affected",),
    "unknown_product_ids": ("under_investigation",),
}
_VERSIONS = ("product_version", "product_version_range")
_PURL = re.compile(r"pkg:[^/]+/(?:[^@?#]*/)?([^/@?#]+)(?:@([^?#]+))?")
_CPE_VERSION = re.compile(r"cpe:(?:2\.3:|/)[aoh](?::(?:[^:\\]|\\.)*){2}:((?:[^:\\]|\\.)*)")
_MEDICAL = "ICSMA"  # CISA numbers its medical advisories so


def recognised(document: Any) -> bool:  # noqa: ANN401 whatever a file holds
    """Whether the document is a CSAF advisory."""
    return isinstance(document, dict) and "csaf_version" in (document.get("document") or {})


def read(place: str, document: Mapping[str, Any]) -> Iterator[Reading]:
    """The advisory, the products it names, and what it says of each vulnerability in them."""
    head = document["document"]
    advisory = head["tracking"]["id"]
    products = list(_products(document.get("product_tree") or {}))
    groups = _groups(document.get("product_tree") or {})
    said = [row for number, entry in enumerate(document.get("vulnerabilities") or (), 1)
            for row in _vulnerability(advisory, number, entry, groups)]  # fmt: skip
    edition = str(head["tracking"].get("version", ""))
    yield Reading(
        *("csaf_advisory", place, columns("csaf_advisory", [_advisory(advisory, head)])),
        edition=edition,
        whole=True,
    )
    rows = [{"advisory": advisory, **product} for product in products]
    yield Reading("csaf_product", place, columns("csaf_product", rows))
    yield Reading("csaf_vulnerability", place, columns("csaf_vulnerability", said))


def _advisory(advisory: str, head: Mapping[str, Any]) -> dict[str, object]:
    tracking, notes = head["tracking"], head.get("notes") or ()
    texts = {note.get("title", ""): note.get("text", "") for note in notes}
    references = [
        entry for entry in head.get("references") or () if entry.get("category") == "self"
    ]
    return {
        "advisory": advisory,
        "medical": int(_MEDICAL in advisory.upper()),
        "title": head["title"].removeprefix(f"{advisory}_"),
        "publisher": head["publisher"]["name"],
        "released": tracking["initial_release_date"][:10],
        "updated": tracking["current_release_date"],
        "sectors": texts.get("Critical infrastructure sectors", ""),
        "exploitation": texts.get("Exploitability", ""),
        "url": references[-1]["url"] if references else "",
    }


def _products(tree: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Every product of the tree with the vendor, name and version of the branches above it.

    What stands in a relation is the product it names first, on the platform it names last.
    """
    named = [_product(product, {}) for product in tree.get("full_product_names") or ()]
    named += [found for branch in tree.get("branches") or () for found in _branch(branch, {})]
    yield from named
    known = {found["product_id"]: found for found in named}
    for relation in tree.get("relationships") or ():
        product = _related(relation, known)
        known[product["product_id"]] = product
        yield product


def _branch(branch: Mapping[str, Any], above: Mapping[str, str]) -> Iterator[dict[str, object]]:
    known = {**above, branch["category"]: branch["name"]}
    if "product" in branch:
        yield _product(branch["product"], known)
    for child in branch.get("branches") or ():
        yield from _branch(child, known)


def _product(product: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, object]:
    helper = product.get("product_identification_helper") or {}
    name, version = _identified(helper)
    return {
        "product_id": product["product_id"],
        "vendor": known.get("vendor", ""),
        "product": known.get("product_name") or name or ("" if known else product["name"]),
        "version": _stated(known, version),
        "full_name": product["name"],
        "cpe": helper.get("cpe", ""),
    }


def _stated(known: Mapping[str, str], identified: str) -> str:
    """The version of the branches; where a package's file name stands for it, that of its identifier."""
    stated = next((known[kind] for kind in _VERSIONS if kind in known), "")
    return identified if identified and ("product_name" not in known or not stated) else stated


def _identified(helper: Mapping[str, Any]) -> tuple[str, str]:
    """The package and the version that the CPE and the package URL name, empty where they do not."""
    purl = _PURL.match(str(helper.get("purl", "")))
    cpe = _CPE_VERSION.match(str(helper.get("cpe", "")))
    version = unquote(purl[2] or "") if purl else ""
    if not version and cpe and cpe[1] not in ("", "*", "-", "ANY", "NA"):
        version = re.sub(r"\\(.)", r"\1", unquote(cpe[1]))
    return (unquote(purl[1]) if purl else ""), version


def _related(
    relation: Mapping[str, Any], known: Mapping[object, Mapping[str, object]]
) -> dict[str, object]:
    """The component or installed product under the relation's own key and name."""
    own = relation["full_product_name"]
    component = known[relation["product_reference"]]
    platform = known[relation["relates_to_product_reference"]]
    return {
        **component,
        "product_id": own["product_id"],
        "full_name": own["name"],
        "platform": platform["full_name"],
    }


def _groups(tree: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """The products of each group of them."""
    return {group["group_id"]: group["product_ids"] for group in tree.get("product_groups") or ()}


def _vulnerability(
    advisory: str, number: int, entry: Mapping[str, Any], groups: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, object]]:
    """What the advisory says of the vulnerability, a row for the products that have the same remedies."""
    status = entry.get("product_status") or {}
    score = _score(entry.get("scores") or ())
    listed = {
        column: list(dict.fromkeys(key for kind in kinds for key in status.get(kind) or ()))
        for column, kinds in _STATUS.items()
    }
    alike: dict[tuple[int, ...], dict[str, list[str]]] = {}
    remedies = [(remedy, _meant(remedy, groups)) for remedy in entry.get("remediations") or ()]
    for column, products in listed.items():
        for product in products:
            offered = tuple(
                place
                for place, (_, meant) in enumerate(remedies)
                if meant is None or product in meant
            )
            alike.setdefault(offered, {}).setdefault(column, []).append(product)
    for offered, products_of in alike.items():
        theirs = [remedies[place][0] for place in offered]
        yield {
            "advisory": advisory,
            # CSAF allows a vulnerability without a CVE; it is named after the advisory
            "cve": entry.get("cve") or f"{advisory}#{number}",
            "cvss": score.get("baseScore", ""),
            "vector": score.get("vectorString", ""),
            "remediations": " ".join(sorted({remedy["category"] for remedy in theirs})),
            "remediation_text": " ".join(dict.fromkeys(remedy["details"] for remedy in theirs)),
            **{column: " ".join(products_of.get(column, ())) for column in _STATUS},
        }


def _meant(remedy: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> frozenset[str] | None:
    """The products a remedy is for; None where it names none: for all. A group that is not there has none."""
    named, in_groups = remedy.get("product_ids") or (), remedy.get("group_ids") or ()
    if not named and not in_groups:
        return None
    return frozenset(named).union(*(groups.get(group, ()) for group in in_groups))


def _score(scores: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    names = ("cvss_v4", "cvss_v3", "cvss_v2")
    return next((score[name] for name in names for score in scores if name in score), {})
