"""What the run before matched and judged: what still runs, by the same edition and the same code, is taken from there.

Items by their digests and situations by their ids: both are made of what they are, so what was found of them stays true
within an edition. A run links the parts of the run before and adds one of what is new. Things by a digest of all that
decides about them: what was found of those that are as they were is copied.
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
        "situation_id varchar, product_id varchar, version varchar, names varchar[], "
        "affected bigint, unknown bigint, exploited bigint, decisions integer[], "
        "worst_cvss double, worst_epss double, affected_days date[], verdict varchar, reason varchar, listed varchar, "
        "mending struct(code varchar, version varchar)"
    )
}
_WHOLE = {
    "thing": "thing_id varchar, digest ubigint",
    "running": "product_id varchar, version varchar, situation_id varchar, ended_on date, weight bigint",
}
"""Written whole in every run: of each thing its digest, and of each situation what an update removes."""
_COPIED = ("situation", "ingredient_situation", "detection_check", "update_gain")
"""Tables of the run before from which the rows of what is as it was are copied."""


def key(edition: str, *settings: object) -> str:
    """What must be the same for a run's findings to hold: the edition, the settings and the code."""
    return " ".join((edition, *map(repr, settings), _code(), duckdb.__version__)) + "\n"


def usable(run: Path | None, wanted: str) -> Path | None:
    """The run, where it is whole, was judged as it would be now, and is not in too many parts."""
    if run is None or not (run / FOLDER / _KEY).is_file():
        return None
    if (run / FOLDER / _KEY).read_text(encoding="utf-8") != wanted:
        return None
    told = [(run / FOLDER, name) for name in (*_ITEMS, *_SITUATIONS)]
    told += [(run / FOLDER, name) for name in _WHOLE] + [(run, name) for name in _COPIED]
    told.append((run, exposure.SITUATION_VULNERABILITY.name))
    whole = all(parts.paths(*one) and not parts.is_worn(*one) for one in told)
    return run if whole else None


def recall_items(connection: duckdb.DuckDBPyConnection, earlier: Path | None) -> None:
    """Makes `kept_item`, `kept_touch` and `kept_match` of a run's folder, for items that run; empty without one."""
    for name, columns in _ITEMS.items():
        _recall(connection, earlier, name, columns, "digest in (select digest from item)")


def recall_situations(connection: duckdb.DuckDBPyConnection, earlier: Path | None) -> None:
    """Makes `kept_situation` of a run's folder; empty without one."""
    for name, columns in _SITUATIONS.items():
        _recall(connection, earlier, name, columns)


def recall_things(connection: duckdb.DuckDBPyConnection, earlier: Path | None) -> None:
    """Makes `kept_thing`, `kept_running` and `earlier_<table>` of a run's folder; empty without one."""
    for name, columns in _WHOLE.items():
        _recall(connection, earlier, name, columns)
    for name in _COPIED:
        found = f"read_parquet({quoted.text(earlier / f'{name}.parquet')})" if earlier else ""
        select = f"from {found}" if found else f'from "{name}" where false'
        connection.execute(f"create or replace temp view earlier_{name} as {select}").fetchall()


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
            _store(steps, name, parts.following(folder, name))
    for name in _WHOLE:
        _store(steps, name, folder / f"{name}.parquet")
    (folder / _KEY).write_text(wanted, encoding="utf-8")


def _store(steps: Steps, name: str, path: Path) -> None:
    path.unlink(missing_ok=True)  # it may be another run's too
    steps.connection.execute(
        f"copy ({steps.text(f'keep_{name}')}) to {quoted.text(path)} (format parquet, compression zstd)"
    ).fetchall()


def _recall(
    connection: duckdb.DuckDBPyConnection,
    run: Path | None,
    name: str,
    columns: str,
    living: str = "true",
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
    knowledge = Path(cpe.__file__).parent
    files = [
        *Path(__file__).parent.rglob("*.py"),
        *_STEPS.glob("*.sql"),
        *Path(order.__file__).parent.glob("*.py"),
        *Path(ranked.__file__).parent.rglob("*.sql"),
        *Path(ranked.__file__).parent.glob("*.py"),
        *knowledge.glob("*.py"),
        *knowledge.glob("*.yaml"),
        *(knowledge / "lifecycle").rglob("*.yaml"),
        *(knowledge / "naming").rglob("*.yaml"),
        Path(exposure.__file__),
        Path(estate.__file__).parent / "estate.py",
    ]
    return code.digest(files)
