"""A new edition from files: read, checked, merged with what was known, swapped in at once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from grunnmur.catalogue import feeds, ranked
from grunnmur.catalogue.editions import checks, content, edition, merge, staging
from grunnmur.catalogue.editions.checks import Usable
from grunnmur.catalogue.editions.edition import CARD, CURRENT, FOLDER, Edition
from grunnmur.catalogue.feeds.reading import Note, Unreadable
from grunnmur.estate import TABLES, Estate
from grunnmur.estate.knowledge import EDITION_TABLES
from grunnmur.kit import engine
from grunnmur.kit.engine import Steps

_KEPT = tuple(table.name for table in (*EDITION_TABLES, TABLES["release_cycle"]))


@dataclass(frozen=True, slots=True)
class Update:
    """What came of an update: the edition that now holds, the feeds that are new, and the notes."""

    edition: Edition | None
    feeds: tuple[str, ...]
    notes: tuple[Note, ...]


def update(
    path: Path,
    folder: Path,
    *,
    on: date,
    made_at: datetime,
    only: Collection[str] = (),
    memory: str = "2GB",
) -> Update:
    """Reads the publishers' files under `path` into a new edition of the catalogue in `folder`.

    Of all feeds there are, or `only` of those named.
    Nothing new, or nothing usable, leaves the current edition. `on` is the day of what does not say
    its own; `made_at` is when this happens (UTC). Raises Unreadable when another update is at work.
    """
    with _partial(folder) as partial:
        before = edition.open_edition(folder)
        connection = engine.connect(memory=memory, spill=partial / ".spill")
        _earlier(connection, before)
        staged, notes = staging.stage(connection, feeds.read(path))
        staged = {name: found for name, found in staged.items() if not only or name in only}
        known = {str(row["feed"]): row for row in before.feeds} if before else {}
        usable, refused = checks.usable(Steps(connection, merge.STEPS), staged, known, on=on)
        notes += refused
        made: list[str] = []
        if usable:
            documents = {feed: found.document for feed, found in usable.items()}
            made, doubts = merge.merge(connection, documents, on=on)
            same = _as_before(connection, usable, known, made)
            notes += doubts
            notes += [Note("feed_unchanged", feed, {"feed": feed}) for feed in sorted(same)]
            usable = {feed: found for feed, found in usable.items() if feed not in same}
        if usable:
            rows = _feed_rows(connection, usable, known, made_at)
            _feed_table(connection, rows)
            _write(connection, partial, before, [*made, "feed"])
            connection.close()  # ranking takes as much memory as merging did
            _rank(partial, before, made, memory)
            card = {
                "on": on,
                "made_at": made_at,
                "feeds": rows,
                "notes": [asdict(n) for n in notes],
            }
            name = f"{on}+{_digest(rows)}"
            _publish(folder, partial, name, card)
        connection.close()
    return Update(edition.open_edition(folder), tuple(sorted(usable)), tuple(notes))


@contextmanager
def _partial(folder: Path) -> Iterator[Path]:
    """A hidden folder to write an edition in. One update at a time; what a killed one left is cleared."""
    import fcntl

    (folder / FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Unreadable("catalogue_locked", path=str(folder)) from error
        partial = folder / FOLDER / ".partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        try:
            yield partial
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def _earlier(connection: duckdb.DuckDBPyConnection, before: Edition | None) -> None:
    """Makes `old_<table>` and `<table>` views over the earlier edition, or over nothing."""
    for name in _KEPT:
        select = edition.selection(name, before.path(name) if before else None)
        connection.execute(f'create temp view "old_{name}" as {select}')
        connection.execute(f'create temp view "{name}" as {select}')


def _as_before(
    connection: duckdb.DuckDBPyConnection,
    usable: Mapping[str, Usable],
    known: Mapping[str, Mapping[str, Any]],
    made: Collection[str],
) -> set[str]:
    """The feeds that tell what they told before, as of no later day."""
    same = content.unchanged(Steps(connection, merge.STEPS), usable, made)
    return {
        feed
        for feed in same
        if str(usable[feed].as_of or "") <= str(known.get(feed, {}).get("as_of") or "")
    }


def _feed_rows(
    connection: duckdb.DuckDBPyConnection,
    usable: Mapping[str, Usable],
    known: Mapping[str, Mapping[str, Any]],
    made_at: datetime,
) -> list[dict[str, Any]]:
    """The rows of the table `feed`: those taken in now, and those that stay."""
    told = {
        str(feed): (n, day) for feed, n, day in Steps(connection, merge.STEPS).rows("feed_rows")
    }
    rows = {feed: dict(row) for feed, row in known.items()}
    for feed, found in usable.items():
        rows[feed] = {
            "feed": feed,
            "edition": found.staged.edition,
            "as_of": _latest(found.as_of or told.get(feed, (0, None))[1], known.get(feed)),
            "loaded_at": made_at,
            "digest": found.staged.digest,
        }
    return [row | {"rows": told.get(feed, (0, None))[0]} for feed, row in sorted(rows.items())]


def _latest(told_on: object, before: Mapping[str, Any] | None) -> str | None:
    """The latest day a feed has told of: an older file that brings something new does not take it back."""
    return max(filter(None, (_text(told_on), (before or {}).get("as_of"))), default=None)


def _feed_table(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]]) -> None:
    columns = ("feed", "edition", "as_of", "loaded_at", "rows", "digest")
    given = pa.table(
        {name: pa.array([_text(row.get(name)) for row in rows], pa.string()) for name in columns}
    )
    connection.register("_feeds", given)
    connection.execute("drop view feed")
    connection.execute("create temp table feed as select * from _feeds")
    connection.unregister("_feeds")


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _write(
    connection: duckdb.DuckDBPyConnection,
    partial: Path,
    before: Edition | None,
    made: list[str],
) -> None:
    """Writes the tables that changed, and links those that did not."""
    estate = Estate(partial, connection)
    for name in _KEPT:
        earlier = before.path(name) if before else None
        if name in made:
            estate.write(TABLES[name], f'select * from temp."{name}"')
        elif earlier is not None:
            os.link(earlier, partial / earlier.name)


def _rank(partial: Path, before: Edition | None, made: list[str], memory: str) -> None:
    """Ranks what the edition says of versions; where that is as before, the earlier edition's ranks are linked."""
    earlier = before.folder / ranked.FOLDER if before else None
    if "affected" in made or earlier is None or not ranked.is_current(earlier):
        path = partial / "affected.parquet"
        select = edition.selection("affected", path if path.is_file() else None)
        with engine.connect(memory=memory, spill=partial / ".spill") as connection:
            connection.execute(f"create temp view affected as {select}")
            ranked.store(connection, partial)
        return
    (partial / ranked.FOLDER).mkdir()
    for path in sorted(earlier.iterdir()):
        os.link(path, partial / ranked.FOLDER / path.name)


def _publish(folder: Path, partial: Path, name: str, card: Mapping[str, Any]) -> None:
    """Names the finished edition and points the catalogue at it."""
    text = json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    (partial / CARD).write_text(text + "\n", encoding="utf-8")
    shutil.rmtree(partial / ".spill", ignore_errors=True)
    target = _free(folder / FOLDER / name)
    partial.rename(target)
    pointer = folder / f".{CURRENT}"
    pointer.write_text(target.name + "\n", encoding="utf-8")
    pointer.replace(folder / CURRENT)


def _free(target: Path) -> Path:
    """The name, or one with a number: the same files again may follow upon others, on one day."""
    numbered = (target.with_name(f"{target.name}-{turn}") for turn in count(2))
    return target if not target.exists() else next(path for path in numbered if not path.exists())


def _digest(rows: list[dict[str, Any]]) -> str:
    said = "".join(f"{row['feed']}\0{row['digest']}\0" for row in rows)
    return hashlib.sha256(said.encode()).hexdigest()[:8]
