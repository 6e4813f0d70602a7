"""Scenarios: plans that can be set beside the one shown, compared, and sent."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import File, Form, Query, Router, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import Field

from grunnmur.errors import GrunnmurError
from grunnmur.plan.compare import Comparison
from grunnmur_web import reading
from grunnmur_web.access import rights
from grunnmur_web.actions import scenarios as action
from grunnmur_web.api import paging, shapes
from grunnmur_web.api.bearer import demand, who
from grunnmur_web.queries import edits
from grunnmur_web.queries import scenarios as queries

router = Router()
_MOST = 8
"""Beside the plan that is shown; a person sees fewer on one screen."""


class Named(Schema):
    """What a plan to compare is called."""

    name: shapes.Word


class Chosen(Schema):
    """The plans to be set beside the one shown."""

    names: Annotated[list[shapes.Word], Field(min_length=1, max_length=_MOST)]


@router.get("", response={200: paging.Page, **shapes.REFUSALS})
def get_scenarios(request: HttpRequest, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 checked against the response's shape
    """Plans of earlier runs, and those that were sent."""
    demand(request, "read")
    offered = queries.offered(_run().folder)
    return paging.whole(asked, [{"name": one.name, "is_run": one.is_run} for one in offered])


@router.get("/compared", response={200: shapes.Row, **shapes.REFUSALS})
def get_compared(request: HttpRequest, chosen: Query[Chosen]) -> Any:  # noqa: ANN401 see above
    """The plan shown beside others: each figure of every plan, which is best at it, and why one cannot be compared."""
    demand(request, "read")
    run = _run()
    by_name = {one.name: one for one in queries.offered(run.folder)}
    if not by_name.keys() >= set(chosen.names):
        raise Http404
    beside = [by_name[name] for name in dict.fromkeys(chosen.names)]
    try:
        return _told(queries.compared(run.folder, beside))
    except GrunnmurError as error:
        raise HttpError(400, error.code) from error
    except ValueError as error:  # a file laid there by hand may hold anything
        raise HttpError(400, "site_scenario_not_read") from error


@router.post("", response={200: Named, **shapes.REFUSALS})
def send(
    request: HttpRequest,
    body: Form[Named],
    plan: File[UploadedFile],
    problem: File[UploadedFile | None] = None,
) -> Any:  # noqa: ANN401 see above
    """Lays a plan beside the runs; without a problem it answers the run's own. Planners of the whole group alone."""
    demand(request, "plan")
    if not rights(who(request)).whole("plan"):
        raise HttpError(403, "plan")
    run = _run()
    if settings.WORKSPACE is None:
        raise Http404
    own = (run.folder / "problem.json").read_bytes
    documents = {
        "plan.json": plan.chunks(),
        "problem.json": problem.chunks() if problem else [own()],
    }
    try:
        action.lay(body.name, documents, workspace=settings.WORKSPACE, acting_user=who(request))
    except GrunnmurError as error:
        raise HttpError(400, error.code) from error
    return {"name": body.name}


def _run() -> reading.Run:
    run = reading.current_run()
    if run is None or not edits.has_plan(run.folder):
        raise Http404
    return run


def _told(found: Comparison) -> dict[str, Any]:
    """Codes and figures. What a lack rests on may be another trust's, and is left to the page, which hides it."""
    return {
        "names": found.names,
        "figures": [
            {
                "code": row.code,
                "subject": row.subject,
                "values": row.values,
                "best": row.best,
                "lacks": [sorted({lack.code for lack in lacks}) for lacks in row.lacks],
            }
            for row in found.figures
        ],
        "sensitivities": [
            {
                "part": row.part,
                "factor": row.factor,
                "totals": row.totals,
                "best": row.best,
                "turns_at": row.turns_at,
            }
            for row in found.sensitivities
        ],
    }
