"""How bad a weakness is, on one scale whoever found it: critical, high, medium, low, info."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BY_WORD = {
    written: word
    for word, all_written in {
        "critical": "critical kritisk urgent",
        "high": "high høy høg hoy important severe alvorlig",
        "medium": "medium moderate middels moderat",
        "low": "low lav låg minor minimal",
        "info": "info information informational informasjon informativ none ingen log debug negligible 0",
    }.items()
    for written in all_written.split()
}
"""What scanners and people write, in either language."""

NOT_KNOWN = frozenset(("unknown", "ukjent", "undefined", "untriaged", "unassigned", "n/a", "-"))
"""Where the scanner itself says that it does not know."""

_SCORE = re.compile(r"\d{1,2}(?:[.,]\d+)?")


def word(written: str) -> str | None:
    """The scale's word for what is written: a word in either language, or a CVSS score.

    None for all else. Whole numbers up to five are on several scales, and say nothing here: a reader that
    knows whose they are gives the word.
    """
    plain = written.strip().casefold()
    if plain in _BY_WORD:
        return _BY_WORD[plain]
    return None if plain in ("1", "2", "3", "4", "5") else scored(plain)


def scored(written: str | None) -> str | None:
    """The word CVSS has for a score, by its third version: the second knows nothing worse than high."""
    if written is None or not _SCORE.fullmatch(written.strip()):
        return None
    score = float(written.replace(",", "."))
    if score > 10:
        return None
    bounds = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.1, "low"), (0.0, "info"))
    return next(name for least, name in bounds if score >= least)


def counted(written: str | None, scale: Mapping[int, str]) -> str | None:
    """The word for a level of a scanner's own scale, or what was written when it is none of its levels."""
    plain = (written or "").strip()
    return scale.get(int(plain), plain) if plain.isdecimal() else written
