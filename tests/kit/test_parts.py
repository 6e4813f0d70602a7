"""Tables in parts: what a later run links, and when a table is written whole again."""

from grunnmur.estate import TABLES
from grunnmur.kit import parts
from tests.worlds import world

_TABLE = TABLES["situation_vulnerability"]


def _situation(name):
    return {"asset_id": "a", "product_id": "acme:thing", "version": "1", "situation_id": name}


def _found(name, vulnerability):
    return {"situation_id": name, "vulnerability_id": vulnerability, "verdict": "affected"}


def _select(name, vulnerability):
    columns = ", ".join(
        f"'{value}' as {column}" if value else f"null::{_TABLE.by_name[column].sql} as {column}"
        for column, value in (dict.fromkeys(_TABLE.by_name) | _found(name, vulnerability)).items()
    )
    return f"select {columns}"


def test_a_later_run_links_the_parts_and_leaves_out_what_is_gone(tmp_path):
    first = world(
        tmp_path / "first",
        situation=[_situation("s-1"), _situation("s-2")],
        situation_vulnerability=[_found("s-1", "CVE-1"), _found("s-2", "CVE-2")],
    )
    second = world(tmp_path / "second", situation=[_situation("s-2"), _situation("s-3")])

    second.add(_TABLE, _select("s-3", "CVE-3"), earlier=first.folder)

    query = "select situation_id, vulnerability_id from situation_vulnerability order by all"
    assert second.connection.execute(query).fetchall() == [("s-2", "CVE-2"), ("s-3", "CVE-3")]
    assert first.connection.execute(query).fetchall() == [("s-1", "CVE-1"), ("s-2", "CVE-2")]
    names = ["situation_vulnerability.parquet", "situation_vulnerability.001.parquet"]
    assert [path.name for path in parts.paths(second.folder, _TABLE.name)] == names


def test_writing_a_table_whole_takes_its_parts_away(tmp_path):
    first = world(
        tmp_path / "first",
        situation=[_situation("s-1")],
        situation_vulnerability=[_found("s-1", "CVE-1")],
    )
    second = world(tmp_path / "second", situation=[_situation("s-1"), _situation("s-3")])
    second.add(_TABLE, _select("s-3", "CVE-3"), earlier=first.folder)

    second.write(_TABLE, "select * from situation_vulnerability")

    assert second.count(_TABLE.name) == 2
    assert len(parts.paths(second.folder, _TABLE.name)) == 1
    assert first.count(_TABLE.name) == 1


def test_what_is_gone_is_left_out_where_nothing_is_new_and_parts_do_not_grow(tmp_path):
    found = [_found("s-1", "CVE-1"), _found("s-2", "CVE-2")]
    before = world(tmp_path / "0", situation_vulnerability=found)
    for number in (1, 2, 3):
        after = world(tmp_path / str(number), situation=[_situation("s-1")])
        nothing = f"{_select('s-1', 'CVE-9')} where false"

        after.add(_TABLE, nothing, earlier=before.folder)

        query = "select situation_id from situation_vulnerability"
        assert after.connection.execute(query).fetchall() == [("s-1",)]
        assert len(parts.paths(after.folder, _TABLE.name)) == 2
        before = after


def test_many_parts_or_heavy_later_ones_are_worn(tmp_path):
    (tmp_path / "many.parquet").write_bytes(b"0" * 100)
    (tmp_path / "heavy.parquet").write_bytes(b"0" * 3)
    (tmp_path / "heavy.001.parquet").write_bytes(b"0" * 4)
    assert not parts.is_worn(tmp_path, "many")

    for number in range(1, 16):
        (tmp_path / f"many.{number:03d}.parquet").write_bytes(b"0")

    assert parts.is_worn(tmp_path, "many")
    assert parts.is_worn(tmp_path, "heavy")
