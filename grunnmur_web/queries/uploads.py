"""What was sent, and what became of it. Row-level security shows it to whoever plans for the whole group."""

from __future__ import annotations

import json

from grunnmur_web import reading
from grunnmur_web.reading import Row


def upload(upload_id: str) -> Row | None:
    """One upload, with why it cannot be used, where that is so."""
    found = reading.row("select * from web_upload where upload_id = %s", [upload_id])
    return found and {**found, "why": json.loads(found["why"] or "null")}


def latest(limit: int, below: int | None = None) -> list[Row]:
    """The newest uploads, or the newest of those numbered below."""
    return reading.rows(
        "select * from web_upload where %(below)s::bigint is null or id < %(below)s order by id desc limit %(limit)s",
        {"limit": limit, "below": below},
    )


def named(upload_ids: list[str]) -> dict[str, str]:
    """What the files of these uploads are called, as far as one may see them."""
    rows = reading.rows(
        "select upload_id, file_name from web_upload where upload_id = any(%s)", [upload_ids]
    )
    return {row["upload_id"]: row["file_name"] for row in rows}


def same(row: Row) -> Row | None:
    """The newest earlier upload of the same file for the same source, if there is one."""
    return reading.row(
        "select * from web_upload where digest = %s and source = %s and id < %s order by id desc limit 1",
        [row["digest"], row["source"], row["id"]],
    )


def before(row: Row) -> int:
    """How many others are tried first."""
    found = reading.value(
        "select count(*) from web_upload where id < %s and state in ('waiting', 'trying', 'confirmed')",
        [row["id"]],
    )
    return int(found or 0)


def unguarded() -> frozenset[str]:
    """The rules of the run shown whose findings need no security right. What it has no rule of is not among them."""
    if reading.current_run() is None:
        return frozenset()
    return frozenset(
        row["rule_id"] for row in reading.rows("select rule_id from rule where not guarded")
    )
