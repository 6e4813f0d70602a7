"""Versions of Cisco's systems: 15.2(4)M3 is the third rebuild of 15.2(4) in the train M.

Numbers compare as everywhere; letters are never pre-releases. Releases of two trains were made side
by side, so neither comes before the other: `train` tells them apart.
"""

from __future__ import annotations

import re

from grunnmur.catalogue.order import keys

PRODUCTS = frozenset(
    ("cisco:ios", "cisco:nx-os", "cisco:adaptive_security_appliance_software", "cisco:cisco_ios")
)

# 15.0(2a)SE9: a rebuild of 15.0(2)SE9, so that its letter counts last.
_REBUILT = re.compile(r"(\(\d+)([a-z])(\)[a-z]+\d*)")
_TOKEN = re.compile(r"\d+|[a-z]+")
# 15.2(4)M3: the letters after the bracket. 12.4T, without one, is a train named whole.
_TRAIN = re.compile(r"(?:\)|\d)([a-z]{1,3})\d*[a-z]?(?:\(\d+[a-z]?\))?$")


def key(version: str) -> keys.Key:
    """The version's key; see `keys.key`."""
    tokens = _TOKEN.findall(_REBUILT.sub(r"\1\3 \2", version.casefold()))
    numbers = next((n for n, token in enumerate(tokens) if not token.isdigit()), len(tokens))
    stem = "".join(map(_code, tokens[: _without_zeros(tokens, numbers)] + tokens[numbers:]))
    written = "".join(map(_code, tokens))
    return keys.Key(stem + keys.END, stem + keys.LOWEST, stem + keys.END, written + keys.HIGHEST)


def train(version: str) -> str | None:
    """The train's letters in lower case; None where the version names none."""
    written = version.casefold().replace(" ", "")
    if "(" not in written:
        return None
    found = _TRAIN.search(written)
    letters = found[1] if found else None
    return None if letters is None or _inside_bracket(written, letters) else letters


def _inside_bracket(written: str, letters: str) -> bool:
    return bool(re.search(rf"\(\d+{letters}\)$", written))


def _without_zeros(tokens: list[str], numbers: int) -> int:
    while numbers > 1 and not tokens[numbers - 1].strip("0"):
        numbers -= 1
    return numbers


def _code(token: str) -> str:
    return keys.number(token) if token.isdigit() else f"{keys.LETTER}{token} "
