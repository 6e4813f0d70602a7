"""What the run before matched and judged: what still runs, by the same edition and the same code, is taken from there.

Items by their digests and situations by their ids: both are made of what they are, so what was found of them stays true
within an edition. A run links the parts of the run before and adds one of what is new.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import duckdb

from grunnmur import estate
from grunnmur.catalogue import cpe, order, ranked
from grunnmur.estate import exposure
from grunnmur.kit import code, parts, quoted
from grunnmur.kit.engine import Steps

FOLDER = "matched"
_KEY = "key.txt"
_STEPS = Path(__file__).parent / "steps"
_ITEMS = {
    "item": "digest varchar, state varchar",
    "touch": (
        "digest varchar, row_id bigint, vuln integer, turn integer, conditional boolean, hits boolean, basis varchar, "
        "plain bigint, truth bigint"
    ),
    "match": (
        "digest varchar, row_id bigint, vuln integer, truth bigint, basis varchar, origins bigint, disputed boolean"
    ),
}
"""Rows and vulnerabilities by their numbers in the edition."""
_SITUATIONS = {
    "situation": (
        "situation_id varchar, affected bigint, unknown bigint, exploited bigint, decisions integer[], "
        "worst_cvss double, worst_epss double, affected_days date[], verdict varchar, reason varchar, listed varchar, "
        "mending struct(code varchar, version varchar)"
    )
}


def key(edition: str, *settings: object) -> str:
    """What must be the same for a run's findings to hold: the edition, the settings and the code."""
    return " ".join((edition, *map(repr, settings), _code())) + "\n"


def usable(run: Path | None, wanted: str) -> Path | None:
    """The run, where it is whole, was judged as it would be now, and is not in too many parts."""
    if run is None or not (run / FOLDER / _KEY).is_file():
        return None
    if (run / FOLDER / _KEY).read_text(encoding="utf-8") != wanted:
        return None
    told = [(run / FOLDER, name) for name in (*_ITEMS, *_SITUATIONS)]
    told.append((run, exposure.SITUATION_VULNERABILITY.name))
    whole = all(parts.paths(*one) and not parts.is_worn(*one) for one in told)
    return run if whole else None


def recall_items(connection: duckdb.DuckDBPyConnection, earlier: Path | None) -> None:
    """Makes `kept_item`, `kept_touch` and `kept_match` of a run's folder, for items that run; empty without one."""
    for name, columns in _ITEMS.items():
        _recall(connection, earlier, name, columns, "digest in (select digest from item)")


def recall_situations(connection: duckdb.DuckDBPyConnection, earlier: Path | None) -> None:
    """Makes `kept_situation` of a run's folder, for situations things are in; empty without one."""
    for name, columns in _SITUATIONS.items():
        living = "situation_id in (select situation_id from situation_key)"
        _recall(connection, earlier, name, columns, living)


def keep(
    connection: duckdb.DuckDBPyConnection, run: Path, earlier: Path | None, wanted: str
) -> None:
    """Writes what was matched and judged now into the run's folder, beside what was taken over."""
    steps = Steps(connection, _STEPS)
    folder = run / FOLDER
    if earlier is None:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    (folder / _KEY).unlink(missing_ok=True)
    for name in (*_ITEMS, *_SITUATIONS):
        if earlier is not None:
            parts.link(earlier / FOLDER, folder, name)
        if earlier is None or _any(connection, steps.text(f"keep_{name}")):
            connection.execute(
                f"copy ({steps.text(f'keep_{name}')} order by all) to {quoted.text(parts.following(folder, name))} "
                "(format parquet, compression zstd)"
            ).fetchall()
    (folder / _KEY).write_text(wanted, encoding="utf-8")


def _recall(
    connection: duckdb.DuckDBPyConnection, run: Path | None, name: str, columns: str, living: str
) -> None:
    connection.execute(f"create or replace temp table kept_{name} ({columns})").fetchall()
    if run is not None:
        found = parts.listed(parts.paths(run / FOLDER, name))
        connection.execute(
            f"insert into kept_{name} by name select * from read_parquet({found}) where {living}"
        ).fetchall()


def _any(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    return bool(connection.execute(f"select 1 from ({query}) limit 1").fetchall())


@cache
def _code() -> str:
    """A digest of what decides matching and judging: what other code found is not used."""
    files = [
        *Path(__file__).parent.rglob("*.py"),
        *_STEPS.glob("*.sql"),
        *Path(order.__file__).parent.glob("*.py"),
        *Path(ranked.__file__).parent.rglob("*.sql"),
        *Path(ranked.__file__).parent.glob("*.py"),
        *Path(cpe.__file__).parent.glob("cpe.*"),
        *Path(cpe.__file__).parent.glob("learnt.py"),
        *Path(cpe.__file__).parent.glob("vendors.yaml"),
        Path(exposure.__file__),
        Path(estate.__file__).parent / "estate.py",
    ]
    return code.digest(files)
