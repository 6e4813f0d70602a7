"""Who asks the API: a token's person, or whoever is logged in in the browser."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from grunnmur_web import reading
from grunnmur_web.access import WITHOUT_RUN, rights
from grunnmur_web.actions import tokens
from grunnmur_web.models import User


class Bearer(HttpBearer):
    """A token. The request goes on as its person, with the token's scope."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ANN401 ninja's own signature
        """The token's person, known to the database from here on."""
        found = tokens.bearer(token, "read", "write")
        if found is None:
            return None
        request.user = found.user
        request.scope = found.scope  # type: ignore[attr-defined]
        reading.enter(connection, found.user.pk)
        return found.user


def who(request: HttpRequest) -> User:
    """The person who asks."""
    assert isinstance(request.user, User)
    return request.user


WRITING = ("decide", "approve", "plan", "administer")
"""Rights that are asked for in order to write, unless somebody says otherwise."""


def demand(
    request: HttpRequest, right: str, organisation: str | None = None, *, writes: bool | None = None
) -> None:
    """Refuses whoever does not hold the right, and a token that may only read what would write."""
    writes = right in WRITING if writes is None else writes
    if writes and getattr(request, "scope", "write") == "read":
        raise HttpError(403, "scope")
    if not rights(who(request)).may(right, organisation):
        raise HttpError(403, right)
    if right not in WITHOUT_RUN:
        require_run()


def require_run() -> None:
    """Refuses what would be read of a run where none is loaded yet."""
    if reading.current_run() is None:
        raise HttpError(404, "no_run")
