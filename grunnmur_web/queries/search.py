"""Looking for anything by a word of its name, its maker, its model, or a whole identifier."""

from __future__ import annotations

from grunnmur_web import reading
from grunnmur_web.reading import FIRST, Row, Window

LOOKED_AT = 2000
"""A word that thousands of things have is cut here, before their names are read: those that have the very
words first, then those whose words begin so, each in the order of their names."""


def search(text: str, window: Window = FIRST) -> list[Row]:
    """Things that have words beginning so, every one of them, or an identifier that does."""
    whole = text.lower().strip()
    words = "".join(c if c.isalnum() else " " for c in whole).split()[:6]
    if not words:
        return []
    asked = [words] if words == [whole] else [words, [whole]]
    exact = _numbers("word = %s", asked)
    begun = _numbers("word >= %s and word < %s", asked)
    each = [word for part in asked for word in part]
    ends = [value for word in each for value in (word, word + "\U0010ffff")]
    return reading.rows(
        "select noun, entity_id, name, kind, organisation_id, platform from thing "
        f"where number in (({exact}) union ({begun})) "
        f"order by lower(name) = %s desc nulls last, number limit %s offset %s",
        [*each, *ends, whole, *window],
    )


def _numbers(condition: str, asked: list[list[str]]) -> str:
    """The query for the first things that have all the words, or the whole text as one: an identifier."""
    one = f"select unnest(things) as number from search_word where {condition}"
    parts = [f"({') intersect ('.join([one] * len(words))})" for words in asked]
    return (
        f"select distinct number from (({') union all ('.join(parts)})) as found "
        f"order by number limit {LOOKED_AT}"
    )
