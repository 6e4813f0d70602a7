"""Flow records that another tool keeps as Parquet are read where they lie."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from grunnmur import collect, settings
from grunnmur.collect import flows_parquet
from grunnmur.collect.claim import InPlace, Note
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

NOON = datetime(2026, 8, 30, 12)
ROW = {
    "started_at": NOON,
    "source_ip": "10.0.0.1",
    "target_ip": "10.0.0.2",
    "protocol": "tcp",
    "target_port": 443,
}


def _file(path: Path, *rows: dict[str, object]) -> Document:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rows)), path)
    return Document(path, path.name)


def test_a_file_is_pointed_at_and_its_rows_are_counted(tmp_path: Path) -> None:
    document = _file(tmp_path / "a.parquet", ROW, ROW)

    assert flows_parquet.recognise(document)
    assert list(flows_parquet.parse(document)) == [
        InPlace("flow_record", str(tmp_path / "a.parquet"), 2)
    ]


def test_a_column_nobody_asked_for_is_noted(tmp_path: Path) -> None:
    found = list(flows_parquet.parse(_file(tmp_path / "a.parquet", {**ROW, "vlan": 7})))

    assert found[0] == Note("columns_not_mapped", {"headings": "vlan"})


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"source_ip": "10.0.0.1"}, "flow_columns_missing"),
        ({**ROW, "target_port": "443"}, "flow_columns_of_other_type"),
        ({**ROW, "started_at": 1788091200}, "flow_columns_of_other_type"),
    ],
)
def test_a_file_of_another_shape_is_refused(
    tmp_path: Path, row: dict[str, object], code: str
) -> None:
    with pytest.raises(CollectError) as refused:
        list(flows_parquet.parse(_file(tmp_path / "a.parquet", row)))

    assert refused.value.code == code


def test_files_still_growing_and_empty_ones_are_notes_and_the_rest_is_read(tmp_path: Path) -> None:
    whole = _file(tmp_path / "flows" / "day=1" / "a.parquet", ROW).path.read_bytes()
    (tmp_path / "flows" / "growing.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "flows" / "empty.parquet").write_bytes(b"")
    (tmp_path / "grunnmur.toml").write_text(
        '[[source]]\nname = "netflow"\nformat = "flows-parquet"\npath = "flows"\n'
    )

    collect.collect(settings.read(tmp_path), tmp_path / "claims")

    counts = pq.read_table(tmp_path / "claims" / "_count").to_pylist()
    notes = pq.read_table(tmp_path / "claims" / "_note").to_pylist()
    places = pq.read_table(tmp_path / "claims" / "_place").to_pylist()
    assert sum(row["claimed"] for row in counts) == 1
    assert {(row["place"], row["code"]) for row in notes} == {
        ("flows/growing.parquet", "parquet_unreadable"),
        ("flows/empty.parquet", "file_empty"),
    }
    assert [row["path"] for row in places] == [str(tmp_path / "flows" / "day=1" / "a.parquet")]


def test_a_new_row_changes_the_digest(tmp_path: Path) -> None:
    (tmp_path / "grunnmur.toml").write_text(
        '[[source]]\nname = "netflow"\nformat = "flows-parquet"\npath = "flows"\n'
    )
    _file(tmp_path / "flows" / "a.parquet", ROW)
    before = collect.collect(settings.read(tmp_path), tmp_path / "one").digest
    _file(tmp_path / "flows" / "a.parquet", {**ROW, "target_port": 80})

    after = collect.collect(settings.read(tmp_path), tmp_path / "two").digest

    assert before != after
