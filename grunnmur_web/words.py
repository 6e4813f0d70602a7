"""The voice of this request. All words of the site stand in grunnmur/text, beside the library's."""

from __future__ import annotations

from django.utils import translation

from grunnmur.text import Voice


def voice() -> Voice:
    """Bokmål, or English where it was chosen."""
    return Voice("en" if translation.get_language() == "en" else "nb")
