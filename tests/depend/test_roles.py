"""What providers are, told by who calls them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from grunnmur.depend.conclude import conclude, roles
from grunnmur.estate import Estate
from grunnmur.kit.engine import Steps
from tests.worlds import Row, world

Call = tuple[str, str, int]
_STEPS = Path(roles.__file__).parent / "steps"
ON = date(2026, 9, 1)


def _conversed(estate: Estate, calls: Sequence[Call], days: int = 5) -> None:
    """Every call once a day."""
    estate.connection.execute(
        "create or replace temp table conversed (realm varchar, source_id varchar, target_id varchar, port bigint, "
        "on_date date, flows bigint, bytes bigint, hours bigint, first_seen_at timestamp, last_seen_at timestamp)"
    )
    for day in range(days):
        on = date(2026, 8, 20) + timedelta(days=day)
        at = datetime(on.year, on.month, on.day, 12)
        rows = [("A", one, other, port, on, 1, 100, 1 << 12, at, at) for one, other, port in calls]
        estate.connection.executemany(
            "insert into conversed values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )


def _roles(
    folder: Path, calls: Sequence[Call], *, days: int = 5, decision: Sequence[Row] = ()
) -> dict[str, tuple[str, str | None]]:
    """Servers are s…, clients c…, devices d…; s1–s9 carry applications p1–p9 of two owners."""
    names = sorted({name for one, other, _ in calls for name in (one, other)})
    kinds = {"s": "vm", "c": "client", "d": "medical", "x": "vm", "g": "gateway"}
    estate = world(
        folder,
        asset=[
            {
                "asset_id": name,
                "kind": kinds[name[0]],
                "organisation_id": f"o{len(name) + ord(name[-1]) % 2}",
            }
            for name in names
        ],
        application=[{"application_id": f"p{name[1:]}"} for name in names if name[0] == "s"],
        component=[
            {"application_id": f"p{name[1:]}", "asset_id": name} for name in names if name[0] == "s"
        ],
        decision=list(decision),
        record=[
            {"source": "register", "record_key": "9", "noun": "application", "entity_id": "p9"}
        ],
    )
    _conversed(estate, calls, days)
    roles.write(estate, Steps(estate.connection, _STEPS), on=ON)
    rows = estate.connection.execute(
        "select entity_id, role, sub_role from provider_role"
    ).fetchall()
    return {entity: (role, sub_role) for entity, role, sub_role in rows}


def _many(sources: str, target: str, port: int, count: int = 8) -> list[Call]:
    return [(f"{sources}{number}", target, port) for number in range(1, count + 1)]


def test_what_people_open_is_an_application(tmp_path: Path) -> None:
    found = _roles(tmp_path, [*_many("c", "s9", 443), *_many("s", "s9", 2575)])

    assert found["p9"] == ("application", None)


def test_a_database_of_many_applications_is_shared(tmp_path: Path) -> None:
    assert _roles(tmp_path, _many("s", "s9", 1433))["p9"] == ("middleware", "database_cluster")


def test_a_database_is_shared_though_more_call_what_stands_beside_it(tmp_path: Path) -> None:
    """Three of eight call it for data: no half, and more than on any other port."""
    others = [(f"s{n}", "s9", port) for n, port in ((4, 443), (5, 445), (6, 104), (7, 2575), (8, 443))]  # fmt: skip

    found = _roles(tmp_path, [*_many("s", "s9", 1433, 3), *others])

    assert found["p9"] == ("middleware", "database_cluster")


def test_what_is_called_by_many_and_calls_many_passes_messages_on(tmp_path: Path) -> None:
    onward = [("s9", f"s{number}", 2575) for number in range(1, 5)]

    found = _roles(tmp_path, [*_many("s", "s9", 2575), *onward])

    assert found["p9"] == ("middleware", "integration_engine")


def test_two_callers_share_nothing_yet(tmp_path: Path) -> None:
    assert _roles(tmp_path, _many("s", "s9", 1433, 2))["p9"] == ("application", None)


def test_a_thing_that_equipment_speaks_to_is_a_gateway(tmp_path: Path) -> None:
    assert _roles(tmp_path, _many("d", "g1", 2575))["g1"] == ("middleware", "gateway")


def test_what_everything_asks_is_infrastructure_named_by_its_port(tmp_path: Path) -> None:
    calls = [*_many("s", "x1", 389), *_many("c", "x1", 88), *_many("s", "x2", 61234)]

    found = _roles(tmp_path, calls)

    assert found["x1"] == ("infrastructure", "directory")
    assert found["x2"] == ("infrastructure", None)


@pytest.mark.parametrize(
    ("ports", "days", "sub_role"),
    [
        ((22, 80, 443, 445), 1, "scanner"),
        ((5985,), 5, "monitoring"),
        ((1556, 13724, 13782, 13783), 5, "backup"),  # fetches copies by agents of NetBackup
    ],
)
def test_who_knocks_everywhere_watches_and_is_nobodys_consumer(
    tmp_path: Path, ports: tuple[int, ...], days: int, sub_role: str
) -> None:
    knocks = [("x1", f"s{number}", port) for number in range(1, 13) for port in ports]

    found = _roles(tmp_path, knocks, days=days)

    assert found == {"x1": ("infrastructure", sub_role)}


@pytest.mark.parametrize("subject", ["p9", "register|9"])
def test_a_person_decides(tmp_path: Path, subject: str) -> None:
    said = {"decision_id": "1", "kind": "hub", "subject_kind": "application", "subject_id": subject}

    found = _roles(
        tmp_path, _many("c", "s9", 443), decision=[{**said, "value": "middleware/print_service"}]
    )

    assert found["p9"] == ("middleware", "print_service")


def test_a_decision_that_names_no_role_is_noted_and_changes_nothing(tmp_path: Path) -> None:
    said = {"decision_id": "1", "kind": "hub", "subject_kind": "application", "subject_id": "p9"}

    found = _roles(tmp_path, _many("c", "s9", 443), decision=[{**said, "value": "important"}])

    assert found["p9"] == ("application", None)


@pytest.mark.parametrize(
    ("noun", "subject", "value", "noted"),
    [
        ("asset", "s9", None, None),
        ("asset", "s9", "important", "hub_role_not_known"),
        ("application", "p9", None, "hub_role_not_known"),
        ("asset", "s9", "middleware", None),
        ("asset", "s8", "middleware", "hub_concerns_nothing"),
        ("asset", "p9", "middleware", "hub_concerns_nothing"),
        (None, "s9", "middleware", "hub_concerns_nothing"),
        ("asset", "register|8", None, "hub_concerns_nothing"),
    ],
)
def test_what_a_decision_on_a_role_does_not_reach_is_noted(
    tmp_path: Path, noun: str | None, subject: str, value: str | None, noted: str | None
) -> None:
    """A server may be called a hub without a role."""
    decided = {"decision_id": "1", "kind": "hub", "subject_kind": noun, "subject_id": subject}
    estate = world(
        tmp_path,
        asset=[{"asset_id": "s9"}],
        application=[{"application_id": "p9"}],
        decision=[decided | {"value": value}],
    )

    conclude(estate, on=ON, group_most=50)

    found = estate.connection.sql("select code from note").fetchall()
    assert found == [(noted,)] * (noted is not None)
