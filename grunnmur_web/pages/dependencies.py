"""Dependencies: a matrix of groups, declared beside observed, roles, and the services to treat apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from grunnmur_web import exports, grids, reading
from grunnmur_web.access import needs
from grunnmur_web.pages import around, dependence, groups, leaves
from grunnmur_web.queries import dependencies as queries
from grunnmur_web.words import voice

_HUBS = 15


@needs("read")
def dependencies(request: HttpRequest) -> HttpResponse:
    """The matrix, what there is of each verdict and role, and what lies behind the number that is chosen."""
    by = _by(request)
    verdict = request.GET.get("verdict", "")
    role, sub_role = request.GET.get("role", ""), request.GET.get("sub_role", "")
    verdicts = queries.verdicts()
    tables = {
        "hubs": _hubs(queries.hubs(reading.Window(_HUBS))),
        "verdicts": dependence.verdicts(verdicts),
        "apart": dependence.apart(queries.split_items()),
        "roles": dependence.roles(queries.roles()),
    }
    chosen = _chosen(request)
    for name, one in chosen.items():
        rows, leaf = leaves.leaf(request, one.read, anchor=name)
        tables[name] = replace(one.draft(rows), leaf=leaf)
    context = {
        "taken": {name: urlencode(one.asked) for name, one in chosen.items()},
        "by": by,
        "groups": queries.GROUPS,
        "of_applications": by in queries.OF_APPLICATIONS,
        "matrix": _matrix(by, queries.between(by)),
        "silent": next((row for row in verdicts if row["verdict"] == "silent"), None),
        "verdict": verdict,
        "split": queries.split(),
        "role": role,
        "sub_role": sub_role,
        **grids.together(tables),
    }
    return render(request, "site/dependencies.html", context)


@needs("read")
def export(request: HttpRequest, kind: str) -> FileResponse:
    """The whole of the list behind the number that is chosen, as a file."""
    one = next(iter(_chosen(request).values()), None)
    if one is None or kind not in exports.KINDS:
        raise Http404
    columns = one.draft([]).columns
    # a program gets codes and ids as they are, people what the page shows
    rows = one.every() if kind == "parquet" else _shown(one)
    return exports.export(kind, "dependencies", columns, rows)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A list behind a number: what the address says of it, how it is read in parts and whole, and how it is shown."""

    asked: dict[str, str]
    read: leaves.Read
    every: Callable[[], Iterator[reading.Row]]
    draft: Callable[[list[reading.Row]], grids.Draft]


def _chosen(request: HttpRequest) -> dict[str, _Chosen]:
    """The lists that the address asks for, by where they stand on the page."""
    by, asked = _by(request), request.GET
    lists = {}
    if "from" in asked and "to" in asked:
        ends = (by, asked["from"], asked["to"])
        lists["listed"] = _Chosen(
            {"by": by, "from": asked["from"], "to": asked["to"]},
            partial(queries.listed, *ends),
            partial(queries.every_listed, *ends),
            dependence.pairs if by in queries.OF_APPLICATIONS else _listed,
        )
    if asked.get("verdict"):
        verdict = asked["verdict"]
        lists["matched"] = _Chosen(
            {"verdict": verdict},
            partial(queries.matched, verdict),
            partial(queries.every_matched, verdict),
            partial(dependence.matched, verdict=verdict),
        )
    if asked.get("role"):
        role = (asked["role"], asked.get("sub_role", ""))
        lists["of_role"] = _Chosen(
            {"role": role[0], "sub_role": role[1]},
            partial(queries.of_role, *role),
            partial(queries.every_of_role, *role),
            dependence.of_role,
        )
    return lists


def _shown(one: _Chosen) -> Iterator[reading.Row]:
    """All rows as the page shows them."""
    rows = one.every()
    while batch := list(islice(rows, 5000)):
        yield from (dict(row) for row in one.draft(batch).rows)


def _by(request: HttpRequest) -> str:
    by = request.GET.get("by", "")
    return by if by in queries.GROUPS else queries.GROUPS[0]


def _matrix(by: str, rows: list[reading.Row]) -> dict[str, Any]:
    """Lines and columns in one order, with a count where something runs between them."""
    ids = {v for r in rows for v in (r["consumer"], r["provider"]) if v}
    said = voice()
    names = groups.names(by, sorted(ids), said)
    nowhere = said("site_no_service" if by == "service_id" else "site_unknown_group")

    def code(value: str | None) -> str:
        return value or "~"

    counts: dict[str, dict[str, int]] = {}
    totals: dict[str, int] = {}
    for row in rows:
        line, column = code(row["consumer"]), code(row["provider"])
        counts.setdefault(line, {})
        counts[line][column] = counts[line].get(column, 0) + row["rows"]
        totals[line] = totals.get(line, 0) + row["rows"]
        totals[column] = totals.get(column, 0) + row["rows"]
    order = sorted(totals, key=lambda c: (c == "~", -totals[c], c))
    highest = max((n for line in counts.values() for n in line.values()), default=1)
    found = [{"code": c, "name": names.get(c, c) if c != "~" else nowhere} for c in order]
    return {
        "groups": found,
        "lines": [
            {
                **group,
                "cells": [
                    (g, _cell(counts.get(group["code"], {}).get(g["code"]), highest)) for g in found
                ],
            }
            for group in found
        ],
    }


def _cell(rows: int | None, highest: int) -> tuple[int, int] | None:
    """The count, and how strong it is drawn: by the order of magnitude, so that small ones show."""
    if not rows:
        return None
    return rows, 1 if rows * 30 < highest else 2 if rows * 5 < highest else 3


def _hubs(rows: list[reading.Row]) -> grids.Draft:
    said = voice()
    columns = [
        grids.Column("entity_id", label=said.word("column", "name"), refers="@noun"),
        grids.Column("noun", label=said.word("column", "kind"), words="table"),
        grids.column("asset", "organisation_id"),
        grids.Column("needed_by", "whole", said("site_needed_by")),
        grids.Column("trusts", "whole", said("site_trusts")),
        grids.Column("around", label=said("site_neighbourhood"), link="around_"),
    ]
    shown = said("site_show")
    return grids.draft(columns, [{**row, "around": shown} for row in around.leading(rows)])


def _listed(rows: list[reading.Row]) -> grids.Draft:
    said = voice()
    columns = [
        grids.Column("consumer_id", label=said("site_needed_by"), refers="@consumer_kind"),
        grids.Column("provider_id", label=said("site_needs"), refers="@provider_kind"),
        *(
            grids.column("dependency", n)
            for n in ("protocol", "port", "origin", "flows", "last_seen_at", "confidence")
        ),
    ]
    shown = [
        {**row, "consumer_id": row["consumer_id"] or "?", "provider_id": row["provider_id"] or "?"}
        for row in rows
    ]
    return grids.draft(columns, shown)
