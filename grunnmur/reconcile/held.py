"""What a run keeps of reconciling, so that newcomers can be put beside what it found (decision 091)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path

import duckdb

from grunnmur import catalogue, estate, kit
from grunnmur.catalogue import lifecycle
from grunnmur.kit import code, parts, quoted

FOLDER = "reconciled"
_STATE = "state.json"
_REWRITTEN = ("dependency",)
"""Tables that later verbs write anew: as reconcile left them."""
_NAMES = {
    "asked_name": "select distinct alias_value as name from wanted where noun = 'asset'",
    "host_name": "select distinct short as name from node_host",
    "told_address": "select distinct ip from claimed_address where ip is not null",
    "product_text": "select text, product_id from product_name",
}
"""Names that rows go by, or were asked for by."""
_TABLES = {
    **_NAMES,
    "named": "select noun, kind, value, realm, entity_id, tier from alias "
    "where noun not in ('asset', 'account', 'person', 'product')",
    "mention": "select noun, entity_id, text from mentioned",
    "lost_reference": "select tbl, attribute, source, raw, nothing, rows from lost_reference",
    "product_unnamed": "select text, assets from product_unnamed",
    "coverage_tally": "select asset_kind, counted, name, things from coverage_tally",
    "note_of_decisions": "select source, place, code, facts from note_of_decisions "
    "union select source, place, code, facts from note where source = '' and place = 'privacy'",
}
"""What is kept, and of what: also what things may be called, and what counts are made of."""


@dataclass(frozen=True, slots=True)
class State:
    """All that decides what comes of claims, besides the settings and the run before.

    `settled` says that reconciling the same claims again gives every thing the id it has.
    """

    code: str
    on: str
    products: str
    decision_notes: list[list[str]]
    settled: bool = True


def state(
    *, on: date, products: Iterable[lifecycle.Product], notes: Iterable[tuple[str, ...]]
) -> State:
    """The state under which a run reconciles."""
    known = repr(sorted((p.product_id, p.name, p.kind) for p in products))
    return State(
        code_digest(),
        on.isoformat(),
        hashlib.blake2b(known.encode(), digest_size=16).hexdigest(),
        sorted(list(note) for note in notes),
    )


@cache
def code_digest() -> str:
    """A digest of the code and the shipped knowledge that reconciling follows from: made once a process."""
    packages = (Path(__file__).parent, *(Path(*one.__path__) for one in (estate, kit, catalogue)))
    files = (path for folder in packages for path in folder.rglob("*") if path.is_file())
    versions = [metadata.version(name) for name in ("duckdb", "splink")]
    return " ".join((code.digest(path for path in files if path.suffix != ".pyc"), *versions))


def keep(
    connection: duckdb.DuckDBPyConnection, run: Path, told: State, *, beside: bool = False
) -> None:
    """Writes what is kept into the run's folder, from the tables of the steps. `beside` what is recalled, of names."""
    folder = run / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, query in _TABLES.items():
        if beside and name in _NAMES:
            query += f" union from held_{name}"
        connection.execute(
            f"copy (from ({query}) order by all) to {quoted.text(folder / f'{name}.parquet')} "
            "(format parquet, compression zstd)"
        )
    for name in _REWRITTEN:
        parts.share(run / f"{name}.parquet", folder / f"{name}.parquet")
    (folder / _STATE).write_text(json.dumps(asdict(told)), encoding="utf-8")


def recall(connection: duckdb.DuckDBPyConnection, run: Path) -> State | None:
    """Makes `held_<table>` of what a run kept. None where it kept nothing, or other code kept what it knew."""
    path = run / FOLDER / _STATE
    if not path.exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    if told.get("code") != code_digest():
        return None
    for name in _TABLES:
        rows = f"read_parquet({quoted.text(run / FOLDER / f'{name}.parquet')})"
        connection.execute(f"create or replace temp view held_{name} as from {rows}")
    return State(**told)


def link(run: Path, folder: Path, name: str) -> None:
    """Makes the table as reconcile left it in the run that of another folder too."""
    if name in _REWRITTEN:
        parts.share(run / FOLDER / f"{name}.parquet", folder / f"{name}.parquet")
    else:
        parts.link(run, folder, name)
