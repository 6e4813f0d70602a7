"""The plan: a timeline, what moves in a month, and one move tried at another time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from grunnmur.errors import GrunnmurError
from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.actions import decide
from grunnmur_web.models import User
from grunnmur_web.queries import decisions, edits, overview, plans
from grunnmur_web.words import voice

PARTS = ("organisation_id", "platform", "kind")
_NAMED = 5
"""Of a long list of workloads so many are named."""


@needs("read")
def plan(request: HttpRequest) -> HttpResponse:
    """The timeline, and the moves of the month that is chosen."""
    part = request.GET.get("by", PARTS[0])
    part = part if part in PARTS else PARTS[0]
    waves = plans.waves()
    period = _whole(request.GET.get("period"))
    if period is None and request.GET.get("period") != "all" and waves:
        period = waves[0]["period"]
    organisation = request.GET.get("organisation_id", "")
    risk = overview.risk()
    context = {
        "plan": plans.plan(),
        "parts": PARTS,
        "by": part,
        "waves": waves,
        "lines": _lines(part, plans.cells(part)),
        "period": period,
        "of_period": next((wave for wave in waves if wave["period"] == period), None),
        "grid": _moves(plans.moves(period, organisation)),
        "measures": _measures(plans.measures()),
        "risk": risk,
        "risk_values": [float(point["exposure"] or 0) for point in risk],
        "cost_values": [float(point["one_off_nok"] or 0) for point in risk],
    }
    return render(request, "site/plan.html", context)


@needs("read")
def workload(request: HttpRequest, workload_id: str) -> HttpResponse:
    """One workload: what it is, when it moves, and what another month would break and cost."""
    row = plans.workload(workload_id)
    run = reading.current_run()
    if row is None or run is None:
        raise Http404
    may_plan = rights(request.user).may("plan", row["organisation_id"] or "")
    tried = _whole(request.GET.get("period")) if may_plan else None
    context: dict[str, Any] = {
        "workload": row,
        "organisation": grids.names_of([row["organisation_id"] or ""]).get(
            row["organisation_id"] or ""
        ),
        "members": _members(plans.members(workload_id)),
        "periods": plans.waves(),
        "may_plan": may_plan and edits.has_plan(run.folder),
        "decisions": decisions.about("workload", workload_id),
        "tried_period": tried,
    }
    if tried is not None and context["may_plan"]:
        context["tried"] = _try(run, workload_id, tried)
    return render(request, "site/workload.html", context)


@require_POST
@needs("plan")
def pin(request: HttpRequest, workload_id: str) -> HttpResponse:
    """Writes down that the workload is to move in this period; the next plan keeps to it."""
    row = plans.workload(workload_id)
    period = _whole(request.POST.get("period"))
    if row is None or period is None:
        raise Http404
    assert isinstance(request.user, User)
    if not rights(request.user).may("plan", row["organisation_id"] or ""):
        raise PermissionDenied("plan")
    choice = decide.Choice(
        kind="pin",
        subject_kind="workload",
        subject_id=workload_id,
        organisation_id=row["organisation_id"] or "",
        value=str(period),
        reason=request.POST.get("reason", "").strip()[:2000] or voice()("site_pinned_by_hand"),
    )
    decide.decide(choice, acting_user=request.user, before={"period": row["period"]})
    messages.success(request, voice()("site_pinned"))
    return redirect("workload", workload_id=workload_id)


def _whole(written: str | None) -> int | None:
    return (
        int(written)
        if written and written.isascii() and written.isdigit() and len(written) < 5
        else None
    )


def _lines(part: str, cells: list[reading.Row]) -> list[dict[str, Any]]:
    """One line a part, with the moves of each period and how strong it is drawn."""
    names = (
        grids.names_of(c["part"] for c in cells if c["part"]) if part == "organisation_id" else {}
    )
    name: Callable[[str], str] = (
        (lambda code: voice().word("value", code))
        if part == "kind"
        else lambda code: names.get(code, code)
    )
    lines: dict[str | None, dict[str, Any]] = {}
    for cell in cells:
        code = cell["part"]
        line = lines.setdefault(
            code, {"name": name(code) if code else None, "code": code, "cells": {}, "total": 0}
        )
        line["total"] += cell["moves"]
        line["cells"][cell["period"]] = (
            cell["moves"],
            1 + (cell["moves"] > 2) + (cell["moves"] > 6),
        )
    return list(lines.values())


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


def _members(rows: list[reading.Row]) -> grids.Grid:
    said = voice()
    columns = [
        grids.Column("noun", label=said.word("column", "kind"), words="table"),
        grids.Column("entity_id", label=said.word("column", "name"), refers="@noun"),
    ]
    return grids.grid(columns, rows)


def _try(run: reading.Run, workload_id: str, period: int) -> dict[str, Any]:
    """The move tried, in words. What is named and may not be seen stays another trust's."""
    said = voice()
    try:
        tried = edits.try_move(run.folder, workload_id, period)
    except GrunnmurError as error:
        return {"refused": said(error.code, **error.facts)}
    names = grids.names_of(tried.taken)
    return {
        "change": tried.change,
        "taken": [
            names.get(taken, said("site_another_trust"))
            for taken in tried.taken
            if taken != workload_id
        ],
        "broken": [_broken(violation, tried.workloads) for violation in tried.broken],
        "more": len(tried.broken) - tried.before,
    }


def _broken(violation: Any, known: frozenset[str]) -> str:  # noqa: ANN401 a violation of any kind
    """A broken condition in words. A workload that it names and one may not see is another trust's."""
    values = list(violation.facts.values())
    named = grids.names_of(
        str(item)
        for value in values
        for item in (value if isinstance(value, list | tuple) else [value])
        if item in known
    )
    facts = {name: _fact(value, known, named) for name, value in violation.facts.items()}
    return voice()(violation.code, **facts)


def _fact(value: Any, known: frozenset[str], named: dict[str, str]) -> Any:  # noqa: ANN401 a fact of any kind
    said = voice()
    if isinstance(value, list | tuple):
        shown = [_fact(item, known, named) for item in value]
        seen = list(dict.fromkeys(shown))
        more = len(seen) - _NAMED
        return seen[:_NAMED] + ([said("site_and_more", count=more)] if more > 0 else [])
    if isinstance(value, str) and value in known:
        return named.get(value, said("site_another_trust"))
    return value
