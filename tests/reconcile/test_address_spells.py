"""Who had an address when: what one thing had twice, with another in between, is two spells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.estates import directory, run

ASSETS = {
    "name": "cmdb",
    "into": "asset",
    "rows": [
        {"serial": f"CZC{name}0001", "name": name, "kind": "client"} for name in ("ann", "bo")
    ],
}


def _spells(folder: Path, *leases: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    rows = [
        {"asset_id": name, "ip": "10.0.0.7", "from_at": _at(begins), "to_at": _at(ends)}
        for name, begins, ends in leases
    ]
    dhcp = {"name": "dhcp", "into": "address", "rows": rows}
    estate = run(directory(folder / "estate", ASSETS, dhcp), folder / "workspace")
    return estate.connection.sql(
        "select s.name, strftime(from_at, '%d'), strftime(to_at, '%d') from address a "
        "join asset s using (asset_id) order by from_at nulls first, s.name"
    ).fetchall()


def _at(day: str) -> str:
    return f"2026-08-{day}T08:00" if day else ""


def test_an_address_lent_to_another_in_between_was_had_twice(tmp_path: Path) -> None:
    leases = [("ann", "01", "03"), ("bo", "04", "06"), ("ann", "07", "09"), ("ann", "09", "11")]

    assert _spells(tmp_path, *leases) == [
        ("ann", "01", "03"),
        ("bo", "04", "06"),
        ("ann", "07", "11"),
    ]


def test_a_claim_without_days_leaves_the_whole_open(tmp_path: Path) -> None:
    leases = [("ann", "01", "03"), ("bo", "04", "06"), ("ann", "", "")]

    assert _spells(tmp_path, *leases) == [("ann", None, None), ("bo", "04", "06")]


@pytest.mark.parametrize(
    ("begins", "ends", "first", "last"),
    [
        ("2026-08-28T08:00", "2026-09-05T08:00", "2026-08-28 08:00", "2026-09-01 00:00"),
        ("2026-09-01T08:00", "2026-09-09T08:00", "2026-09-01 08:00", "2026-09-01 08:00"),
        ("2026-08-20T08:00", "2026-08-28T08:00", "2026-08-20 08:00", "2026-08-28 08:00"),
        ("", "2026-09-05T08:00", "2026-09-01 00:00", "2026-09-01 00:00"),
        ("2026-08-20T08:00", "", "2026-08-20 08:00", "2026-08-20 08:00"),
    ],
)
def test_an_address_lent_beyond_the_day_judged_is_not_seen_after_it(
    tmp_path: Path, begins: str, ends: str, first: str, last: str
) -> None:
    rows = [{"asset_id": "ann", "ip": "10.0.0.7", "from_at": begins, "to_at": ends}]
    dhcp = {"name": "dhcp", "into": "address", "rows": rows}
    estate = run(directory(tmp_path / "estate", ASSETS, dhcp), tmp_path / "workspace")

    seen = estate.connection.execute(
        "select strftime(first_seen_at, '%Y-%m-%d %H:%M'), strftime(last_seen_at, '%Y-%m-%d %H:%M') "
        "from asset where name = 'ann'"
    ).fetchall()

    assert seen == [(first, last)]
