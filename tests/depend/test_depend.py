"""Who talks to whom, as of the day it happened."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from grunnmur import depend
from grunnmur.estate import Estate
from tests.depend.flows import claimed, record
from tests.worlds import world


def _flows(folder: Path, *pairs: tuple[str, str], realm: str | None = None) -> Path:
    seen = datetime(2026, 8, 30, 12)
    return claimed(
        folder.parent,
        [
            record(f"{a}:51000", f"{b}:5432", seen, realm=realm, flows=3, opened=True)
            for a, b in pairs
        ],
    )


def _address(asset: str, ip: str, *days: int, realm: str = "A") -> dict[str, object]:
    spans = [datetime(2026, 8, day) for day in days] or [None, None]
    return {"asset_id": asset, "realm": realm, "ip": ip, "from_at": spans[0], "to_at": spans[1]}


def _observed(estate: Estate, kind: str) -> list[tuple[str, str]]:
    return estate.connection.execute(
        "select consumer_id, provider_id from dependency where origin = 'observed' and consumer_kind = ? order by all",
        [kind],
    ).fetchall()


def test_an_end_is_who_had_the_address_that_day(tmp_path: Path) -> None:
    estate = world(
        tmp_path / "estate",
        address=[
            _address("old", "10.0.0.1", 1, 20),
            _address("new", "10.0.0.1", 25, 31),
            _address("db", "10.0.0.2"),
        ],
    )

    depend.depend(
        estate, _flows(tmp_path / "claims", ("10.0.0.1", "10.0.0.2")), realms={"zeek": "A"}
    )

    assert _observed(estate, "asset") == [("new", "db")]


def test_two_that_had_it_name_nobody_and_it_is_noted(tmp_path: Path) -> None:
    estate = world(
        tmp_path / "estate",
        address=[_address("a", "10.0.0.1"), _address("b", "10.0.0.1"), _address("db", "10.0.0.2")],
    )

    depend.depend(
        estate, _flows(tmp_path / "claims", ("10.0.0.1", "10.0.0.2")), realms={"zeek": "A"}
    )

    assert _observed(estate, "asset") == []
    assert estate.connection.sql("select code from note").fetchall() == [("flow_end_several",)]


def test_the_same_address_on_another_platform_is_somebody_else(tmp_path: Path) -> None:
    estate = world(
        tmp_path / "estate",
        address=[
            _address("a", "10.0.0.1"),
            _address("other", "10.0.0.1", realm="B"),
            _address("db", "10.0.0.2"),
        ],
    )

    depend.depend(
        estate, _flows(tmp_path / "claims", ("10.0.0.1", "10.0.0.2")), realms={"zeek": "A"}
    )

    assert _observed(estate, "asset") == [("a", "db")]


def test_applications_depend_through_what_they_run_on(tmp_path: Path) -> None:
    estate = world(
        tmp_path / "estate",
        address=[_address("web", "10.0.0.1"), _address("db", "10.0.0.2")],
        component=[
            {"application_id": "journal", "asset_id": "web"},
            {"application_id": "lab", "asset_id": "db"},
            {"application_id": "blood", "asset_id": "db"},
        ],
    )

    depend.depend(
        estate, _flows(tmp_path / "claims", ("10.0.0.1", "10.0.0.2")), realms={"zeek": "A"}
    )

    assert _observed(estate, "application") == [("journal", "blood"), ("journal", "lab")]
    confidence = estate.connection.sql(
        "select distinct confidence from dependency where consumer_kind = 'application'"
    ).fetchall()
    assert confidence == [(0.5,)]


def test_what_was_declared_stays(tmp_path: Path) -> None:
    declared = {
        "consumer_kind": "application", "consumer_id": "a", "provider_kind": "application", "provider_id": "b",
        "protocol": "HL7v2", "port": 2575, "origin": "declared",
    }  # fmt: skip
    estate = world(tmp_path / "estate", dependency=[declared])

    depend.depend(estate, tmp_path / "claims", realms={})

    assert estate.connection.sql("select consumer_id, origin from dependency").fetchall() == [
        ("a", "declared")
    ]
