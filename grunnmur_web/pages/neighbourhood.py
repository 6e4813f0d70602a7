"""The neighbourhood of one thing: what needs it on one side, what it needs on the other, and the table behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from grunnmur.text import Voice
from grunnmur_web import grids, reading
from grunnmur_web.access import needs
from grunnmur_web.grids import Column, Draft
from grunnmur_web.pages import dependence, spokes
from grunnmur_web.queries import neighbourhood as queries
from grunnmur_web.queries import plans, things
from grunnmur_web.words import voice

NOUNS = ("application", "asset")
GROUPS = ("organisation_id", "platform", "function")
_VERDICTS = ("confirmed", "undeclared", "observed", "silent", "declared")
_KIND_OF = {"declared": "silent", "observed": "undeclared"}
"""What nobody could have declared is drawn as what nobody did, and the other way round."""
_MOST = 60
"""So many rows a side are drawn; the rest stand in the table."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the picture: a heading of a group, or a neighbour with its line."""

    text: str
    verdict: str = ""
    weight: int = 1
    count: int = 0
    href: str = ""
    shared: bool = False
    quiet: bool = False

    @property
    def kind(self) -> str:
        """How its line is drawn."""
        return _KIND_OF.get(self.verdict, self.verdict)

    @property
    def sample(self) -> SafeString:
        """A short line of its kind, where there is no room for the long one."""
        return spokes.sample(self.kind)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the picture: its rows, the lines from them, and how many neighbours and dependencies there are."""

    name: str
    lines: tuple[Line, ...]
    drawing: SafeString
    neighbours: int
    dependencies: int


@needs("read")
def neighbourhood(request: HttpRequest, noun: str, entity_id: str) -> HttpResponse:
    """The picture, its neighbours in groups as the address says, those that many share folded unless it says so."""
    row = things.thing(noun, entity_id) if noun in NOUNS else None
    if row is None:
        raise Http404
    by = request.GET.get("by", GROUPS[0])
    by = by if by in GROUPS else GROUPS[0]
    unfolded = request.GET.get("shared") == "1"
    told = queries.around(noun, entity_id)
    lines = {name: _lines(rows, by, unfolded=unfolded) for name, rows in told.items()}
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
        "foldable": any(_folded(rows) for rows in told.values()),
        "sides": [_side(name, lines[name], told[name], high) for name in queries.SIDES],
        "middle": spokes.middle(high),
        "about": _about(row),
        "kinds": _legend(row for rows in told.values() for row in rows),
        **grids.together({name: _table(rows, name) for name, rows in told.items()}),
    }
    return render(request, "site/neighbourhood.html", context)


def address(noun: str, entity_id: str) -> str:
    """Where a thing's neighbourhood is drawn; empty for nouns that have none."""
    return reverse("neighbourhood", args=[noun, entity_id]) if noun in NOUNS else ""


def _side(name: str, lines: tuple[Line, ...], rows: list[reading.Row], high: int) -> Side:
    drawn = [
        spokes.Spoke(place, line.kind, line.weight)
        for place, line in enumerate(lines)
        if line.verdict
    ]
    drawing = spokes.spokes(drawn, rows=len(lines), high=high, leftwards=name == "needed_by")
    neighbours = rows[0]["total"] if rows else 0
    return Side(name, lines, drawing, neighbours, sum(row["dependencies"] for row in rows))


def _lines(rows: list[reading.Row], by: str, *, unfolded: bool) -> tuple[Line, ...]:
    """The rows of one side: what many share as one, then group by group, the largest first; what is hidden last."""
    if not rows:
        return ()
    said, strongest = voice(), max(row["flows"] or 0 for row in rows)
    shared = [] if unfolded else _folded(rows)
    hidden = [row for row in rows if not row["seen"]]
    kept = [row for row in rows if row["seen"] and row not in shared]
    made = list(_folds(said, shared, strongest))
    groups = _grouped(kept[:_MOST], by, said)
    for title, members in groups:
        if len(groups) > 1:
            made.append(Line(f"{title} ({len(members)})"))
        made += [_line(said, row, strongest) for row in members]
    made += [_line(said, row, strongest) for row in hidden]
    more = rows[0]["total"] - len(rows) + len(hidden) + max(0, len(kept) - _MOST)
    if more:
        made.append(Line(said("site_and_more", count=more)))
    return tuple(made)


def _folded(rows: list[reading.Row]) -> list[reading.Row]:
    """Those that many share, where there is more than one of them to be folded."""
    shared = [row for row in rows if row["shared"] and row["seen"]]
    return shared if len(shared) > 1 else []


def _grouped(rows: list[reading.Row], by: str, said: Voice) -> list[tuple[str, list[reading.Row]]]:
    """Groups by what they are called, the largest first, what is not known last."""
    groups: dict[str | None, list[reading.Row]] = {}
    for row in rows:
        groups.setdefault(row[by], []).append(row)
    names = group_names(by, [code for code in groups if code], said)
    order = sorted(
        groups, key=lambda code: (code is None, -len(groups[code]), names.get(code or "", ""))
    )
    return [(names[code] if code else said("site_unknown"), groups[code]) for code in order]  # fmt: skip


def group_names(by: str, codes: Sequence[str], said: Voice) -> dict[str, str]:
    """What groups are called."""
    called: dict[str, str] = {}
    if by == "organisation_id":
        called = plans.called(sorted(codes))
    if by == "service_id":
        called = grids.names(("clinical_service", code) for code in codes)
    name: Callable[[str], str] = lambda code: called.get(code, code)  # noqa: E731
    if by == "function":
        name = lambda code: said.word("function", code, otherwise=code)  # noqa: E731
    return {code: name(code) for code in codes}


def _folds(said: Voice, shared: list[reading.Row], strongest: int) -> Iterator[Line]:
    """Those that many share as one row, or one for each way they are told of."""
    for verdict in _VERDICTS:
        rows = [row for row in shared if row["verdict"] == verdict]
        if rows:
            yield Line(
                said("site_shared_folded", count=len(rows)),
                verdict,
                _weight(sum(row["flows"] or 0 for row in rows), strongest),
                sum(row["dependencies"] for row in rows),
                "?" + urlencode({"shared": 1}),
                shared=True,
            )


def _line(said: Voice, row: reading.Row, strongest: int) -> Line:
    if not row["seen"]:
        return Line(
            said("site_another_trust"),
            row["verdict"],
            _weight(row["flows"], strongest),
            row["dependencies"],
            quiet=True,
        )
    return Line(
        row["name"] or said.word("table", row["noun"]),
        row["verdict"],
        _weight(row["flows"], strongest),
        row["dependencies"],
        address(row["noun"], row["entity_id"]),
        shared=row["shared"],
    )


def _about(row: reading.Row) -> list[str]:
    """What more is told of what stands in the middle."""
    said = voice()
    told = []
    if row.get("function"):
        told.append(said.word("function", row["function"], otherwise=row["function"]))
    if row.get("platform"):
        told.append(f"{said.word('column', 'platform')} {row['platform']}")
    return told


def _legend(rows: Iterable[reading.Row]) -> list[tuple[str, SafeString]]:
    """The ways neighbours are told of here, each with a line like theirs."""
    there = {row["verdict"] for row in rows}
    return [(v, spokes.sample(_KIND_OF.get(v, v))) for v in _VERDICTS if v in there]


def _weight(flows: int | None, strongest: int) -> int:
    """By the order of magnitude, so that small ones show."""
    if not flows or flows * 30 < strongest:
        return 1
    return 2 if flows * 5 < strongest else 3


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
        {**row, **_whom(row), "role_text": _role(said, row)}
        for row in rows
    ]  # fmt: skip
    return grids.draft(columns, shown, empty="site_no_neighbours")


def _whom(row: reading.Row) -> dict[str, str]:
    """What cannot be found is shown as another trust's."""
    return {} if row["seen"] else {"entity_id": "?", "organisation_id": "?"}


def _role(said: Voice, row: reading.Row) -> str:
    if row["role"]:
        return dependence.role_text(said, row)
    return said("site_shared_service") if row["shared"] else ""


def leading(rows: Iterable[reading.Row]) -> list[dict[str, Any]]:
    """The rows, each with the address of its neighbourhood."""
    return [{**row, "around_": address(row["noun"], row["entity_id"])} for row in rows]
