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
