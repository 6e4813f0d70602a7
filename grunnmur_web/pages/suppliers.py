"""Suppliers: what each supplies, how critical and how sound it is, and what was agreed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grunnmur_web import grids, reading
from grunnmur_web.access import needs
from grunnmur_web.pages.estate import SHOWN
from grunnmur_web.queries import suppliers as queries
from grunnmur_web.words import voice


@needs("read")
def suppliers(request: HttpRequest) -> HttpResponse:
    """Everyone who supplies something one may see."""
    rows = queries.suppliers()
    context = {"nouns": SHOWN, "grid": _grid(rows), "count": len(rows)}
    return render(request, "site/suppliers.html", context)


def _grid(rows: list[reading.Row]) -> grids.Grid:
    said = voice()
    columns = [
        grids.column("organisation", "name", link="address_"),
        grids.column("organisation", "country"),
        grids.Column(
            "applications", "whole", said.word("tables", "application"), nothing="site_dash"
        ),
        grids.Column("most_critical", "whole", said("site_most_critical"), nothing="site_dash"),
        grids.Column("users", "whole", said.word("column", "users")),
        grids.Column("failed", "whole", said.word("column", "failed"), nothing="site_dash"),
        grids.Column("contracts", "whole", said.word("tables", "contract"), nothing="site_dash"),
        grids.Column("without_agreement", "whole", said("site_no_agreement"), nothing="site_dash"),
        grids.Column(
            "agreement_unknown", "whole", said("site_agreement_unknown"), nothing="site_dash"
        ),
        grids.Column("first_end", "day", said("site_first_end"), nothing="site_dash"),
    ]
    addressed = [
        {**row, "address_": grids.thing_address("organisation", row["organisation_id"])}
        for row in rows
    ]
    return grids.grid(columns, addressed, caption=said("site_suppliers"), empty="site_no_suppliers")
