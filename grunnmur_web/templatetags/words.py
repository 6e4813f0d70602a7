"""What templates say and show: sentences, words, numbers, days, and small drawings."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from grunnmur.report import charts
from grunnmur_web.grids import Cell, Grid
from grunnmur_web.words import voice

register = template.Library()
_LONGEST_MONTH = 32


@register.simple_tag
def say(code: str, **facts: object) -> str:
    """The sentence of `site_<code>` with its facts."""
    return voice()(f"site_{code}", **facts)


@register.simple_tag
def word(group: str, code: str | None) -> str:
    """The word for a table, kind, rule, value or column."""
    return voice().word(group, code)


@register.simple_tag
def sentence(code: str) -> str:
    """The sentence of a whole code, where the code itself is a value."""
    return voice()(code)


@register.filter
def get(values: dict[Any, Any], key: Any) -> Any:  # noqa: ANN401 a mapping of anything
    """What stands under a key, if anything does."""
    return values.get(key)


@register.filter
def amount(value: float | None) -> str:
    """A number as people write it."""
    return voice().amount(value)


@register.filter
def kroner(value: float | None) -> str:
    """An amount of money, with its unit."""
    return voice()("site_kroner", amount=voice().amount(value))


@register.filter
def share(value: float | None) -> str:
    """A share as per cent."""
    return voice().share(value)


@register.filter
def when(value: date | None) -> str:
    """A day, or an instant to the minute."""
    said = voice()
    return said.instant(value) if isinstance(value, datetime) else said.day(value)


@register.filter
def month(value: date | str) -> str:
    """The month a day is in; of a decision's value, which names it as `2027-03`, or is something else."""
    if isinstance(value, str):
        with suppress(ValueError):
            return voice().month(date.fromisoformat(f"{value}-01"))
        return value
    return voice().month(value)


@register.simple_tag
def days(first: date | None, last: date | None) -> str:
    """A span of days; one that is a whole month is called by its name."""
    said = voice()
    after = last + timedelta(days=1) if last else None
    if first and after and first.day == after.day == 1 and (after - first).days < _LONGEST_MONTH:
        return said.month(first)
    return f"{said.day(first)}–{said.day(last)}"


@register.simple_tag
def drawn(field: BoundField) -> SafeString:
    """A field of a form that is not ours, as ours look."""
    return field.as_widget(attrs={"class": "ds-input"})


@register.simple_tag
def entry(field: BoundField) -> SafeString:
    """A field of a form of ours. The first that is wrong has the focus: there the eye and the keyboard go on."""
    wrong = next(iter(field.form.errors), None)
    return field.as_widget(attrs={"autofocus": True} if field.name == wrong else None)


@register.simple_tag
def labelled(field: BoundField) -> str:
    """What a field of a form that is not ours is called; one that is called nothing is called like the column."""
    return str(field.field.label or voice().word("column", field.name))


@register.simple_tag(takes_context=True)
def address(context: Context, **changes: Any) -> str:  # noqa: ANN401 whatever the address carries
    """This page's address with some parameters changed; None takes one away. The page number starts anew."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query.setlist(
                name, [str(item) for item in value] if isinstance(value, list) else [str(value)]
            )
    written = query.urlencode()
    return f"?{written}" if written else "?"


@register.simple_tag(takes_context=True)
def address_list(context: Context, name: str, values: list[str]) -> str:
    """This page's address with one parameter set to these values."""
    return address(context, **{name: values or None})


@register.simple_tag
def bar(**parts: float | None) -> SafeString:
    """One bar in parts, each named by its class: failed, unknown, passed."""
    total = sum(value or 0 for value in parts.values()) or 1
    drawn = charts.stacked([(name, (value or 0) / total) for name, value in parts.items()])
    return mark_safe(str(drawn))  # noqa: S308 made of numbers and our own names only


@register.simple_tag
def columns(values: list[float]) -> SafeString:
    """Columns side by side."""
    return mark_safe(str(charts.columns(values)))  # noqa: S308 see above


@register.simple_tag
def curve(values: list[float]) -> SafeString:
    """A curve with the area under it."""
    return mark_safe(str(charts.area(values)))  # noqa: S308 see above


@register.simple_tag
def lines(grid: Grid) -> SafeString:
    """A grid's rows. Written here, because a template's own loop takes ten times as long for a thousand cells."""
    numeric = [column.numeric for column in grid.columns]
    written = (
        "".join(
            f"{_opened(cell, n)}{_cell(cell)}</td>" for n, cell in zip(numeric, row, strict=True)
        )
        for row in grid.rows
    )
    return mark_safe("".join(f"<tr>{row}</tr>\n" for row in written))  # noqa: S308 every text in it is escaped


_WORD = 24
"""What is one word and no longer is kept on one line, hyphens in it or not: a host, a version, a CVE. So is a day."""


def _opened(cell: Cell, numeric: bool) -> str:
    if numeric:
        return '<td class="n">'
    one = isinstance(cell.value, date) or (len(cell.text) <= _WORD and " " not in cell.text)
    return '<td class="one">' if one else "<td>"


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    if cell.mark:
        return f'<span class="mark {escape(cell.mark)}">{text}</span>'
    if cell.href:
        return f'<a href="{escape(cell.href)}">{text}</a>'
    return f'<span class="quiet">{text}</span>' if cell.quiet else text
