"""How likely it is that a dependency was not seen, worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from grunnmur.depend.conclude import conclude, declared, unseen
from grunnmur.depend.conclude.unseen import missed
from grunnmur.estate import Estate
from grunnmur.kit.engine import Steps
from tests.depend.flows import SERVERS, depended, record
from tests.worlds import Row, world

_STEPS = Path(unseen.__file__).parent / "steps"


def _days(begin: date, count: int, share: float = 1.0) -> list[tuple[date, float]]:
    return [(begin + timedelta(days=day), share) for day in range(count)]


def test_three_days_miss_four_weekly_jobs_of_seven() -> None:
    assert missed("weekly", _days(date(2026, 8, 24), 3)) == pytest.approx(4 / 7)


def test_a_week_sees_every_weekly_job_unless_the_sensor_stood_still() -> None:
    whole = _days(date(2026, 8, 24), 7)
    half_of_sunday = [*whole[:6], (whole[6][0], 0.5)]

    assert missed("weekly", whole) == 0
    assert missed("weekly", half_of_sunday) == pytest.approx(0.5 / 7)


def test_a_month_end_is_worth_more_than_other_days() -> None:
    """31 August and 1 September hold two of three turns; 15 and 16 June hold two of 25 other days."""
    turn = missed("monthly", _days(date(2026, 8, 31), 2))
    middle = missed("monthly", _days(date(2026, 6, 15), 2))

    assert turn == pytest.approx(0.5 * 1 / 3 + 0.5)
    assert middle == pytest.approx(0.5 + 0.5 * 23 / 25)


def test_a_yearly_job_is_missed_on_eleven_months_of_twelve() -> None:
    assert missed("yearly", _days(date(2026, 6, 1), 30)) == pytest.approx(1 - 30 / 365.25)
    assert missed("yearly", _days(date(2025, 1, 1), 730)) < 0.001


def test_what_comes_by_chance_is_missed_by_chance() -> None:
    assert missed("failover", _days(date(2026, 1, 1), 365)) == pytest.approx(
        math.exp(-2 * 365 / 365.25)
    )


def test_a_day_without_a_sensor_shows_nothing() -> None:
    assert missed("daily", _days(date(2026, 8, 24), 1, 0.0)) == 1
    assert missed("daily", []) == 1


def _estate(folder: Path, dependencies: Sequence[Row], *, hours: int = (1 << 24) - 1) -> Estate:
    """a and b live in realm A, c in realm B; one flow of something is seen every hour of 3 August days."""
    estate = world(
        folder,
        application=[{"application_id": name} for name in "abc"],
        component=[{"application_id": name, "asset_id": f"s{name}"} for name in "abc"],
        address=[
            {"asset_id": f"s{name}", "realm": realm, "ip": f"10.0.0.{number}"}
            for number, (name, realm) in enumerate(zip("abc", "AAB", strict=True))
        ],
        dependency=list(dependencies),
    )
    estate.connection.execute(
        "create or replace temp table conversed as select realm, null::varchar as source_id, "
        "null::varchar as target_id, "
        "'10.9.9.9' as source_ip, '10.9.9.8' as target_ip, 'tcp' as protocol, 1 as port, on_date::date as on_date, "
        f"1::bigint as flows, 1::bigint as bytes, {hours}::bigint as hours, null::bigint as sampled, "
        "null::boolean as answered, "
        "on_date::timestamp as first_seen_at, on_date::timestamp + interval 23 hour as last_seen_at "
        "from range(date '2026-08-24', date '2026-08-27', interval 1 day) days (on_date), "
        "(values ('A'), ('B')) r (realm)"
    )
    steps = Steps(estate.connection, _STEPS)
    unseen.write(estate, steps)
    declared.write(estate, steps)
    return estate


def _pair(
    consumer: str, provider: str, origin: str = "declared", period: str | None = "daily"
) -> Row:
    at = datetime(2026, 8, 25) if origin == "observed" else None
    return {
        "consumer_kind": "application", "consumer_id": consumer, "provider_kind": "application",
        "provider_id": provider, "protocol": "sql", "port": 1433, "origin": origin, "period": period,
        "first_seen_at": at, "last_seen_at": at, "confidence": 1.0 if at else None,
    }  # fmt: skip


def test_coverage_is_learnt_from_what_is_declared_to_be_daily(tmp_path: Path) -> None:
    """Within A one of one was seen: 2/3; between A and B none of one: 1/3. a declares one of each."""
    seen = _pair("a", "b", "observed", None)
    estate = _estate(tmp_path, [_pair("a", "b"), _pair("a", "c"), seen])

    found = dict(
        estate.connection.execute(
            "select period, probability from unseen where application_id = 'a'"
        ).fetchall()
    )

    assert found["daily"] == pytest.approx(1 - (0.5 * 2 / 3 + 0.5 * 1 / 3))
    assert found["weekly"] == pytest.approx(1 - 0.5 * 3 / 7)


def test_what_a_register_writes_in_norwegian_teaches_as_much(tmp_path: Path) -> None:
    """As above: within A one of one was seen, between A and B none of one."""
    pairs = [_pair("a", "b", period="Daglig"), _pair("a", "c", period="løpende")]
    estate = _estate(tmp_path, [*pairs, _pair("a", "b", "observed", None)])

    found = estate.connection.execute(
        "select probability from unseen where application_id = 'a' and period = 'daily'"
    ).fetchall()

    assert found == [(pytest.approx(1 - (0.5 * 2 / 3 + 0.5 * 1 / 3)),)]


def test_where_nothing_is_declared_nothing_is_said(tmp_path: Path) -> None:
    estate = _estate(tmp_path, [])

    assert estate.connection.sql("select count(probability) from unseen").fetchall() == [(0,)]
    assert estate.count("unseen") == 15


def test_declared_and_seen_are_held_together(tmp_path: Path) -> None:
    estate = _estate(
        tmp_path,
        [
            _pair("a", "b"),
            _pair("a", "b", "observed", None),
            _pair("a", "c"),
            _pair("b", "c", "observed", None),
        ],
    )

    found = estate.connection.execute(
        "select consumer_id, provider_id, verdict, silent_days, unseen_probability is not null "
        "from dependency_match order by all"
    ).fetchall()

    assert found == [
        ("a", "b", "confirmed", pytest.approx(1 + 23 / 24), False),
        ("a", "c", "silent", 3.0, True),
        ("b", "c", "undeclared", pytest.approx(1 + 23 / 24), False),
    ]


def test_days_nobody_watched_are_no_silence(tmp_path: Path) -> None:
    """b was seen at midnight on the second of three days; hours 0 and 12 are watched: 1 hour, and 2 more."""
    pairs = [_pair("a", "b"), _pair("a", "b", "observed", None), _pair("a", "c")]
    estate = _estate(tmp_path, pairs, hours=1 << 12 | 1)

    found = estate.connection.sql("select silent_days from dependency_match order by provider_id")

    assert found.fetchall() == [(pytest.approx(3 / 24),), (pytest.approx(6 / 24),)]


def test_where_realms_have_no_names_silence_is_counted_all_the_same(tmp_path: Path) -> None:
    at = datetime(2026, 8, 25, 12)
    estate = depended(
        tmp_path,
        record("10.0.0.1:51000", "10.0.0.2:5432", at, opened=True, realm=""),
        record("10.0.0.1:51000", "10.9.9.9:443", at + timedelta(hours=2), opened=True, realm=""),
        address=[{"asset_id": row["asset_id"], "ip": row["ip"]} for row in SERVERS],
        application=[{"application_id": name} for name in "ab"],
        component=[
            {"application_id": "a", "asset_id": "web"},
            {"application_id": "b", "asset_id": "db"},
        ],
    )

    conclude(estate, on=at.date(), group_most=50)

    found = estate.connection.sql("select silent_days from dependency_match").fetchall()
    assert found == [(pytest.approx(1 / 24),)]


def test_thinned_traffic_shows_fewer_runs(tmp_path: Path) -> None:
    estate = _estate(tmp_path, [])
    estate.connection.execute(
        "update conversed set sampled = 100, source_id = 'sa', target_id = 'sb', flows = 1"
    )

    assert unseen._shown(Steps(estate.connection, _STEPS)) < 0.01
