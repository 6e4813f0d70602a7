"""Where it all came from: records, ids, identifiers, evidence, notes, coverage."""

from __future__ import annotations

from pathlib import Path

import duckdb

from grunnmur.estate import TABLES, Estate
from grunnmur.kit import parts
from grunnmur.kit.engine import Steps

_PREVIOUS = {
    "record": "null::varchar as source, null::varchar as record_key, null::varchar as noun, null::varchar as entity_id",
    "entity": "null::varchar as noun, null::varchar as entity_id, null::varchar as born_run_id, "
    "null::varchar as merged_into_id, null::varchar as split_from_id",
    "identifier": "null::varchar as noun, null::varchar as entity_id, null::varchar as kind, null::varchar as value, "
    "null::boolean as shared",
}


def recall(connection: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
    """Makes `previous_record`, `previous_entity` and `previous_identifier`: empty on the first run."""
    for name, empty in _PREVIOUS.items():
        found = parts.paths(previous, name) if previous else []
        query = (
            f"select * from read_parquet({parts.listed(found)})"
            if found
            else f"select {empty} where false"
        )
        kind = "view" if name == "identifier" else "table"  # of millions a few are looked for, once
        connection.execute(f"create or replace temp {kind} previous_{name} as {query}")


def count(steps: Steps) -> None:
    """Makes what is told of the whole from counts: references lost, products unnamed, coverage, sources."""
    steps.run(
        "lost_reference", "product_unnamed", "note_of_decisions", "coverage_tally", "source_seen"
    )


def write(
    connection: duckdb.DuckDBPyConnection, steps: Steps, estate: Estate, *, run_id: str
) -> None:
    """Writes the provenance tables."""
    count(steps)
    for name in ("source", "record", "identifier", "evidence", "note", "decision", "coverage"):
        estate.write(TABLES[name], steps.text(f"out_{name}"))
    estate.write(TABLES["visibility"], steps.text("out_visibility"))
    estate.write(TABLES["identity_change"], steps.text("out_identity_change"))
    steps.run("out_entity", run_id=run_id)
    estate.write(TABLES["entity"], "select * from out_entity")
