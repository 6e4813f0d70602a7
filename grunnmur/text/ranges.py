"""The versions a vulnerability concerns, as its publisher wrote them, in words and with the product by its name."""

from __future__ import annotations

import re

from grunnmur.text.voice import Voice

_WRITTEN = re.compile(r"(?P<versions>.*) \((?P<product>[^()\s]+:[^()]+)\)", re.DOTALL)
"""As `ranked_range.sql` writes it: `>= 10.3.0, < 12.2.5 (vmware:tools)`."""
_WORDS = ("every version", "the release")
"""What it writes where there is no bound, with an update or service pack after it if one is named."""
_SIGNS = (("<= ", "≤\u00a0"), (">= ", "≥\u00a0"), ("< ", "<\u00a0"), ("> ", ">\u00a0"))
_CAPITALS = re.compile(r"\b(?:r\d|sp\d+|\d\dh[12])\b", re.IGNORECASE)
"""What ids have in small letters and makers write in capitals: R2, SP1, 22H2."""


def product(written: str) -> str:
    """The id of the product whose versions they are, as the publisher names it; empty where none is."""
    found = _WRITTEN.fullmatch(written)
    return found["product"] if found else ""


def said(voice: Voice, written: str, called: str) -> str:
    """The versions in words, of a product that is `called` so; empty: none is named."""
    found = _WRITTEN.fullmatch(written)
    versions = _versions(voice, found["versions"] if found else written)
    return f"{versions} ({called})" if called else versions


def spelt(written: str) -> str:
    """The text of an id with releases and service packs as their makers write them."""
    return _CAPITALS.sub(lambda found: found[0].upper(), written)


def _versions(voice: Voice, written: str) -> str:
    if written == "?":
        return voice.word("range", written)
    for beginning in _WORDS:
        if written.startswith(beginning):
            return voice.word("range", beginning) + spelt(written.removeprefix(beginning))
    for sign, shown in _SIGNS:
        written = written.replace(sign, shown)
    return spelt(written.removeprefix("= "))
