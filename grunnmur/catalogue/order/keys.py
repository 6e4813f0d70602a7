"""A version as a text that sorts as the version does: compare texts, and versions are compared.

Numbers compare as numbers, separators do not count, and 1.0 is 1. What stands after the numbers has
a class: a pre-release ("rc1") comes before its release, an update ("sp1", "p2", "u202") after it, a
letter ("1.0.2u") after every update, a further number after every letter. That is the order of
libversion, with CPE's version and update read as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\d+|[a-z]+")
_BUILD = re.compile(r"\+.*$")  # build metadata and packaging: 17.0.12+7, 1.1.1k+dfsg
_LEADING_V = re.compile(r"^v(?:er(?:sion)?)?[ ._-]*(?=\d)")

# The classes, in order. Each token of a key begins with its class.
LOWEST, _BEFORE, END, _UPDATE, LETTER, _NUMBER, HIGHEST = "0", "1", "2", "3", "4", "5", "~"

_NO_VERSION = "!"

BEFORE_RELEASE = {
    **dict.fromkeys(("dev", "snapshot", "nightly", "canary", "pre-alpha"), "0"),
    "alpha": "1",
    **dict.fromkeys(("tp", "ea", "ctp", "preview", "insider"), "2"),
    "beta": "3",
    **dict.fromkeys(("m", "milestone"), "4"),
    **dict.fromkeys(("pre", "prerelease"), "5"),
    **dict.fromkeys(("rc", "cr", "candidate"), "6"),
}
AS_RELEASED = frozenset(
    ("ga", "final", "release", "released", "gold", "stable", "rtm", "lts", "evo")
)
PROCESSORS = frozenset(("64", "86", "32"))
SAME_UPDATE = {
    **dict.fromkeys(("update", "upd", "ud"), "u"),
    **dict.fromkeys(("patch", "pl", "patchlevel"), "p"),
    **dict.fromkeys(("servicepack", "service"), "sp"),
    **dict.fromkeys(("hotfix", "fix"), "hf"),
    **dict.fromkeys(("cumulative",), "cu"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """`point` is the version itself; `low` and `high` enclose its pre-releases and updates too.

    `above` lies over everything that begins with this version: 6.6.1 and 6.6.99 for 6.6.
    """

    point: str
    low: str
    high: str
    above: str


@lru_cache(maxsize=1 << 20)
def key(version: str, update: str | None = None) -> Key:
    """The key of a version with its CPE update, where there is one; "-" is none, or no version.

    An empty version gives the update alone.
    """
    stem, written = _stem(version), _prefix(version)
    if version == "-":  # CPE's "not applicable": a version of its own, below all others
        stem = written = _NO_VERSION
    if update and update != "-":
        stem += "".join(_suffix(_TOKEN.findall(update.casefold()), after_number=False))
        return Key(stem + END, stem + END, stem + END, stem + HIGHEST)
    if update == "-":
        return Key(stem + END, stem + END, stem + END, written + HIGHEST)
    return Key(stem + END, stem + LOWEST, stem + _UPDATE + HIGHEST, written + HIGHEST)


def numbers(version: str) -> int:
    """How many numbers the version begins with: 3 for "10.0.19045", 2 for "9.2p1"."""
    return len(_leading(_tokens(version)))


def _stem(version: str) -> str:
    """The version without its end: zeros at the end of the numbers do not count."""
    tokens = _tokens(version)
    leading = _leading(tokens)
    kept = list(leading)
    while len(kept) > 1 and not kept[-1].strip("0"):
        kept.pop()
    return "".join((*map(number, kept), *_after(tokens, leading)))


def _prefix(version: str) -> str:
    """The version as the beginning of longer ones, with every zero it was written with."""
    tokens = _tokens(version)
    leading = _leading(tokens)
    return "".join((*map(number, leading), *_after(tokens, leading)))


def _after(tokens: list[str], leading: list[str]) -> list[str]:
    """What follows the leading numbers. A version that begins with a letter is a series: b.06.18."""
    follows = tokens[len(leading) :]
    if leading or not follows:
        return _suffix(follows, after_number=True)
    return [f"{LETTER}{follows[0]} ", *_suffix(follows[1:], after_number=False)]


def _tokens(version: str) -> list[str]:
    return _TOKEN.findall(_LEADING_V.sub("", _BUILD.sub("", version.casefold().strip())))


def _leading(tokens: list[str]) -> list[str]:
    for place, token in enumerate(tokens):
        if not token.isdigit():
            return tokens[:place]
    return tokens


def number(token: str) -> str:
    """The code of a run of digits: longer numbers are greater, then digit by digit."""
    digits = token.lstrip("0")
    return f"{_NUMBER}{chr(64 + min(len(digits), 60))}{digits}"


def _suffix(tokens: list[str], *, after_number: bool) -> list[str]:
    """What follows the numbers, word by word, each with its class."""
    coded: list[str] = []
    for place, token in enumerate(tokens):
        follows = tokens[place + 1] if place + 1 < len(tokens) else ""
        if token.isdigit():
            coded.append(number(token))
        elif token not in AS_RELEASED:
            alone = after_number and place == 0
            coded.append(_word(token, follows, attached=alone))
    return coded


def _word(word: str, follows: str, *, attached: bool) -> str:
    """One word's code: "a" and "b" before a number are alpha and beta, alone they are letters.

    "x" before a number is a train of its own beside the release, as in Junos 15.1X53, but for processors' x64.
    """
    numbered = follows.isdigit()
    if attached and numbered and word == "x" and follows not in PROCESSORS:
        return f"{LETTER}{word} "
    if attached and not numbered and len(word) <= 2 and word not in ("rc", "sp"):
        return f"{LETTER}{word} "
    if attached and numbered and word in ("a", "b"):
        return _BEFORE + ("1" if word == "a" else "3")
    if word in BEFORE_RELEASE:
        return _BEFORE + BEFORE_RELEASE[word]
    return f"{_UPDATE}{SAME_UPDATE.get(word, word)} "
