"""Sources: what came when, how fresh, how complete, and what was left out."""

import re
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.pages import leaves, uploads
from grunnmur_web.queries import sources as queries
from grunnmur_web.words import voice

_ID = re.compile(r"\b[a-z_]+-[0-9a-f]{12}\b")
"""How what was found is numbered, in the facts of a note."""


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
            grids.column("source", "records", link="rows_at_"),
            grids.column("source", "claimed", link="rows_at_"),
            grids.column("source", "noted", link="noted_at_"),
            grids.Column("noted_share", "share", said("site_noted_share")),
            grids.Column("notes", "whole", said.word("tables", "note"), link="address_"),
        ]
    code, source = request.GET.get("code", ""), request.GET.get("source", "")
    used = queries.counted(request.GET["rows"]) if "rows" in request.GET else None
    run = queries.run()
    context = {
        "code": code,
        "source": source,
        "each": _each(request, code, source) if code or source else None,
        "used": used,
        "rows": _rows(request, used["source"]) if used else None,
        "run": {
            **run,
            "catalogue_edition": ", ".join((run.get("catalogue_edition") or "").split()),
        },
        "grid": grids.grid(columns, map(_addressed, queries.sources()), empty="site_no_sources"),
        "notes": [
            {**note, "address": _address(code=note["code"])} for note in _told(queries.notes())
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
    return grids.grid(columns, _told(rows), leaf=leaf)


def _rows(request: HttpRequest, source: str) -> grids.Grid:
    """The rows of a source that are about a thing, each with the thing."""
    rows, leaf = leaves.leaf(request, partial(queries.used, source), anchor="rows")
    columns = [
        grids.column("record", "record_key"),
        grids.column("record", "noun", words="table"),
        grids.column("record", "entity_id", refers="@noun"),
    ]
    return grids.grid(columns, rows, empty="site_no_rows_kept", leaf=leaf)


def _told(notes: list[reading.Row]) -> list[reading.Row]:
    """The notes with what each says, in which things are called by their names."""
    texts = [voice().note(note["code"], note["facts"]) for note in notes]
    names = grids.names_of({one for text in texts for one in _ID.findall(text)})
    return [
        {**note, "said": _ID.sub(lambda found: names.get(found[0], found[0]), text)}
        for note, text in zip(notes, texts, strict=True)
    ]


def _addressed(row: reading.Row) -> reading.Row:
    """A source with where its rows and its notes are; nowhere where it has none."""
    notes = _address(source=row["source"]) if row["notes"] else ""
    return {
        **row,
        "format": voice().formats(row["format"]),
        "address_": notes,
        "noted_at_": notes if row["noted"] else "",
        "rows_at_": f"?{urlencode({'rows': row['source']})}#rows" if row["records"] else "",
    }


def _address(**chosen: str) -> str:
    return f"?{urlencode(chosen)}#each"
