"""Findings: one with what was decided about it; accepting a risk, taking that back, commenting."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError

from grunnmur_web import reading, withheld
from grunnmur_web.actions import decide
from grunnmur_web.api import paging, shapes
from grunnmur_web.api.bearer import demand, require_run, who
from grunnmur_web.api.plain import plain
from grunnmur_web.queries import decisions

router = Router()


@router.get("/accepted", response={200: paging.Page, **shapes.REFUSALS})
def get_accepted(request: HttpRequest, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 checked against the response's shape
    """Risks accepted today, those that end first on top."""
    demand(request, "read")
    return paging.whole(asked, decisions.accepted())


@router.get("/decisions", response={200: paging.Page, **shapes.REFUSALS})
def get_decisions(request: HttpRequest, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """What holds of all that was decided on the site, in the columns of `decisions/*.csv`."""
    demand(request, "read")
    return paging.whole(asked, decisions.in_files_form())


@router.get("/{finding_id}", response={200: shapes.Finding, **shapes.REFUSALS})
def get_finding(request: HttpRequest, finding_id: str) -> Any:  # noqa: ANN401 see above
    """One finding, and what was decided about it."""
    demand(request, "read")
    row = _finding(finding_id)
    return {
        "row": plain(withheld.facts([row]))[0],
        "accepted": decisions.acceptance(finding_id),
        "decisions": decisions.about("finding", finding_id),
    }


@router.post("/{finding_id}/accept", response={200: shapes.Decided, **shapes.REFUSALS})
def accept(request: HttpRequest, finding_id: str, body: shapes.Acceptance) -> Any:  # noqa: ANN401 see above
    """Accepts the risk until a day, two years ahead at most."""
    row = _finding(finding_id)
    demand(request, "decide", row["organisation_id"] or "")
    if not decide.in_time(body.valid_to):
        raise HttpError(400, "valid_to")
    return _decide(request, row, "accept_risk", **body.dict())


@router.post("/{finding_id}/reopen", response={200: shapes.Decided, **shapes.REFUSALS})
def reopen(request: HttpRequest, finding_id: str, body: shapes.Said) -> Any:  # noqa: ANN401 see above
    """Takes an acceptance back."""
    row = _finding(finding_id)
    demand(request, "decide", row["organisation_id"] or "")
    return _decide(request, row, "reopen", **body.dict())


@router.post("/{finding_id}/comment", response={200: shapes.Decided, **shapes.REFUSALS})
def comment(request: HttpRequest, finding_id: str, body: shapes.Said) -> Any:  # noqa: ANN401 see above
    """Comments on a finding."""
    row = _finding(finding_id)
    demand(request, "decide", row["organisation_id"] or "")
    return _decide(request, row, "comment", **body.dict())


def _finding(finding_id: str) -> reading.Row:
    require_run()
    row = decisions.finding(finding_id)
    if row is None:
        raise Http404
    return row


def _decide(request: HttpRequest, row: reading.Row, kind: str, **given: Any) -> Any:  # noqa: ANN401 checked by its shape
    choice = decide.Choice(
        kind=kind,
        subject_kind="finding",
        subject_id=row["finding_id"],
        organisation_id=row["organisation_id"] or "",
        guarded=row["guarded"],
        **given,
    )
    before = decisions.acceptance(row["finding_id"])
    return decide.decide(choice, acting_user=who(request), before=before)
