"""An estate on disk outlives the declarations it was written by."""

from __future__ import annotations

from pathlib import Path

import duckdb

from grunnmur.estate import Estate


def test_a_column_declared_later_is_not_known_in_an_older_run(tmp_path: Path) -> None:
    older = tmp_path / "finding.parquet"
    duckdb.sql("select 'f1' as finding_id, 'fail' as verdict").write_parquet(str(older))

    rows = Estate(tmp_path).connection.sql(
        "select finding_id, verdict, accepted_until from finding"
    )

    assert rows.fetchall() == [("f1", "fail", None)]


def test_of_a_table_in_parts_its_own_rows_are_told_where_it_is_opened_alone(tmp_path: Path) -> None:
    for name, situation in (("", "gone"), (".001", "here")):
        duckdb.sql(f"select '{situation}' as situation_id").write_parquet(
            str(tmp_path / f"situation_vulnerability{name}.parquet")
        )
    duckdb.sql("select 'here' as situation_id").write_parquet(str(tmp_path / "situation.parquet"))

    estate = Estate(tmp_path, names=["situation_vulnerability"])

    rows = estate.connection.sql("select situation_id from situation_vulnerability").fetchall()
    assert rows == [("here",)]
