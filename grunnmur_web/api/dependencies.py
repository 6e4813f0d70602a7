"""Dependencies: between groups, pair by pair, declared beside observed, roles, and what to treat apart."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router

from grunnmur_web.api import paging, shapes
from grunnmur_web.api.bearer import demand
from grunnmur_web.api.plain import plain
from grunnmur_web.queries import dependencies as queries
from grunnmur_web.queries import neighbourhood, things

router = Router()
_ANSWER = {200: paging.Page, **shapes.REFUSALS}
By = Literal["organisation_id", "platform", "function", "service_id"]


@router.get("", response={200: shapes.Row, **shapes.REFUSALS})
def get_dependencies(request: HttpRequest, by: By = "organisation_id") -> Any:  # noqa: ANN401 checked against the response's shape
    """Counts between groups, what there is of each verdict and role, and the services to treat apart.

    Between functions and clinical services pairs of applications are counted, else dependencies.
    """
    demand(request, "read")
    split = queries.split()
    return {
        "between": queries.between(by),
        "verdicts": queries.verdicts(),
        "roles": queries.roles(),
        "split": split and plain([split])[0],
        "apart": plain(queries.split_items()),
    }


@router.get("/between", response=_ANSWER)
def get_between(
    request: HttpRequest,
    asked: Query[paging.Asked],
    consumer: shapes.Word,
    provider: shapes.Word,
    by: By = "organisation_id",
) -> Any:  # noqa: ANN401 see above
    """The dependencies from one group to another, the most used first; `~`: not known or not seen."""
    demand(request, "read")
    return paging.of_run(asked, lambda window: queries.listed(by, consumer, provider, window))


@router.get("/around/{noun}/{side}/{path:entity_id}", response=_ANSWER)
def get_around(
    request: HttpRequest,
    noun: Literal["application", "asset"],
    side: Literal["needs", "needed_by"],
    entity_id: str,
    asked: Query[paging.Asked],
) -> Any:  # noqa: ANN401 see above
    """Neighbours of one thing on one side, each once, the most used first.

    One that may not be seen has no id, and `seen` is false: those of one verdict are one row.
    """
    demand(request, "read")
    if things.thing(noun, entity_id) is None:
        raise Http404
    return paging.of_run(asked, lambda window: neighbourhood.side(side, noun, entity_id, window))


@router.get("/hubs", response=_ANSWER)
def get_hubs(request: HttpRequest, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """What most others need."""
    demand(request, "read")
    return paging.of_run(asked, queries.hubs)


@router.get("/matched/{verdict}", response=_ANSWER)
def get_matched(request: HttpRequest, verdict: str, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """Pairs of applications that are `confirmed`, `silent` or `undeclared`."""
    demand(request, "read")
    return paging.of_run(asked, lambda window: queries.matched(verdict, window))


@router.get("/roles", response=_ANSWER)
def get_role(
    request: HttpRequest, asked: Query[paging.Asked], role: shapes.Word, sub_role: shapes.Word = ""
) -> Any:  # noqa: ANN401 see above
    """Who has a role, those that most call first."""
    demand(request, "read")
    return paging.of_run(asked, lambda window: queries.of_role(role, sub_role, window))
