"""The plan: a timeline with capacity and freezes under it, what moves in a month, risk and cost."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from grunnmur.plan.names import resource_name
from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.pages import leaves
from grunnmur_web.pages.moves import whole
from grunnmur_web.queries import edits, listing, overview, plans
from grunnmur_web.words import voice


@needs("read")
def plan(request: HttpRequest) -> HttpResponse:
    """The timeline, and the moves of the month that is chosen."""
    part = request.GET.get("by", plans.PARTS[0])
    part = part if part in plans.PARTS else plans.PARTS[0]
    waves = plans.waves()
    period = whole(request.GET.get("period"))
    if period is None and request.GET.get("period") != "all" and waves:
        period = waves[0]["period"]
    narrowed = {one: request.GET[one] for one in plans.PARTS if request.GET.get(one)}
    risk = overview.told("risk")["risk"]
    months = plans.periods()
    run = reading.current_run()
    folder = run.folder if run and edits.has_plan(run.folder) else None
    rows, leaf = leaves.leaf(request, partial(plans.moves, period, narrowed), anchor="moves")
    held = rights(request.user)
    context = {
        "plan": plans.plan(),
        "parts": plans.PARTS,
        "by": part,
        "waves": waves,
        "lines": _lines(part, plans.cells(part)),
        "period": period,
        "of_period": next((wave for wave in waves if wave["period"] == period), None),
        "of_part": [_name(one, code) for one, code in narrowed.items()],
        "grid": replace(_moves(rows), leaf=leaf),
        "movable": [row for row in rows if held.may("plan", row["organisation_id"] or "")]
        if folder
        else [],
        "months": months,
        "moves_by_period": {point["period"]: point["moves"] for point in risk},
        "capacity": _capacity(edits.capacity(folder), months) if folder else [],
        "freezes": _freezes(edits.freezes(folder)) if folder else [],
        "measures": _measures(plans.measures()),
        "services": _services(plans.service_measures()),
        "risk": risk,
        "risk_values": [float(point["exposure"] or 0) for point in risk],
        "cost_values": [float(point["one_off_nok"] or 0) for point in risk],
        "cost_most": max((point["one_off_nok"] or 0 for point in risk), default=0),
    }
    return render(request, "site/plan.html", context)


def _lines(part: str, cells: list[reading.Row]) -> list[dict[str, Any]]:
    """One line a part, with the moves of each period and how strong it is drawn."""
    names = _names(part, sorted({cell["part"] for cell in cells if cell["part"]}))
    lines: dict[str | None, dict[str, Any]] = {}
    for cell in cells:
        code = cell["part"]
        asked = urlencode({"by": part, part: code or listing.UNKNOWN})
        line = lines.setdefault(
            code,
            {
                "name": names.get(code),
                "aloud": names.get(code) or voice()("site_unknown"),
                "asked": asked,
                "cells": {},
                "total": 0,
            },
        )
        line["total"] += cell["moves"]
        line["cells"][cell["period"]] = (
            cell["moves"],
            1 + (cell["moves"] > 2) + (cell["moves"] > 6),
        )
    return sorted(lines.values(), key=lambda line: (line["name"] is None, line["name"]))


def _names(part: str, codes: list[str]) -> dict[str, str]:
    """What the parts are called, by code."""
    if part == "organisation_id":
        return plans.called(codes)
    return {code: voice().word("value", code) if part == "kind" else code for code in codes}


def _name(part: str, code: str) -> str:
    """What one part is called."""
    if code == listing.UNKNOWN:
        return voice()("site_unknown")
    return _names(part, [code]).get(code, code)


def _capacity(rows: tuple[edits.Used, ...], months: list[reading.Row]) -> list[dict[str, Any]]:
    """One line a skill, with the share of it that is used in each month, and how strong it is drawn."""
    lines = []
    for row in rows:
        cells = {}
        for month in months:
            used, limit = row.used[month["period"]], row.limit[month["period"]]
            if used:
                share = used / limit if limit else None
                cells[month["period"]] = {
                    "share": None if share is None else round(100 * share),
                    "strong": "over" if used > limit else _strong(share or 0),
                    "used": used,
                    "limit": limit,
                }
        lines.append({"name": resource_name(row, voice()), "unit": row.unit, "cells": cells})
    return lines


def _strong(share: float) -> str:
    return "l1" if share < 0.5 else "l2" if share < 0.85 else "l3"


def _freezes(rows: tuple[edits.Shut, ...]) -> list[dict[str, Any]]:
    """One line a trust or service, with the months in which nothing of it moves."""
    names = plans.called([name for row in rows for name in (row.organisation, row.service) if name])
    ordered = sorted(
        rows, key=lambda row: (row.organisation != "", names.get(row.organisation, ""))
    )
    return [
        {
            "organisation": names.get(row.organisation, row.organisation),
            "service": names.get(row.service, row.service),
            "reasons": row.reasons,
            "periods": row.periods,
        }
        for row in ordered
    ]


def _measures(rows: list[reading.Row]) -> dict[str, Any] | None:
    """Each figure before the plan and after its last wave, and all of them wave by wave."""
    if not rows:
        return None
    by_measure: dict[str, list[reading.Row]] = {}
    by_period: dict[int, dict[str, Any]] = {}
    for row in rows:
        known = {**row, "value": row["value"] if row["of"] else None}
        by_measure.setdefault(row["measure"], []).append(known)
        period = by_period.setdefault(row["period"], {"ends_on": row["ends_on"], "values": {}})
        period["values"][row["measure"]] = known["value"]
    return {
        "lines": [
            {
                "measure": measure,
                "before": points[0],
                "after": points[-1],
                "values": [float(point["value"] or 0) for point in points],
            }
            for measure, points in by_measure.items()
        ],
        "periods": [
            {"ends_on": period["ends_on"], "values": [period["values"].get(m) for m in by_measure]}
            for _, period in sorted(by_period.items())
        ],
    }


def _services(rows: list[reading.Row]) -> grids.Grid:
    """One line a clinical service, with each figure before the plan and after it. None of nothing is not nought."""
    said = voice()
    measures = list(dict.fromkeys(row["measure"] for row in rows))
    columns = [grids.Column("name", label=said.word("table", "clinical_service"))]
    lines: dict[str, dict[str, Any]] = {}
    for measure in measures:
        label = said.word("value", measure)
        columns += [
            grids.Column(f"{measure} before", "whole", f"{label}, {said('site_measure_before')}"),
            grids.Column(f"{measure} after", "whole", f"{label}, {said('site_measure_after')}"),
        ]
    for row in rows:
        line = lines.setdefault(row["service_id"], {"name": row["name"]})
        for end in ("before", "after"):
            value = row[end] if row["of"] else None
            line[f"{row['measure']} {end}"] = None if value is None else int(value)
    return grids.grid(columns, lines.values(), caption=said("site_services_caption"))


def _moves(rows: list[reading.Row]) -> grids.Grid:
    columns = [
        grids.Column("name", label=voice().word("table", "workload"), link="address_"),
        grids.column("workload", "kind", words="value"),
        grids.column("workload", "organisation_id"),
        grids.column("workload", "platform"),
        grids.column("wave", "starts_on"),
        grids.column("move", "disposition", words="value"),
        grids.column("move", "cost", type="money"),
    ]
    addressed = [
        {**row, "address_": reverse("workload", args=[row["workload_id"]])} for row in rows
    ]
    return grids.grid(columns, addressed, empty="site_no_moves")
