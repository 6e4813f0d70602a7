"""Security: who reaches patient data, ways of attack, the fewest removals, what to update. All needs its own right."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from grunnmur_web.api import paging, shapes
from grunnmur_web.api.bearer import demand
from grunnmur_web.api.plain import plain
from grunnmur_web.queries import security as queries
from grunnmur_web.reading import Window

router = Router()
_FEW = Window(5)
_ANSWER = {200: paging.Page, **shapes.REFUSALS}


@router.get("", response={200: shapes.Row, **shapes.REFUSALS})
def get_security(request: HttpRequest) -> Any:  # noqa: ANN401 checked against the response's shape
    """What rules do not let pass, rights against use, from which countries, ways of attack, cuts, updates, scanners.

    `updates` are the five that remove most, `checked` the counts of what scanners reported beside what versions tell:
    all of both are at `/lists/update_gain` and `/lists/detection_check`.
    """
    demand(request, "security")
    return {
        "updates": plain(queries.updates(_FEW)),
        "checked": queries.checked(),
        "violations": queries.violations(),
        "use": queries.use(),
        "countries": queries.countries(),
        "surface": plain(queries.surface()),
        "cuts": plain(queries.cuts()),
    }


@router.get("/pairs", response=_ANSWER)
def get_pairs(
    request: HttpRequest,
    asked: Query[paging.Asked],
    rule: shapes.Word,
    layer: shapes.Word = "",
    verdict: shapes.Word = "",
) -> Any:  # noqa: ANN401 see above
    """Who reaches which data against a rule, of one layer and verdict where they are given."""
    demand(request, "security")
    return paging.of_run(
        asked, lambda window: queries.pairs(rule, window, layer=layer, verdict=verdict)
    )


@router.get("/reached", response=_ANSWER)
def get_reached(
    request: HttpRequest, asked: Query[paging.Asked], narrowed: Query[shapes.Reached]
) -> Any:  # noqa: ANN401 see above
    """Who reaches which data, as rights and logs tell."""
    demand(request, "security")
    given = {name: value for name, value in narrowed.dict().items() if value}
    return paging.of_run(asked, lambda window: queries.reached(given, window))


@router.get("/entries", response=_ANSWER)
def get_entries(
    request: HttpRequest,
    asked: Query[paging.Asked],
    entry: shapes.Word,
    *,
    onward: bool = False,
) -> Any:  # noqa: ANN401 see above
    """The things an attacker of a class begins with, for those who see the whole group's."""
    demand(request, "security")
    return paging.of_run(asked, lambda window: queries.entries(entry, window, onward=onward))


@router.get("/updates/removed", response=_ANSWER)
def get_removed(
    request: HttpRequest,
    asked: Query[paging.Asked],
    product_id: shapes.Word,
    version: shapes.Word = "",
    *,
    exploited: bool = False,
) -> Any:  # noqa: ANN401 see above
    """The vulnerabilities that the update of a product's version removes, those that are exploited first."""
    demand(request, "security")
    return paging.of_run(
        asked,
        lambda window: queries.removed(product_id, version, window, exploited=exploited),
    )


@router.get("/cuts/{path:cut_id}", response=_ANSWER)
def get_cut(request: HttpRequest, cut_id: str, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """What a cut removes, in the order to do it, and when the plan does it anyway."""
    demand(request, "security")
    return paging.whole(asked, queries.items(cut_id))


@router.get("/paths/{path:path_id}", response=_ANSWER)
def get_path(request: HttpRequest, path_id: str, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """A chain, link by link, for those who see the whole group's."""
    demand(request, "security")
    return paging.whole(asked, queries.path(path_id))
