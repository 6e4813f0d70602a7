"""What there is room for at a place: the old side holds it to its cutover, the new from the work's first month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from grunnmur import plan
from grunnmur.errors import SettingsError
from grunnmur.estate import Estate
from grunnmur.plan.build import Built
from grunnmur.plan.check import check
from grunnmur.plan.json_form import plan_document, problem_document, read_problem
from grunnmur.plan.names import Names
from grunnmur.text import Voice
from tests.worlds import world

ON = date(2026, 9, 1)


def server(name: str, place: str | None = "hall", **columns: Any) -> dict[str, Any]:
    row = {"asset_id": name, "kind": "vm", "name": name, "scope": "in", "platform": "A"}
    return row | {"location_id": place} | columns


def place(name: str, within: str | None = None) -> dict[str, Any]:
    return {"location_id": name, "name": name.title(), "kind": "data_centre", "parent_id": within}


def room(
    amount: float | None,
    where: str | None = "hall",
    *,
    on: date | None = ON,
    of: str = "storage_tb",
) -> dict[str, Any]:
    return {"resource": of, "location_id": where, "from_on": on, "amount": amount}


def use(name: str, amount: float, of: str = "storage_tb") -> dict[str, Any]:
    return {"resource": of, "asset_id": name, "amount": amount}


def each_an_application(
    folder: Path,
    servers: Sequence[dict[str, Any]],
    capacity: Sequence[dict[str, Any]],
    uses: Sequence[dict[str, Any]],
    *,
    settings: dict[str, Any] | None = None,
    **tables: Sequence[Any],
) -> Built:
    """One application a server, so that each is a workload of its own."""
    names = [row["asset_id"] for row in servers]
    application = [
        {"application_id": f"on-{name}", "name": name, "scope": "in", "platform": "A"}
        for name in names
    ]
    component = [{"application_id": f"on-{name}", "asset_id": name} for name in names]
    places = [place("hall"), place("cell", "hall"), place("annex")]
    given: dict[str, Sequence[Any]] = {
        "asset": servers, "application": application, "component": component, "location": places,
        "resource_capacity": capacity, "resource_use": uses, **tables,
    }  # fmt: skip
    return plan.build(world(folder, **given), on=ON, settings={"months": 12, **(settings or {})})


def holds(found: Built, name: str) -> dict[str, int]:
    return dict(_workload(found, name).holds)


def keeps(found: Built, name: str) -> dict[str, dict[str, int]]:
    return {way.name: dict(way.keeps) for way in _workload(found, name).dispositions}


def _workload(found: Built, name: str) -> Any:
    return next(row for row in found.problem.workloads if row.id == f"application/on-{name}")


def rooms(found: Built) -> dict[str, tuple[int, ...]]:
    return {row.id: row.capacity for row in found.problem.resources if row.kind != "skill"}


def facts(found: Built, code: str) -> list[dict[str, Any]]:
    return [dict(note.facts) for note in found.notes if note.code == code]


def test_old_and_new_stand_side_by_side_in_the_place_between_copy_and_cutover(
    tmp_path: Path,
) -> None:
    found = each_an_application(
        tmp_path,
        [server("a"), server("b", "cell")],
        [room(13.1)],
        [use("a", 4), use("b", 4.5004)],
    )

    assert rooms(found) == {"storage/hall": (13_100,) * 12}
    assert holds(found, "a") == {"storage/hall": 4_000}
    assert keeps(found, "a")["rehost"] == {"storage/hall": 4_000}
    assert holds(found, "b") == {
        "storage/hall": 4_501
    }  # what it is in has to hold it too; rounded up

    answer = plan.solve(found.problem, effort=20)
    report = check(problem_document(found.problem), plan_document(answer))
    at = {move.workload: move.period for move in answer.moves}
    assert report.feasible, report.violations
    assert at["application/on-a"] != at["application/on-b"]  # both at once would need 17 TB


def test_the_plan_breaks_where_the_new_side_finds_no_room(tmp_path: Path) -> None:
    found = each_an_application(tmp_path, [server("a")], [room(7.9)], [use("a", 4)])

    answer = plan.solve(found.problem, effort=5)

    report = check(problem_document(found.problem), plan_document(answer))
    broken = {(row.code, row.facts.get("resource")) for row in report.violations}
    assert broken == {("over_capacity", "storage/hall")}


def test_settings_say_where_things_move(tmp_path: Path) -> None:
    found = each_an_application(
        tmp_path,
        [server("a", "cell"), server("b", "annex")],
        [room(10, "hall"), room(20, "annex")],
        [use("a", 4), use("b", 3)],
        settings={"moves_to": {"HALL": "annex", "Loft": "hall"}},
    )

    assert holds(found, "a") == {"storage/hall": 4_000}
    assert keeps(found, "a")["rehost"] == {"storage/annex": 4_000}
    assert keeps(found, "b")["rehost"] == {"storage/annex": 3_000}
    assert facts(found, "place_not_known") == [{"place": "Loft"}]


@pytest.mark.parametrize("value", ["annex", ["hall", "annex"], {"hall": 1}])
def test_places_are_named_in_a_table(tmp_path: Path, value: Any) -> None:
    with pytest.raises(SettingsError, match="plan_setting_not_places"):
        plan.build(Estate(tmp_path), on=ON, settings={"moves_to": value})


def test_what_stays_takes_its_room_and_what_goes_leaves_it(tmp_path: Path) -> None:
    decided = [
        {"application_id": f"on-{name}", "name": name, "scope": "in", "disposition": what}
        for name, what in {"a": "retire", "b": "retain", "c": "replatform"}.items()
    ]
    found = each_an_application(
        tmp_path,
        [*map(server, "abc"), server("d", scope="out"), server("e", status="retired")],
        [room(20)],
        [use(name, 2) for name in "abcde"],
        application=decided,
    )

    assert rooms(found) == {"storage/hall": (16_000,) * 12}  # without b, which stays, and d
    assert (holds(found, "a"), keeps(found, "a")) == ({"storage/hall": 2_000}, {"retire": {}})
    assert (holds(found, "b"), keeps(found, "b")) == ({}, {"retain": {}})
    assert keeps(found, "c") == {"replatform": {"storage/hall": 2_000}}


def test_what_is_not_known_counts_as_is_usual_for_its_kind(tmp_path: Path) -> None:
    found = each_an_application(
        tmp_path,
        [*map(server, "abcd"), server("p", kind="server"), server("lost", None)],
        [room(100), room(9, of="Links")],
        [use("a", 1), use("b", 3), use("c", 8), use("lost", 1, of="LAGRING_GB")],
    )

    assert holds(found, "d") == {"storage/hall": 2_000}  # the median of 1, 3, 8 and 0.001 TB
    assert holds(found, "p") == {}  # of no server is it known
    assert facts(found, "room_use_assumed") == [{"resource": "storage_tb", "count": 1}]
    assert facts(found, "room_use_without_place") == [{"resource": "storage_tb", "count": 1}]
    assert facts(found, "room_without_use") == [{"resource": "Links"}]
    assert set(rooms(found)) == {"storage/hall"}


def test_less_than_what_stands_there_cannot_be_so(tmp_path: Path) -> None:
    found = each_an_application(tmp_path, [server("a")], [room(3)], [use("a", 4)])

    assert rooms(found) == {}
    assert (holds(found, "a"), keeps(found, "a")["rehost"]) == ({}, {})
    (told,) = facts(found, "room_below_use")
    assert told == {"resource": "storage_tb", "place": "Hall", "amount": 3, "stands": 4}


def test_a_place_may_open_and_shrink(tmp_path: Path) -> None:
    later, last = date(2027, 2, 15), date(2027, 6, 1)
    found = each_an_application(
        tmp_path,
        [server("a")],
        [
            room(9, "annex", on=later),
            room(10, on=later),
            room(1, on=last),
            room(None),
            room(5, None),
        ],
        [use("a", 4)],
    )

    assert rooms(found) == {
        "storage/annex": (0,) * 6 + (9_000,) * 6,
        "storage/hall": (4_000,) * 6 + (10_000,) * 3 + (1_000,) * 3,
    }
    assert facts(found, "room_not_said") == [{"resource": "storage_tb", "count": 2}]


def test_what_is_counted_in_parts_is_counted_in_hundredths(tmp_path: Path) -> None:
    found = each_an_application(
        tmp_path, [server("a")], [room(2.5, of="racks")], [use("a", 0.333, of="Rack")]
    )

    assert rooms(found) == {"racks/hall": (250,) * 12}
    assert holds(found, "a") == {"racks/hall": 34}


def test_without_capacities_nothing_is_held(tmp_path: Path) -> None:
    found = each_an_application(tmp_path, [server("a")], [], [use("a", 4)])

    assert rooms(found) == {}
    assert holds(found, "a") == {}
    assert not [note for note in found.notes if note.code.startswith("room_")]


@pytest.mark.parametrize(
    ("language", "called"), [("nb", "lagring · Hall (GB)"), ("en", "storage · Hall (GB)")]
)
def test_people_read_what_it_is_and_where(tmp_path: Path, language: Any, called: str) -> None:
    found = each_an_application(tmp_path, [server("a")], [room(9)], [use("a", 4)])
    problem = read_problem(problem_document(found.problem))

    assert Names(problem, Voice(language)).amounts_of("storage/hall") == called


def test_a_month_has_what_there_is_throughout_it(tmp_path: Path) -> None:
    second = ON + timedelta(days=1)
    found = each_an_application(
        tmp_path,
        [server("a")],
        [room(9), room(6, on=second)],
        [use("a", 4)],
        settings={"months": 1},
    )

    assert rooms(found) == {"storage/hall": (6_000,)}


def test_of_two_words_for_one_day_the_least_counts(tmp_path: Path) -> None:
    found = each_an_application(
        tmp_path, [server("a")], [room(9), room(7_000, of="Lagring_GB")], [use("a", 4)]
    )

    assert rooms(found) == {"storage/hall": (7_000,) * 12}


def test_a_place_that_is_in_no_register_counts_as_none(tmp_path: Path) -> None:
    found = each_an_application(
        tmp_path, [server("a"), server("b", "elsewhere")], [room(9)], [use("a", 4), use("b", 1)]
    )

    assert facts(found, "room_use_without_place") == [{"resource": "storage_tb", "count": 1}]
