"""Files for sources: sent, tried, taken or dropped. For who plans for the whole group."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import File, Form, Query, Router
from ninja.errors import HttpError
from ninja.files import UploadedFile

from grunnmur.errors import GrunnmurError
from grunnmur_web.access import rights
from grunnmur_web.actions import upload as action
from grunnmur_web.api import paging, shapes
from grunnmur_web.api.bearer import demand, who
from grunnmur_web.queries import uploads as queries
from grunnmur_web.reading import Row
from grunnmur_web.uploads import offer as offers
from grunnmur_web.uploads import preview, spool
from grunnmur_web.uploads.offer import Offer

router = Router()


@router.get("", response={200: paging.Page, **shapes.REFUSALS})
def get_uploads(request: HttpRequest, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 checked against the response's shape
    """What was sent, the newest first."""
    _demand(request, "read")
    return paging.numbered(asked, queries.latest)


@router.get("/{upload_id}", response={200: shapes.Row, **shapes.REFUSALS})
def get_upload(request: HttpRequest, upload_id: str) -> Any:  # noqa: ANN401 see above
    """One upload; once it was tried, what the file gave and what it would change."""
    _demand(request, "read")
    row = _found(upload_id)
    found = spool.of(_places()[0], row["upload_id"]).preview() or {}
    unguarded = None if rights(who(request)).whole("security") else queries.unguarded()
    difference = found.get("difference")
    return {
        "row": row,
        "reading": found.get("reading"),
        "difference": difference and preview.seen(difference, unguarded=unguarded),
    }


@router.post("", response={200: shapes.Sent, **shapes.REFUSALS})
def send(request: HttpRequest, body: Form[shapes.Offered], file: File[UploadedFile]) -> Any:  # noqa: ANN401 see above
    """Keeps a file for a source, or for a `new` one, and has it tried."""
    _demand(request)
    workspace, estate = _places()
    owner = body.organisation if body.new else ""
    offer = Offer(file.name or "", body.source, body.new, owner)
    try:
        offers.target(offer, offers.sources(estate, dict(os.environ)), estate)
    except GrunnmurError as error:
        raise HttpError(400, error.code) from error
    return action.send(offer, file.chunks(), workspace=workspace, acting_user=who(request))


@router.post("/{upload_id}/{state}", response={200: shapes.Moved, **shapes.REFUSALS})
def say(request: HttpRequest, upload_id: str, state: str) -> Any:  # noqa: ANN401 see above
    """Has it taken (`confirmed`), dropped (`discarded`) or tried again (`waiting`)."""
    _demand(request)
    _found(upload_id)
    if state not in action.FROM:
        raise Http404
    return {"moved": action.say(upload_id, state, acting_user=who(request))}


def _demand(request: HttpRequest, right: str = "plan") -> None:
    """Planners of the whole group alone; what they sent is also read by who audits it, and by a token that reads."""
    demand(request, right)
    held = rights(who(request))
    audits = right == "read" and held.whole("audit") and held.whole("read")
    if not (held.whole("plan") or audits):
        raise HttpError(403, "plan")


def _places() -> tuple[Path, Path]:
    """The workspace and the directory the exports lie in, where the site knows them."""
    if settings.ESTATE is None or settings.WORKSPACE is None:
        raise Http404
    return settings.WORKSPACE, settings.ESTATE


def _found(upload_id: str) -> Row:
    row = queries.upload(upload_id)
    if row is None:
        raise Http404
    return row
