"""What providers are to those who call them, scored per class."""

from __future__ import annotations

from grunnmur.kit.engine import Steps
from grunnmur.score import dependencies
from grunnmur.score.pairs import Figures, share


def score(steps: Steps) -> dict[str, Figures]:
    """Per class (application, middleware, infrastructure, observer) precision, recall and their mean."""
    steps.run("true_class", "reported_class", confidence=dependencies.CONFIDENCE)
    return {str(row[0]): _figures(row) for row in steps.rows("role_figures")}


def _figures(row: tuple[object, ...]) -> Figures:
    reported, right, true = (int(str(value)) for value in row[1:])
    return {
        "precision": share(right, reported),
        "recall": share(right, true),
        "f1": share(2 * right, reported + true),
        "reported": reported,
        "right": right,
        "true": true,
    }
