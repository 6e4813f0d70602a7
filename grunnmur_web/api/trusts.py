"""One trust: its numbers, what is wrong there, its waves to approve or send back; and what one owner is named for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from grunnmur_web.actions import waves
from grunnmur_web.api import paging, shapes
from grunnmur_web.api.bearer import demand, who
from grunnmur_web.queries import owners, plans, trusts
from grunnmur_web.queries import waves as queries

router = Router()
owned = Router()
_ANSWER = {200: paging.Page, **shapes.REFUSALS}


@router.get("", response=_ANSWER)
def get_trusts(request: HttpRequest, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 checked against the response's shape
    """The organisations one has a role for; every trust where one reads the whole group."""
    demand(request, "read")
    return paging.whole(asked, plans.my_organisations())


@router.get("/{organisation_id}", response={200: shapes.Row, **shapes.REFUSALS})
def get_trust(request: HttpRequest, organisation_id: str) -> Any:  # noqa: ANN401 see above
    """One trust's numbers, and what is wrong there by rule."""
    _trust(request, organisation_id)
    return {"numbers": trusts.numbers(organisation_id), "rules": trusts.rules(organisation_id)}


@router.get("/{organisation_id}/waves", response={200: list[shapes.Row], **shapes.REFUSALS})
def get_waves(request: HttpRequest, organisation_id: str) -> Any:  # noqa: ANN401 see above
    """One trust's waves, every one, with whether they are approved, and what moved in or out since.

    `members` are the workloads that move and what becomes of each, `digest` stands for them.
    """
    _trust(request, organisation_id)
    return queries.of(organisation_id)


@router.get(
    "/{organisation_id}/approved-unplanned", response={200: list[shapes.Row], **shapes.REFUSALS}
)
def get_unplanned_waves(request: HttpRequest, organisation_id: str) -> Any:  # noqa: ANN401 see above
    """What one trust approved, is still to come, and is no longer planned, with what became of each workload.

    Of `members`, `way` is what was to become of one, `now` what is; `starts_on` is null where the plan has no place for
    it, and `there` says whether it is to be moved at all.
    """
    _trust(request, organisation_id)
    return queries.gone(organisation_id)


@router.post(
    "/{organisation_id}/waves/{path:wave_id}", response={200: shapes.Decided, **shapes.REFUSALS}
)
def answer_wave(
    request: HttpRequest, organisation_id: str, wave_id: str, body: shapes.WaveAnswer
) -> Any:  # noqa: ANN401 see above
    """Approves a wave for a trust, or sends it back; refused where it is not the wave `seen`."""
    demand(request, "approve", organisation_id)
    wave = queries.one(organisation_id, wave_id)
    if wave is None:
        raise Http404
    kind = "approve" if body.approve else "send_back"
    return waves.answer(
        kind, wave, organisation_id, body.reason, seen=body.seen, acting_user=who(request)
    )


@owned.get("", response=_ANSWER)
def get_owners(request: HttpRequest, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """Who owns most applications."""
    demand(request, "read")
    return paging.of_run(asked, owners.owners)


@owned.get("/applications", response=_ANSWER)
def get_applications(request: HttpRequest, asked: Query[paging.Asked], owner: shapes.Word) -> Any:  # noqa: ANN401 see above
    """The applications one owner is named for, those with most that is wrong first, and when each moves."""
    demand(request, "read")
    return paging.of_run(asked, lambda window: owners.applications(owner, window))


@owned.get("/assets", response=_ANSWER)
def get_assets(request: HttpRequest, asked: Query[paging.Asked], owner: shapes.Word) -> Any:  # noqa: ANN401 see above
    """The things one owner is named for, those out of support first."""
    demand(request, "read")
    return paging.of_run(asked, lambda window: owners.assets(owner, window))


@owned.get("/risks", response=_ANSWER)
def get_risks(request: HttpRequest, asked: Query[paging.Asked], owner: shapes.Word) -> Any:  # noqa: ANN401 see above
    """Risks accepted today that one owner answers for, those that end first on top."""
    demand(request, "read")
    return paging.whole(asked, owners.answers_for(owner))


def _trust(request: HttpRequest, organisation_id: str) -> None:
    """As the page has it: the organisation must be one the person has a role for."""
    demand(request, "read")
    if organisation_id not in {row["organisation_id"] for row in plans.my_organisations()}:
        raise Http404
