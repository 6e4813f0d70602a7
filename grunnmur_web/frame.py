"""What every page is framed by: who is here, which run it shows, how it is to look."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from grunnmur_web import exports, reading
from grunnmur_web.access import Rights, rights
from grunnmur_web.words import voice

THEMES = ("auto", "light", "dark")
DENSITIES = ("comfortable", "compact")

_MENU = (
    ("overview", "read", "/"),
    ("estate_first", "read", "/estate /thing"),
    ("findings", "read", "/findings"),
    ("dependencies", "read", "/dependencies"),
    ("plan", "read", "/plan"),
    ("trust", "read", "/trust /mine"),
    ("security", "security", "/security"),
    ("sources", "read", "/sources"),
    ("people", "audit", "/administration"),
)
"""Page, right, and the beginnings of addresses that belong to it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu."""

    text: str
    address: str
    here: bool


def context(request: HttpRequest) -> dict[str, object]:
    """For every template."""
    theme, density = request.COOKIES.get("theme"), request.COOKIES.get("density")
    # what is refused before anybody is asked for, as a name the site does not answer to, is nobody's
    held = rights(getattr(request, "user", None) or AnonymousUser())
    return {
        "spoken": voice().language,
        "run": reading.current_run(),
        "rights": held,
        "menu": menu(request.path, held),
        "theme": theme if theme in THEMES else "auto",
        "density": density if density in DENSITIES else "comfortable",
        # where a change of language leads back to; what a form is sent to is no page, and its page says where it stands
        "here": request.get_full_path()
        if request.method in ("GET", "HEAD")
        else reverse("overview"),
        "export_kinds": exports.KINDS,
    }


def menu(path: str, held: Rights) -> list[Item]:
    """The pages a person may open, the first of them where they begin."""
    said = voice()
    return [
        Item(said(f"site_menu_{page}"), reverse(page), _here(path, starts.split()))
        for page, right, starts in _MENU
        if held.may(right)
    ]


def _here(path: str, starts: list[str]) -> bool:
    return any(path == start or (start != "/" and path.startswith(start)) for start in starts)
