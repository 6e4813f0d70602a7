"""Rows as the API gives them."""

from __future__ import annotations

from grunnmur_web.reading import Row


def plain(rows: list[Row]) -> list[Row]:
    """Rows without what only the store knows."""
    return [
        {name: value for name, value in row.items() if name not in ("audience", "guarded", "words")}
        for row in rows
    ]
