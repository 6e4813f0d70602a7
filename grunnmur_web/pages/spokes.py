"""Lines between rows of text on two sides and what stands between them, as SVG. Words stand in HTML around it.

Rows are of one height, and a drawing is stretched over as many as the longer side has: a unit is a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

LEAST = 5
"""So many rows high is the drawing at least: what stands in the middle needs room for its name."""
_MIDDLES = (5, 10, 20, 30, 40)
"""How high the middle may be, in rows: the style sheet knows these."""
_UNIT = 10


@dataclass(frozen=True, slots=True)
class Spoke:
    """A line from a row, counted from 0: what kind it is and how heavy (1 to 3)."""

    row: int
    kind: str
    weight: int


def height(*rows: int) -> int:
    """How many rows high a drawing is of sides with so many."""
    return max(LEAST, *rows)


def middle(high: int) -> int:
    """How many rows high what stands in the middle of it is."""
    return max((one for one in _MIDDLES if one <= high * 0.6), default=LEAST)


def spokes(lines: Sequence[Spoke], *, rows: int, high: int, leftwards: bool) -> SafeString:
    """The lines of one side, of so many rows that stand in the middle of the height. `leftwards`: the rows are left."""
    first, band = (high - rows) / 2, middle(high) - 2
    step = min(1.0, band / max(1, len(lines)))
    start = (high - step * len(lines)) / 2
    drawn = "".join(
        _line(line, first + line.row + 0.5, start + step * (place + 0.5), leftwards=leftwards)
        for place, line in enumerate(lines)
    )
    return _svg("spokes", f"0 0 100 {high * _UNIT}", drawn)


def sample(kind: str) -> SafeString:
    """A short line of the kind, to be explained."""
    return _svg("sample", "0 0 100 10", f'<path class="{kind}" d="M0 5H100"/>')


def _line(line: Spoke, row: float, middle: float, *, leftwards: bool) -> str:
    begins, ends = (row, middle) if leftwards else (middle, row)
    a, b = round(begins * _UNIT, 1), round(ends * _UNIT, 1)
    return f'<path class="{line.kind} w{line.weight}" d="M0 {a}C45 {a} 55 {b} 100 {b}"/>'


def _svg(name: str, box: str, drawn: str) -> SafeString:
    hidden = 'aria-hidden="true" focusable="false"'
    return mark_safe(  # noqa: S308 made of numbers and our own names only
        f'<svg class="{name}" viewBox="{box}" preserveAspectRatio="none" {hidden}>{drawn}</svg>'
    )
