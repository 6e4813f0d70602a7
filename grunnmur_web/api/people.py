"""Administration: people, their roles, and the log of what was done."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError

from grunnmur_web.actions import people
from grunnmur_web.api import paging, shapes
from grunnmur_web.api.bearer import demand, who
from grunnmur_web.models import Grant, User
from grunnmur_web.queries import accounts, decisions

router = Router()
log = Router()
_DONE = {200: shapes.Active, **shapes.REFUSALS}


@router.get("", response={200: paging.Page, **shapes.REFUSALS})
def get_people(request: HttpRequest, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 checked against the response's shape
    """Everyone with an account, and their roles."""
    demand(request, "audit")
    return paging.whole(asked, [_person(user) for user in accounts.seen()])


@router.post("", response={200: shapes.Made, **shapes.REFUSALS})
def add_person(request: HttpRequest, body: shapes.Person) -> Any:  # noqa: ANN401 see above
    """Makes an account without any role."""
    demand(request, "administer")
    if User.objects.filter(username__iexact=body.username).exists():
        raise HttpError(400, "username_taken")
    user, password = people.add_person(body.username, body.name, acting_user=who(request))
    return {"username": user.username, "password": password}


@router.post("/{username}/active", response=_DONE)
def set_active(request: HttpRequest, username: str, body: shapes.Active) -> Any:  # noqa: ANN401 see above
    """Shuts an account, or opens it again; never one's own."""
    demand(request, "administer")
    people.set_active(_user(username), active=body.active, acting_user=who(request))
    return {"active": body.active}


@router.post("/{username}/roles", response={200: shapes.Grants, **shapes.REFUSALS})
def give(request: HttpRequest, username: str, body: shapes.Granted) -> Any:  # noqa: ANN401 see above
    """Gives a role."""
    demand(request, "administer")
    grant = people.give(
        _user(username),
        body.role,
        body.organisation_id,
        valid_to=body.valid_to,
        acting_user=who(request),
    )
    return _grant(grant)


@router.delete("/{username}/roles/{grant_id}", response={200: shapes.Grants, **shapes.REFUSALS})
def take(request: HttpRequest, username: str, grant_id: int) -> Any:  # noqa: ANN401 see above
    """Takes a role away; never one's own last way to do so."""
    demand(request, "administer")
    grant = Grant.objects.filter(user=_user(username), pk=_possible(grant_id)).first()
    if grant is None:
        raise Http404
    told = _grant(grant)
    people.take(grant, acting_user=who(request))
    return told


@log.get("", response={200: paging.Page, **shapes.REFUSALS})
def get_log(request: HttpRequest, asked: Query[paging.Asked]) -> Any:  # noqa: ANN401 see above
    """The audit log, newest first, as far as one may see it."""
    demand(request, "audit")
    return paging.numbered(asked, decisions.log)


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise Http404
    return user


def _possible(number: int) -> int:
    """What no row can have is not there, before the database says that it is too large."""
    if not 0 <= number < 1 << 63:
        raise Http404
    return number


def _person(user: User) -> dict[str, Any]:
    grants = sorted(user.grants.all(), key=lambda g: (g.organisation_id, g.role))
    return {
        "username": user.username,
        "name": user.first_name,
        "active": user.is_active,
        "roles": [_grant(grant) for grant in grants],
    }


def _grant(grant: Grant) -> dict[str, Any]:
    return {
        "grant_id": grant.pk,
        "role": grant.role,
        "organisation_id": grant.organisation_id,
        "valid_to": grant.valid_to,
        "granted_by": grant.granted_by,
    }
