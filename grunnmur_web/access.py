"""What a person may do, from their grants. The database asks the same; this decides what is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from grunnmur_web import reading
from grunnmur_web.models import User
from grunnmur_web.words import voice

RIGHTS = ("read", "security", "decide", "plan", "approve", "audit", "administer")
WITHOUT_RUN = ("audit", "administer")
"""Rights to what is there before the first run is loaded: people, roles and the log."""
_READS = ("GET", "HEAD")
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Rights:
    """For each right the organisations it holds for; `*` is the whole group."""

    held: dict[str, frozenset[str]]

    def may(self, right: str, organisation: str | None = None) -> bool:
        """Whether the right is held at all, or for this organisation."""
        places = self.held.get(right, frozenset())
        if organisation is None:
            return bool(places)
        return "*" in places or organisation in places

    def whole(self, right: str) -> bool:
        """Whether the right is held for the whole group."""
        return "*" in self.held.get(right, frozenset())

    @property
    def group(self) -> bool:
        """Whether the whole group may be read."""
        return self.whole("read")

    def __getattr__(self, name: str) -> bool:
        """`rights.security` in a template."""
        if name in RIGHTS:
            return self.may(name)
        raise AttributeError(name)


def rights(user: User | AnonymousUser) -> Rights:
    """The rights of this user, asked once a request."""
    kept = getattr(user, "_rights", None)
    if isinstance(kept, Rights):
        return kept
    held: dict[str, frozenset[str]] = {}
    if user.is_authenticated:
        for right, places in reading.rows_plain(
            "select wanted, array(select access.organisations(wanted)) "
            "|| case when access.sees_all(wanted) then array['*'] else array[]::text[] end "
            "from unnest(%s::text[]) as wanted",
            [list(RIGHTS)],
        ):
            held[right] = frozenset(places)
    found = Rights(held)
    user._rights = found  # type: ignore[union-attr]  # noqa: SLF001 kept for the rest of the request
    return found


def needs(right: str) -> Callable[[View], View]:
    """A page for people with this right. Everyone else is told so; strangers are asked to log in.

    Where no run is loaded yet, a page that would show it says what to do.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 passed on
            if not rights(request.user).may(right):
                raise PermissionDenied(right)
            if right not in WITHOUT_RUN and reading.current_run() is None:
                return render(request, "site/no_run.html", status=503)
            return view(request, *args, **kwargs)

        answer: Any = _logged_in(guarded)
        answer.right = right
        return answer  # type: ignore[no-any-return]

    return decorate


def public(view: View) -> View:
    """A page for everyone, said aloud so that no page is public by being forgotten."""
    view.right = None  # type: ignore[attr-defined]
    return view


def someone(view: View) -> View:
    """A page for everyone who is logged in, whatever they may."""
    answer: Any = _logged_in(view)
    answer.right = "someone"
    return answer  # type: ignore[no-any-return]


def _logged_in(view: View) -> View:
    """Strangers are asked to log in. Who sent a form comes back to the page it stands on: it is no page itself.

    What was sent is lost then, and that is said.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 passed on
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method not in _READS:
            messages.warning(request, voice()("site_log_in_again"))
        return redirect_to_login(_onward(request))

    return guarded


def _onward(request: HttpRequest) -> str:
    if request.method in _READS:
        return request.get_full_path()
    came_from = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    ):
        return reverse("overview")
    parts = urlsplit(came_from)
    return urlunsplit(("", "", parts.path, parts.query, ""))
