"""Search over everything that has a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grunnmur_web import grids
from grunnmur_web.access import needs
from grunnmur_web.queries import search as queries
from grunnmur_web.words import voice


@needs("read")
def search(request: HttpRequest) -> HttpResponse:
    """What was found."""
    text = request.GET.get("q", "").strip()[:100]
    said = voice()
    columns = [
        grids.Column("entity_id", label=said.word("column", "name"), refers="@noun"),
        grids.Column("noun", label=said.word("column", "kind"), words="table"),
        grids.column("asset", "organisation_id"),
        grids.column("asset", "platform"),
    ]
    grid = grids.grid(columns, queries.search(text), empty="site_not_found")
    return render(request, "site/search.html", {"grid": grid, "searching": text})
