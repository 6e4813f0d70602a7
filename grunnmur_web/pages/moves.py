"""One workload: what it is, why it is where it is, and what another month would break and cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from grunnmur.errors import GrunnmurError
from grunnmur.plan.explain import Alternative, Explanation
from grunnmur.plan.names import resource_name
from grunnmur_web import grids, reading
from grunnmur_web.access import needs, rights
from grunnmur_web.actions import decide
from grunnmur_web.models import User
from grunnmur_web.pages import told
from grunnmur_web.pages.told import Teller
from grunnmur_web.queries import decisions, edits, plans
from grunnmur_web.words import voice

_BROKEN = 20
"""So many broken conditions are written out; the rest are counted."""
_NEAR = 6
"""Months to either side that are shown at once."""


@needs("read")
def workload(request: HttpRequest, workload_id: str) -> HttpResponse:
    """One workload, with the month that is tried, and why it is where it is, when asked."""
    row = plans.workload(workload_id)
    run = reading.current_run()
    if row is None or run is None:
        raise Http404
    has_plan = edits.has_plan(run.folder)
    may_plan = has_plan and rights(request.user).may("plan", row["organisation_id"] or "")
    tried = whole(request.GET.get("period")) if may_plan else None
    asked = has_plan and "why" in request.GET
    context: dict[str, Any] = {
        "workload": row,
        "organisation": grids.names_of([row["organisation_id"] or ""]).get(
            row["organisation_id"] or ""
        ),
        "members": _members(plans.members(workload_id)),
        "periods": plans.periods(),
        "may_plan": may_plan,
        "has_plan": has_plan,
        "decisions": decisions.about("workload", workload_id),
        "pin": decisions.pin(workload_id),
        "tried_period": tried,
        "tried": _try(run, workload_id, tried) if tried is not None else None,
        "why": _why(run, workload_id, may_plan=may_plan) if asked else None,
    }
    return render(request, "site/workload.html", context)


@needs("plan")
def move(request: HttpRequest) -> HttpResponse:
    """From the form on the plan's page to the workload and the month that are to be tried."""
    workload_id, period = request.GET.get("workload", ""), whole(request.GET.get("period"))
    if plans.workload(workload_id) is None or period is None:
        raise Http404
    return redirect(f"{reverse('workload', args=[workload_id])}?period={period}#tried")


@require_POST
@needs("plan")
def pin(request: HttpRequest, workload_id: str) -> HttpResponse:
    """Writes down that the workload is to move in this month; the next plan keeps to it."""
    row = _planned(request, workload_id)
    period = whole(request.POST.get("period"))
    month = None if period is None else plans.month(period)
    run = reading.current_run()
    if period is None or month is None or run is None:
        raise Http404
    try:
        if edits.has_plan(run.folder):
            edits.require_open(run.folder, workload_id, period)
    except GrunnmurError as error:
        messages.error(request, voice()("site_pin_shut", why=voice()(error.code, **error.facts)))
        return redirect("workload", workload_id=workload_id)
    reason = request.POST.get("reason", "").strip()[:2000] or voice()("site_pinned_by_hand")
    _say(request, "pin", row, month, reason)
    messages.success(request, voice()("site_pinned"))
    return redirect("workload", workload_id=workload_id)


@require_POST
@needs("plan")
def unpin(request: HttpRequest, workload_id: str) -> HttpResponse:
    """Takes the pin away; the next plan moves the workload when that is best."""
    row = _planned(request, workload_id)
    _say(request, "unpin", row, "", voice()("site_unpinned_by_hand"))
    messages.success(request, voice()("site_unpinned"))
    return redirect("workload", workload_id=workload_id)


def whole(written: str | None) -> int | None:
    """A small whole number as an address holds it; None for anything else."""
    fits = written and written.isascii() and written.isdigit() and len(written) < 5
    return int(written) if fits and written else None


def _planned(request: HttpRequest, workload_id: str) -> reading.Row:
    """The workload, if the person may plan it."""
    row = plans.workload(workload_id)
    if row is None:
        raise Http404
    if not rights(request.user).may("plan", row["organisation_id"] or ""):
        raise PermissionDenied("plan")
    return row


def _say(request: HttpRequest, kind: str, row: reading.Row, value: str, reason: str) -> None:
    assert isinstance(request.user, User)
    choice = decide.Choice(
        kind=kind,
        subject_kind="workload",
        subject_id=row["workload_id"],
        organisation_id=row["organisation_id"] or "",
        value=value,
        reason=reason,
    )
    decide.decide(choice, acting_user=request.user, before=decisions.planned(row))


def _members(rows: list[reading.Row]) -> grids.Grid:
    said = voice()
    columns = [
        grids.Column("noun", label=said.word("column", "kind"), words="table"),
        grids.Column("entity_id", label=said.word("column", "name"), refers="@noun"),
    ]
    return grids.grid(columns, rows)


def _try(run: reading.Run, workload_id: str, period: int) -> dict[str, Any]:
    """The move tried, in words. What is named and may not be seen stays another trust's."""
    problem, _ = edits.documents(run.folder)
    try:
        tried = edits.try_move(run.folder, workload_id, period)
    except GrunnmurError as error:
        return {"refused": told.teller(problem, [error.facts])(error.code, error.facts)}
    shown = tried.broken[:_BROKEN]
    tell = told.teller(problem, [{"taken": tried.taken}, *(row.facts for row in shown)])
    return {
        "month": tell.month(period),
        "change": tried.change,
        "cost": tried.cost,
        "taken": [tell.workload(taken) for taken in tried.taken if taken != workload_id],
        "broken": [tell(row.code, row.facts) for row in shown],
        "count": len(tried.broken),
        "before": tried.before,
        "more": len(tried.broken) - len(shown),
    }


def _why(run: reading.Run, workload_id: str, *, may_plan: bool) -> dict[str, Any] | None:
    """Why it is where it is, in words."""
    problem, _ = edits.documents(run.folder)
    try:
        found = edits.why(run.folder, workload_id)
    except GrunnmurError as error:
        return {"refused": voice()(error.code, **error.facts)}
    others = (*found.months, *found.ways)
    facts = [row.facts for row in found.binding]
    facts += [broken.facts for row in others for broken in row.broken]
    tell = told.teller(problem, [{"with": found.moves_with}, *facts])
    near = [row for row in found.months if abs(row.period - found.period) <= _NEAR]
    return {
        "executed": found.executed,
        "with": [tell.workload(name) for name in found.moves_with],
        "binding": [tell(row.code, row.facts) for row in found.binding],
        "months": _alternatives(tell, near, may_plan=may_plan),
        "others": _alternatives(tell, found.months, may_plan=may_plan)
        if len(near) < len(found.months)
        else None,
        "ways": _alternatives(tell, found.ways, may_plan=False) if found.ways else None,
        "wishes": list(_wishes(tell, found)),
        "worth": _worth(tell, found),
        "certified": found.worth is not None,
    }


def _alternatives(tell: Teller, rows: Sequence[Alternative], *, may_plan: bool) -> grids.Grid:
    said = voice()
    columns = [
        grids.Column("month", label=said("site_why_month"), link="address_"),
        grids.Column("way", label=said.word("column", "disposition")),
        grids.Column("change", "money", said("site_why_change")),
        grids.Column("breaks", label=said("site_why_breaks"), nothing="site_why_nothing"),
    ]
    return grids.grid(columns, [_alternative(tell, row, may_plan=may_plan) for row in rows])


def _alternative(tell: Teller, row: Alternative, *, may_plan: bool) -> dict[str, Any]:
    return {
        "month": tell.month(row.period),
        "address_": f"?period={row.period}#tried" if may_plan else "",
        "way": voice().word("value", row.disposition),
        "change": row.change,
        "breaks": " ".join(tell(broken.code, broken.facts) for broken in row.broken),
    }


def _wishes(tell: Teller, found: Explanation) -> Iterator[str]:
    said = voice()
    for wish in found.wishes:
        facts: dict[str, Any] = {
            "kind": said(f"cli_plan_kind_{wish.kind}"),
            "id": tell.freeze(wish.id) if wish.kind == "freeze" else wish.id,
            "reason": f" ({wish.reason})" if wish.reason and wish.kind != "freeze" else "",
        }
        if wish.alternative is None:
            yield said("cli_plan_explain_wish_free", **facts)
            continue
        how = said.word("value", wish.alternative.disposition)
        at = tell.month(wish.alternative.period)
        yield said("cli_plan_explain_wish", **facts, nok=wish.price, month=at, disposition=how)


def _worth(tell: Teller, found: Explanation) -> list[str]:
    said, slots = voice(), {row.organisation: row.name for row in tell.problem.slots}
    resources = {row.id: resource_name(row, said) for row in tell.problem.resources}
    shown = []
    for row in found.worth or ():
        named = slots if row.kind == "slot" else resources
        what = named.get(row.id) or row.id  # a budget is called by its year
        facts = {"id": what, "month": tell.month(row.period), "nok": round(row.nok)}
        shown.append(said(f"cli_plan_explain_worth_{row.kind}", **facts))
    return shown
