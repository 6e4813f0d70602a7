"""What stands beside a list: facets with counts, the columns to choose from, the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grunnmur_web import grids
from grunnmur_web.pages import shelf
from grunnmur_web.queries import listing, plans
from grunnmur_web.words import voice

_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Value:
    """A facet's value: how many rows, whether it is chosen, and the choice a click makes."""

    text: str
    code: str
    rows: int
    chosen: bool
    after: list[str]


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet and its values, the chosen ones always among them."""

    name: str
    label: str
    values: tuple[Value, ...]
    more: tuple[Value, ...]

    @property
    def chosen(self) -> tuple[Value, ...]:
        """The values that narrow the list now."""
        return tuple(value for value in (*self.values, *self.more) if value.chosen)


def frame(asked: listing.Wish, found: listing.Found) -> dict[str, Any]:
    """What the template of a list needs besides its grid."""
    pages = found.pages()
    page = min(asked.page, pages)
    noun = asked.listing.noun
    return {
        "asked": asked,
        "total": found.total,
        "page": page,
        "pages": pages,
        "before": page - 1 if page > 1 else None,
        "after": page + 1 if page < pages else None,
        "facets": _facets(asked, found),
        "choices": [
            (name, voice().word("column", name), name in asked.columns)
            for name in asked.listing.columns
        ],
        "key": noun,
    }


def empty(asked: listing.Wish) -> str:
    """What a list without rows says: that nothing fits, where something was asked for."""
    return "site_no_match" if asked.narrowed or asked.text else "site_nothing_here"


def _facets(asked: listing.Wish, found: listing.Found) -> list[Facet]:
    named = {
        value
        for facet, values in found.facets.items()
        if facet.endswith("_id") and facet != "rule_id"
        for value in (*(value for value, _ in values), *asked.facets.get(facet, ()))
        if value
    }
    names = plans.called(sorted(named))  # they are all organisations
    beside = [_facet(asked, facet, found.facets[facet], names) for facet in asked.listing.facets]
    return beside + [_taken(asked, name) for name in asked.listing.also if name in asked.facets]


def _taken(asked: listing.Wish, name: str) -> Facet:
    """What an address narrows the list by and nothing beside it offers: it can be taken away."""
    chosen = asked.facets[name]
    refers = shelf.column(asked.listing.declared, name).refers
    names = _names(refers, chosen) if refers else {}
    values = (
        Value(_text(asked, name, code, names), code, 0, True, _after(chosen, code))
        for code in chosen
    )
    return Facet(name, voice().word("column", name), (), tuple(values))


def _names(noun: str, ids: tuple[str, ...]) -> dict[str, str]:
    """What things are called; organisations by everyone."""
    if noun == "organisation":
        return plans.called(sorted(ids))
    return grids.names((noun, one) for one in ids)


def _facet(
    asked: listing.Wish, facet: str, counts: list[tuple[str | None, int]], names: dict[str, str]
) -> Facet:
    chosen = asked.facets.get(facet, ())
    codes = [(listing.UNKNOWN if value is None else value, rows) for value, rows in counts]
    codes += [(code, 0) for code in chosen if code not in dict(codes)]
    values = [
        Value(_text(asked, facet, code, names), code, rows, code in chosen, _after(chosen, code))
        for code, rows in codes
    ]
    return Facet(
        facet, voice().word("column", facet), tuple(values[:_LONGEST]), tuple(values[_LONGEST:])
    )


def _after(chosen: tuple[str, ...], code: str) -> list[str]:
    return [c for c in chosen if c != code] if code in chosen else [*chosen, code]


def _text(asked: listing.Wish, facet: str, code: str, names: dict[str, str]) -> str:
    said, column = voice(), shelf.column(asked.listing.declared, facet)
    if code == listing.UNKNOWN:
        return said(column.nothing)
    if code in names:
        return names[code]
    if code in ("true", "false"):
        return said("site_yes" if code == "true" else "site_no")
    return grids.word(said, column, code) if column.words else code
