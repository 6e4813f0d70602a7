"""Small drawings as inline SVG. Shapes only: every word and number stands in HTML around them.

Lengths are shares of the drawing's own size, so that a drawing stretches from a phone to a wall and
its patterns do not. Drawings are hidden from screen readers, which read the numbers beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_GAP = 0.18
"""Share of a column that is left empty beside it."""


def stacked(parts: Sequence[tuple[str, float]]) -> Markup:
    """One bar in parts: (class, share of the whole)."""
    rects: list[str] = []
    start = 0.0
    for name, share in parts:
        if share > 0:
            rects.append(_rect(name, start, 0, share, 1))
        start += share
    return _svg("bar", rects)


def columns(
    values: Sequence[float], *, highest: float | None = None, name: str = "column"
) -> Markup:
    """Columns side by side, as high as their share of the highest."""
    rects = _columns(values, highest or max(values, default=0), name)
    return _svg("columns", rects)


def strip(
    values: Sequence[float], *, highest: float, bands: Sequence[tuple[float, float]] = ()
) -> Markup:
    """Columns over time with bands of time behind; a band is (from, to) in shares of the width."""
    behind = [_rect("band", start, 0, end - start, 1) for start, end in bands]
    return _svg("strip", [*behind, *_columns(values, highest, "column")])


def area(values: Sequence[float]) -> Markup:
    """A curve from the first to the last value with the area under it, from zero to the highest."""
    highest = max(values, default=0)
    if not highest or len(values) < 2:
        return _svg("area", [])
    points = [
        f"{100 * i / (len(values) - 1):.2f},{100 * (1 - value / highest):.2f}"
        for i, value in enumerate(values)
    ]
    shapes = [
        f'<polygon class="under" points="0,100 {" ".join(points)} 100,100"/>',
        f'<polyline class="curve" points="{" ".join(points)}" vector-effect="non-scaling-stroke"/>',
    ]
    return _svg("area", shapes, box=' viewBox="0 0 100 100" preserveAspectRatio="none"')


def _columns(values: Sequence[float], highest: float, name: str) -> list[str]:
    if not highest:
        return []
    width = 1 / len(values)
    return [
        _rect(
            name, (i + _GAP / 2) * width, 1 - value / highest, width * (1 - _GAP), value / highest
        )
        for i, value in enumerate(values)
        if value > 0
    ]


def _rect(name: str, x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="{name}" x="{100 * x:.3f}%" y="{100 * y:.3f}%" '
        f'width="{100 * width:.3f}%" height="{100 * height:.3f}%"/>'
    )


def _svg(name: str, shapes: Sequence[str], *, box: str = "") -> Markup:
    hidden = 'aria-hidden="true" focusable="false"'
    drawing = f'<svg class="{name}"{box} {hidden}>{"".join(shapes)}</svg>'
    return Markup(drawing)  # noqa: S704 made of numbers and our own names only
