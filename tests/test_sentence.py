"""The whole sentence on a small made-up region, held against its truth."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from grunnmur import collect, example, pipeline, plan, score, settings
from grunnmur.collect import privacy
from grunnmur.estate import Estate

ON = date(2026, 9, 1)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    example.write(folder / "exports", size=0.02, seed=11)
    return folder


@pytest.fixture(scope="module")
def estate(region: Path) -> Estate:
    return pipeline.run(region / "exports", region / "workspace", on=ON).estate


def test_every_row_of_every_source_is_claimed_or_noted(estate: Estate) -> None:
    rows = estate.connection.sql("select source, records, claimed, noted from source").fetchall()

    assert all(records == claimed + noted for _, records, claimed, noted in rows)
    assert all(records > 0 for _, records, _, _ in rows)


def test_reconciliation_is_right_where_the_truth_is_known(region: Path, estate: Estate) -> None:
    figures = score.score(estate, region / "exports" / "truth")["reconcile"]

    for name, figure in figures.items():
        if figure["pairs_found"]:
            assert figure["precision"] >= 0.999, name
        if figure["pairs_linkable"]:
            assert figure["recall"] >= 0.99, name
        assert figure["records_missing"] == 0, name


def test_every_rule_finds_what_the_exports_can_tell(region: Path, estate: Estate) -> None:
    figures = score.score(estate, region / "exports" / "truth")["rules"]

    for rule, figure in figures.items():
        if figure["reported"] >= 20:
            assert figure["precision"] >= 0.95, rule
        if figure["knowable"] >= 20:
            assert figure["recall"] >= 0.95, rule


def test_no_planted_identity_number_or_password_reaches_the_workspace(
    region: Path, estate: Estate
) -> None:
    planted = _planted(region / "exports")
    assert len(planted) >= 10

    stored = b"".join(_cells(estate))

    assert [text for text in planted if text.encode() in stored] == []


def test_the_plan_is_checked_by_a_stranger(estate: Estate) -> None:
    import json

    problem = json.loads((estate.folder / "problem.json").read_bytes())
    proposed = json.loads((estate.folder / "plan.json").read_bytes())

    report = plan.check(problem, proposed)

    (row,) = estate.connection.sql("select cost, violations from plan").fetchall()
    assert row == (report.cost, len(report.violations))


def test_a_workload_holds_nothing_that_is_out_of_scope(estate: Estate) -> None:
    wrong = estate.connection.sql(
        "select count(*) from workload_member m join application a on a.application_id = m.entity_id "
        "where m.noun = 'application' and a.scope = 'out'"
    ).fetchall()

    assert wrong == [(0,)]
    (out,) = estate.connection.sql(
        "select count(*) from application where scope = 'out'"
    ).fetchall()
    assert out[0] > 0


def test_each_identity_number_is_masked_with_a_note(region: Path, tmp_path: Path) -> None:
    claims = collect.collect(settings.read(region / "exports"), tmp_path / "claims", workers=1)

    import pyarrow.parquet as pq

    codes = set(pq.read_table(claims.folder / "_note").column("code").to_pylist())
    assert {"identity_number_masked", "secret_fingerprinted"} & codes


def _planted(exports: Path) -> list[str]:
    """Valid identity numbers that stand in the CSV exports as written."""
    import re

    found: set[str] = set()
    for path in sorted(exports.rglob("*.csv")):
        text = path.read_bytes().decode("utf-8", errors="replace")
        for match in re.finditer(r"(?<!\d)(\d{6}) ?(\d{5})(?!\d)", text):
            if privacy.is_identity_number(match[1] + match[2]) and privacy.cleaned(match[0])[1]:
                found.add(match[0])
    return sorted(found)


def _cells(estate: Estate) -> list[bytes]:
    """Every text in every table, so that compression hides nothing."""
    from grunnmur.estate import TABLES

    texts: list[bytes] = []
    for table in TABLES.values():
        names = [column.name for column in table.columns if column.type == "text"]
        for name in names:
            rows = estate.connection.sql(
                f'select distinct "{name}" from "{table.name}" where "{name}" is not null'
            ).fetchall()
            texts += [str(value).encode() for (value,) in rows]
    return texts
