"""What was known and what was read now → the tables of a new edition."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from grunnmur.catalogue import files
from grunnmur.catalogue.editions import differing
from grunnmur.catalogue.feeds.reading import Note
from grunnmur.kit.engine import Steps, give

STEPS = Path(__file__).parent / "steps"
_FEED_STEPS = Path(__file__).parent.parent / "feeds" / "steps"
_SELECTION = Path(__file__).parent.parent / "selection.yaml"
_BY_VULNERABILITY = {"nvd", "anchore", "cve"}


def merge(
    connection: duckdb.DuckDBPyConnection, documents: Mapping[str, int | None], *, on: date
) -> tuple[list[str], list[Note]]:
    """Makes a table of every table of knowledge that the feeds change. Gives names and notes.

    `documents` names the feeds, and for those that come whole the document that counts. A table no
    feed changes stays a view over the earlier edition.
    """
    steps = Steps(connection, STEPS)
    made: list[str] = []
    notes: list[Note] = []
    steps.run("spoken_vulnerability", "chosen_vulnerability", "repeated_affected")
    if documents.keys() & _BY_VULNERABILITY:
        steps.run("tied_vulnerability")
        notes += _outcomes(connection, "vulnerability", "vulnerability_record")
        notes += differing.notes(steps, ("vulnerability", "table"))
        made += _merged(steps, "vulnerability_record", "affected")
    if "csaf" in documents:
        steps.run("spoken_advisory", "chosen_advisory")
        notes += _outcomes(connection, "advisory", "advisory") + differing.notes(
            steps, ("advisory",)
        )
        made += _merged(steps, "advisory", "advisory_product", "advisory_vulnerability")
    if "kev" in documents:
        made += _merged(steps, "exploited", document=documents["kev"])
    if "epss" in documents:
        made += _merged(steps, "exploit_probability", document=documents["epss"])
    _lifecycle_names(steps)
    if "endoflife" in documents:
        steps.run("release_told", "release_said", "release_state", on=on)
        notes += [
            Note("feed_ahead", str(place), {"file": place, "day": str(day)})
            for place, day in steps.rows("release_ahead", on=on)
        ]
        notes += _older_releases(connection) + differing.notes(steps, ("release",))
        made += _merged(steps, "release_cycle")
    made += _derived(steps, set(made))
    return made, notes + _unread(steps, documents)


def _merged(steps: Steps, *names: str, **parameters: object) -> list[str]:
    """Makes the tables in place of the views over the earlier edition."""
    for name in names:
        steps.run(f"merged_{name}", **parameters)
        steps.connection.execute(f'drop view if exists "{name}"')
        steps.connection.execute(f'alter table "merged_{name}" rename to "{name}"')
    return list(names)


def _derived(steps: Steps, made: set[str]) -> list[str]:
    """What follows from other tables is made again where those changed."""
    connection, derived = steps.connection, []
    if made & {"vulnerability_record", "advisory"}:
        steps.run("advised_vulnerability", "out_vulnerability")
        _rename(connection, "out_vulnerability", "vulnerability")
        derived.append("vulnerability")
    if made & {"affected", "advisory"}:
        if "affected" not in made:
            _merged(steps, "affected")
            derived.append("affected")
        steps.run("spelling")
        Steps(connection, _FEED_STEPS).run("version_text")
        steps.run("advisory_affected")
        connection.execute("insert into affected by name select * from advisory_affected")
    if made & {"affected", "advisory", "exploited", "release_cycle"}:
        steps.run("out_product_name")
        _rename(connection, "out_product_name", "product_name")
        derived.append("product_name")
    return derived


def _unread(steps: Steps, feeds: Container[str]) -> list[Note]:
    return [
        Note("feed_versions_unread", str(feed), {"feed": feed, "count": count, "example": example})
        for feed, count, example in steps.rows("versions_unread")
        if feed in feeds
    ]


def _rename(connection: duckdb.DuckDBPyConnection, made: str, name: str) -> None:
    connection.execute(f'drop view if exists "{name}"')
    connection.execute(f'alter table "{made}" rename to "{name}"')


def _outcomes(connection: duckdb.DuckDBPyConnection, noun: str, table: str) -> list[Note]:
    """One note for each reason why what was read does not hold."""
    rows = connection.execute(
        f"select outcome, count(*), min({noun}_id) from chosen_{noun} where outcome <> 'taken' "
        "group by outcome order by outcome"
    ).fetchall()
    return [
        Note(f"feed_{noun}_{outcome}", noun, {
            "count": count, "example": example, "files": _files(connection, noun, table, example)
        })
        for outcome, count, example in rows
    ]  # fmt: skip


def _files(connection: duckdb.DuckDBPyConnection, noun: str, table: str, example: str) -> str:
    """The files that tell of it."""
    rows = connection.execute(
        f"select distinct coalesce(p.place, t.place_read) from new_{table} t left join new_place p "
        f"on p.feed = t.feed and p.document = t.document and p.subject = t.{noun}_id "
        f"where t.{noun}_id = ? order by 1",
        [example],
    ).fetchall()
    return ", ".join(place for (place,) in rows)


def _older_releases(connection: duckdb.DuckDBPyConnection) -> list[Note]:
    rows = connection.execute(
        "select count(*), min(product_id) from release_state where older having count(*) > 0"
    ).fetchall()
    return [
        Note("feed_release_older", "endoflife", {"count": count, "example": example})
        for count, example in rows
    ]


def _lifecycle_names(steps: Steps) -> None:
    """Makes `lifecycle_choice`, `lifecycle_version`, `lifecycle_product` and `lifecycle_name`."""
    connection = steps.connection
    chosen = files.read(_SELECTION)["products"]
    choices = sorted((slug, entry["product_id"]) for slug, entry in chosen.items())
    _table(connection, "lifecycle_choice", ("slug", "product_id"), choices)
    cycles = connection.execute("select distinct product, cycle from new_eol_cycle order by all")
    versions = [
        (slug, cycle, _version(cycle, chosen.get(slug, {}).get("rules", ())))
        for slug, cycle in cycles.fetchall()
    ]
    _table(connection, "lifecycle_version", ("slug", "cycle", "version"), versions)
    steps.run("lifecycle_product", "lifecycle_name")


def _version(cycle: str, rules: list[tuple[str, str]]) -> str:
    """The cycle as inventories write the version, by the rules of the selection."""
    for pattern, replacement in rules:
        cycle = re.sub(pattern, replacement, cycle)
    return cycle


def _table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
) -> None:
    given = {
        column: pa.array([row[place] for row in rows], pa.string())
        for place, column in enumerate(columns)
    }
    give(connection, name, pa.table(given))
