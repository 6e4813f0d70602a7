"""What a trial found, as far as a person may see it."""

from __future__ import annotations

from typing import Any

from grunnmur_web.store.shelves import SECURITY, SHELVES

THINGS = ("appeared", "changed", "gone", "merged", "split")
FINDINGS = ("opened", "closed")


def seen(difference: dict[str, Any], *, guarded: bool) -> dict[str, Any]:
    """The difference; `guarded` leaves out what needs the security right, also from the counts."""
    return {
        **{name: _things(difference[name], guarded=guarded) for name in THINGS},
        **{name: _findings(difference[name]["rows"], guarded=guarded) for name in FINDINGS},
    }


def _things(table: dict[str, Any], *, guarded: bool) -> dict[str, Any]:
    def kept(noun: str) -> bool:
        return not (guarded and noun in SHELVES and SHELVES[noun].right == SECURITY)

    return {
        "by_noun": {noun: rows for noun, rows in table["by_noun"].items() if kept(noun)},
        "rows": [row for row in table["rows"] if kept(row["noun"])],
    }


def _findings(rows: list[dict[str, Any]], *, guarded: bool) -> list[dict[str, Any]]:
    """As the store guards findings: those of accounts, and vulnerabilities."""
    return [
        row
        for row in rows
        if not (guarded and (row["subject_kind"] == "account" or row["rule_id"] == "vulnerable"))
    ]
