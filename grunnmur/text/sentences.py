"""Sentences for the codes of errors and notes, and for what the shells themselves say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from string import Formatter

from grunnmur.kit import yaml_text
from grunnmur.text import amounts
from grunnmur.text.languages import Language

_WORDS = "words"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST = 300
"""Characters of one fact in a sentence; a cell from a broken file may hold megabytes."""


def sentence(code: str, language: Language, /, **facts: object) -> str:
    """What `code` says with these facts. An unknown code shows itself and its facts.

    A fact the sentence names but nobody gave is shown as a question mark.
    """
    entry = entries().get(code)
    if entry is None:
        return _bare(code, language, facts)
    shown = _Shown({name: _Fact(_fact(value, language)) for name, value in facts.items()})
    try:
        return Formatter().vformat(entry[language], (), shown)
    except (ValueError, IndexError, KeyError, AttributeError):
        return _bare(code, language, facts)


def pattern(code: str, language: Language) -> str:
    """The sentence with its places for facts still open; an unknown code shows itself."""
    entry = entries().get(code)
    return entry[language] if entry else code.replace("_", " ")


@cache
def entries() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by code, from all files but the words'. The first file in order wins."""
    found: dict[str, Mapping[str, str]] = {}
    for _, read in files():
        for code, entry in read.items():
            found.setdefault(code, entry)
    return found


def files() -> list[tuple[str, dict[str, dict[str, str]]]]:
    """Name and entries of every file of sentences, sorted by name."""
    folder = resources.files("grunnmur.text")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml"))
    return [
        (name, yaml_text.parse((folder / name).read_text(encoding="utf-8")) or {})
        for name in names
        if name.split(".")[0] != _WORDS
    ]


class _Fact(str):
    """A fact as it is shown; a sentence may ask for it with the word for so many."""

    __slots__ = ()

    def __format__(self, words: str) -> str:
        if "|" not in words:
            return super().__format__(words)
        return counted(self, words)


def counted(number: str, words: str, *, shown: str | None = None) -> str:
    """A number, or how it is `shown`, with the word for so many: of `move|moves` the first for 1, else the second.

    In a sentence `{count:move|moves}` is the number and the word, `{count:|is|are}` the word alone. Of three,
    `{count:none|move|moves}`, the first stands alone for 0.
    """
    none, one, many = ["", *words.split("|")][-3:]
    if none and number == "0":
        return none
    word = one if number == "1" else many
    return word if words.startswith("|") else f"{shown or number} {word}"


class _Shown(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return _Fact("?")


def _bare(code: str, language: Language, facts: Mapping[str, object]) -> str:
    said = ", ".join(f"{name}: {_fact(value, language)}" for name, value in facts.items())
    return f"{code.replace('_', ' ')} ({said})" if said else code.replace("_", " ")


def _fact(value: object, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return {"nb": ("nei", "ja"), "en": ("no", "yes")}[language][value]
    if isinstance(value, int):
        return str(value) if abs(value) < 10_000 else amounts.amount(value, language)
    if isinstance(value, float):
        return amounts.amount(value, language, decimals=0 if value.is_integer() else 2)
    return _longer_fact(value, language)


def _longer_fact(value: object, language: Language) -> str:
    if isinstance(value, datetime):
        return amounts.instant(value, language)
    if isinstance(value, date):
        return amounts.day(value, language)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _day(value, language)
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return ", ".join(_fact(item, language) for item in items)
    said = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"


def _day(value: str, language: Language) -> str:
    try:
        return amounts.day(date.fromisoformat(value), language)
    except ValueError:
        return value
