"""Findings, scored per rule as (rule, subject, verdict)."""

from __future__ import annotations

from grunnmur.kit.engine import Steps
from grunnmur.score.pairs import Figures, share

_STEPS = ("located", "true_faults", "reported_faults", "judged_truth", "judged_reports")
_COUNTS = (
    "reported",
    "right",
    "wrong",
    "wrong_other_verdict",
    "true",
    "knowable",
    "found",
    "missed",
    "missed_other_verdict",
    "missed_thing_not_found",
    "undecided",
    "unjudged",
)


def score(steps: Steps) -> dict[str, Figures]:
    """Per rule: precision over the faults it claims, recall over the faults the exports can tell.

    A claim is right when the fault is true, whether or not it was thought knowable. An `unknown`
    that the world would know is no claim: it is counted in `undecided`, and as missed where there
    is a fault. What the truth is not told of (other rules, notices of the catalogue) is neither right
    nor wrong, but `unjudged`.
    `missed` and `wrong` are explained by counts and by up to five ids each.
    """
    steps.run(*_STEPS)
    return {str(row[0]): _figures(row) for row in steps.rows("fault_counts")}


def _figures(row: tuple[object, ...]) -> Figures:
    counts = {name: int(str(value)) for name, value in zip(_COUNTS, row[1:13], strict=True)}
    return {
        "precision": share(counts["right"], counts["reported"]),
        "recall": share(counts["found"], counts["knowable"]),
        **counts,
        "missed_examples": row[13],
        "wrong_examples": row[14],
    }
