"""Readings → the tables `new_*`, through the steps of their shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from grunnmur.catalogue.editions.staged import WHOLE, Staged
from grunnmur.catalogue.feeds.reading import Note, Reading
from grunnmur.catalogue.feeds.shapes import SHAPES
from grunnmur.estate import TABLES
from grunnmur.kit.engine import Steps

STEPS = Path(__file__).parent.parent / "feeds" / "steps"
_TOGETHER = 0  # the document that the CSV tables of a feed share: they complete each other
_LEFT_OUT = {
    "nvd_table_affected": {"feed_nameless": "nameless_nvd_table"},
    "cpe_match_affected": {"feed_nameless": "nameless_cpe_match"},
    "cve_affected": {"feed_nameless": "nameless_cve", "feed_misnamed": "misnamed_cve"},
}
"""Rows of a shape that cannot be used: what a note says of them, and the step that finds them."""
_STAGED = ("feed varchar", "document bigint", "place_read varchar", "told_at varchar")
"""`told_at`: when the publisher changed it last, in its own words: a day or a moment."""
_MOST_ROWS = 500_000  # of one document put together of many files, so that memory stays small


@dataclass(slots=True)
class _Pile:
    """Files of one feed that speak of different things, so that they can be staged as one."""

    feed: str
    as_of: str | None
    whole: bool
    rows: dict[str, list[pa.Table]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """What the files speak of, with the file that does."""
    count: int = 0


@dataclass(slots=True)
class _Staging:
    """What has been staged so far."""

    steps: Steps
    staged: dict[str, Staged] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    piles: dict[str, _Pile] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))


def stage(
    connection: duckdb.DuckDBPyConnection, readings: Iterable[Reading | Note]
) -> tuple[dict[str, Staged], list[Note]]:
    """Makes a table `new_<table>` of what was read, `new_document` and `new_place`. Gives feeds and notes."""
    _empty(connection)
    staging = _Staging(Steps(connection, STEPS))
    for _, found in groupby(readings, key=lambda one: one.place):
        of_file = list(found)
        for one in of_file:
            staging.notes += [one] if isinstance(one, Note) else one.notes
        rows = [one for one in of_file if isinstance(one, Reading)]
        for feed, parts in groupby(rows, key=feed_of):
            _file(staging, feed, list(parts))
    for pile in staging.piles.values():
        _flush(staging, pile)
    return staging.staged, staging.notes


def feed_of(reading: Reading) -> str:
    """The feed a reading belongs to: match criteria read from JSON are NVD's own."""
    shape = SHAPES[reading.shape]
    return "nvd" if shape.name == "cpe_match_affected" and not reading.part else shape.feed


def _empty(connection: duckdb.DuckDBPyConnection) -> None:
    for name in sorted({shape.table for shape in SHAPES.values()}):
        if name in TABLES:
            declared = [f'"{column.name}" {column.sql}' for column in TABLES[name].columns]
        else:
            shape = SHAPES[name]
            declared = [f'"{column}" varchar' for column in (*shape.columns, *shape.optional)]
            declared += ["line bigint"] if name == "eol_identifier" else []
        columns = ", ".join([*declared, *_STAGED])
        connection.execute(f'create or replace temp table "new_{name}" ({columns})')
    connection.execute(
        "create or replace temp table new_document "
        "(feed varchar, document bigint, as_of varchar, whole boolean)"
    )
    connection.execute(
        "create or replace temp table new_place "
        "(feed varchar, document bigint, subject varchar, place varchar)"
    )


def _file(staging: _Staging, feed: str, parts: list[Reading]) -> None:
    """Stages what a file says of a feed: at once, or with other files that speak of other things."""
    staging.staged.setdefault(feed, Staged()).add(parts)
    if parts[0].part or feed in WHOLE:
        number = _TOGETHER if parts[0].part else next(staging.numbers)
        for reading in parts:
            staging.notes += _insert(staging.steps, reading, feed, number)
        return
    if feed not in staging.piles or not _fits(staging.piles[feed], parts):
        if feed in staging.piles:
            _flush(staging, staging.piles[feed])
        staging.piles[feed] = _Pile(feed, parts[0].as_of, any(part.whole for part in parts))
    _add(staging.piles[feed], parts)


def _subjects(reading: Reading) -> set[str]:
    """What the rows speak of; their first column says it, or the CVE."""
    names = reading.rows.column_names
    column = (
        "cve" if "cve" in names and "advisory" not in names else SHAPES[reading.shape].columns[0]
    )
    return set(reading.rows[column].to_pylist())


def _fits(pile: _Pile, parts: list[Reading]) -> bool:
    if pile.as_of != parts[0].as_of or pile.count > _MOST_ROWS:
        return False
    return all(pile.places.keys().isdisjoint(_subjects(part)) for part in parts)


def _add(pile: _Pile, parts: list[Reading]) -> None:
    for part in parts:
        pile.rows.setdefault(part.shape, []).append(part.rows)
        pile.places |= dict.fromkeys(_subjects(part), part.place)
        pile.count += part.rows.num_rows


def _flush(staging: _Staging, pile: _Pile) -> None:
    number = next(staging.numbers)
    for shape, tables in pile.rows.items():
        rows = SHAPES[shape].filled(pa.concat_tables(tables))
        reading = Reading(shape, pile.feed, rows, as_of=pile.as_of, whole=pile.whole)
        staging.notes += _insert(staging.steps, reading, pile.feed, number)
    given = {"subject": list(pile.places), "place": list(pile.places.values())}
    connection = staging.steps.connection
    connection.register("given", pa.table(given))
    connection.execute(
        "insert into new_place select ?, ?, subject, place from given", [pile.feed, number]
    )
    connection.unregister("given")


def _left_out(steps: Steps, reading: Reading) -> list[Note]:
    """A note when rows say nothing that can be used. The rows are registered as `given`."""
    return [
        Note(code, reading.place, {"file": reading.place, "count": n, "example": one})
        for code, step in _LEFT_OUT.get(reading.shape, {}).items()
        for n, one in steps.rows(step)
        if n
    ]


def _insert(steps: Steps, reading: Reading, feed: str, document: int) -> list[Note]:
    """Runs the shape's steps and adds what they give. Gives notes on what is left out."""
    connection, shape = steps.connection, SHAPES[reading.shape]
    connection.register("given", reading.rows)
    notes = _left_out(steps, reading)
    steps.run(*shape.steps[:-1])
    query = steps.text(shape.steps[-1])
    given = {"as_of": reading.as_of, "model": reading.edition}
    used = {name: value for name, value in given.items() if f"${name}" in query}
    connection.execute(
        f'insert into "new_{shape.table}" by name '
        f"select *, $feed as feed, $document as document, $place as place_read from ({query})",
        {**used, "feed": feed, "document": document, "place": reading.place},
    )
    connection.execute(
        "insert into new_document values (?, ?, ?, ?)",
        [feed, document, reading.as_of, reading.whole],
    )
    connection.unregister("given")
    return notes
