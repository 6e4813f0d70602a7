"""Things: what one is, who said so, what is wrong with it, what hangs on it, what became of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from grunnmur_web import grids, withheld
from grunnmur_web.api import paging, shapes
from grunnmur_web.api.bearer import demand
from grunnmur_web.api.plain import plain
from grunnmur_web.queries import hanging, history, things
from grunnmur_web.reading import MOST, Row, Window

router = Router()
_ANSWER = {200: paging.Page, **shapes.REFUSALS}
_CUT = ("needs", "needed_by")
_WITH_IT = ("findings", *_CUT, "moves", "role", "unseen")
"""What is told together with the thing: of those that are cut the first."""
_ONE_MORE = Window(MOST + 1)


@router.get("/{noun}/{path:entity_id}/needs", response=_ANSWER)
def get_needs(request: HttpRequest, noun: str, entity_id: str, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 checked against the response's shape
    """What it needs, the most used first. An end one may not see has no id, and `seen` is false."""
    _thing(request, noun, entity_id)
    return _part(asked, noun, entity_id, "needs")


@router.get("/{noun}/{path:entity_id}/needed_by", response=_ANSWER)
def get_needed_by(
    request: HttpRequest, noun: str, entity_id: str, asked: Query[paging.Asked]
) -> Any:  # noqa: ANN401 see above
    """What needs it, the most used first."""
    _thing(request, noun, entity_id)
    return _part(asked, noun, entity_id, "needed_by")


@router.get("/{noun}/{path:entity_id}/history", response=_ANSWER)
def get_history(request: HttpRequest, noun: str, entity_id: str, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """What became of it from run to run, the newest first. `hidden` names values that are another trust's."""
    _thing(request, noun, entity_id)
    return paging.whole(asked, history.seen(noun, history.history(noun, entity_id)))


@router.get("/{noun}/{path:entity_id}/outside", response=_ANSWER)
def get_outside(request: HttpRequest, noun: str, entity_id: str, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """Whom a machine spoke with outside, the most used first. Needs the security right."""
    demand(request, "security")
    _thing(request, noun, entity_id)
    return _part(asked, noun, entity_id, "outside")


@router.get("/{noun}/{path:entity_id}/updates", response=_ANSWER)
def get_updates(request: HttpRequest, noun: str, entity_id: str, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """Updates that would mend something of a machine. Needs the security right.

    What a scanner reported of it beside what its versions tell is `/lists/detection_check?asset_id=…`.
    """
    demand(request, "security")
    _thing(request, noun, entity_id)
    return _part(asked, noun, entity_id, "mending")


@router.get("/{noun}/{path:entity_id}/reached_by", response=_ANSWER)
def get_reached_by(
    request: HttpRequest, noun: str, entity_id: str, asked: Query[paging.Asked]
) -> Any:  # noqa: ANN401 see above
    """Who can reach the patient data on it. Needs the security right."""
    demand(request, "security")
    _thing(request, noun, entity_id)
    return _part(asked, noun, entity_id, "reached_by")


@router.get("/{noun}/{path:entity_id}/hanging/{table}/{column}", response=_ANSWER)
def get_hanging(
    request: HttpRequest,
    noun: str,
    entity_id: str,
    table: str,
    column: str,
    asked: Query[paging.Asked],
) -> Any:  # noqa: ANN401 see above
    """The rows of another declared table that name it in a column: `hanging` of the thing lists which."""
    _thing(request, noun, entity_id)
    one = hanging.on(noun).get(f"{table}/{column}")
    if one is None:
        raise Http404

    def read(window: Window) -> list[Row]:
        told = things.told(noun, entity_id, hanging={table: one}, window=window)
        return withheld.references(table, told[table])

    return paging.of_run(asked, read)


@router.get("/{noun}/{path:entity_id}", response={200: shapes.Thing, **shapes.REFUSALS})
def get_thing(request: HttpRequest, noun: str, entity_id: str) -> Any:  # noqa: ANN401 see above
    """One thing. `needs` and `needed_by` are the first of each; `more` names those that go on at their own address."""
    row = _thing(request, noun, entity_id)
    claims = [asdict(claim) for said in things.evidence(noun, entity_id).values() for claim in said]
    names = [name for name in _WITH_IT if things.has(noun, name)]
    told = things.told(noun, entity_id, *names, window=_ONE_MORE)
    return {
        "noun": noun,
        "row": plain(withheld.references(noun, [row]))[0],
        "evidence": withheld.values(claims),
        "identifiers": plain(things.identifiers(noun, entity_id)),
        "findings": plain(withheld.facts(told.get("findings", []))),
        **{name: plain(told[name][:MOST]) for name in _CUT},
        "more": [name for name in _CUT if len(told[name]) > MOST],
        "moves": told.get("moves", []),
        "role": next(iter(plain(told.get("role", []))), None),
        "unseen": plain(told.get("unseen", [])),
        "hanging": list(hanging.on(noun)),
    }


def _outside(rows: list[Row]) -> list[Row]:
    """Contacts outside; a registered network one may not see is not told by its name either."""
    found = withheld.references("outside_contact", rows)
    return [{**row, "peer": row["peer_name"]} if row["hidden"] else row for row in found]


def _part(asked: paging.Asked, noun: str, entity_id: str, name: str) -> dict[str, Any]:
    """A part of what is told of a thing under a name."""
    if not things.has(noun, name):
        raise Http404

    def read(window: Window) -> list[Row]:
        rows = things.told(noun, entity_id, name, window=window)[name]
        return _outside(rows) if name == "outside" else rows

    return paging.of_run(asked, read)


def _thing(request: HttpRequest, noun: str, entity_id: str) -> Row:
    demand(request, "read")
    row = things.thing(noun, entity_id) if noun in grids.PAGES else None
    if row is None:
        raise Http404
    return row
