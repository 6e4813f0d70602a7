"""Raw flow records go to disk as they come, typed, cleaned and traceable."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from grunnmur import collect, settings
from grunnmur.collect.claim import Batch, Claim, Record
from grunnmur.collect.writer import Writer
from grunnmur.estate import RAW, TABLES

NOON = datetime(2026, 8, 30, 12)


def _stored(folder: Path) -> list[dict[str, object]]:
    return pq.read_table(folder / "flow_record").to_pylist()


def test_a_batch_is_stored_with_every_declared_column_in_its_type(tmp_path: Path) -> None:
    writer = Writer(tmp_path, 1)
    document = writer.document("netflow", "a.nf", "netflow")

    document.take(Batch("flow_record", pa.table({"source_ip": ["10.0.0.1"], "bytes": [3]}), 1))
    document.close()
    writer.flush()

    (row,) = _stored(tmp_path)
    assert list(row) == [*RAW["flow_record"].by_name, "source", "file"]
    assert (row["source_ip"], row["bytes"], row["opened"]) == ("10.0.0.1", 3, None)
    assert (row["source"], row["file"]) == ("netflow", "a.nf")


def test_records_and_batches_end_in_the_same_store(tmp_path: Path) -> None:
    writer = Writer(tmp_path, 1)
    document = writer.document("firewall", "log.csv", "table")
    said = {"source_ip": "10.0.0.1", "started_at": NOON, "target_port": "443", "opened": "ja"}

    document.take(Record("log.csv:1", (Claim("flow_record", said),)))
    document.take(Batch("flow_record", pa.table({"started_at": [NOON]}), 1))
    document.close()
    writer.flush()

    rows = _stored(tmp_path)
    assert [row["started_at"] for row in rows] == [NOON, NOON]
    assert {(row["target_port"], row["opened"]) for row in rows} == {(443, True), (None, None)}
    assert pq.read_table(tmp_path / "_count").to_pylist()[0]["claimed"] == 2


def test_what_is_kept_in_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    writer = Writer(tmp_path, 1)
    document = writer.document("netflow", "a.nf", "netflow")
    batch = Batch("flow_record", pa.table({"bytes": pa.array(range(50_000), pa.int64())}), 50_000)

    for _ in range(20):
        document.take(batch)
    document.close()
    writer.flush()

    file = pq.ParquetFile(tmp_path / "flow_record" / "part-00001.parquet")
    assert file.metadata.num_rows == 1_000_000
    assert file.metadata.num_row_groups == 4


def test_a_misspelt_column_fails_at_once(tmp_path: Path) -> None:
    document = Writer(tmp_path, 1).document("netflow", "a.nf", "netflow")

    with pytest.raises(ValueError, match="flow_record has no column byte"):
        document.take(Batch("flow_record", pa.table({"byte": [3]}), 1))


def test_a_number_that_identifies_a_person_is_masked_in_a_batch(tmp_path: Path) -> None:
    writer = Writer(tmp_path, 1)
    document = writer.document("netflow", "a.nf", "netflow")

    document.take(Batch("flow_record", pa.table({"service": ["http 13097248022"]}), 1))
    document.close()
    writer.flush()

    assert "13097248022" not in str(_stored(tmp_path))


def test_raw_material_is_no_table_of_a_workspace() -> None:
    assert not set(RAW) & set(TABLES)


def test_a_firewall_log_comes_in_through_a_table(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(
        "time;src;sport;dst;dport\n2026-08-30 12:00:00;10.0.0.1;51000;10.0.0.2;443\n"
    )
    (tmp_path / "grunnmur.toml").write_text(
        '[[source]]\nname = "fw"\nformat = "table"\npath = "log.csv"\ninto = "flow_record"\n'
        'columns = { started_at = "time", source_ip = "src", source_port = "sport", '
        'target_ip = "dst", target_port = "dport" }\nconstants = { opened = true, protocol = "tcp" }\n'
    )

    collect.collect(settings.read(tmp_path), tmp_path / "claims")

    (row,) = _stored(tmp_path / "claims")
    assert (row["started_at"], row["target_port"], row["opened"]) == (NOON, 443, True)
