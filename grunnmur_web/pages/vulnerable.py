"""What is vulnerable: the updates that remove most, and what scanners reported beside what versions tell."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.models import User
from grunnmur_web.pages import facets, records, shelf
from grunnmur_web.queries import listing, lists
from grunnmur_web.queries import security as queries
from grunnmur_web.words import voice

OUTCOMES = ("agreed", "only_scanner", "undecided", "only_derived")
_FEW = ("product_id", "version", "helped", "exploited_removed", "risk_removed")


@needs("security")
def updates(request: HttpRequest) -> HttpResponse:
    """Single updates by what they remove, for those who see the whole group."""
    asked = listing.wish(lists.LISTINGS["update_gain"], request.GET)
    found = listing.find(asked)
    columns = tuple(_leading(column) for column in shelf.columns(asked))
    empty = _empty(asked, "site_no_updates")
    if not rights(request.user).whole("security"):
        empty = "site_updates_only_group"
    grid = grids.grid(columns, _addressed(found.rows), empty=empty)
    return render(request, "site/updates.html", {**facets.frame(asked, found), "grid": grid})


@needs("security")
def update(request: HttpRequest) -> HttpResponse:
    """One update: what it is, and the vulnerabilities it removes."""
    product, version = request.GET.get("product_id", ""), request.GET.get("version", "")
    row = queries.update(product, version)
    if row is None:
        raise Http404
    exploited = request.GET.get("exploited") == "true"
    made = grids.together(
        {
            "row": grids.draft(
                tuple(_leading(shelf.column("update_gain", n)) for n in lists.LISTINGS["update_gain"].columns),
                _addressed([row]),
            ),
            "removed": _removed(queries.removed(product, version, exploited=exploited)),
        }
    )  # fmt: skip
    context = {
        "row": row,
        "facts": list(zip(made["row"].columns, made["row"].rows[0], strict=True)),
        "removed": made["removed"],
        "exploited": exploited,
        "address": _address(row),
    }
    return render(request, "site/update.html", context)


@needs("security")
def detections(request: HttpRequest) -> HttpResponse:
    """What scanners reported beside what versions tell, with what each outcome means."""
    asked = listing.wish(lists.LISTINGS["detection_check"], request.GET)
    found = listing.find(asked)
    rows = dict(found.facets["outcome"])
    context = {
        **facets.frame(asked, found),
        "grid": grids.grid(
            [_recorded(column) for column in shelf.columns(asked)],
            [{**row, "record_": records.address(row["vulnerability_id"])} for row in found.rows],
            empty=_empty(asked, "site_no_detections"),
        ),
        "outcomes": [(code, rows.get(code, 0), grids.MARKS[code]) for code in OUTCOMES],
    }
    return render(request, "site/detections.html", context)


def first_updates(rows: list[reading.Row]) -> grids.Grid:
    """The first of the updates, in few columns."""
    columns = [_leading(shelf.column("update_gain", name)) for name in _FEW]
    return grids.grid(columns, _addressed(rows), empty="site_no_updates")


def checked(rows: list[reading.Row], **narrowed: str) -> grids.Grid:
    """How many reports there are of each outcome and reason: numbers that lead to them."""
    return grids.ready(checked_draft(rows, **narrowed))


def checked_draft(rows: list[reading.Row], **narrowed: str) -> grids.Draft:
    """As `checked`, to be made ready with others; `narrowed` is what else the lists are narrowed by."""
    columns = [
        shelf.column("detection_check", "outcome"),
        shelf.column("detection_check", "reason"),
        grids.Column("reports", "whole", voice()("site_reports"), link="address_"),
    ]
    addressed = [
        {
            **row,
            "address_": _detections(
                **narrowed, outcome=row["outcome"], reason=row["reason"] or listing.UNKNOWN
            ),
        }
        for row in rows
    ]
    return grids.draft(columns, addressed, empty="site_no_detections")


def mending(rows: list[reading.Row], *, whole: bool) -> grids.Draft:
    """Updates that would mend something of a thing; who sees the whole group's may go on to the update."""
    columns = [
        grids.column("update_gain", "product_id"),
        grids.column("update_gain", "version"),
        shelf.column("update_gain", "update_to"),
        grids.column("situation", "affected", label=voice()("site_affected")),
        grids.column("situation", "exploited", type="whole"),
        grids.column("situation", "decision", label=voice()("site_urgency")),
    ]
    if whole:
        columns[1] = grids.linked(columns[1], "address_")
    shown = [{**row, "address_": _address(row)} for row in rows]
    return grids.draft(columns, shown, empty="site_nothing_mended")


def mended_at(user: User | AnonymousUser, asset_id: str, product_id: str | None) -> str:
    """Where the update is that mends something of a product on an asset, for who may go there; empty where none is."""
    if not product_id or not rights(user).whole("security"):
        return ""
    row = queries.mends(asset_id, product_id)
    return _address(row) if row else ""


def _leading(column: grids.Column) -> grids.Column:
    """Its numbers lead to the things, and to what is removed."""
    links = {
        "version": "address_",
        "helped": "things_at_",
        "removed": "removed_at_",
        "exploited_removed": "exploited_at_",
    }
    return grids.linked(column, links[column.name]) if column.name in links else column


def _recorded(column: grids.Column) -> grids.Column:
    """A vulnerability leads to what is published of it."""
    return grids.linked(column, "record_") if column.name == "vulnerability_id" else column


def _addressed(rows: list[reading.Row]) -> list[reading.Row]:
    return [
        {
            **row,
            "address_": _address(row),
            "things_at_": _things(row),
            "removed_at_": f"{_address(row)}#removed",
            "exploited_at_": f"{_address(row, exploited='true')}#removed"
            if row["exploited_removed"]
            else "",
        }
        for row in rows
    ]


def _address(row: reading.Row, **more: str) -> str:
    named = {"product_id": row["product_id"], "version": row["version"] or ""}
    return f"{reverse('update')}?{urlencode({**named, **more})}"


def _things(row: reading.Row) -> str:
    """The list of the things it would mend something of."""
    named = " ".join(part for part in (row["product_id"], row["version"]) if part)
    return f"{reverse('estate', args=['asset'])}?{urlencode({'mended_by': named})}"


def _detections(**narrowed: str) -> str:
    return f"{reverse('detections')}?{urlencode(narrowed)}"


def _removed(rows: list[reading.Row]) -> grids.Draft:
    names = (
        "vulnerability_id",
        "exploited",
        "epss",
        "cvss",
        "decision",
        "published_on",
        "mended_in",
        "range",
    )
    columns = [grids.column("situation_vulnerability", name) for name in names]
    columns[0] = grids.linked(columns[0], "record_")
    columns[4] = grids.column("situation_vulnerability", "decision", label=voice()("site_urgency"))
    columns[2] = grids.column("situation_vulnerability", "epss", type="share")
    columns[6] = grids.column(
        "situation_vulnerability", "mended_in", nothing="site_mended_in_place"
    )
    shown = [{**row, "record_": records.address(row["vulnerability_id"])} for row in rows]
    return grids.draft(columns, shown)


def _empty(asked: listing.Wish, otherwise: str) -> str:
    found = facets.empty(asked)
    return otherwise if found == "site_nothing_here" else found
