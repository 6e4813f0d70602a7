"""The estate: lists of what there is, and exports of exactly what a list shows."""

from itertools import chain
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from grunnmur.estate import TABLES
from grunnmur_web import exports, grids, reading, withheld
from grunnmur_web.access import needs, rights
from grunnmur_web.pages import facets, shelf
from grunnmur_web.queries import listing, lists

SHOWN = ("asset", "application", "data_store", "contract")


@needs("read")
def first(request: HttpRequest) -> HttpResponse:
    """The first list."""
    return redirect("estate", noun=SHOWN[0])


@needs("read")
def estate(request: HttpRequest, noun: str) -> HttpResponse:
    """One list, narrowed as its address says."""
    if noun not in SHOWN:
        raise Http404
    asked = listing.wish(lists.LISTINGS[noun], request.GET)
    found = listing.find(asked)
    return render(
        request,
        "site/estate.html",
        {
            "nouns": SHOWN,
            "noun": noun,
            **facets.frame(asked, found),
            "grid": grids.grid(
                shelf.columns(asked), shelf.addressed(asked, found.rows), empty=facets.empty(asked)
            ),
        },
    )


@needs("read")
def export(request: HttpRequest, noun: str, kind: str) -> FileResponse:
    """The whole list as a file."""
    if noun not in lists.LISTINGS or kind not in exports.KINDS:
        raise Http404
    asked = listing.wish(lists.LISTINGS[noun], request.GET)
    if not rights(request.user).may(asked.listing.right):
        raise PermissionDenied(asked.listing.right)
    parts = exports.batches(listing.every_row(asked))
    rows = chain.from_iterable(
        shelf.called(asked, _of_file(kind, asked.listing.declared, part)) for part in parts
    )
    return exports.export(kind, noun, shelf.columns(asked), rows)


def _of_file(kind: str, table: str, rows: list[reading.Row]) -> list[reading.Row]:
    """The rows as a file of this kind holds them: people get names, programs ids."""
    return withheld.references(table, rows) if kind == "parquet" else rows


def in_use(**narrowed: str) -> str:
    """The address of the list of things in use, narrowed: what is counted here is what stands there."""
    states = TABLES["asset"].by_name["status"].choices
    asked = [
        *narrowed.items(),
        *(("status", state) for state in (*states, "~") if state != "retired"),
    ]
    return f"{reverse('estate', args=['asset'])}?{urlencode(asked)}"
