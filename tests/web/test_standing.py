"""A run laid upon the one that is shown: people see what they would if all of it were loaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest

from grunnmur.estate import NOUNS, TABLES, Estate
from grunnmur.kit import engine
from grunnmur_web import store
from grunnmur_web.store import standing
from grunnmur_web.store.shelves import SHELVES
from grunnmur_web.store.staging import Staging
from tests.web.conftest import PEOPLE, Site
from tests.web.region import NORTH, SOUTH

NEW = f"""
    select 'asset-new' as asset_id, 'server' as kind, 'ny-app01' as name, '{SOUTH}' as organisation_id
"""


@pytest.fixture
def ground(site, tmp_path):
    """The region as reconcile leaves it, shown: with the id of everything in it."""
    folder = shutil.copytree(site.run, tmp_path / "20260904T080000")
    ids = " union ".join(
        f"select '{noun}' as noun, {TABLES[noun].id_column} as entity_id from {noun}"
        for noun in NOUNS
    )
    _write(folder, "entity", f"select *, 'before' as born_run_id from ({ids})", grown=False)
    store.load(site.owner, folder)
    yield folder
    store.load(site.owner, site.run)


def _write(folder: Path, name: str, rows: str, *, grown: bool = True) -> None:
    """Writes the table anew: with these rows more, or with these alone. Columns they have not are null."""
    estate, table = Estate(folder), TABLES[name]
    nothing = ", ".join(f'null::{column.sql} as "{column.name}"' for column in table.columns)
    before = name if grown else f"(select {nothing} where false)"
    estate.write(table, f"from {before} union all by name {rows}")


def _newcomers(ground: Path, tmp_path: Path, **rows: str) -> Path:
    """A run with a new server of the south's."""
    told = {
        "asset": NEW,
        "entity": "select 'asset' as noun, 'asset-new' as entity_id, 'now' as born_run_id",
        "visibility": f"select 'asset' as noun, 'asset-new' as entity_id, '{SOUTH}' as organisation_id",
        "installation": "select 'asset-new' as asset_id, 'postgresql' as product_id, '17' as version",
        **rows,
    }
    folder = shutil.copytree(ground, tmp_path / "20260905T080000")
    for name, more in told.items():
        _write(folder, name, more)
    return folder


def _layers(site: Site) -> list[str]:
    with psycopg.connect(site.owner) as connection:
        return connection.execute("select layers from access.loaded where is_current").fetchone()[0]


def _own(site: Site) -> set[str]:
    """The tables that the shown run has of its own."""
    with psycopg.connect(site.owner) as connection:
        rows = connection.execute(
            "select relname from pg_class join pg_namespace space on space.oid = relnamespace "
            "where nspname = %s and relkind = 'r'",
            [_layers(site)[0]],
        )
        return {name for (name,) in rows.fetchall()}


def _seen(site: Site, ask) -> dict[tuple[str, str], list[str]]:
    """Every row of every table and view that each person sees."""
    with psycopg.connect(site.owner) as connection:
        names = connection.execute(
            "select relname from pg_class join pg_namespace space on space.oid = relnamespace "
            "where nspname = %s and relkind in ('r', 'v') "
            "and has_table_privilege('grunnmur_web', pg_class.oid, 'select')",
            [_layers(site)[-1]],
        ).fetchall()
    return {
        (person, name): sorted(map(str, ask.rows(person, f'select * from "{name}"')))
        for person in PEOPLE
        for (name,) in names
    }


def test_people_see_of_a_run_that_was_laid_upon_another_what_they_see_of_it_whole(
    site, ground, tmp_path, ask
):
    run = _newcomers(ground, tmp_path)

    store.load_new(site.owner, run, instead_of=ground)
    laid, own = _seen(site, ask), _own(site)
    assert len(_layers(site)) == 2
    assert {"asset", "asset_tally", "thing", "search_word", "installation"} <= own
    assert not own & {"dependency", "finding", "application", "data_store", "audience"}

    store.load(site.owner, run)
    assert len(_layers(site)) == 1
    assert laid == _seen(site, ask)
    assert any("ny-app01" in row for row in laid["south", "asset"])
    assert not any("ny-app01" in row for row in laid["north", "asset"])
    assert laid["south", "dependency_seen"] and laid["planner", "supplier"]


def test_a_run_whose_vulnerabilities_lie_in_parts_is_laid_upon_another_too(
    site, ground, tmp_path, ask
):
    run = _newcomers(ground, tmp_path)
    first = run / "situation_vulnerability.parquet"
    shutil.copy(first, first.with_suffix(".001.parquet"))

    store.load_new(site.owner, run, instead_of=ground)
    laid, own = _seen(site, ask), _own(site)
    assert len(_layers(site)) == 2
    assert "situation_vulnerability" in own

    store.load(site.owner, run)
    assert laid == _seen(site, ask)


def _visible(asset: str, *organisations: str) -> dict[str, str]:
    rows = f"select 'asset' as noun, '{asset}' as entity_id, unnest({list(organisations)}) as organisation_id"
    return {"visibility": rows}


@pytest.mark.parametrize(
    "rows",
    [
        _visible("asset-s1", NORTH),
        _visible("asset-new", NORTH, SOUTH, "organisation-x"),
        {"organisation": "select 'organisation-new' as organisation_id, 'Ny' as name"},
        {
            "dependency": "select 'application' as consumer_kind, 'application-n' as consumer_id, "
            "'asset' as provider_kind, 'asset-new' as provider_id, 'declared' as origin"
        },
        {"address": "select 'asset-s1' as asset_id, '10.9.9.9' as ip"},
        {
            "finding": "select 'f-new' as finding_id, 'eol' as rule_id, 'asset' as subject_kind, "
            "'asset-s1' as subject_id"
        },
    ],
    ids=[
        "a known thing is seen by more",
        "an audience of its own",
        "an organisation",
        "what it needs",
        "an address of a known thing",
        "a finding of a known thing",
    ],
)
def test_people_see_the_same_whatever_else_is_new(site, ground, tmp_path, ask, rows):
    run = _newcomers(ground, tmp_path, **rows)

    store.load_new(site.owner, run, instead_of=ground)
    laid = _seen(site, ask)

    store.load(site.owner, run)
    assert laid == _seen(site, ask)


def test_a_run_is_loaded_whole_where_who_sees_what_is_other(site, ground, tmp_path):
    run = _newcomers(ground, tmp_path, **_visible("asset-s1", NORTH))

    store.load_new(site.owner, run, instead_of=ground)

    assert len(_layers(site)) == 1


def test_what_a_run_lies_upon_stays_until_one_is_loaded_whole(site, ground, tmp_path, ask):
    run, before = _newcomers(ground, tmp_path), _layers(site)
    deepest = 1
    for number in range(10):
        run = shutil.copytree(run, run.with_name(f"20260906T08000{number}"))
        store.load_new(site.owner, run)
        deepest = max(deepest, len(_layers(site)))
        new = ask.rows("south", "select count(*) as n from asset where name = 'ny-app01'")
        assert new == [{"n": 1}]
    assert 1 <= len(_layers(site)) < deepest == 8

    for _ in range(2):
        store.load(site.owner, run)
    with psycopg.connect(site.owner) as connection:
        rows = connection.execute("select nspname from pg_namespace where nspname like 'run\\_%'")
        kept = {name for (name,) in rows.fetchall()}
    assert len(kept) == 2 and not kept & set(before)


def test_a_run_is_not_laid_upon_what_other_code_loaded(site, ground, tmp_path):
    with psycopg.connect(site.owner) as connection:
        connection.execute("update access.loaded set code = 'another' where is_current")

    store.load_new(site.owner, _newcomers(ground, tmp_path), instead_of=ground)

    assert len(_layers(site)) == 1


def test_a_run_whose_ground_is_gone_is_loaded_whole(site, ground, tmp_path):
    run = _newcomers(ground, tmp_path)
    moved = ground.rename(ground.with_name("moved"))

    store.load_new(site.owner, run)

    assert len(_layers(site)) == 1
    moved.rename(ground)


def test_of_a_table_that_a_run_has_not_there_are_no_rows(site, tmp_path):
    """So it stands where neither run has it, whatever its step reads besides."""
    for name in SHELVES:
        if not (standing.STEPS / f"{name}.sql").exists():
            continue
        folder = shutil.copytree(site.run, tmp_path / name)
        (folder / f"{name}.parquet").unlink(missing_ok=True)
        staging = Staging(folder, engine.connect(), tmp_path)
        made = {
            table.name: table.file.read_bytes()
            for table in staging.tables(lambda _at, _share: None)
        }
        assert made[name] == b"", name
