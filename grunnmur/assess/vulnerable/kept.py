"""What the run before matched: what still runs, by the same edition and the same code, is not matched again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import duckdb

from grunnmur.catalogue import cpe, order, ranked
from grunnmur.kit.engine import Steps

FOLDER = "matched"
_KEY = "key.txt"
_STEPS = Path(__file__).parent / "steps"
_COLUMNS = {
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


def recall(connection: duckdb.DuckDBPyConnection, run: Path | None, edition: str) -> None:
    """Makes `kept_item`, `kept_touch` and `kept_match` of a run's folder, for items that run.

    They are empty without such a run, and when it was matched by another edition or other code.
    """
    usable = run is not None and _usable(run / FOLDER, edition)
    for name, columns in _COLUMNS.items():
        connection.execute(f"create or replace temp table kept_{name} ({columns})").fetchall()
        if usable and run is not None:
            connection.execute(
                f"insert into kept_{name} by name select * from read_parquet($file) "
                "where digest in (select digest from item)",
                {"file": str(run / FOLDER / f"{name}.parquet")},
            ).fetchall()


def keep(connection: duckdb.DuckDBPyConnection, run: Path, edition: str) -> None:
    """Writes what was matched into the run's folder, for the next run."""
    steps = Steps(connection, _STEPS)
    folder = run / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / _KEY).unlink(missing_ok=True)
    for name in _COLUMNS:
        connection.execute(
            f"copy ({steps.text(f'keep_{name}')} order by all) to '{_quoted(folder / name)}.parquet' "
            "(format parquet, compression zstd)"
        ).fetchall()
    (folder / _KEY).write_text(_key(edition), encoding="utf-8")


def _usable(folder: Path, edition: str) -> bool:
    """Whether it is whole, and matched as it would be now."""
    key = folder / _KEY
    return key.is_file() and key.read_text(encoding="utf-8") == _key(edition)


def _key(edition: str) -> str:
    return f"{edition} {_code()}\n"


@cache
def _code() -> str:
    """A digest of what decides matching: what other code matched is not used."""
    files = [
        *Path(__file__).parent.rglob("*.py"),
        *_STEPS.glob("*.sql"),
        *Path(order.__file__).parent.glob("*.py"),
        *Path(ranked.__file__).parent.rglob("*.sql"),
        *Path(ranked.__file__).parent.glob("*.py"),
        *Path(cpe.__file__).parent.glob("cpe.*"),
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
