"""What is broken is a note, never a wrong edge."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from grunnmur import depend
from tests.depend.flows import NOON, SERVERS, claimed, depended, edges, notes, one, record
from tests.worlds import world

FLOW = record("10.0.0.1:51000", "10.0.0.2:5432", opened=True)


@pytest.mark.parametrize(
    ("broken", "note"),
    [
        ({"started_at": None}, "flow_left_out_time"),
        ({"started_at": datetime(1970, 1, 1, 0, 3)}, "flow_left_out_time"),
        ({"started_at": datetime(2036, 2, 7)}, "flow_left_out_time"),
        ({"source_ip": None}, "flow_left_out_address"),
        ({"target_ip": "10.0.0.256"}, "flow_left_out_address"),
        ({"target_ip": "db.local"}, "flow_left_out_address"),
        ({"protocol": None}, "flow_left_out_protocol"),
        ({"answered": False}, "flow_left_out_answer"),
        ({"protocol": "icmp", "source_port": 0, "target_port": 0}, "flow_left_out_control"),
        ({"source_port": 0, "target_port": 0, "opened": None}, "flow_left_out_fragment"),
    ],
)
def test_a_record_that_cannot_be_right_makes_no_edge_and_is_counted(
    tmp_path: Path, broken: dict[str, object], note: str
) -> None:
    estate = depended(tmp_path, {**FLOW, **broken, "flows": 4}, FLOW)

    assert one(estate, "flows") == 1
    assert estate.connection.sql("select code, facts from note").fetchall() == [
        (note, '{"flows":4,"of":5}')
    ]


@pytest.mark.parametrize("jumped", [datetime(2001, 1, 1), datetime(2026, 6, 1)])
def test_a_day_that_only_a_clock_that_jumped_tells_of_is_left_out(
    tmp_path: Path, jumped: datetime
) -> None:
    right = [
        record("10.0.0.1:51000", "10.0.0.2:5432", NOON - timedelta(hours=hour), opened=True)
        for hour in range(101)
    ]  # fmt: skip
    estate = depended(tmp_path, {**FLOW, "started_at": jumped, "ended_at": jumped}, *right)
    depend.conclude(estate, on=NOON.date(), group_most=50)

    assert one(estate, "flows") == 101
    assert one(estate, "first_seen_at") == NOON - timedelta(hours=100)
    assert estate.connection.sql("select code, facts from note").fetchall() == [
        ("flow_left_out_clock", '{"flows":1,"of":102}')
    ]


def test_a_day_far_away_is_believed_where_it_is_no_small_part(tmp_path: Path) -> None:
    """One of a hundred is not less than a hundredth."""
    far = dict.fromkeys(("started_at", "ended_at"), datetime(2026, 6, 1))
    right = [
        record("10.0.0.1:51000", "10.0.0.2:5432", NOON - timedelta(hours=hour), opened=True)
        for hour in range(100)
    ]  # fmt: skip
    estate = depended(tmp_path, {**FLOW, **far}, *right)

    assert (one(estate, "flows"), notes(estate)) == (101, [])


def test_a_connection_that_stays_open_for_months_is_no_jump(tmp_path: Path) -> None:
    """Zeek tells of a connection when it ends: one between two systems may have begun before all other days."""
    long = {**FLOW, "started_at": NOON - timedelta(days=50), "ended_at": NOON + timedelta(days=1)}
    right = [
        record("10.0.0.1:51000", "10.0.0.2:5432", NOON - timedelta(hours=hour), opened=True)
        for hour in range(101)
    ]  # fmt: skip
    estate = depended(tmp_path, long, *right)

    assert (one(estate, "flows"), notes(estate)) == (102, [])
    assert one(estate, "first_seen_at") == NOON - timedelta(days=50)
    assert one(estate, "last_seen_at") == NOON + timedelta(days=1)


def test_a_flow_that_ends_before_it_begins_keeps_its_beginning(tmp_path: Path) -> None:
    estate = depended(tmp_path, {**FLOW, "ended_at": NOON - timedelta(hours=3)})

    assert (one(estate, "first_seen_at"), one(estate, "last_seen_at")) == (NOON, NOON)
    assert notes(estate) == ["flow_end_impossible"]


def test_a_flow_that_ends_in_another_decade_keeps_its_beginning(tmp_path: Path) -> None:
    estate = depended(tmp_path, {**FLOW, "ended_at": datetime(2038, 1, 19)})

    assert one(estate, "last_seen_at") == NOON
    assert notes(estate) == ["flow_end_impossible"]


def test_a_flow_that_ends_after_the_day_judged_keeps_its_beginning(tmp_path: Path) -> None:
    estate = depended(tmp_path, {**FLOW, "ended_at": NOON + timedelta(days=9)})

    assert one(estate, "last_seen_at") == NOON
    assert notes(estate) == ["flow_end_impossible"]


def test_a_message_nobody_answers_is_a_dependency_where_none_is_expected(tmp_path: Path) -> None:
    syslog = record("10.0.0.1:51000", "10.0.0.2:514", protocol="udp", opened=True, answered=False)

    assert edges(depended(tmp_path, syslog)) == [("web", "db", 514)]


def test_ports_that_are_none_and_counts_that_do_not_fit_are_not_known(tmp_path: Path) -> None:
    huge = {**FLOW, "bytes": 2**63 - 1}

    estate = depended(tmp_path, huge, huge, {**FLOW, "target_port": 70_000})

    found = estate.connection.sql("select port, bytes from dependency order by port nulls last")
    assert found.fetchall() == [(5432, None), (None, 100)]


def test_a_counter_of_another_tools_that_does_not_fit_is_not_known(tmp_path: Path) -> None:
    """All ones in 64 bits is how some tools write that they do not know."""
    columns = {name: pa.array([value]) for name, value in FLOW.items()}
    columns["bytes"] = pa.array([2**64 - 1], pa.uint64())
    pq.write_table(pa.table(columns), tmp_path / "flows.parquet")
    place = {"source": ["other"], "path": [str(tmp_path / "flows.parquet")], "tbl": ["flow_record"]}
    (tmp_path / "claims" / "_place").mkdir(parents=True)
    pq.write_table(pa.table(place), tmp_path / "claims" / "_place" / "1.parquet")

    estate = world(tmp_path / "estate", address=SERVERS)
    depend.depend(estate, tmp_path / "claims", realms={"other": "A"})

    assert (edges(estate), one(estate, "bytes")) == ([("web", "db", 5432)], None)


def test_a_flow_within_one_machine_is_no_dependency(tmp_path: Path) -> None:
    assert edges(depended(tmp_path, record("10.0.0.1:51000", "10.0.0.1:5432", opened=True))) == []


def test_no_flows_at_all_make_empty_tables_and_no_note(tmp_path: Path) -> None:
    estate = world(tmp_path / "estate")

    depend.depend(estate, tmp_path / "claims", realms={})

    assert (estate.count("flow"), estate.count("dependency"), notes(estate)) == (0, 0, [])


def test_the_order_of_records_changes_nothing(tmp_path: Path) -> None:
    records = [
        record(f"10.0.0.1:{51000 + n}", "10.0.0.2:5432", NOON + timedelta(hours=n), service=s)
        for n, s in enumerate(["http", "ssl", None, "dicom"] * 5)
    ]

    for name, order in (("one", records), ("other", records[::-1])):
        estate = world(tmp_path / name)
        depend.depend(estate, claimed(tmp_path / name, order), realms={"zeek": "A"})

    for table in ("flow", "dependency", "note"):
        paths = [tmp_path / name / f"{table}.parquet" for name in ("one", "other")]
        assert paths[0].read_bytes() == paths[1].read_bytes()
