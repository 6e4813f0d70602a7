"""Dependencies between applications, scored as pairs and as services (pairs by port)."""

from __future__ import annotations

from grunnmur.kit.engine import Steps
from grunnmur.score.pairs import Figures, share

CONFIDENCE = 0.5
"""What the run holds less likely than this is no claim."""


def score(steps: Steps) -> dict[str, Figures]:
    """Precision over what the run says it observed, recall over what was seen at least once."""
    steps.run("true_pairs", "reported_pairs", confidence=CONFIDENCE)
    return {str(row[0]): _figures(row) for row in steps.rows("pair_figures")}


def _figures(row: tuple[object, ...]) -> Figures:
    reported, right, observable, found = (int(str(value)) for value in row[1:])
    return {
        "precision": share(right, reported),
        "recall": share(found, observable),
        "reported": reported,
        "right": right,
        "wrong": reported - right,
        "observable": observable,
        "found": found,
        "missed": observable - found,
    }
