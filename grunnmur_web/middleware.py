"""What every request passes: headers, one transaction, a language, a person the database knows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import Error, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from grunnmur.text import LANGUAGES
from grunnmur_web import bare, reading

_LOG = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]

ALIVE, READY = "/health/live", "/health/ready"
"""For machines that ask, by whatever name they know the site."""
UPLOADS = ("/sources/uploads", "/plan/scenarios/send", "/api/v1/uploads", "/api/v1/scenarios")
"""The addresses that take files."""
_FORM_SLACK = 100_000
"""What a form carries beside its file."""
_LET_GO, _CHUNK = 4, 1 << 16
"""So many of the largest files are read and dropped of one that is refused, in pieces of so many bytes."""

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


def not_too_large(answer: Answer) -> Answer:
    """Refuses what is larger than anything we take before a byte of it is kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        if request.path in UPLOADS:
            most = settings.UPLOAD_LIMIT + _FORM_SLACK
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > most:
            return _too_large(request, most)
        return answer(request)

    return middleware


def one_transaction(answer: Answer) -> Answer:
    """All of a request reads one run: the person and the schema are set for one transaction only.

    Whether the process is alive is answered here, before the database is asked for anything; whether it is ready too,
    before anybody's name or session is. Without a database nothing else is.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == ALIVE:
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path == READY:
            return _ready()
        try:
            with transaction.atomic():
                return answer(request)
        except OperationalError:
            _LOG.exception("no database")
            return bare.answer(request, "no_database", 503)

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


def whole_text(answer: Answer) -> Answer:
    """Refuses text with a NUL in it, which no database takes: an address, a question, a form of a page.

    What a program posts is held to its description, and is not read before the program is known.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        forms = [request.GET] if request.path.startswith("/api/") else [request.GET, request.POST]
        texts = (
            text for form in forms for name, values in form.lists() for text in (name, *values)
        )
        if "\x00" in request.path or any("\x00" in text for text in texts):
            raise BadRequest("NUL")
        return answer(request)

    return middleware


def _ready() -> HttpResponse:
    """The database answers and a run is loaded."""
    try:
        with transaction.atomic():
            run = reading.enter(connection, None)
    except Error:
        run = None
    return JsonResponse({"ready": run is not None}, status=200 if run else 503)


def _too_large(request: HttpRequest, most: int) -> HttpResponse:
    _let_go(request)
    return bare.answer(request, "too_large", 413, megabytes=max(1, most // 1_000_000))


def _let_go(request: HttpRequest) -> None:
    """Reads what is refused and keeps none of it.

    Else the server cuts the connection: who is still sending never reads why, and the next request on it is lost.
    Of what is larger still than a few of the largest files no more is read than that.
    """
    left = _LET_GO * settings.UPLOAD_LIMIT
    with suppress(OSError):  # who sends has gone
        while left > 0 and (read := request.read(_CHUNK)):
            left -= len(read)
