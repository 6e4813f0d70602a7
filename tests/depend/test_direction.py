"""Who is the client and who is the server, when the sensor says and when it does not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from grunnmur.catalogue import protocols
from tests.depend.flows import NOON, depended, edges, notes, one, record

WEB, DB = "10.0.0.1", "10.0.0.2"


def test_who_is_seen_opening_is_the_client_whatever_the_ports(tmp_path: Path) -> None:
    estate = depended(tmp_path, record(f"{WEB}:443", f"{DB}:51000", opened=True))

    assert edges(estate) == [("web", "db", 51000)]


def test_a_flow_told_from_the_server_is_turned(tmp_path: Path) -> None:
    estate = depended(tmp_path, record(f"{DB}:5432", f"{WEB}:51000", opened=False))

    assert edges(estate) == [("web", "db", 5432)]


def test_two_records_of_one_conversation_are_one_flow_that_was_answered(tmp_path: Path) -> None:
    there = record(f"{WEB}:51000", f"{DB}:5432", bytes=100)
    back = record(f"{DB}:5432", f"{WEB}:51000", NOON + timedelta(seconds=1), bytes=900)

    estate = depended(tmp_path, there, back)

    assert edges(estate) == [("web", "db", 5432)]
    assert (one(estate, "flows"), one(estate, "bytes"), one(estate, "confidence")) == (
        1,
        1000,
        0.95,
    )
    assert estate.connection.sql("select answered, direction from flow").fetchall() == [
        (True, "momentary")
    ]


def test_each_way_told_with_its_part_of_the_handshake_is_still_one_flow(tmp_path: Path) -> None:
    """As Amazon tells it: the first interval knows who opened, the next one does not; both ways are in either."""
    ways = (f"{WEB}:51000", f"{DB}:5432"), (f"{DB}:5432", f"{WEB}:51000")
    first = [
        record(*way, opened=opened, answered=answered)
        for way, opened, answered in zip(ways, (True, False), (None, True), strict=True)
    ]
    next_ = [record(*way, NOON + timedelta(minutes=1)) for way in ways]

    estate = depended(tmp_path, *first, *next_)

    assert edges(estate) == [("web", "db", 5432)]
    assert (one(estate, "flows"), one(estate, "bytes"), one(estate, "confidence")) == (2, 400, 1.0)


def test_a_port_somebody_opened_tells_who_serves_in_every_other_flow(tmp_path: Path) -> None:
    # both ports are handed-out ones; only the second record's sensor saw who opened
    unsaid = record(f"{DB}:50555", f"{WEB}:51000")
    seen = record("10.0.0.9:49999", f"{DB}:50555", opened=True)

    assert ("web", "db", 50555) in edges(depended(tmp_path, unsaid, seen))


def test_a_listed_port_serves_when_both_ports_are_low(tmp_path: Path) -> None:
    assert edges(depended(tmp_path, record(f"{DB}:1521", f"{WEB}:1025"))) == [("web", "db", 1521)]


def test_a_listed_port_among_the_handed_out_ones_still_serves(tmp_path: Path) -> None:
    # 50000 is DB2's; 2000 is what an old machine hands out
    assert edges(depended(tmp_path, record(f"{WEB}:2000", f"{DB}:50000"))) == [("web", "db", 50000)]


def test_the_port_that_meets_many_serves(tmp_path: Path) -> None:
    talk = [record(f"{DB}:7777", f"{WEB}:{port}") for port in (7001, 7002, 7003)]

    estate = depended(tmp_path, *talk)

    assert edges(estate) == [("web", "db", 7777)]
    assert one(estate, "confidence") == 0.7 * 0.9  # by peers; nobody saw an answer


def test_a_direction_nobody_can_know_is_noted_and_trusted_least(tmp_path: Path) -> None:
    estate = depended(tmp_path, record(f"{WEB}:7001", f"{DB}:7002"))

    assert notes(estate) == ["flow_direction_unknown"]
    assert one(estate, "confidence") == 0.5 * 0.9


def test_a_listed_port_from_the_range_of_the_moment_is_a_servers(tmp_path: Path) -> None:
    """ActiveMQ listens on 61616: the side that calls from 2000 kept its port, and is the client all the same."""
    estate = depended(tmp_path, record(f"{DB}:61616", f"{WEB}:2000"))

    assert edges(estate) == [("web", "db", 61616)]


@pytest.mark.parametrize("port", [8123, 443])
def test_a_listed_port_that_is_only_handed_out_serves_nobody(tmp_path: Path, port: int) -> None:
    """One caller in some thousands is handed one: 50000 is DB2's, and the port it calls others call too."""
    ways = [
        (f"{WEB}:{handed}", f"{DB}:{port}")
        for handed in (49170, 50000, 51000)
    ]  # fmt: skip

    estate = depended(tmp_path, *[record(*way[:: 1 - 2 * n]) for way in ways for n in (0, 1)])

    assert edges(estate) == [("web", "db", port)]
    assert (one(estate, "flows"), one(estate, "confidence")) == (3, 0.95)


def test_a_listed_port_is_believed_where_little_is_called(tmp_path: Path) -> None:
    """A caller that handed itself 2000 is called there by nobody."""
    high = [record(f"{WEB}:2000", f"{DB}:50000"), record(f"{WEB}:51000", f"{DB}:8123")]

    assert edges(depended(tmp_path, *high)) == [("web", "db", 8123), ("web", "db", 50000)]


def test_what_is_sealed_has_another_name(tmp_path: Path) -> None:
    estate = depended(
        tmp_path,
        record(f"{WEB}:51000", f"{DB}:2575", opened=True, service="ssl"),
        record(f"{WEB}:51000", f"{DB}:389", opened=True, service="ldap_tcp,ssl"),
        record(f"{WEB}:51000", f"{DB}:3268", opened=True, service="gssapi"),
        record(f"{WEB}:51000", f"{DB}:9998", opened=True, service="ssl"),
    )

    named = estate.connection.sql("select port, protocol from dependency order by port").fetchall()
    assert named == [(389, "LDAPS"), (2575, "HL7v2 over TLS"), (3268, "LDAP"), (9998, "TLS")]


@pytest.mark.parametrize("reader", ["zeek", "nsgflow"])
def test_ports_that_wait_for_no_answer_are_those_of_the_catalogue(reader: str) -> None:
    step = (Path(__file__).parents[2] / "grunnmur/collect" / reader / "flows.sql").read_text()
    ports = sorted(port for p in protocols.load() if p.one_way for _, port in p.ports)

    assert step.count(f"in ({', '.join(map(str, ports))})") == 1


def test_no_port_is_listed_for_two_protocols() -> None:
    ports = [port for protocol in protocols.load() for port in protocol.ports]

    assert sorted(ports) == sorted(set(ports))


def test_what_the_sensor_recognised_names_the_protocol_unless_it_is_only_the_wrapping(
    tmp_path: Path,
) -> None:
    estate = depended(
        tmp_path,
        record(f"{WEB}:51000", f"{DB}:9999", opened=True, service="dicom"),
        record(f"{WEB}:51000", f"{DB}:636", opened=True, service="ssl"),
        record(f"{WEB}:51000", f"{DB}:9998", opened=True, service="ssl,http"),
        record(f"{WEB}:51000", f"{DB}:2575", opened=True),
        record(f"{WEB}:51000", f"{DB}:9997", opened=True),
    )

    named = estate.connection.sql("select port, protocol from dependency order by port").fetchall()
    assert named == [
        (636, "LDAPS"),
        (2575, "HL7v2"),
        (9997, "tcp"),
        (9998, "HTTPS"),
        (9999, "DICOM"),
    ]


def test_one_flow_recognised_names_all_flows_to_that_port(tmp_path: Path) -> None:
    estate = depended(
        tmp_path,
        record(f"{WEB}:51000", f"{DB}:9999", opened=True, service="dicom"),
        record(f"{WEB}:51001", f"{DB}:9999", NOON + timedelta(days=1), opened=True),
    )

    assert (one(estate, "protocol"), one(estate, "flows")) == ("DICOM", 2)
