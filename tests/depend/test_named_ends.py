"""Both ends are who had the address at the time of the flow."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.depend.flows import SERVERS, depended, edges, notes, one, record


def _lease(asset: str, begins: datetime, ends: datetime | None, ip: str = "10.0.0.7") -> dict:
    return {"asset_id": asset, "realm": "A", "ip": ip, "from_at": begins, "to_at": ends}


def _august(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 8, day, hour, minute)


LEASES = [
    *SERVERS,
    _lease("morning", _august(20, 8), _august(20, 10, 30)),
    _lease("evening", _august(20, 10, 30), _august(21, 8)),
]


@pytest.mark.parametrize(
    ("at", "holder"),
    [
        (_august(20, 10, 29), "morning"),
        (_august(20, 10, 30), "evening"),
        (_august(21, 7), "evening"),
    ],
)
def test_a_lease_that_changes_hands_within_the_hour_names_the_right_one(
    tmp_path: Path, at: datetime, holder: str
) -> None:
    estate = depended(
        tmp_path, record("10.0.0.7:51000", "10.0.0.2:5432", at, opened=True), address=LEASES
    )

    assert edges(estate) == [(holder, "db", 5432)]


def test_both_holders_of_one_day_keep_their_own_traffic(tmp_path: Path) -> None:
    at = (_august(20, 9), _august(20, 9, 30), _august(20, 11))
    estate = depended(
        tmp_path,
        *[record("10.0.0.7:51000", "10.0.0.2:5432", moment, opened=True) for moment in at],
        address=LEASES,
    )

    assert estate.connection.sql("select source_id, flows from flow order by 1").fetchall() == [
        ("evening", 1),
        ("morning", 2),
    ]


def test_a_lease_renewed_many_times_is_one_spell(tmp_path: Path) -> None:
    renewed = [_lease("laptop", _august(20, hour), _august(20, hour + 2)) for hour in range(8, 20)]
    other = _lease("other", _august(25), _august(26))
    estate = depended(
        tmp_path,
        record("10.0.0.7:51000", "10.0.0.2:5432", _august(20, 15), opened=True),
        address=[*SERVERS, *renewed, other],
    )

    assert edges(estate) == [("laptop", "db", 5432)]


@pytest.mark.parametrize(("at", "holder"), [(_august(21), "early"), (_august(23), "late")])
def test_a_lease_given_back_early_ends_where_the_next_begins(
    tmp_path: Path, at: datetime, holder: str
) -> None:
    """Let for eight days on the 20th, given back, and let to another on the 22nd."""
    leases = [
        _lease("early", _august(20), _august(28)),
        _lease("late", _august(22), _august(30)),
    ]
    flow = record("10.0.0.7:51000", "10.0.0.2:5432", at, opened=True)

    assert edges(depended(tmp_path, flow, address=[*SERVERS, *leases])) == [(holder, "db", 5432)]


def test_two_that_both_renew_are_two_networks_and_name_nobody(tmp_path: Path) -> None:
    """Two sites with one range, told as one realm."""
    leases = [
        _lease("north", _august(20), _august(24)),
        _lease("south", _august(21), _august(25)),
        _lease("north", _august(22), _august(26)),
        _lease("south", _august(23), _august(27)),
    ]
    flow = record("10.0.0.7:51000", "10.0.0.2:5432", _august(22, 12), opened=True)

    assert edges(depended(tmp_path, flow, address=[*SERVERS, *leases])) == []


def test_an_address_outside_every_lease_of_several_names_nobody(tmp_path: Path) -> None:
    estate = depended(
        tmp_path,
        record("10.0.0.7:51000", "10.0.0.2:5432", _august(28), opened=True),
        address=LEASES,
    )

    assert (edges(estate), notes(estate)) == ([], ["flow_end_several"])


def test_a_flow_neither_of_whose_ends_has_a_name_is_counted_once(tmp_path: Path) -> None:
    estate = depended(
        tmp_path,
        record("10.9.9.8:51000", "10.9.9.9:443", opened=True, flows=3),
        record("10.9.9.8:51000", "91.198.174.192:443", opened=True, flows=2),
    )

    facts = dict(estate.connection.sql("select code, facts from note").fetchall())
    assert facts == {
        "flow_end_private": '{"flows":5,"of":5,"addresses":2}',
        "flow_end_public": '{"flows":2,"of":5,"addresses":1}',
    }


@pytest.mark.parametrize(
    ("at", "named"),
    [
        (_august(12, 9), True),
        (_august(11, 7), False),
        (_august(28, 10), True),
        (_august(29), False),
    ],
)
def test_the_only_lease_of_an_address_names_nobody_weeks_away(
    tmp_path: Path, at: datetime, named: bool
) -> None:
    estate = depended(
        tmp_path,
        record("10.0.0.7:51000", "10.0.0.2:5432", at, opened=True),
        address=[*SERVERS, _lease("morning", _august(20, 8), _august(20, 10, 30))],
    )

    assert edges(estate) == ([("morning", "db", 5432)] if named else [])
    assert notes(estate) == ([] if named else ["flow_end_lapsed"])


@pytest.mark.parametrize(
    "known",
    [
        [_lease("morning", _august(1), None)],
        [_lease("morning", _august(1), _august(2)), _lease("morning", _august(30), _august(31))],
    ],
)
def test_a_lease_without_an_end_or_one_before_and_after_names_its_only_holder(
    tmp_path: Path, known: list[dict]
) -> None:
    estate = depended(
        tmp_path,
        record("10.0.0.7:51000", "10.0.0.2:5432", _august(20), opened=True),
        address=[*SERVERS, *known],
    )

    assert edges(estate) == [("morning", "db", 5432)]


@pytest.mark.parametrize(
    ("ip", "note"),
    [
        ("10.9.9.9", "flow_end_private"),
        ("fd00::9", "flow_end_private"),
        ("91.198.174.192", "flow_end_public"),
        ("2a02:ec80::1", "flow_end_public"),
        ("224.0.0.251", "flow_end_group"),
        ("ff02::fb", "flow_end_group"),
        ("169.254.3.4", "flow_end_local"),
        ("fe80::1%eth0", "flow_end_local"),
        ("10.0.0.50", "flow_end_elsewhere"),
    ],
)
def test_an_end_that_cannot_be_named_is_counted_by_reason(
    tmp_path: Path, ip: str, note: str
) -> None:
    elsewhere = {"asset_id": "other", "realm": "B", "ip": "10.0.0.50"}
    estate = depended(
        tmp_path,
        record("10.0.0.1:51000", f"{ip}:443", opened=True, flows=3),
        address=[*SERVERS, elsewhere],
    )

    facts = estate.connection.sql("select code, facts from note").fetchall()
    assert facts == [(note, '{"flows":3,"of":3,"addresses":1}')]
    assert estate.connection.sql("select source_id, target_id, flows from flow").fetchall() == [
        ("web", None, 3)
    ]


def test_one_address_is_one_however_it_is_written(tmp_path: Path) -> None:
    six = {"asset_id": "six", "realm": "A", "ip": "2001:DB8:0:0::1"}
    estate = depended(
        tmp_path,
        record("2001:db8::1:51000", "10.0.0.2:5432", opened=True),
        record("2001:0db8:0000::0001:51000", "::ffff:10.0.0.2:5432", opened=True),
        address=[*SERVERS, six],
    )

    assert edges(estate) == [("six", "db", 5432)]
    assert one(estate, "flows") == 2


def test_a_record_that_names_its_realm_is_compared_there(tmp_path: Path) -> None:
    estate = depended(
        tmp_path,
        record("10.0.0.1:51000", "10.0.0.2:5432", opened=True, realm="B"),
        address=[*SERVERS, *[{**row, "realm": "B", "asset_id": f"b-{row['asset_id']}"} for row in SERVERS]],
    )  # fmt: skip

    assert edges(estate) == [("b-web", "b-db", 5432)]


def test_a_cluster_and_a_load_balancer_speak_for_those_behind_them(tmp_path: Path) -> None:
    estate = depended(
        tmp_path,
        record("10.0.0.1:51000", "10.0.0.2:5432", opened=True),
        record("10.0.0.1:51000", "10.0.0.3:443", opened=True),
        address=[*SERVERS, {"asset_id": "balancer", "realm": "A", "ip": "10.0.0.3"}],
        asset_link=[
            {"asset_id": "node1", "other_id": "db", "relation": "member_of"},
            {"asset_id": "node2", "other_id": "db", "relation": "member_of"},
            {"asset_id": "balancer", "other_id": "backend", "relation": "gateway_for"},
        ],
        component=[
            {"application_id": "journal", "asset_id": "web"},
            {"application_id": "store", "asset_id": "node1"},
            {"application_id": "store", "asset_id": "node2"},
            {"application_id": "portal", "asset_id": "backend"},
        ],
    )

    assert edges(estate, "application") == [("journal", "portal", 443), ("journal", "store", 5432)]


def test_who_is_behind_an_address_translator_is_shared_among_them(tmp_path: Path) -> None:
    estate = depended(
        tmp_path,
        record("10.0.0.1:51000", "10.0.0.2:5432", opened=True),
        asset_link=[
            {"asset_id": "web", "other_id": other, "relation": "gateway_for"}
            for other in ("x", "y")
        ],
        component=[
            {"application_id": "lab", "asset_id": "x"},
            {"application_id": "ward", "asset_id": "y"},
            {"application_id": "store", "asset_id": "db"},
        ],
    )

    found = estate.connection.sql(
        "select consumer_id, confidence from dependency where consumer_kind = 'application' order by 1"
    ).fetchall()
    assert found == [("lab", 0.5), ("ward", 0.5)]
