"""Newcomers: things nobody told of before are made alone, by the same steps, and put beside what the run before found.

What comes of the claims of all sources is then what the run before found and what comes of the new claims, as long as
the two say nothing of each other. `steps/acquainted.sql` is what that means; where it does not hold, or cannot be
told, the answer is why, and everything is reconciled anew (decision 091).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from grunnmur.estate import CLAIMABLE, TABLES, Estate, Table
from grunnmur.kit import parts, quoted
from grunnmur.kit.engine import Steps
from grunnmur.reconcile import (
    claims,
    decisions,
    held,
    nouns,
    parted,
    provenance,
    relations,
    stages,
    winners,
)
from grunnmur.reconcile.given import Given
from grunnmur.settings import Settings

_OWN = ("address", "installation", "detection", "resource_use", "logging")
"""Relations that hang on a thing, and say nothing that decides who may see it."""
_TOLD = ("asset", "device", *_OWN)
_OTHERS = ("asset", "person", "account")
"""Nouns that a row of a newcomer may not name: which of them is meant is only known where all are."""
_NAMED = ("organisation", "location", "network", "entity")
"""Tables of which a place that is only mentioned has a row, under an id made of its name."""
_SELF = "chr(31) || 'self'"
_IN_PARTS = ("evidence", "identifier", "record", "visibility", "entity")
"""The largest tables, of which a part is added: to write them whole would cost more than all else."""
_PROVENANCE = ("source", "record", "identifier", "evidence", "note", "decision", "coverage", "visibility",
    "identity_change", "entity")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Before:
    """The run before, the settings it was made under, and how the claims part from what was claimed then."""

    run: Path
    settings: Settings
    parts: parted.Parts


def make_ready() -> None:
    """Does what is done once a process, where somebody will soon wait for newcomers to be found."""
    held.code_digest()
    winners.default_precedence()


def reconcile_newcomers(
    settings: Settings,
    claimed: Path,
    estate: Estate,
    given: Given,
    before: Before,
    *,
    scratch: Path,
) -> str | None:
    """Writes every table as `reconcile` would. Where that is not certain nothing is written: why, as a code."""
    state = held.state(on=given.on, products=given.products, notes=given.decision_notes)
    connection, progress = estate.connection, given.progress
    steps = Steps(connection, stages.STEPS)
    progress("claims", 0.0)
    standing = ["network"]
    why = (
        _other_ground(connection, settings, before, state)
        or parted.read_otherwise(connection, claimed, before.parts, before.run)
        or parted.part(connection, claimed, before.parts, scratch / "newcomers")
    )
    if why is None:
        claims.load(connection, scratch / "newcomers", settings)
        why = _tells_of_others(connection)
    if why is None:
        decisions.load(connection, given.decided, given.decision_notes, on=given.on)
        why = _find(connection, steps, before.run, given)
    if why is None:
        stages.judge_claims(connection, steps, settings, on=given.on, progress=progress)
        progress("writing", 0.75)
        _make_alone(connection, steps, run=before.run, run_id=given.run_id)
        why = _decided_otherwise(connection, before.run)
    if why is None:
        progress("evidence", 0.9)
        standing = _write_beside(connection, steps, estate, claimed, before)
        held.keep(connection, estate.folder, state, beside=True)
    stages.forget(connection)
    estate.refresh(standing)
    return why


def _other_ground(
    connection: duckdb.DuckDBPyConnection, settings: Settings, before: Before, state: held.State
) -> str | None:
    """Whether the run before stood on something else than this one does, but for the files."""
    told = held.recall(connection, before.run)
    if told is None or replace(told, settled=True) != state:
        return "other_ground"
    if not told.settled:
        return "ids_unsettled"
    was = before.settings
    same = (
        (settings.scopes, settings.precedence, settings.logon_days, settings.limits)
        == (was.scopes, was.precedence, was.logon_days, was.limits)
    ) and settings.sources[: len(was.sources)] == was.sources
    return None if same else "other_settings"


def _tells_of_others(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Whether any row is not about a thing alone, or names another thing or a person."""
    told = claims.told(connection)
    if not set(told) <= set(_TOLD):
        return "tells_of_others"
    others = ["select 1 from header where claim = record and tbl <> 'asset'"]
    for name in told:
        for column in TABLES[name].columns:
            if column.refers in _OTHERS:
                said = "true" if column.key else f'"{column.name}" is not null'
                others.append(
                    f'select 1 from claimed_{name} where {said} and "{column.name}" is distinct from {_SELF}'
                )
    found = connection.execute(f"({') union all ('.join(others)}) limit 1").fetchone()
    return "tells_of_others" if found else None


def _find(
    connection: duckdb.DuckDBPyConnection,
    steps: Steps,
    run: Path,
    given: Given,
) -> str | None:
    """Finds the things, as in an empty workspace; why they may be acquainted with those of the run before."""
    for name in ("identifier", "entity", "record"):
        connection.execute(f"create or replace temp view before_{name} as from {_rows(run, name)}")
    provenance.recall(connection, None)
    stages.find_things(connection, steps, given.products, beside=True, progress=given.progress)
    found = steps.rows("acquainted")
    return str(found[0][0]) if found else None


def _make_alone(
    connection: duckdb.DuckDBPyConnection, steps: Steps, *, run: Path, run_id: str
) -> None:
    """Makes the tables as they would be of the newcomers alone: temporary ones, which come before the estate's.

    The networks that addresses lie in are those of the run before.
    """

    def make(table: Table, query: str) -> None:
        columns = ", ".join(f'"{c.name}"::{c.sql} as "{c.name}"' for c in table.columns)
        connection.execute(
            f'create or replace temp table "{table.name}" as select {columns} from ({query})'
        )

    connection.execute(f"create or replace view network as from {_rows(run, 'network')}")
    steps.run("network_range")
    nouns.write(connection, steps, make)
    relations.write(connection, make)
    steps.run("address_range")
    make(TABLES["address"], steps.text("address"))
    provenance.count(steps)
    connection.execute(_LOST_BEFORE)
    for name in ("record", "identifier", "evidence", "decision", "visibility", "identity_change"):
        make(TABLES[name], steps.text(f"out_{name}"))
    steps.run("out_entity", run_id=run_id)
    make(TABLES["entity"], "from out_entity")


_LOST_BEFORE = (
    "delete from unresolved u using held_lost_reference h "
    "where (u.tbl, u.attribute, u.source, u.raw) = (h.tbl, h.attribute, h.source, h.raw)"
)
"""A reference that named nothing stands in the evidence once a source, however many rows make it."""


def _decided_otherwise(connection: duckdb.DuckDBPyConnection, run: Path) -> str | None:
    now, before = "from temp.decision", f"from {_rows(run, 'decision')}"
    other = f"(({now}) except all ({before})) union all (({before}) except all ({now}))"
    return "other_decisions" if connection.execute(f"from ({other}) limit 1").fetchone() else None


def _write_beside(
    connection: duckdb.DuckDBPyConnection,
    steps: Steps,
    estate: Estate,
    claimed: Path,
    before: Before,
) -> list[str]:
    """Writes the tables of the run before with the newcomers in them. Gives those that nothing is added to: they are
    that run's own.
    """
    run = before.run
    claims.of_files(connection, claimed, counts=parted.counts(claimed, before.parts))
    for name, query in _COUNTED.items():
        connection.execute(f"create or replace temp table {name} as {query}")
    connection.execute(
        "create or replace temp table source_seen as select source, max(seen_at) as seen_at from "
        f"(from source_seen union all select source, seen_at from {_rows(run, 'source')}) group by all"
    )
    grown = {name: steps.text(f"out_{name}") for name in ("note", "coverage")}
    grown["source"] = _sources(steps, before)
    grown["identity_change"] = "from temp.identity_change"
    rows = connection.execute(
        "select table_name from duckdb_tables() where temporary and estimated_size > 0"
    ).fetchall()
    filled = {name for (name,) in rows}
    for name in (*CLAIMABLE, "record", "identifier", "evidence", "visibility", "entity"):
        if name in filled:
            grown[name] = _beside(TABLES[name], run)
    standing = [name for name in (*CLAIMABLE, *_PROVENANCE) if name not in grown]
    for name in standing:
        held.link(run, estate.folder, name)
    for name in grown:
        if name in _IN_PARTS and not parts.is_worn(run, name):
            estate.add(TABLES[name], _more(TABLES[name], run), earlier=run)
        else:
            estate.write(TABLES[name], grown[name])
    return standing


def _sources(steps: Steps, before: Before) -> str:
    """The sources: as in the run before, but for those whose files are others."""
    known = _rows(before.run, "source")
    names = ", ".join(map(quoted.text, before.parts.sources))
    other = f"list_contains([{names}]::varchar[], source)"
    return (
        f"from {known} where not {other} union all by name from ({steps.text('out_source')}) "
        f"where {other} or source not in (select source from {known})"
    )


_COUNTED = {
    "lost_reference": "select tbl, attribute, source, raw, nothing, sum(rows)::bigint as rows "
    "from (from lost_reference union all by name from held_lost_reference) group by all",
    "product_unnamed": "select text, sum(assets)::bigint as assets "
    "from (from product_unnamed union all by name from held_product_unnamed) group by all",
    "coverage_tally": "select asset_kind, counted, name, sum(things)::bigint as things "
    "from (from coverage_tally union all by name from held_coverage_tally) group by all",
    "mentioned": "select noun, entity_id, min(text) as text "
    "from (select noun, entity_id, text from mentioned union all by name from held_mention) group by all",
    "note_of_decisions": "from held_note_of_decisions",
}
"""What counts are made of, of both together."""


def _beside(table: Table, run: Path) -> str:
    """The rows of the run before, and those of newcomers. What is named by its text alone may be known already."""
    both = f"from {_rows(run, table.name)} union all by name {_more(table, run)}"
    if table.name == "product":
        return f"select product_id, min(name) as name, any_value(kind) as kind from ({both}) group by product_id"
    return both


def _more(table: Table, run: Path) -> str:
    """The rows that are added."""
    if table.name not in _NAMED:
        return f'from temp."{table.name}"'
    key = ", ".join(table.key)
    known = f"select ({key}) from {_rows(run, table.name)}"
    return f'from temp."{table.name}" where ({key}) not in ({known})'


def _rows(folder: Path, name: str) -> str:
    return f"read_parquet({parts.listed(parts.paths(folder, name))})"
