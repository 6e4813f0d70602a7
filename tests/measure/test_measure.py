"""What crosses platforms and trusts, and what is done twice, before and after each wave."""

from __future__ import annotations

from pathlib import Path

from grunnmur.estate import Estate
from grunnmur.measure import measure
from tests.worlds import Row, world


def _application(name: str, platform: str | None, trust: str = "t1", function: str = "lab") -> Row:
    return {
        "application_id": name, "platform": platform, "organisation_id": trust, "function": function,
        "status": "active",
    }  # fmt: skip


def _needs(consumer: str, provider: str) -> Row:
    return {
        "consumer_kind": "application", "consumer_id": consumer, "provider_kind": "application",
        "provider_id": provider, "protocol": "sql", "port": 1, "origin": "declared",
    }  # fmt: skip


def _estate(folder: Path, **plan: list[Row]) -> Estate:
    """a (A, t1) needs b (B, t2) and c (unknown platform, t1); a and b both do the laboratory's work."""
    return world(
        folder,
        application=[
            _application("a", "A"),
            _application("b", "B", "t2"),
            _application("c", None, function="imaging"),
        ],
        dependency=[_needs("a", "b"), _needs("a", "c")],
        service_member=[{"service_id": "birth", "application_id": "c"}],
        **plan,
    )


def _figures(estate: Estate, subject: str = "") -> dict[tuple[str, int], tuple[float, float]]:
    measure(estate)
    rows = estate.connection.execute(
        "select measure, period, value, of from measure where subject_id = ?", [subject]
    ).fetchall()
    return {(name, period): (value, of) for name, period, value, of in rows}


def test_what_is_not_known_is_neither_across_nor_within(tmp_path: Path) -> None:
    found = _figures(_estate(tmp_path))

    assert found["dependencies_across_platforms", -1] == (1, 1)
    assert found["dependencies_across_trusts", -1] == (1, 2)
    assert found["functions_run_more_than_once", -1] == (1, 2)
    assert found["applications_that_do_the_same", -1] == (2, 3)


def test_where_nothing_is_done_twice_none_do_the_same(tmp_path: Path) -> None:
    estate = world(tmp_path, application=[_application("a", "A")])

    found = _figures(estate)

    assert found["functions_run_more_than_once", -1] == (0, 1)
    assert found["applications_that_do_the_same", -1] == (0, 1)


def test_a_clinical_service_counts_what_touches_its_applications(tmp_path: Path) -> None:
    found = _figures(_estate(tmp_path), "birth")

    assert found["dependencies_across_platforms", -1] == (0, 0)
    assert found["dependencies_across_trusts", -1] == (0, 1)


def test_waves_bring_together_what_they_move_and_drop_what_they_retire(tmp_path: Path) -> None:
    """Wave 0 moves a, wave 1 moves b, wave 2 retires c."""
    moves = zip("abc", ("rehost", "rehost", "retire"), strict=True)
    estate = _estate(
        tmp_path,
        wave=[{"plan_id": "p", "wave_id": f"w{one}", "period": one} for one in range(3)],
        workload_member=[
            {"workload_id": f"x{name}", "noun": "application", "entity_id": name} for name in "abc"
        ],
        move=[
            {
                "plan_id": "p",
                "workload_id": f"x{name}",
                "wave_id": f"w{number}",
                "disposition": what,
            }
            for number, (name, what) in enumerate(moves)
        ],
    )

    found = _figures(estate)

    across = [found["dependencies_across_platforms", period] for period in (-1, 0, 1, 2)]
    assert across == [(1, 1), (1, 1), (0, 1), (0, 1)]
    assert found["dependencies_across_trusts", 2] == (1, 1)
