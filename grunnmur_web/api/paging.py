"""Lists of the API, a page at a time: every answer says whether there is more, and where it goes on.

A cursor names the run it was given for (decision 067): a list that is read in parts is never of two runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from ninja import Schema
from ninja.errors import HttpError
from pydantic import Field

from grunnmur_web import reading
from grunnmur_web.api.plain import plain
from grunnmur_web.reading import Row, Window

_FARTHEST = 10**9
"""No list is longer; a number that is belongs to nobody's cursor."""


class Asked(Schema):
    """Which part of a list: so many rows, from where the page before told."""

    limit: Annotated[int, Field(ge=1, le=1000, description="so many rows at most")] = 100
    cursor: Annotated[
        str,
        Field(max_length=80, description="`next` of the page before; empty for the first page"),
    ] = ""


class Page(Schema):
    """A part of a list."""

    rows: list[dict[str, Any]]
    more: Annotated[bool, Field(description="whether the list goes on after these rows")]
    next: Annotated[
        str | None,
        Field(description="the cursor of the rows after these; null: none, or none that is given"),
    ]
    total: Annotated[
        int | None, Field(description="how many rows the whole list has; null: not counted")
    ] = None


def window(asked: Asked) -> Window:
    """The rows that are asked for. Refused where the cursor is none, or of another run."""
    if not asked.cursor:
        return Window(asked.limit, 0)
    run, _, offset = asked.cursor.rpartition(".")
    if run != _run():
        raise HttpError(400, "cursor_of_another_run" if run else "cursor")
    return Window(asked.limit, _number(offset))


def of_run(
    asked: Asked, read: Callable[[Window], list[Row]], *, farthest: int = _FARTHEST
) -> dict[str, Any]:
    """A part of a list of the run, of which `read` gives any window. From `farthest` on nobody knows what comes."""
    wanted = window(asked)
    rows = read(wanted._replace(limit=wanted.limit + 1))
    kept = rows[: wanted.limit]
    end = wanted.offset + len(kept)
    more = len(rows) > wanted.limit
    return {
        "rows": plain(kept),
        "more": more or end >= farthest,
        "next": f"{_run()}.{end}" if more and end < farthest else None,
    }


def counted(asked: Asked, rows: Sequence[Row], total: int) -> dict[str, Any]:
    """A part of a list of the run that has been read already, and how long the list is."""
    wanted = window(asked)
    end = wanted.offset + wanted.limit
    more = end < total
    return {
        "rows": plain(list(rows)),
        "more": more,
        "next": f"{_run()}.{end}" if more else None,
        "total": total,
    }


def whole(asked: Asked, rows: Sequence[Row]) -> dict[str, Any]:
    """A part of a list of the run that is short enough to be read whole."""
    limit, offset = window(asked)
    return counted(asked, rows[offset : offset + limit], len(rows))


def numbered(asked: Asked, read: Callable[[int, int | None], list[Row]]) -> dict[str, Any]:
    """A part of a list that grows at its head, newest first: the cursor is the number (`id`) it goes on below."""
    below = _number(asked.cursor) if asked.cursor else None
    rows = read(asked.limit + 1, below)
    more = len(rows) > asked.limit
    rows = rows[: asked.limit]
    return {"rows": rows, "more": more, "next": str(rows[-1]["id"]) if more else None}


def _run() -> str:
    run = reading.current_run()
    return run.run_id if run else "-"


def _number(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < len(str(_FARTHEST))):
        raise HttpError(400, "cursor")
    return int(written)
