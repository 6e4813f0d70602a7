"""Reconciliation, scored over pairs of records."""

from __future__ import annotations

from grunnmur.kit.engine import Steps

Figures = dict[str, object]


def score(steps: Steps) -> dict[str, Figures]:
    """Per class: precision over pairs put together, recall over linkable and over all pairs."""
    steps.run("classes")
    return {str(row[0]): _figures(row) for row in steps.rows("pair_counts")}


def _figures(row: tuple[object, ...]) -> Figures:
    records, missing, things, found, together, right, linkable, linked, true = (
        int(str(value)) for value in row[1:]
    )
    return {
        "precision": share(right, together),
        "recall": share(linked, linkable),
        "recall_all": share(right, true),
        "records": records,
        "records_missing": missing,
        "things_true": things,
        "things_found": found,
        "pairs_found": together,
        "pairs_right": right,
        "pairs_linkable": linkable,
        "pairs_linked": linked,
        "pairs_true": true,
    }


def share(part: int, whole: int) -> float | None:
    """part / whole; None when there is nothing to divide by."""
    return part / whole if whole else None
