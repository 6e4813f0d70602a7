"""The API's addresses. Reads go to queries, writes to actions; the database decides what is seen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.security import SessionAuth

from grunnmur_web import grids, reading
from grunnmur_web.actions import decide
from grunnmur_web.api import moves, shapes, uploads
from grunnmur_web.api.bearer import Bearer, demand, who
from grunnmur_web.api.plain import plain
from grunnmur_web.queries import (
    decisions,
    inventory,
    listing,
    overview,
    plans,
    search,
    sources,
    things,
)

_LONGEST_DAYS = 731

api = NinjaAPI(
    title="Grunnmur",
    version="1",
    description="What the pages show and do. Rows are the declared tables' columns; null is not known.",
    docs_url=None,
    auth=[Bearer(), SessionAuth(csrf=True)],
    urls_namespace="api-1",
)
api.add_router("/plan", moves.router)
api.add_router("/uploads", uploads.router)


@api.get("/overview", response={200: shapes.Row, **shapes.REFUSALS})
def get_overview(request: HttpRequest) -> Any:  # noqa: ANN401 checked against the response's shape
    """Totals, things by kind, and the three reasons to phase out."""
    demand(request, "read")
    told = overview.told("totals", "kinds", "reasons")
    return {
        "totals": told["totals"][0],
        "kinds": told["kinds"],
        "reasons": overview.reasons(told["reasons"], "all"),
    }


@api.get("/lists/{noun}", response={200: shapes.Listed, **shapes.REFUSALS})
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
        "rows": plain(found.rows),
        "facets": facets,
    }


@api.get("/things/{noun}/{path:entity_id}", response={200: shapes.Thing, **shapes.REFUSALS})
def get_thing(request: HttpRequest, noun: str, entity_id: str) -> Any:  # noqa: ANN401 see above
    """One thing: its row, its evidence, what is wrong, what hangs on it, when it moves."""
    demand(request, "read")
    row = things.thing(noun, entity_id) if noun in grids.PAGES and "\x00" not in entity_id else None
    if row is None:
        raise Http404
    claims = [claim for said in things.evidence(noun, entity_id).values() for claim in said]
    told = things.told(noun, entity_id, "findings", "needs", "needed_by", "moves")
    return {
        "noun": noun,
        "row": plain([row])[0],
        "evidence": [
            {
                name: getattr(claim, name)
                for name in ("attribute", "value", "source", "record_key", "chosen")
            }
            for claim in claims
        ],
        **told,
        "findings": plain(told["findings"]),
    }


@api.get("/search", response={200: list[shapes.Row], **shapes.REFUSALS})
def get_search(request: HttpRequest, q: str) -> Any:  # noqa: ANN401 see above
    """Things by a word of their name or a whole identifier."""
    demand(request, "read")
    return search.search(q.replace("\x00", "")[:100])


@api.get("/findings/{finding_id}", response={200: shapes.Finding, **shapes.REFUSALS})
def get_finding(request: HttpRequest, finding_id: str) -> Any:  # noqa: ANN401 see above
    """One finding, and what was decided about it."""
    demand(request, "read")
    row = _finding(finding_id)
    return {
        "row": plain([row])[0],
        "accepted": decisions.acceptance(finding_id),
        "decisions": decisions.about("finding", finding_id),
    }


@api.post("/findings/{finding_id}/accept", response={200: shapes.Decided, **shapes.REFUSALS})
def accept(request: HttpRequest, finding_id: str, body: shapes.Acceptance) -> Any:  # noqa: ANN401 see above
    """Accepts the risk until a day, two years ahead at most."""
    today = date.today()  # noqa: DTZ011 a calendar day, as the person means it
    row = _finding(finding_id)
    demand(request, "decide", row["organisation_id"] or "")
    if not today < body.valid_to <= today + timedelta(days=_LONGEST_DAYS):
        raise HttpError(400, "valid_to")
    return _decide(request, row, "accept_risk", **body.dict())


@api.post("/findings/{finding_id}/reopen", response={200: shapes.Decided, **shapes.REFUSALS})
def reopen(request: HttpRequest, finding_id: str, body: shapes.Said) -> Any:  # noqa: ANN401 see above
    """Takes an acceptance back."""
    row = _finding(finding_id)
    demand(request, "decide", row["organisation_id"] or "")
    return _decide(request, row, "reopen", **body.dict())


@api.post("/findings/{finding_id}/comment", response={200: shapes.Decided, **shapes.REFUSALS})
def comment(request: HttpRequest, finding_id: str, body: shapes.Said) -> Any:  # noqa: ANN401 see above
    """Comments on a finding."""
    row = _finding(finding_id)
    demand(request, "decide", row["organisation_id"] or "")
    return _decide(request, row, "comment", **body.dict())


@api.get("/trusts/{organisation_id}/waves", response={200: list[shapes.Row], **shapes.REFUSALS})
def get_waves(request: HttpRequest, organisation_id: str) -> Any:  # noqa: ANN401 see above
    """One trust's waves, with whether they are approved."""
    demand(request, "read", organisation_id)
    return plans.trust_waves(organisation_id)


@api.post(
    "/trusts/{organisation_id}/waves/{path:wave_id}",
    response={200: shapes.Decided, **shapes.REFUSALS},
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


@api.get("/sources", response={200: list[shapes.Row], **shapes.REFUSALS})
def get_sources(request: HttpRequest) -> Any:  # noqa: ANN401 see above
    """Every source, how old and how complete."""
    demand(request, "read")
    return plain(sources.sources())


@api.get("/inventory", response={200: shapes.Row, **shapes.REFUSALS})
def get_inventory(request: HttpRequest) -> Any:  # noqa: ANN401 see above
    """Machines by wave, trust and platform, as an Ansible inventory script gives them."""
    demand(request, "read")
    return inventory.inventory()


def _finding(finding_id: str) -> reading.Row:
    row = decisions.finding(finding_id) if "\x00" not in finding_id else None
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
