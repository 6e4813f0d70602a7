"""What every request passes: headers, one transaction, a language, a person the database knows."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from grunnmur.text import LANGUAGES
from grunnmur_web import reading

Answer = Callable[[HttpRequest], HttpResponse]

ALIVE = "/health/live"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def headers(answer: Answer) -> Answer:
    """No script or style but our own files, nothing framed, nothing kept by what stands between."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Content-Security-Policy", _POLICY)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            response.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


def one_transaction(answer: Answer) -> Answer:
    """All of a request reads one run: the person and the schema are set for one transaction only.

    Whether the process is alive is answered here, before the database is asked for anything.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == ALIVE:
            return HttpResponse("ok\n", content_type="text/plain")
        with transaction.atomic():
            return answer(request)

    return middleware


def language(answer: Answer) -> Answer:
    """The language of the cookie, else Bokmål."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get("language")
        with translation.override(chosen if chosen in LANGUAGES else settings.LANGUAGE_CODE):
            response = answer(request)
            response.headers["Content-Language"] = translation.get_language() or ""
            return response

    return middleware


def person(answer: Answer) -> Answer:
    """Tells the database who asks. Row-level security answers for the rest."""

    def middleware(request: HttpRequest) -> HttpResponse:
        reading.enter(connection, request.user.pk if request.user.is_authenticated else None)
        return answer(request)

    return middleware
