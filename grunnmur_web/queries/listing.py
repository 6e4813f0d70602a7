"""Lists: one noun's rows by facets, free text and order, and how many there are of each facet value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from psycopg import sql

from grunnmur_web import reading
from grunnmur_web.queries.lists import Listing
from grunnmur_web.reading import Window

PAGE = 50
UNKNOWN = "~"
"""How an address says that a facet's value is not known."""


_THROUGH = {
    # findings of whoever supplies the application
    "finding.supplier_id": "subject_id in (select application_id from application where supplier_id = any({}))",
    # of what a thing runs, an update's product and version: the things it would mend something of
    "asset.mended_by": "asset_id in "
    "(select asset_id from situation where concat_ws(' ', product_id, version) = any({}))",
}
"""What narrows a list and is no column of it, by list and name."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address asks of a list. Whatever it names that is not there is left aside."""

    listing: Listing
    narrowed: tuple[tuple[str, tuple[str, ...]], ...]
    text: str
    order: str
    descending: bool
    page: int
    columns: tuple[str, ...]

    @property
    def facets(self) -> dict[str, tuple[str, ...]]:
        """The chosen values by facet."""
        return dict(self.narrowed)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list, how many rows there are in all, and counts by facet and value."""

    rows: list[reading.Row]
    total: int
    facets: dict[str, list[tuple[str | None, int]]]

    def pages(self) -> int:
        """How many pages the rows fill."""
        return max(1, -(-self.total // PAGE))


def wish(listing: Listing, asked: QueryDict) -> Wish:
    """What the address asks for."""
    narrowed = tuple(
        (facet, tuple(dict.fromkeys(asked.getlist(facet))))
        for facet in (*listing.facets, *listing.also)
        if asked.getlist(facet)
    )
    order = asked.get("sort", listing.order)
    if order.removeprefix("-") not in listing.columns:
        order = listing.order
    chosen = tuple(name for name in listing.columns if name in asked.getlist("column"))
    return Wish(
        listing,
        narrowed,
        asked.get("q", "").strip()[:100],
        order.removeprefix("-"),
        order.startswith("-"),
        page(asked),
        chosen or listing.shown,
    )


def page(asked: QueryDict, name: str = "page") -> int:
    """The page an address asks for, counted from 1; the first where it says nothing of sense."""
    number = asked.get(name, "1")
    return max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def find(asked: Wish, window: Window | None = None) -> Found:
    """The page, or another window of the rows; the total and the counts. A page behind the last is the last."""
    counts: dict[str, list[tuple[str | None, int]]] = {facet: [] for facet in asked.listing.facets}
    total = 0
    for facet, value, rows in reading.rows_plain(_counts(asked), _values(asked)):
        if facet is None:
            total = int(rows or 0)
        elif rows:
            counts[facet].append((value, int(rows)))
    if not total:  # all that others see would be looked through for it
        return Found([], total, counts)
    last = max(1, -(-total // PAGE))
    limit, offset = window or Window(PAGE, (min(asked.page, last) - 1) * PAGE)
    part = sql.SQL(" limit {} offset {}").format(sql.Literal(limit), sql.Literal(offset))
    return Found(reading.rows(_select(asked) + part, _values(asked)), total, counts)


def total(asked: Wish) -> int:
    """How many rows there are in all."""
    counted = reading.rows_plain(_counts(asked), _values(asked))
    return next((int(rows or 0) for facet, _, rows in counted if facet is None), 0)


def every_row(asked: Wish) -> Iterator[reading.Row]:
    """All rows of the wish with what they show, for an export, read as they are needed."""
    shown = dict.fromkeys((*asked.columns, *asked.listing.key, *asked.listing.beside))
    return reading.every(_select(asked, tuple(shown)), _values(asked))


def _values(asked: Wish) -> dict[str, Any]:
    values: dict[str, Any] = {f"facet_{facet}": list(chosen) for facet, chosen in asked.narrowed}
    for n, word in enumerate(_words(asked)):
        values[f"word_{n}"] = word
        values[f"after_{n}"] = word + "\U0010ffff"
    return values


def _words(asked: Wish) -> list[str]:
    """The words looked for. A word that begins a word is found; at most six are asked for."""
    parts = "".join(c if c.isalnum() else " " for c in asked.text.lower()).split()
    return parts[:6]


def _select(asked: Wish, columns: tuple[str, ...] = ()) -> sql.Composed:
    wanted: sql.Composable = sql.SQL("*")
    if columns:
        wanted = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    way = sql.SQL("desc") if asked.descending else sql.SQL("asc")
    return sql.SQL("select {} from {} where {} order by {} {} nulls last, {}").format(
        wanted,
        _source(asked.listing),
        _where(asked),
        sql.Identifier(dict(asked.listing.ranks).get(asked.order, asked.order)),
        way,
        sql.SQL(", ").join(sql.Identifier(name) for name in asked.listing.key),
    )


def _source(listing: Listing) -> sql.Composable:
    return sql.SQL(listing.source) if listing.source else sql.Identifier(listing.noun)


def _where(asked: Wish) -> sql.Composable:
    noun = asked.listing.noun
    narrowed = (_narrow(noun, facet, chosen) for facet, chosen in asked.narrowed)
    return _all_of([*narrowed, *_matches(asked)])


def _all_of(parts: list[sql.Composable]) -> sql.Composable:
    return sql.SQL(" and ").join(parts) if parts else sql.SQL("true")


def _narrow(noun: str, facet: str, chosen: tuple[str, ...]) -> sql.Composable:
    """One value is said so that an index in the list's order can be used."""
    column, placed = sql.Identifier(facet), sql.Placeholder(f"facet_{facet}")
    through = _THROUGH.get(f"{noun}.{facet}")
    if through:
        return sql.SQL(through).format(placed)
    if chosen == (UNKNOWN,):
        return sql.SQL("{} is null").format(column)
    if len(chosen) == 1:
        return sql.SQL("{}::text = ({}::text[])[1]").format(column, placed)
    return sql.SQL("coalesce({}::text, {}) = any({})").format(column, sql.Literal(UNKNOWN), placed)


def _matches(asked: Wish) -> list[sql.Composable]:
    """A word is looked for at the beginning of words. It is letters and digits: no part of it means more to `like`."""
    if asked.listing.words:
        return [
            sql.SQL("{} like '%% ' || {} || '%%'").format(
                sql.Identifier(asked.listing.words), sql.Placeholder(f"word_{n}")
            )
            for n, _ in enumerate(_words(asked))
        ]
    column = "subject_id" if asked.listing.noun == "finding" else asked.listing.key[0]
    return [
        sql.SQL(
            "{} in (select entity_id from thing where number in "
            "(select unnest(things) from search_word where word >= {} and word < {}))"
        ).format(
            sql.Identifier(column), sql.Placeholder(f"word_{n}"), sql.Placeholder(f"after_{n}")
        )
        for n, _ in enumerate(_words(asked))
    ]


def _counts(asked: Wish) -> sql.Composed:
    """Each facet is counted with every other facet's choice in force, so that one can choose anew."""
    noun = asked.listing.noun
    columns = sql.SQL(", ").join(sql.Identifier(facet) for facet in asked.listing.facets)
    untold = [
        _narrow(noun, name, chosen) for name, chosen in asked.narrowed if name in asked.listing.also
    ]
    if _words(asked) or untold or not asked.listing.tallied:  # counted row by row
        base = sql.SQL("select {}, 1 as rows from {} where {}").format(
            columns, _source(asked.listing), _all_of([*untold, *_matches(asked)])
        )
    elif asked.listing.decided:
        base = _tallied_and_decided(asked.listing)
    else:
        base = sql.SQL("select {}, rows from {}").format(columns, sql.Identifier(f"{noun}_tally"))
    parts = [
        sql.SQL(
            "select {} as facet, {}::text as value, sum(rows) as rows from base where {} group by 2"
        ).format(sql.Literal(facet), sql.Identifier(facet), _only(asked, without=facet))
        for facet in asked.listing.facets
    ]
    parts.append(sql.SQL("select null, null, sum(rows) from base where {}").format(_only(asked)))
    return sql.SQL("with base as materialized ({}) {}").format(
        base, sql.SQL(" union all ").join(parts) + sql.SQL(" order by 1, 3 desc, 2")
    )


def _tallied_and_decided(listing: Listing) -> sql.Composed:
    """The tally, in which nothing is decided; what is decided is taken out of it, and told as it is."""
    tallied = [sql.Identifier(facet) for facet in listing.facets if facet not in listing.decided]
    nothing = [sql.SQL("null::text as {}").format(sql.Identifier(name)) for name in listing.decided]
    told = [
        sql.SQL("case sign when 1 then {0} end as {0}").format(sql.Identifier(name))
        for name in listing.decided
    ]
    return sql.SQL(
        "select {tallied}, {nothing}, rows from {tally} union all "
        "select {tallied}, {told}, sign from {source} cross join (values (1), (-1)) as signs (sign) where {any}"
    ).format(
        tallied=sql.SQL(", ").join(tallied),
        nothing=sql.SQL(", ").join(nothing),
        told=sql.SQL(", ").join(told),
        tally=sql.Identifier(f"{listing.noun}_tally"),
        source=_source(listing),
        any=sql.SQL(" or ").join(
            sql.SQL("{} is not null").format(sql.Identifier(name)) for name in listing.decided
        ),
    )


def _only(asked: Wish, *, without: str | None = None) -> sql.Composable:
    parts = [
        _narrow(asked.listing.noun, facet, chosen)
        for facet, chosen in asked.narrowed
        if facet not in (without, *asked.listing.also)
    ]
    return _all_of(parts)
