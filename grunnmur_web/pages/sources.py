"""Sources: what came when, how fresh, how complete, and what was left out."""

import json
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.pages import leaves, uploads
from grunnmur_web.queries import sources as queries
from grunnmur_web.words import voice


@needs("read")
def sources(request: HttpRequest) -> HttpResponse:
    """Every source, the stalest first, what the notes say, and each note of the kind or source that is chosen."""
    said = voice()
    columns = [
        grids.column("source", "source"),
        grids.column("source", "format"),
        grids.column("source", "seen_at"),
        grids.Column("days", "whole", said("site_days_old")),
    ]
    if rights(request.user).group:
        columns += [
            *(grids.column("source", name) for name in ("records", "claimed", "noted")),
            grids.Column("noted_share", "share", said("site_noted_share")),
            grids.Column("notes", "whole", said.word("tables", "note"), link="address_"),
        ]
    code, source = request.GET.get("code", ""), request.GET.get("source", "")
    context = {
        "code": code,
        "source": source,
        "each": _each(request, code, source) if code or source else None,
        "run": queries.run(),
        "grid": grids.grid(columns, map(_addressed, queries.sources()), empty="site_no_sources"),
        "notes": [
            {**note, "said": _said(note), "address": _address(code=note["code"])}
            for note in queries.notes()
        ],
        "coverage": queries.coverage(),
        "uploads": uploads.choices(request),
    }
    return render(request, "site/sources.html", context)


def _each(request: HttpRequest, code: str, source: str) -> grids.Grid:
    rows, leaf = leaves.leaf(request, partial(queries.each_note, code, source), anchor="each")
    columns = [
        grids.column("note", "source"),
        grids.column("note", "place"),
        grids.Column("said", label=voice().word("table", "note")),
    ]
    return grids.grid(columns, [{**row, "said": _said(row)} for row in rows], leaf=leaf)


def _said(note: reading.Row) -> str:
    """A note in words."""
    return voice()(note["code"], **json.loads(note["facts"] or "{}"))


def _addressed(row: reading.Row) -> reading.Row:
    """A source with where its notes are; nowhere where it has none."""
    return {**row, "address_": _address(source=row["source"]) if row["notes"] else ""}


def _address(**chosen: str) -> str:
    return f"?{urlencode(chosen)}#each"
