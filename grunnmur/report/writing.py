"""Figures as HTML: the number as people write it, with its raw value and its question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from grunnmur.report.figures import Figure, Value
from grunnmur.text import Voice

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes figures in one language."""

    voice: Voice

    def count(self, figure: Figure) -> Markup:
        """A whole number."""
        return self._span(figure, self.voice.amount(_number(figure)))

    def share(self, figure: Figure) -> Markup:
        """A share as whole per cent. Little is never rounded to nothing, nor nearly all to all."""
        share = _number(figure)
        if share is not None and 0 < share < 0.005:
            return self._span(figure, f"< {self.voice.share(0.01)}")
        if share is not None and 0.995 < share < 1:
            return self._span(figure, f"> {self.voice.share(0.99)}")
        return self._span(figure, self.voice.share(share))

    def million(self, figure: Figure) -> Markup:
        """An amount of money in millions."""
        amount = _number(figure)
        millions = None if amount is None else amount / _MILLION
        few = millions is not None and abs(millions) < 100
        return self._span(figure, self.voice.amount(millions, 1 if few else 0))

    def day(self, figure: Figure) -> Markup:
        """A day."""
        value = figure.value
        return self._span(figure, self.voice.day(value if isinstance(value, date) else None))

    def month(self, figure: Figure) -> Markup:
        """A month, as `2026-10` in both languages."""
        value = figure.value
        return self._span(figure, f"{value:%Y-%m}" if isinstance(value, date) else "–")

    def plain(self, figure: Figure) -> Markup:
        """A word, as it stands."""
        return self._span(figure, "–" if figure.value is None else str(figure.value))

    def _span(self, figure: Figure, shown: str) -> Markup:
        return Markup('<span class="n" data-value="{}" data-query="{}">{}</span>').format(
            raw(figure.value), figure.query, shown
        )


def raw(value: Value) -> str:
    """The value as a machine writes it; nothing for not known."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(figure: Figure) -> float | None:
    return figure.value if isinstance(figure.value, int | float) else None
