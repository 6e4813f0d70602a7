"""Looking for anything by a word of its name, its maker, its model, or a whole identifier."""

from __future__ import annotations

from grunnmur_web import reading
from grunnmur_web.reading import Row

_MOST = 200


def search(text: str) -> list[Row]:
    """Things that have words beginning so, every one of them, or an identifier that does."""
    whole = text.lower().strip()
    words = "".join(c if c.isalnum() else " " for c in whole).split()[:6]
    if not words:
        return []
    one = "select unnest(things) from search_word where word >= %s and word < %s"
    matched = f"({' intersect '.join([one] * len(words))}) union {one}"
    values = [value for word in (*words, whole) for value in (word, word + "\U0010ffff")]
    return reading.rows(
        f"select noun, entity_id, name, kind, organisation_id, platform from thing "
        f"where number in ({matched}) "
        f"order by lower(name) = %s desc nulls last, noun, name, entity_id limit {_MOST}",
        [*values, whole],
    )
