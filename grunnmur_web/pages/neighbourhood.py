"""The neighbourhood of one thing: what needs it on one side, what it needs on the other, and the table behind."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from grunnmur.text import Voice
from grunnmur_web import grids, reading
from grunnmur_web.access import needs
from grunnmur_web.grids import Column, Draft
from grunnmur_web.pages import around, dependence, spokes
from grunnmur_web.queries import neighbourhood as queries
from grunnmur_web.queries import things
from grunnmur_web.words import voice

GROUPS = ("organisation_id", "platform", "function")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the picture: its rows, the lines from them, and how many neighbours one may see there."""

    name: str
    lines: tuple[around.Line, ...]
    drawing: SafeString
    neighbours: int


@needs("read")
def neighbourhood(request: HttpRequest, noun: str, entity_id: str) -> HttpResponse:
    """The picture, its neighbours in groups as the address says, those that many share folded unless it says so."""
    row = things.thing(noun, entity_id) if noun in around.NOUNS else None
    if row is None:
        raise Http404
    by = request.GET.get("by", GROUPS[0])
    by = by if by in GROUPS else GROUPS[0]
    unfolded = request.GET.get("shared") == "1"
    told = queries.around(noun, entity_id)
    lines = {name: around.lines(rows, by, unfolded=unfolded) for name, rows in told.items()}
    high = spokes.height(*map(len, lines.values()))
    context = {
        "noun": noun,
        "entity_id": entity_id,
        "row": row,
        "name": row.get("name") or voice().word("table", noun),
        "address": grids.thing_address(noun, entity_id),
        "by": by,
        "groups": GROUPS,
        "unfolded": unfolded,
        "shared": any(row["shared"] for rows in told.values() for row in rows),
        "foldable": any(around.folded(rows) for rows in told.values()),
        "sides": [_side(name, lines[name], told[name], high) for name in queries.SIDES],
        "middle": spokes.middle(high),
        "about": _about(row),
        "kinds": around.legend(row for rows in told.values() for row in rows),
        **grids.together({name: _table(rows, name) for name, rows in told.items()}),
    }
    return render(request, "site/neighbourhood.html", context)


def _side(name: str, lines: tuple[around.Line, ...], rows: list[reading.Row], high: int) -> Side:
    drawn = [
        spokes.Spoke(place, line.kind, line.weight)
        for place, line in enumerate(lines)
        if line.verdict
    ]
    drawing = spokes.spokes(drawn, rows=len(lines), high=high, leftwards=name == "needed_by")
    return Side(name, lines, drawing, rows[0]["total"] if rows else 0)


def _about(row: reading.Row) -> list[str]:
    """What more is told of what stands in the middle."""
    said = voice()
    told = []
    if row.get("function"):
        told.append(said.word("function", row["function"], otherwise=row["function"]))
    if row.get("platform"):
        told.append(f"{said.word('column', 'platform')} {row['platform']}")
    return told


def _table(rows: list[reading.Row], name: str) -> Draft:
    """All of it, in numbers."""
    said = voice()
    columns = [
        Column("entity_id", label=said(f"site_{name}"), refers="@noun"),
        grids.column("asset", "organisation_id"),
        grids.column("asset", "platform"),
        grids.column("application", "function"),
        grids.column("dependency_match", "verdict", label=said("site_match"), words="match"),
        Column("role_text", label=said.word("column", "role"), nothing="site_dash"),
        Column("dependencies", "whole", said.word("tables", "dependency")),
        Column("protocols", label=said.word("column", "protocol"), nothing="site_dash"),
        grids.column("dependency", "flows", nothing="site_dash"),
        grids.column("dependency", "last_seen_at", nothing="site_not_seen"),
    ]
    shown = [
        {**row, **_whom(row), "role_text": _role(said, row), "protocols": _together(row["protocols"])}
        for row in rows
    ]  # fmt: skip
    return grids.draft(columns, shown, empty="site_no_neighbours")


def _together(protocols: str) -> str:
    """Each protocol and its port on one line."""
    return ", ".join(one.replace(" ", "\u00a0") for one in protocols.split(", "))


def _whom(row: reading.Row) -> dict[str, str]:
    """What cannot be found is shown as another trust's."""
    return {} if row["seen"] else {"entity_id": "?", "organisation_id": "?"}


def _role(said: Voice, row: reading.Row) -> str:
    if row["role"]:
        return dependence.role_text(said, row)
    return said("site_shared_service") if row["shared"] else ""
