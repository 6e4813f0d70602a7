"""The traffic of the example region: as much as was asked for, in its rhythm, with its truth."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest

from grunnmur.example import World, exports, flow_truth, world
from grunnmur.example.exports import traffic, workers
from grunnmur.example.exports.export import Desk, Flows
from grunnmur.example.exports.flow_records import write
from grunnmur.example.world import conversations
from grunnmur.example.world.frame import Column

_DAYS, _RECORDS = 9, 90_000


@pytest.fixture(scope="module")
def made() -> World:
    return world.build(size=0.02, seed=7, on=date(2026, 9, 1))


@pytest.fixture(scope="module")
def written(made: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Column]:
    return _write(made, tmp_path_factory.mktemp("flows"))


def _write(made: World, folder: Path) -> tuple[Path, Column]:
    flows = Flows(days=_DAYS, records=_RECORDS, form="parquet")
    desk = Desk(made, folder, 15, flows)
    return folder, write(desk, traffic.window(desk))


def _rows(folder: Path, select: str) -> list[tuple[object, ...]]:
    files = f"read_parquet('{folder}/flows/*/*.parquet')"
    return duckdb.sql(select.replace("FLOWS", files)).fetchall()


def test_there_are_about_as_many_records_as_asked_for(written: tuple[Path, Column]) -> None:
    (count,) = _rows(written[0], "select count(*) from FLOWS")[0]

    assert abs(int(str(count)) - _RECORDS) < 0.02 * _RECORDS


def test_the_same_options_give_the_same_bytes(
    made: World, written: tuple[Path, Column], tmp_path: Path
) -> None:
    again, talked = _write(made, tmp_path)

    assert (talked == written[1]).all()
    assert _digests(again) == _digests(written[0])


def test_every_word_of_a_file_is_said_once_and_used(written: tuple[Path, Column]) -> None:
    """Arrow fills a dictionary that says words twice up with what lies in the memory: other bytes each time."""
    file = pq.ParquetFile(min(written[0].rglob("*.parquet")), read_dictionary=["source_ip"])

    for group in range(file.num_row_groups):
        assert "RLE_DICTIONARY" in file.metadata.row_group(group).column(3).encodings
        column = file.read_row_group(group, ["source_ip"])["source_ip"].combine_chunks()
        words = column.dictionary.to_pylist()
        assert sorted(words) == sorted(set(column.to_pylist()))


def _digests(folder: Path) -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(folder)), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*.parquet"))
    ]


def test_days_made_side_by_side_are_the_days_made_in_turn() -> None:
    assert workers.each(lambda one: one * one, range(5), workers=2) == [0, 1, 4, 9, 16]


def test_the_columns_are_those_of_a_flow_record(written: tuple[Path, Column]) -> None:
    file = min(written[0].rglob("*.parquet"))

    assert pq.read_schema(file).names == [
        "realm", "started_at", "ended_at", "source_ip", "source_port", "target_ip", "target_port",
        "protocol", "service", "packets", "bytes", "flows", "sampled", "opened", "answered",
    ]  # fmt: skip


def test_offices_are_quiet_at_night_and_on_sundays(written: tuple[Path, Column]) -> None:
    opened = "select count(*) from FLOWS where target_port = 88 and {}"
    (day,), (night,) = (
        _rows(written[0], opened.format(f"hour(started_at) between {hours}"))[0]
        for hours in ("8 and 14", "0 and 5")
    )
    (sunday,), (monday,) = (
        _rows(written[0], opened.format(f"started_at::date = date '{on}'"))[0]
        for on in ("2026-08-30", "2026-08-31")
    )

    assert int(str(day)) > 4 * int(str(night))
    assert int(str(monday)) > 1.5 * int(str(sunday))


def test_one_platform_is_not_seen_for_half_a_day(written: tuple[Path, Column]) -> None:
    hours = _rows(
        written[0],
        "select realm, count(distinct date_trunc('hour', started_at)) from FLOWS group by 1 order by 1",
    )

    assert [int(str(count)) for _, count in hours] == [216, 216, 204]


def test_a_job_runs_on_its_own_day_only(made: World, written: tuple[Path, Column]) -> None:
    """The window is 23–31 August: the last of the month is in it, the first and second are not."""
    talk = made.conversation
    monthly = talk["rhythm"] == conversations.MONTHLY
    seen = written[1] > 0

    assert not seen[monthly & np.isin(talk["phase"], (1, 2, *range(3, 23)))].any()
    assert seen[monthly & (talk["phase"] == conversations.LAST)].any()


def test_observable_is_what_was_answered_in_the_window(
    made: World, written: tuple[Path, Column]
) -> None:
    rows = flow_truth.dependencies(made, written[1]).to_pylist()

    assert {row["observable"] for row in rows if row["flows"] == 0} == {False}
    assert {row["observable"] for row in rows if row["flows"] > 0} == {True}


def test_what_refuses_is_no_observable_provider(made: World) -> None:
    silent = np.zeros(len(made.conversation), dtype=np.int64)

    assert not any(flow_truth.provider_roles(made, silent)["observable"].to_pylist())
    assert not any(flow_truth.dependencies(made, silent)["observable"].to_pylist())


def test_a_window_is_at_least_a_day() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        exports.Flows(days=0)
