"""The voice of this request. All words of the site stand in grunnmur/text, beside the library's."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation

from grunnmur.text import Voice


def voice() -> Voice:
    """Bokmål, or English where it was chosen."""
    return Voice("en" if translation.get_language() == "en" else "nb")


_NAMED = 5
"""Of a long list so many are named."""


def few(names: Sequence[str]) -> list[str]:
    """The first of many names, and how many more there are."""
    more = len(names) - _NAMED
    return [*names[:_NAMED], *([voice()("site_and_more", count=more)] if more > 0 else [])]
