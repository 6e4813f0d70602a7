"""Probabilities as people read them: a word for the range, and the number behind it.

The words and their ranges are those the IPCC gives its authors (guidance note on uncertainties, 2010), so
that `likely` means the same on every page. A number that only rounds to certain is not called certain.
"""

from __future__ import annotations

from grunnmur.text import Voice

UNLIKELY = 1 / 3
"""What is less likely than this is `unlikely`."""
_RANGES = (
    (0.1, "very_unlikely"),
    (UNLIKELY, "unlikely"),
    (2 / 3, "as_likely_as_not"),
    (0.9, "likely"),
)
_CLOSEST = 0.01


def said(voice: Voice, probability: float) -> str:
    """`likely (74%)`."""
    code = next((word for end, word in _RANGES if probability < end), "very_likely")
    return f"{voice.word('likelihood', code)} ({_share(voice, probability)})"


def _share(voice: Voice, probability: float) -> str:
    if probability < _CLOSEST:
        return f"<\u00a0{voice.share(_CLOSEST)}"
    if probability > 1 - _CLOSEST:
        return f">\u00a0{voice.share(1 - _CLOSEST)}"
    return voice.share(probability)
