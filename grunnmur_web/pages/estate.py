"""The estate: lists of what there is, and exports of exactly what a list shows."""

from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from grunnmur.estate import TABLES
from grunnmur_web import exports, grids, reading
from grunnmur_web.access import needs
from grunnmur_web.pages import facets
from grunnmur_web.queries import listing

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
    asked = listing.wish(listing.LISTINGS[noun], request.GET)
    found = listing.find(asked)
    return render(
        request,
        "site/estate.html",
        {
            "nouns": SHOWN,
            "noun": noun,
            **facets.frame(asked, found),
            "grid": grids.grid(
                columns(asked), addressed(asked, found.rows), empty=facets.empty(asked)
            ),
        },
    )


@needs("read")
def export(request: HttpRequest, noun: str, kind: str) -> FileResponse:
    """The whole list as a file."""
    if noun not in listing.LISTINGS or kind not in exports.KINDS:
        raise Http404
    asked = listing.wish(listing.LISTINGS[noun], request.GET)
    rows = listing.every_row(asked, asked.columns)
    return exports.export(kind, noun, columns(asked), rows)


def columns(asked: listing.Wish) -> tuple[grids.Column, ...]:
    """The chosen columns, as they are declared; what a row is called links to its page."""
    noun = asked.listing.noun
    made = []
    for name in asked.columns:
        link = "address_" if name == "name" and noun in grids.PAGES else None
        made.append(grids.column(noun, name, link=link, **_more(noun, name)))
    return tuple(made)


def addressed(asked: listing.Wish, rows: list[reading.Row]) -> list[reading.Row]:
    """The rows, each with the address of its thing's page."""
    noun, key = asked.listing.noun, asked.listing.key
    return [{**row, "address_": grids.thing_address(noun, row[key])} for row in rows]


def _more(noun: str, name: str) -> dict[str, str]:
    """What the store adds to the declared columns."""
    if noun == "finding" and name == "subject_id":
        return {"refers": "@subject_kind"}
    return {
        "support": {"words": "value"},
        "security_until": {"type": "day"},
        "failed": {"type": "whole"},
        "unknown": {"type": "whole"},
        "assets": {"type": "whole"},
        "organisation_id": {"refers": "organisation"},
        "reason": {"words": "reason"},
    }.get(name, {})


def in_use(**narrowed: str) -> str:
    """The address of the list of things in use, narrowed: what is counted here is what stands there."""
    states = TABLES["asset"].by_name["status"].choices
    asked = [
        *narrowed.items(),
        *(("status", state) for state in (*states, "~") if state != "retired"),
    ]
    return f"{reverse('estate', args=['asset'])}?{urlencode(asked)}"
