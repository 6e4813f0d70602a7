"""Suppliers: what each supplies, how critical and how sound it is, and what was agreed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from grunnmur_web import grids, reading
from grunnmur_web.access import needs
from grunnmur_web.pages import facets, shelf
from grunnmur_web.pages.estate import SHOWN
from grunnmur_web.queries import listing, lists
from grunnmur_web.words import voice

_LEADING = {
    "applications": ("application", {}),
    "most_critical": ("application", {"criticality": "A"}),
    "failed": ("finding", {"subject_kind": "application", "verdict": "fail"}),
    "unknown": ("finding", {"subject_kind": "application", "verdict": "unknown"}),
    "contracts": ("contract", {}),
    "without_agreement": ("contract", {"processor_agreement": "false"}),
    "agreement_unknown": ("contract", {"processor_agreement": listing.UNKNOWN}),
}
"""Numbers that lead to a list of the supplier's, with what else it is narrowed by."""


@needs("read")
def suppliers(request: HttpRequest) -> HttpResponse:
    """Everyone who supplies something one may see."""
    asked = listing.wish(lists.LISTINGS["supplier"], request.GET)
    found = listing.find(asked)
    columns = tuple(
        grids.linked(column, f"{column.name}_at_") if column.name in _LEADING else column
        for column in shelf.columns(asked)
    )
    rows = [{**row, **_addresses(row)} for row in shelf.addressed(asked, found.rows)]
    empty = facets.empty(asked)
    empty = "site_no_suppliers" if empty == "site_nothing_here" else empty
    context = {
        "nouns": SHOWN,
        "title": voice()("site_suppliers"),
        **facets.frame(asked, found),
        "grid": grids.grid(columns, rows, empty=empty),
    }
    return render(request, "site/suppliers.html", context)


def _addresses(row: reading.Row) -> dict[str, str]:
    """Where its numbers lead; nowhere where there is nothing."""
    return {
        f"{name}_at_": _address(noun, row["organisation_id"], **narrowed)
        for name, (noun, narrowed) in _LEADING.items()
        if row[name]
    }


def _address(noun: str, supplier: str, **narrowed: str) -> str:
    page = reverse("findings") if noun == "finding" else reverse("estate", args=[noun])
    return f"{page}?{urlencode({'supplier_id': supplier, **narrowed})}"
