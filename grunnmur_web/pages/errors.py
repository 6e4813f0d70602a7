"""What people see when something is not there, not for them, or broken."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from grunnmur_web import bare, frame
from grunnmur_web.access import rights


def _answer(request: HttpRequest, code: str, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):  # as the API's own refusals are described
        return JsonResponse({"detail": code.removeprefix("site_error_")}, status=status)
    return render(request, "site/error.html", {"code": code}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent makes no sense."""
    return _answer(request, "site_error_request", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this person, or for nobody without a role; it says whom to ask.

    Where everyone begins, on to the first page this person may open.
    """
    mine = frame.menu(request.path, rights(request.user))
    if mine and request.path == "/":
        return redirect(mine[0].address)
    nothing = request.user.is_authenticated and not mine
    return _answer(request, "site_error_no_roles" if nothing else "site_error_forbidden", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or not to be seen: the same answer."""
    return _answer(request, "site_error_not_found", 404)


def pages_only(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What a form is sent to says so where it is opened as a page: by going back, or by an address that was kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code != 405 or request.path.startswith("/api/"):
            return response
        told = _answer(request, "site_error_no_page", 405)
        told["Allow"] = response.headers.get("Allow", "")
        return told

    return middleware


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody tried too often in a short time."""
    return _answer(request, "site_error_too_many", 429)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault. Asks nothing of the database, which may be what is broken."""
    return bare.answer(request, "broken", 500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this site, or is too old."""
    return _answer(request, "site_error_csrf", 403)
