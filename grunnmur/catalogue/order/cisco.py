"""Versions of Cisco's systems: 15.2(4)M3 is the third rebuild of 15.2(4) in the train M.

Numbers compare as everywhere; letters are never pre-releases. Releases of two trains were made side
by side, so neither comes before the other: `train` tells them apart.

IOS XE 3 counts otherwise: 3.16.4bS is the rebuild b of 3.16.4 in the train S. Devices say 03.16.04b.S, older records
3.16S.4b. Since 16 there is one train, and the letter is the last: 16.3.5b.
"""

from __future__ import annotations

import re

from grunnmur.catalogue.order import keys

PRODUCTS = frozenset(
    (
        *("cisco:ios", "cisco:cisco_ios", "cisco:nx-os"),
        *("cisco:adaptive_security_appliance_software", "cisco:ios_xe"),
        *("cisco:ios_xe_software", "cisco:cisco_ios_xe_software"),
    )
)

# 15.0(2a)SE9: a rebuild of 15.0(2)SE9, so that its letter counts last.
_REBUILT = re.compile(r"(\(\d+)([a-z])(\)[a-z]+\d*)")
_XE_TRAINS = "sg|sp|sq|se|ex|xo|ja|s|e"
_XE = re.compile(rf"0*3\.0*(\d+)(\.\d+)?\W?((?!xe)[a-z]{{0,2}}?)\W?({_XE_TRAINS})(\d*)")
_XE_TRAIN_FIRST = re.compile(rf"^(0*3\.\d+)\W?({_XE_TRAINS})\W+(\d+)([a-z]{{0,2}})\W*$")
_LAST_SE = 3
"""3.3SE was the last of its train: in 3.10.1sE the letter is a rebuild's."""
_TOKEN = re.compile(r"\d+|[a-z]+")
# 15.2(4)M3: the letters after the bracket. 12.4T, without one, is a train named whole.
_TRAIN = re.compile(r"(?:\)|\d)([a-z]{1,3})\d*[a-z]?(?:\(\d+[a-z]?\))?$")


def key(version: str) -> keys.Key:
    """The version's key; see `keys.key`."""
    tokens = _tokens(version)
    numbers = next((n for n, token in enumerate(tokens) if not token.isdigit()), len(tokens))
    stem = "".join(map(_code, tokens[: _without_zeros(tokens, numbers)] + tokens[numbers:]))
    written = "".join(map(_code, tokens))
    return keys.Key(stem + keys.END, stem + keys.LOWEST, stem + keys.END, written + keys.HIGHEST)


def train(version: str) -> str | None:
    """The train's letters in lower case; None where the version names none."""
    written = version.casefold().replace(" ", "")
    if xe := _xe(written):
        return xe[1]
    if "(" not in written:
        return None
    found = _TRAIN.search(written)
    letters = found[1] if found else None
    return None if letters is None or _inside_bracket(written, letters) else letters


def _tokens(version: str) -> list[str]:
    """Numbers and words, a train's before the letter of a rebuild."""
    written = version.casefold()
    if xe := _xe(written.replace(" ", "")):
        return _TOKEN.findall(" ".join(xe))
    return _TOKEN.findall(_REBUILT.sub(r"\1\3 \2", written))


def _xe(written: str) -> tuple[str, str, str, str] | None:
    """Of a version of IOS XE 3 its numbers, its train, which of the train, and its rebuild."""
    written = _XE_TRAIN_FIRST.sub(r"\1.\3\4\2", written)
    found = _XE.fullmatch(written)
    if not found:
        return None
    release, maintenance, rebuild, train, number = found.groups()
    if train == "se" and int(release) > _LAST_SE:
        rebuild, train = rebuild + "s", "e"
    return f"3.{release}{maintenance or ''}", train, number, rebuild


def _inside_bracket(written: str, letters: str) -> bool:
    return bool(re.search(rf"\(\d+{letters}\)$", written))


def _without_zeros(tokens: list[str], numbers: int) -> int:
    while numbers > 1 and not tokens[numbers - 1].strip("0"):
        numbers -= 1
    return numbers


def _code(token: str) -> str:
    return keys.number(token) if token.isdigit() else f"{keys.LETTER}{token} "
