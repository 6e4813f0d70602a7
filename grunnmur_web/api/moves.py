"""The plan: what moves when, a move tried, why, and pins."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError
from pydantic import Field

from grunnmur.errors import GrunnmurError
from grunnmur_web import grids, reading
from grunnmur_web.actions import decide
from grunnmur_web.api import paging, shapes
from grunnmur_web.api.bearer import demand, require_run, who
from grunnmur_web.api.plain import plain
from grunnmur_web.queries import decisions, edits, overview, plans

router = Router()


@router.get("", response={200: shapes.Row, **shapes.REFUSALS})
def get_plan(request: HttpRequest) -> Any:  # noqa: ANN401 see above
    """The plan that stands: its waves, risk, what each wave changes, capacity and freezes. Moves: `/plan/moves`."""
    demand(request, "read")
    plan, run = plans.plan(), reading.current_run()
    folder = run.folder if run and edits.has_plan(run.folder) else None
    return {
        "plan": plain([plan])[0] if plan else None,
        "waves": plans.waves(),
        **overview.told("risk"),
        "measures": plans.measures(),
        "services": plans.service_measures(),
        "capacity": [asdict(row) for row in edits.capacity(folder)] if folder else [],
        "freezes": [
            {**asdict(row), "periods": sorted(row.periods)} for row in edits.freezes(folder)
        ]
        if folder
        else [],
    }


@router.get("/moves", response={200: paging.Page, **shapes.REFUSALS})
def get_moves(
    request: HttpRequest,
    asked: Query[paging.Asked],
    period: Annotated[int | None, Field(ge=0, le=9999)] = None,
    organisation_id: shapes.Word = "",
) -> Any:  # noqa: ANN401 see above
    """The moves one may see, of one period or one organisation where they are given, the first first."""
    demand(request, "read")
    narrowed = {"organisation_id": organisation_id}
    return paging.of_run(asked, lambda window: plans.moves(period, narrowed, window))


@router.get("/workloads/{path:workload_id}", response={200: shapes.Row, **shapes.REFUSALS})
def get_workload(request: HttpRequest, workload_id: str) -> Any:  # noqa: ANN401 see above
    """One workload with its move, the pin that holds, and what was decided about it."""
    demand(request, "read")
    return {
        "row": plain([_workload(workload_id)])[0],
        "pin": decisions.pin(workload_id),
        "decisions": decisions.about("workload", workload_id),
    }


@router.get("/members/{path:workload_id}", response={200: paging.Page, **shapes.REFUSALS})
def get_members(request: HttpRequest, workload_id: str, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """What moves with a workload."""
    demand(request, "read")
    _workload(workload_id)
    return paging.of_run(asked, lambda window: plans.members(workload_id, window))


@router.get("/try/{path:workload_id}", response={200: shapes.Row, **shapes.REFUSALS})
def try_move(request: HttpRequest, workload_id: str, period: int) -> Any:  # noqa: ANN401 see above
    """What moving a workload to another period would break and cost. Nothing is kept."""
    row, run = _workload(workload_id), reading.current_run()
    demand(request, "plan", row["organisation_id"] or "", writes=False)
    if run is None or not edits.has_plan(run.folder):
        raise Http404
    try:
        tried = edits.try_move(run.folder, workload_id, period)
    except GrunnmurError as error:
        raise HttpError(400, error.code) from error
    return {
        "change": tried.change,
        "cost": tried.cost,
        "taken": sorted(grids.names_of(tried.taken)),
        "violations": [{"code": v.code} for v in tried.broken],
    }


@router.get("/why/{path:workload_id}", response={200: shapes.Row, **shapes.REFUSALS})
def get_why(request: HttpRequest, workload_id: str) -> Any:  # noqa: ANN401 see above
    """What keeps a workload where it is, as codes, and what it would cost and break in every other month."""
    demand(request, "read")
    _workload(workload_id)
    run = reading.current_run()
    if run is None or not edits.has_plan(run.folder):
        raise Http404
    try:
        found = edits.why(run.folder, workload_id)
    except GrunnmurError as error:
        raise HttpError(400, error.code) from error
    return {
        "period": found.period,
        "disposition": found.disposition,
        "executed": found.executed,
        "binding": [row.code for row in found.binding],
        "months": [
            {
                "period": row.period,
                "disposition": row.disposition,
                "change": row.change,
                "violations": [v.code for v in row.broken],
            }
            for row in found.months
        ],
    }


@router.post("/pin/{path:workload_id}", response={200: shapes.Decided, **shapes.REFUSALS})
def pin(request: HttpRequest, workload_id: str, body: shapes.Pinned) -> Any:  # noqa: ANN401 see above
    """Writes down in which period a workload is to move. Refused where nothing could move it then."""
    row, run = _workload(workload_id), reading.current_run()
    demand(request, "plan", row["organisation_id"] or "")
    month = plans.month(body.period)
    if month is None:
        raise HttpError(400, "unknown_period")
    try:
        if run is not None and edits.has_plan(run.folder):
            edits.require_open(run.folder, workload_id, body.period)
    except GrunnmurError as error:
        raise HttpError(400, error.code) from error
    return _plan_decided(request, row, "pin", body.reason, month)


@router.post("/unpin/{path:workload_id}", response={200: shapes.Decided, **shapes.REFUSALS})
def unpin(request: HttpRequest, workload_id: str, body: shapes.Said) -> Any:  # noqa: ANN401 see above
    """Takes the pin away."""
    row = _workload(workload_id)
    demand(request, "plan", row["organisation_id"] or "")
    return _plan_decided(request, row, "unpin", body.reason, "")


def _workload(workload_id: str) -> reading.Row:
    require_run()
    row = plans.workload(workload_id)
    if row is None:
        raise Http404
    return row


def _plan_decided(
    request: HttpRequest, row: reading.Row, kind: str, reason: str, value: str
) -> Any:  # noqa: ANN401 checked by its shape
    choice = decide.Choice(
        kind, "workload", row["workload_id"], row["organisation_id"] or "", reason, value=value
    )
    return decide.decide(choice, acting_user=who(request), before=decisions.planned(row))
