"""Of all claims about an attribute, the one that stands in the table; the others stay as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import yaml

from grunnmur.estate import NOUNS, TABLES
from grunnmur.kit.engine import Steps, give_rows, give_texts
from grunnmur.reconcile.claims import SPOKEN
from grunnmur.settings import Settings

_UNRANKED = 500
_PRECEDENCE = pa.schema(
    [
        ("tbl", pa.string()),
        ("attribute", pa.string()),
        ("source", pa.string()),
        ("format", pa.string()),
        ("rank", pa.int32()),
    ]
)
_DEFAULTS = Path(__file__).parent / "precedence.yaml"


def judge(
    connection: duckdb.DuckDBPyConnection, steps: Steps, settings: Settings, *, on: date
) -> None:
    """Makes `judged`: every claim about every attribute of every thing, and whether it won."""
    _declare_columns(connection)
    _rank_sources(connection, settings)
    steps.run("claim_entity", "reference_said")
    steps.run("stated", nouns=list(NOUNS))
    steps.run("judged", "seen", "os_product", on=on)


def _declare_columns(connection: duckdb.DuckDBPyConnection) -> None:
    own = [(name, TABLES[name].id_column) for name in SPOKEN]
    give_texts(connection, "own_column", ("tbl", "attribute"), own)
    refers = []
    for name in SPOKEN:
        for column in TABLES[name].columns:
            if column.refers and not column.key:
                sibling = column.refers[1:] if column.refers[0] == "@" else None
                refers.append((name, column.name, None if sibling else column.refers, sibling))
    give_texts(connection, "refer_column", ("tbl", "attribute", "noun", "sibling"), refers)


def _rank_sources(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Makes `precedence`: 0 is believed first. Settings name sources; the defaults name formats, of which
    a source that is read by `auto` may have several."""
    formats_read = connection.execute(
        "select distinct source, format from file_format order by all"
    ).fetchall()
    defaults = default_precedence()
    rows = []
    for name in SPOKEN:
        for column in TABLES[name].columns:
            if column.key:
                continue
            attribute = f"{name}.{column.name}"
            sources = [s for p, s in settings.precedence.items() if fnmatchcase(attribute, p)]
            formats = next((f for p, f in defaults.items() if fnmatchcase(attribute, p)), [])
            rows += [
                (name, column.name, source, read_as, _rank(source, read_as, sources, formats))
                for source, read_as in formats_read
            ]
    give_rows(connection, "precedence", _PRECEDENCE, rows)


@cache
def default_precedence() -> dict[str, list[str]]:
    """Formats by pattern of attribute, believed in that order where the settings do not say."""
    found: dict[str, list[str]] = yaml.safe_load(_DEFAULTS.read_text(encoding="utf-8"))
    return found


def _rank(
    source: str, read_as: str, wanted: Iterable[Sequence[str]], formats: Sequence[str]
) -> int:
    """By the first list of `wanted` sources that names it; else by its format."""
    for patterns in wanted:
        for number, pattern in enumerate(patterns):
            if fnmatchcase(source, pattern):
                return number
    return 100 + formats.index(read_as) if read_as in formats else _UNRANKED
