"""What a trial found, as far as a person may see it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from grunnmur_web.store.shelves import SECURITY, SHELVES

THINGS = ("appeared", "changed", "gone", "merged", "split")
FINDINGS = ("opened", "closed")


def seen(difference: dict[str, Any], *, unguarded: Collection[str] | None) -> dict[str, Any]:
    """The difference as the store would show it, also in its counts.

    `unguarded` are the rules whose findings need no security right; None for who has it.
    """
    guarded = unguarded is not None
    return {
        **{name: _things(difference[name], guarded=guarded) for name in THINGS},
        **{name: _findings(difference[name]["rows"], unguarded) for name in FINDINGS},
    }


def _things(table: dict[str, Any], *, guarded: bool) -> dict[str, Any]:
    def kept(noun: str) -> bool:
        return not (guarded and noun in SHELVES and SHELVES[noun].right == SECURITY)

    return {
        "by_noun": {noun: rows for noun, rows in table["by_noun"].items() if kept(noun)},
        "rows": [row for row in table["rows"] if kept(row["noun"])],
    }


def _findings(
    rows: list[dict[str, Any]], unguarded: Collection[str] | None
) -> list[dict[str, Any]]:
    return [
        row
        for row in rows
        if unguarded is None or (row["rule_id"] in unguarded and row["subject_kind"] != "account")
    ]
