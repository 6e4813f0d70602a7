"""CSAF 2.0 documents: security advisories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grunnmur.catalogue.feeds.columns import columns
from grunnmur.catalogue.feeds.reading import Reading

_STATUS = {
    "affected_product_ids": ("known_affected", "first_affected", "last_affected"),
    "fixed_product_ids": ("fixed", "first_fixed"),
    "unaffected_product_ids": ("known_not_affected",),
    "unknown_product_ids": ("under_investigation",),
}
_VERSIONS = ("product_version", "product_version_range")
_MEDICAL = "ICSMA"  # CISA numbers its medical advisories so


def recognised(document: Any) -> bool:  # noqa: ANN401 whatever a file holds
    """Whether the document is a CSAF advisory."""
    return isinstance(document, dict) and "csaf_version" in (document.get("document") or {})


def read(place: str, document: Mapping[str, Any]) -> Iterator[Reading]:
    """The advisory, the products it names, and what it says of each vulnerability in them."""
    head = document["document"]
    advisory = head["tracking"]["id"]
    products = list(_products(document.get("product_tree") or {}))
    said = [_vulnerability(advisory, number, entry)
            for number, entry in enumerate(document.get("vulnerabilities") or (), 1)]  # fmt: skip
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
    """Every product of the tree with the vendor, name and version of the branches above it."""
    for product in tree.get("full_product_names") or ():
        yield _product(product, {})
    for branch in tree.get("branches") or ():
        yield from _branch(branch, {})
    for relation in tree.get("relationships") or ():
        yield _product(relation["full_product_name"], {})


def _branch(branch: Mapping[str, Any], above: Mapping[str, str]) -> Iterator[dict[str, object]]:
    known = {**above, branch["category"]: branch["name"]}
    if "product" in branch:
        yield _product(branch["product"], known)
    for child in branch.get("branches") or ():
        yield from _branch(child, known)


def _product(product: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, object]:
    return {
        "product_id": product["product_id"],
        "vendor": known.get("vendor", ""),
        "product": known.get("product_name", "" if known else product["name"]),
        "version": next((known[kind] for kind in _VERSIONS if kind in known), ""),
        "full_name": product["name"],
        "cpe": (product.get("product_identification_helper") or {}).get("cpe", ""),
    }


def _vulnerability(advisory: str, number: int, entry: Mapping[str, Any]) -> dict[str, object]:
    status = entry.get("product_status") or {}
    remedies = entry.get("remediations") or ()
    score = _score(entry.get("scores") or ())
    return {
        "advisory": advisory,
        # CSAF allows a vulnerability without a CVE; it is named after the advisory
        "cve": entry.get("cve") or f"{advisory}#{number}",
        "cvss": score.get("baseScore", ""),
        "vector": score.get("vectorString", ""),
        "remediations": " ".join(sorted({remedy["category"] for remedy in remedies})),
        "remediation_text": " ".join(dict.fromkeys(remedy["details"] for remedy in remedies)),
        **{
            column: " ".join(dict.fromkeys(key for kind in kinds for key in status.get(kind) or ()))
            for column, kinds in _STATUS.items()
        },
    }


def _score(scores: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    names = ("cvss_v4", "cvss_v3", "cvss_v2")
    return next((score[name] for name in names for score in scores if name in score), {})
