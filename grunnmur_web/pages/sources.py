"""Sources: what came when, how fresh, how complete, and what was left out."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grunnmur_web import grids
from grunnmur_web.access import needs, rights
from grunnmur_web.pages import uploads
from grunnmur_web.queries import sources as queries
from grunnmur_web.words import voice


@needs("read")
def sources(request: HttpRequest) -> HttpResponse:
    """Every source, the stalest first, and what the notes say."""
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
        ]
    context = {
        "run": queries.run(),
        "grid": grids.grid(columns, queries.sources(), empty="site_no_sources"),
        "notes": [
            {**note, "said": said(note["code"], **json.loads(note["facts"] or "{}"))}
            for note in queries.notes()
        ],
        "coverage": queries.coverage(),
        "uploads": uploads.choices(request),
    }
    return render(request, "site/sources.html", context)
