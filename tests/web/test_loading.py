"""Loading: a whole run or the one before it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest

from grunnmur.estate import Estate
from grunnmur.kit import engine
from grunnmur.kit.engine import Steps
from grunnmur_web import serve, store
from grunnmur_web.store import staging
from grunnmur_web.store.shelves import SHELVES


def _shown(site):
    with psycopg.connect(site.owner) as connection:
        return connection.execute(
            "select schema_name, run_id from access.loaded where is_current"
        ).fetchall()


def _schemas(site):
    with psycopg.connect(site.owner) as connection:
        rows = connection.execute("select nspname from pg_namespace where nspname like 'run\\_%'")
        return {name for (name,) in rows.fetchall()}


def test_a_load_that_fails_leaves_the_last_good_one(site, tmp_path, ask):
    broken = tmp_path / "20260902T080000"
    shutil.copytree(site.run, broken)
    (broken / "move.parquet").write_bytes(b"not a table")
    before = _shown(site)

    with pytest.raises(Exception, match=r"move\.parquet"):
        store.load(site.owner, broken)

    assert _shown(site) == before
    assert ask.rows("north", "select count(*) as n from asset") == [{"n": 2}]


def test_a_new_run_is_swapped_in_whole_and_old_ones_go(site, ask):
    before = _shown(site)

    first, second = (store.load(site.owner, site.run) for _ in range(2))

    assert _shown(site) == [(second.schema, site.run.name)]
    assert _schemas(site) == {first.schema, second.schema}
    assert before[0][0] not in _schemas(site)
    assert ask.rows("north", "select count(*) as n from asset") == [{"n": 2}]


def test_a_request_under_way_reads_one_run_to_its_end(site):
    with psycopg.connect(site.web) as reader:
        schema = reader.execute(
            "select access.enter(null), current_setting('grunnmur.schema')"
        ).fetchone()[1]

        store.load(site.owner, site.run)

        assert reader.execute(f"select count(*) from {schema}.asset").fetchone() == (0,)


def test_what_a_person_sees_of_one_run_tells_nothing_of_another(site, ask):
    first, second = (store.load(site.owner, site.run) for _ in range(2))

    assert ask.rows("chief", f"select count(*) as n from {first.schema}.asset") == [{"n": 0}]
    assert ask.rows("chief", f"select count(*) as n from {second.schema}.asset")[0]["n"] > 0


def test_a_run_is_loaded_once_and_in_the_place_of_the_one_it_follows(site):
    before = _shown(site)

    assert store.load_new(site.owner, site.run) is None
    other = site.run.with_name("20260902T080000")
    assert store.load_new(site.owner, other, instead_of=other) is None
    assert _shown(site) == before


def test_a_run_that_an_older_version_loaded_is_shown_once_it_is_loaded_anew(site, ask):
    with psycopg.connect(site.owner) as connection:
        connection.execute("update access.loaded set layout = layout - 1 where is_current")

    assert ask.rows("chief", "select run_id from access.enter(null)") == [{"run_id": None}]
    assert store.load_new(site.owner, site.run) is not None
    assert ask.rows("north", "select count(*) as n from asset") == [{"n": 2}]


def test_a_staged_run_is_shown_without_loading_it_and_one_nobody_took_goes(site, ask, tmp_path):
    tried = shutil.copytree(site.run, tmp_path / "tried" / "20260902T080000")
    taken = shutil.copytree(tried, tmp_path / "taken" / tried.name)
    before = _shown(site)
    store.stage(site.owner, tried, instead_of=store.ground(taken))  # something else is shown
    store.stage(site.owner, tried, instead_of=store.ground(site.run))
    store.stage(site.owner, tried, instead_of=store.ground(site.run))
    assert _shown(site) == before
    staged = _schemas(site) - {before[0][0]}

    (taken / "move.parquet").write_bytes(b"not a table")  # to load it would fail
    shown = store.load_new(site.owner, taken, instead_of=site.run, staged_from=tried)
    try:
        assert shown.schema in staged
        assert _shown(site) == [(shown.schema, tried.name)]
        assert ask.rows("north", "select count(*) as n from asset") == [{"n": 2}]
        store.stage(site.owner, tried, instead_of=store.ground(taken))
    finally:
        last = store.load(site.owner, site.run)
    # all its tables but a few are those of the run before, upon which it lies
    assert _schemas(site) == {before[0][0], shown.schema, last.schema}


def test_what_is_declared_of_a_table_is_what_duckdb_says_of_it(site, tmp_path):
    """Tables that are shelved as they are get their columns from the declarations."""
    estate = Estate(site.run)
    desk = staging._Desk(Steps(estate.connection, staging.STEPS), tmp_path)

    for name, shelf in SHELVES.items():
        described = desk._described(f'select *, 0::integer as audience from "{name}"')
        assert sorted(staging.declared(name)) == sorted(described), name
        assert desk.empty(name, shelf, staging.declared(name)).file.read_bytes() == b""


def test_a_table_that_the_run_has_not_is_there_without_rows(site, tmp_path, ask):
    run = tmp_path / "20260903T080000"
    shutil.copytree(site.run, run)
    (run / "location.parquet").unlink(missing_ok=True)

    store.load(site.owner, run)

    assert ask.rows("north", "select count(*) as n from location") == [{"n": 0}]
    store.load(site.owner, site.run)


def test_of_a_run_whose_rules_do_not_say_what_they_guard_all_about_security_is_guarded(
    site, tmp_path, ask, request
):
    earlier = tmp_path / "20260902T080000"
    shutil.copytree(site.run, earlier)
    said = "select * exclude (guarded) from '{0}/rule.parquet'"
    engine.connect().execute(
        f"copy ({said.format(site.run)}) to '{earlier}/rule.parquet' (format parquet)"
    )

    store.load(site.owner, earlier)
    request.addfinalizer(lambda: store.load(site.owner, site.run))

    asked = (
        "select finding_id from finding where rule_id in ('not-secure', 'no-contract') order by 1"
    )
    assert [row["finding_id"] for row in ask.rows("north", asked)] == ["finding-pn"]
    assert [row["finding_id"] for row in ask.rows("north_security", asked)] == [
        "finding-both", "finding-n", "finding-pn",
    ]  # fmt: skip


def test_a_run_that_cannot_be_loaded_keeps_nobody_from_the_one_before(site, monkeypatch):
    def failing(*_arguments):
        raise subprocess.CalledProcessError(1, "load")

    said = []
    start = ({"DATABASE_OWNER_URL": site.owner}, Path("workspace"), "20260902T080000")
    monkeypatch.setattr(serve, "_manage", failing)

    serve._show(*start, lambda code, **facts: said.append((code, facts)))

    assert said == [("site_serve_not_loaded", {"run": "20260902T080000"})]
    monkeypatch.setattr(store, "shows_a_run", lambda _owner: False)
    with pytest.raises(subprocess.CalledProcessError):
        serve._show(*start, said.append)
