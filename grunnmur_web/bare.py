"""A page that asks nothing of the database: for what is refused before anybody is known, and for when it is gone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from grunnmur_web.words import voice


def answer(request: HttpRequest, code: str, status: int, **facts: object) -> HttpResponse:
    """The sentence of `site_<code>` and what to do next; a program is told the code."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": code}, status=status)
    said, theme = voice(), request.COOKIES.get("theme")
    context = {
        "spoken": said.language,
        "theme": theme if theme in ("light", "dark") else "auto",
        "heading": said(f"site_error_{code}"),
        "next": said(f"site_error_{code}_next", **facts),
    }
    return HttpResponse(render_to_string("site/bare.html", context), status=status)
