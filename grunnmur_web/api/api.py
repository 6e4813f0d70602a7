"""The API's addresses. Reads go to queries, writes to actions; the database decides what is seen."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from ninja import NinjaAPI, Query
from ninja.security import SessionAuth

from grunnmur_web import withheld
from grunnmur_web.access import rights
from grunnmur_web.actions import allowed
from grunnmur_web.api import (
    dependencies,
    findings,
    moves,
    paging,
    people,
    scenarios,
    security,
    shapes,
    things,
    trusts,
    uploads,
)
from grunnmur_web.api.bearer import Bearer, demand, who
from grunnmur_web.api.plain import plain
from grunnmur_web.queries import inventory, listing, lists, overview, search, sources, suppliers

_DESCRIPTION = """What the pages show and do. Rows are the declared tables' columns; null is not known.

Whatever may be long is given in parts: `limit` rows at most, `more` says whether the list goes on, and `next` is the
`cursor` it goes on from. A cursor is of one run; when another run is shown it is refused, and one begins anew."""

api = NinjaAPI(
    title="Grunnmur",
    version="1",
    description=_DESCRIPTION,
    docs_url=None,
    auth=[Bearer(), SessionAuth(csrf=True)],
    urls_namespace="api-1",
)
api.add_router("/things", things.router)
api.add_router("/findings", findings.router)
api.add_router("/dependencies", dependencies.router)
api.add_router("/plan", moves.router)
api.add_router("/scenarios", scenarios.router)
api.add_router("/security", security.router)
api.add_router("/trusts", trusts.router)
api.add_router("/owners", trusts.owned)
api.add_router("/uploads", uploads.router)
api.add_router("/people", people.router)
api.add_router("/log", people.log)
_ANSWER = {200: paging.Page, **shapes.REFUSALS}


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """What an action does not let this person do, as addresses refuse it."""
    return api.create_response(request, {"detail": str(error)}, status=403)


@api.exception_handler(allowed.Refused)
def refused(request: HttpRequest, error: allowed.Refused) -> HttpResponse:
    """What an action does for nobody."""
    return api.create_response(request, {"detail": error.code}, status=400)


@api.exception_handler(RawPostDataException)
def no_json(request: HttpRequest, error: RawPostDataException) -> HttpResponse:
    """A form where JSON is taken: whoever looked for a token in it has used it up."""
    return api.create_response(request, {"detail": "request"}, status=400)


@api.get("/overview", response={200: shapes.Row, **shapes.REFUSALS})
def get_overview(request: HttpRequest) -> Any:  # noqa: ANN401 checked against the response's shape
    """Totals, things by kind, the three reasons to phase out, what ends within 24 months, what waits for a person."""
    demand(request, "read")
    told = overview.told("totals", "kinds", "reasons", "ending", "waves", "to_decide")
    (totals,), (to_decide,) = told["totals"], told["to_decide"]
    waiting = sum(row["waves"] for row in told["waves"])
    return {
        "totals": totals,
        "kinds": told["kinds"],
        "reasons": overview.reasons(told["reasons"], "all"),
        "by_platform": overview.reasons(told["reasons"], "platform"),
        "by_organisation": overview.reasons(told["reasons"], "organisation_id"),
        "ending": told["ending"],
        "to_decide": {
            **to_decide,
            "waves": waiting if rights(who(request)).may("approve") else None,
        },
        "waves": told["waves"],
    }


@api.get("/lists/{noun}", response={200: shapes.Listed, **shapes.REFUSALS})
def get_list(request: HttpRequest, noun: str, asked: Query[shapes.AskedList]) -> Any:  # noqa: ANN401 see above
    """A list. Any facet narrows it, named as in the pages' addresses (`platform=A`); `~` is not known."""
    demand(request, "read")
    if noun not in lists.LISTINGS:
        raise Http404
    demand(request, lists.LISTINGS[noun].right)
    wish = listing.wish(lists.LISTINGS[noun], request.GET)
    found = listing.find(wish, paging.window(asked))
    facets = {
        facet: [{"value": value, "rows": rows} for value, rows in counts]
        for facet, counts in found.facets.items()
    }
    rows = withheld.references(wish.listing.declared, withheld.facts(found.rows))
    return {**paging.counted(asked, rows, found.total), "facets": facets}


@api.get("/search", response=_ANSWER)
def get_search(request: HttpRequest, asked: Query[paging.Asked], q: str) -> Any:  # noqa: ANN401 see above
    """Things by a word of their name or a whole identifier. Of a common word the first two thousand are given."""
    demand(request, "read")
    return paging.of_run(
        asked, lambda window: search.search(q[:100], window), farthest=search.LOOKED_AT
    )


@api.get("/suppliers", response=_ANSWER)
def get_suppliers(request: HttpRequest, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """Everyone who supplies something one may see, the largest first."""
    demand(request, "read")
    return paging.whole(asked, suppliers.suppliers())


@api.get("/sources", response={200: list[shapes.Row], **shapes.REFUSALS})
def get_sources(request: HttpRequest) -> Any:  # noqa: ANN401 see above
    """Every source, how old and how complete."""
    demand(request, "read")
    return plain(sources.sources())


@api.get("/notes", response={200: list[shapes.Row], **shapes.REFUSALS})
def get_notes(request: HttpRequest) -> Any:  # noqa: ANN401 see above
    """What could not be used of the sources, by kind, every kind."""
    demand(request, "read")
    return sources.notes()


@api.get("/notes/each", response=_ANSWER)
def get_each_note(
    request: HttpRequest,
    asked: Query[paging.Asked],
    code: shapes.Word = "",
    source: shapes.Word = "",
) -> Any:  # noqa: ANN401 see above
    """Every note, of a kind and of a source where they are given. Whoever sees the whole group sees them."""
    demand(request, "read")
    return paging.of_run(asked, lambda window: sources.each_note(code, source, window))


@api.get("/records", response=_ANSWER)
def get_records(request: HttpRequest, asked: Query[paging.Asked], source: shapes.Word) -> Any:  # noqa: ANN401 see above
    """The rows of a source that are about a thing, with the thing. Whoever sees the whole group sees them."""
    demand(request, "read")
    return paging.of_run(asked, lambda window: sources.used(source, window))


@api.get("/coverage", response={200: list[shapes.Row], **shapes.REFUSALS})
def get_coverage(request: HttpRequest) -> Any:  # noqa: ANN401 see above
    """How much of each kind of thing all sources together saw, beside the estimate."""
    demand(request, "read")
    return sources.coverage()


@api.get("/inventory", response={200: shapes.Row, **shapes.REFUSALS})
def get_inventory(request: HttpRequest) -> Any:  # noqa: ANN401 see above
    """Machines by wave, trust and platform, as an Ansible inventory script gives them."""
    demand(request, "read")
    return inventory.inventory()
