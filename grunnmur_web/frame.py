"""What every page is framed by: who is here, which run it shows, how it is to look."""

from __future__ import annotations

from django.http import HttpRequest

from grunnmur_web import reading
from grunnmur_web.access import rights
from grunnmur_web.words import voice

THEMES = ("auto", "light", "dark")
DENSITIES = ("comfortable", "compact")


def context(request: HttpRequest) -> dict[str, object]:
    """For every template."""
    theme, density = request.COOKIES.get("theme"), request.COOKIES.get("density")
    return {
        "voice": voice(),
        "run": reading.current_run(),
        "rights": rights(request.user),
        "theme": theme if theme in THEMES else "auto",
        "density": density if density in DENSITIES else "comfortable",
        "here": request.get_full_path(),
    }
