"""What a finding rests on, in words: things by their names, codes by their words, moments as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from grunnmur.estate import TABLES
from grunnmur_web import grids
from grunnmur_web.words import voice

Facts = Mapping[str, object]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?")
_PRODUCT = re.compile(r"[a-z0-9_]+:[a-z0-9_]+")
_NOUNS = frozenset(name for name, table in TABLES.items() if table.noun)
_CHOICES = {
    name: frozenset(
        choice
        for table in TABLES.values()
        for c in table.columns
        if c.name == name
        for choice in c.choices
    )
    for name in {c.name for table in TABLES.values() for c in table.columns if c.choices}
}
"""What the columns of a name may hold, of whichever table: facts are called like them."""
_GROUPS = {
    "kind": ("kind", "value", "contract_kind"),
    "function": ("function",),
    "environment": ("environment",),
    "role": ("asset_role",),
}
"""Where the words of a fact's codes stand, if not among those of values."""


def told(facts: Facts) -> list[tuple[str, str]]:
    """Each fact with what it is called; the reason is told apart."""
    named = _named(facts)
    return [
        (voice().word("column", name), _fact(name, value, named))
        for name, value in facts.items()
        if name != "reason"
    ]


def _named(facts: Facts) -> dict[str, str]:
    """The names of the things that facts tell of, those one may see."""
    return grids.names(
        (_noun(text), text) for value in facts.values() for text in _texts(value) if _noun(text)
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _noun(text: str) -> str:
    """The noun of what may be an id; empty for what is none."""
    if _PRODUCT.fullmatch(text):
        return "product"
    noun, dash, _ = text.partition("-")
    return noun if dash and noun in _NOUNS else ""


def _fact(name: str, value: object, named: Mapping[str, str]) -> str:
    if isinstance(value, list):
        between = "; " if any(isinstance(item, dict) for item in value) else ", "
        return between.join(dict.fromkeys(_fact(name, item, named) for item in value)) or "–"
    if isinstance(value, dict):
        return ", ".join(
            f"{voice().word('column', key)}: {_fact(key, item, named)}"
            for key, item in value.items()
            if item is not None
        )
    return (
        _text(name, value, named) if isinstance(value, str) else voice()("site_fact", value=value)
    )


def _text(name: str, text: str, named: Mapping[str, str]) -> str:
    said = voice()
    coded = _GROUPS.get(name) or (("value",) if text in _CHOICES.get(name, ()) else ())
    words = (said.word(group, text, otherwise="") for group in coded)
    word = next((word for word in words if word), "")
    if word:
        return word
    noun = _noun(text)
    if text in named or (noun and noun != "product"):
        return named.get(text) or grids.unseen(said, noun)
    if _MOMENT.fullmatch(text):
        return said.instant(datetime.fromisoformat(text))
    return said("site_fact", value=text)
