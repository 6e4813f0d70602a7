"""The API's addresses. Reads go to queries, writes to actions; the database decides what is seen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.security import SessionAuth

from grunnmur.errors import GrunnmurError
from grunnmur_web import grids, reading
from grunnmur_web.actions import decide
from grunnmur_web.api import shapes
from grunnmur_web.api.bearer import Bearer, demand, who
from grunnmur_web.queries import (
    decisions,
    edits,
    inventory,
    listing,
    overview,
    plans,
    search,
    sources,
    things,
)

_LONGEST_DAYS = 731
_REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404), shapes.Refused)

api = NinjaAPI(
    title="Grunnmur",
    version="1",
    description="What the pages show and do. Rows are the declared tables' columns; null is not known.",
    docs_url=None,
    auth=[Bearer(), SessionAuth(csrf=True)],
    urls_namespace="api-1",
)


@api.get("/overview", response={200: shapes.Row, **_REFUSALS})
def get_overview(request: HttpRequest) -> Any:  # noqa: ANN401 checked against the response's shape
    """Totals, things by kind, and the three reasons to phase out."""
    demand(request, "read")
    return {
        "totals": overview.totals(),
        "kinds": overview.kinds(),
        "reasons": overview.reasons("all"),
    }


@api.get("/lists/{noun}", response={200: shapes.Listed, **_REFUSALS})
def get_list(request: HttpRequest, noun: str) -> Any:  # noqa: ANN401 see above
    """A list: `q`, `sort`, `page` and any facet as parameters, as in the pages' addresses; `~` is not known."""
    demand(request, "read")
    if noun not in listing.LISTINGS:
        raise Http404
    asked = listing.wish(listing.LISTINGS[noun], request.GET)
    found = listing.find(asked)
    facets = {
        facet: [{"value": value, "rows": rows} for value, rows in counts]
        for facet, counts in found.facets.items()
    }
    page = min(asked.page, found.pages())
    return {
        "total": found.total,
        "page": page,
        "pages": found.pages(),
        "rows": _plain(found.rows),
        "facets": facets,
    }


@api.get("/things/{noun}/{path:entity_id}", response={200: shapes.Thing, **_REFUSALS})
def get_thing(request: HttpRequest, noun: str, entity_id: str) -> Any:  # noqa: ANN401 see above
    """One thing: its row, its evidence, what is wrong, what hangs on it, when it moves."""
    demand(request, "read")
    row = things.thing(noun, entity_id) if noun in grids.PAGES and "\x00" not in entity_id else None
    if row is None:
        raise Http404
    claims = [claim for told in things.evidence(noun, entity_id).values() for claim in told]
    return {
        "noun": noun,
        "row": _plain([row])[0],
        "evidence": [
            {
                name: getattr(claim, name)
                for name in ("attribute", "value", "source", "record_key", "chosen")
            }
            for claim in claims
        ],
        "findings": _plain(things.findings(noun, entity_id)),
        **things.neighbours(noun, entity_id),
        "moves": things.moves(noun, entity_id),
    }


@api.get("/search", response={200: list[shapes.Row], **_REFUSALS})
def get_search(request: HttpRequest, q: str) -> Any:  # noqa: ANN401 see above
    """Things by a word of their name or a whole identifier."""
    demand(request, "read")
    return search.search(q.replace("\x00", "")[:100])


@api.get("/findings/{finding_id}", response={200: shapes.Finding, **_REFUSALS})
def get_finding(request: HttpRequest, finding_id: str) -> Any:  # noqa: ANN401 see above
    """One finding, and what was decided about it."""
    demand(request, "read")
    row = _finding(finding_id)
    return {
        "row": _plain([row])[0],
        "accepted": decisions.acceptance(finding_id),
        "decisions": decisions.about("finding", finding_id),
    }


@api.post("/findings/{finding_id}/accept", response={200: shapes.Decided, **_REFUSALS})
def accept(request: HttpRequest, finding_id: str, body: shapes.Acceptance) -> Any:  # noqa: ANN401 see above
    """Accepts the risk until a day, two years ahead at most."""
    today = date.today()  # noqa: DTZ011 a calendar day, as the person means it
    row = _finding(finding_id)
    demand(request, "decide", row["organisation_id"] or "")
    if not today < body.valid_to <= today + timedelta(days=_LONGEST_DAYS):
        raise HttpError(400, "valid_to")
    return _decide(request, row, "accept_risk", **body.dict())


@api.post("/findings/{finding_id}/reopen", response={200: shapes.Decided, **_REFUSALS})
def reopen(request: HttpRequest, finding_id: str, body: shapes.Said) -> Any:  # noqa: ANN401 see above
    """Takes an acceptance back."""
    row = _finding(finding_id)
    demand(request, "decide", row["organisation_id"] or "")
    return _decide(request, row, "reopen", **body.dict())


@api.post("/findings/{finding_id}/comment", response={200: shapes.Decided, **_REFUSALS})
def comment(request: HttpRequest, finding_id: str, body: shapes.Said) -> Any:  # noqa: ANN401 see above
    """Comments on a finding."""
    row = _finding(finding_id)
    demand(request, "decide", row["organisation_id"] or "")
    return _decide(request, row, "comment", **body.dict())


@api.get("/plan", response={200: shapes.Row, **_REFUSALS})
def get_plan(request: HttpRequest) -> Any:  # noqa: ANN401 see above
    """The plan that stands, its waves, its risk curve, and the moves one may see (500 at most)."""
    demand(request, "read")
    plan = plans.plan()
    return {
        "plan": _plain([plan])[0] if plan else None,
        "waves": plans.waves(),
        "risk": overview.risk(),
        "moves": plans.moves(None, ""),
    }


@api.get("/plan/try/{path:workload_id}", response={200: shapes.Row, **_REFUSALS})
def try_move(request: HttpRequest, workload_id: str, period: int) -> Any:  # noqa: ANN401 see above
    """What moving a workload to another period would break and cost. Nothing is kept."""
    row, run = _workload(workload_id), reading.current_run()
    demand(request, "plan", row["organisation_id"] or "")
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


@api.get("/plan/why/{path:workload_id}", response={200: shapes.Row, **_REFUSALS})
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


@api.post("/plan/pin/{path:workload_id}", response={200: shapes.Decided, **_REFUSALS})
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


@api.post("/plan/unpin/{path:workload_id}", response={200: shapes.Decided, **_REFUSALS})
def unpin(request: HttpRequest, workload_id: str, body: shapes.Said) -> Any:  # noqa: ANN401 see above
    """Takes the pin away."""
    row = _workload(workload_id)
    demand(request, "plan", row["organisation_id"] or "")
    return _plan_decided(request, row, "unpin", body.reason, "")


@api.get("/trusts/{organisation_id}/waves", response={200: list[shapes.Row], **_REFUSALS})
def get_waves(request: HttpRequest, organisation_id: str) -> Any:  # noqa: ANN401 see above
    """One trust's waves, with whether they are approved."""
    demand(request, "read", organisation_id)
    return plans.trust_waves(organisation_id)


@api.post(
    "/trusts/{organisation_id}/waves/{path:wave_id}", response={200: shapes.Decided, **_REFUSALS}
)
def answer_wave(
    request: HttpRequest, organisation_id: str, wave_id: str, body: shapes.WaveAnswer
) -> Any:  # noqa: ANN401 see above
    """Approves a wave for a trust, or sends it back."""
    demand(request, "approve", organisation_id)
    waves = {row["wave_id"]: row for row in plans.trust_waves(organisation_id)}
    if wave_id not in waves:
        raise Http404
    kind = "approve" if body.approve else "send_back"
    choice = decide.Choice(kind, "wave", wave_id, organisation_id, body.reason)
    return decide.decide(
        choice, acting_user=who(request), before={"state": waves[wave_id]["state"]}
    )


@api.get("/sources", response={200: list[shapes.Row], **_REFUSALS})
def get_sources(request: HttpRequest) -> Any:  # noqa: ANN401 see above
    """Every source, how old and how complete."""
    demand(request, "read")
    return _plain(sources.sources())


@api.get("/inventory", response={200: shapes.Row, **_REFUSALS})
def get_inventory(request: HttpRequest) -> Any:  # noqa: ANN401 see above
    """Machines by wave, trust and platform, as an Ansible inventory script gives them."""
    demand(request, "read")
    return inventory.inventory()


def _finding(finding_id: str) -> reading.Row:
    row = decisions.finding(finding_id) if "\x00" not in finding_id else None
    if row is None:
        raise Http404
    return row


def _workload(workload_id: str) -> reading.Row:
    row = plans.workload(workload_id) if "\x00" not in workload_id else None
    if row is None:
        raise Http404
    return row


def _decide(request: HttpRequest, row: reading.Row, kind: str, **given: Any) -> Any:  # noqa: ANN401 checked by its shape
    choice = decide.Choice(
        kind=kind,
        subject_kind="finding",
        subject_id=row["finding_id"],
        organisation_id=row["organisation_id"] or "",
        **given,
    )
    before = decisions.acceptance(row["finding_id"])
    return decide.decide(choice, acting_user=who(request), before=before)


def _plan_decided(
    request: HttpRequest, row: reading.Row, kind: str, reason: str, value: str
) -> Any:  # noqa: ANN401 checked by its shape
    choice = decide.Choice(
        kind, "workload", row["workload_id"], row["organisation_id"] or "", reason, value=value
    )
    before = {
        "period": row["period"],
        "pin": (decisions.pin(row["workload_id"]) or {}).get("value"),
    }
    return decide.decide(choice, acting_user=who(request), before=before)


def _plain(rows: list[reading.Row]) -> list[reading.Row]:
    """Rows without what only the store knows."""
    return [
        {name: value for name, value in row.items() if name not in ("audience", "guarded")}
        for row in rows
    ]
