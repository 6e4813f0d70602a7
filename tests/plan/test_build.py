"""From an estate to a problem: everything in one workload, people's words kept, defaults noted."""

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
from grunnmur.plan.json_form import plan_document, problem_document
from grunnmur.plan.period import months
from grunnmur.plan.workload import Disposition, Workload
from tests.worlds import world

ON = date(2026, 9, 1)


def server(name: str, **columns: Any) -> dict[str, Any]:
    return {"asset_id": name, "kind": "vm", "name": name, "scope": "in", "platform": "A"} | columns


def application(name: str, **columns: Any) -> dict[str, Any]:
    return {"application_id": name, "name": name, "scope": "in", "platform": "A"} | columns


def stands(*pairs: str) -> list[dict[str, str]]:
    """Components from words like `mail-s1`: the application mail on the server s1."""
    return [
        dict(zip(("application_id", "asset_id"), pair.split("-"), strict=True)) for pair in pairs
    ]


def members(built: Built) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in built.members.to_pylist():
        found.setdefault(row["workload_id"], set()).add(row["entity_id"])
    return found


def codes(built: Built) -> set[str]:
    return {note.code for note in built.notes}


def workload(built: Built, name: str) -> Any:
    return next(row for row in built.problem.workloads if row.id == name)


def ways(built: Built, name: str) -> list[str]:
    return [way.name for way in workload(built, name).dispositions]


def built(
    folder: Path, *, settings: dict[str, Any] | None = None, **tables: Sequence[Any]
) -> Built:
    return plan.build(world(folder, **tables), on=ON, settings=settings)


def test_applications_on_one_server_move_together(tmp_path: Path) -> None:
    found = built(
        tmp_path,
        application=[application("mail"), application("web"), application("hr")],
        asset=[server("s1"), server("s2")],
        component=stands("mail-s1", "web-s1", "hr-s2"),
    )

    assert members(found) == {
        "application/mail": {"mail", "web", "s1"},
        "application/hr": {"hr", "s2"},
    }


def test_a_server_with_many_applications_is_a_service_that_moves_first(tmp_path: Path) -> None:
    names = [f"a{n}" for n in range(9)]

    found = built(
        tmp_path,
        application=[application(name) for name in names],
        asset=[server("db")],
        component=stands(*(f"{name}-db" for name in names)),
    )

    assert members(found)["shared/db"] == {"db"}
    assert len(found.problem.precedences) == 9
    assert found.problem.precedences[0].before == "shared/db"
    assert "shared_service" in codes(found)
    assert "service shared/db" in {row.id for row in found.problem.fixed_costs}


def test_a_chain_of_shared_servers_does_not_grow_without_end(tmp_path: Path) -> None:
    names = [f"a{n:02}" for n in range(40)]
    pairs = [f"{name}-s{n + k:02}" for n, name in enumerate(names) for k in (0, 1)]

    found = built(
        tmp_path,
        application=[application(name) for name in names],
        asset=[server(f"s{n:02}") for n in range(41)],
        component=stands(*pairs),
        settings={"group_applications": 5},
    )

    sizes = [len(rows & set(names)) for rows in members(found).values()]
    assert max(sizes) <= 5
    assert sum(sizes) == 40


@pytest.mark.parametrize("subject", ["s1", "cmdb|17"])
def test_a_server_a_person_calls_a_hub_ties_nothing_together(tmp_path: Path, subject: str) -> None:
    found = built(
        tmp_path,
        application=[application("mail"), application("web")],
        asset=[server("s1")],
        component=stands("mail-s1", "web-s1"),
        decision=[
            {"decision_id": "d", "kind": "hub", "subject_kind": "asset", "subject_id": subject}
        ],
        record=[{"source": "cmdb", "record_key": "17", "noun": "asset", "entity_id": "s1"}],
    )

    assert set(members(found)) == {"application/mail", "application/web", "shared/s1"}


@pytest.mark.parametrize(
    ("said", "shared"),
    [
        ({"value": "infrastructure/backup"}, True),
        ({"value": "application"}, False),
        ({"valid_to": ON - timedelta(days=1)}, False),
    ],
)
def test_a_server_is_a_hub_while_a_decision_says_that_it_is_shared(
    tmp_path: Path, said: dict[str, Any], shared: bool
) -> None:
    decided = {"decision_id": "d", "kind": "hub", "subject_kind": "asset", "subject_id": "s1"}

    found = built(
        tmp_path,
        application=[application("mail"), application("web")],
        asset=[server("s1")],
        component=stands("mail-s1", "web-s1"),
        decision=[decided | said],
    )

    assert ("shared/s1" in members(found)) is shared


def test_everything_else_is_packaged_by_trust_and_site(tmp_path: Path) -> None:
    here = {"organisation_id": "T", "location_id": "room", "scope": "in"}
    kinds = ("client", "printer", "phone", "network", "medical", "hypervisor", "vm")

    found = built(
        tmp_path,
        organisation=[{"organisation_id": "T", "name": "Trust", "kind": "trust"}],
        location=[
            {"location_id": "site", "name": "Hospital", "kind": "site"},
            {"location_id": "room", "name": "Room", "kind": "room", "parent_id": "site"},
        ],
        asset=[{"asset_id": kind, "kind": kind, **here} for kind in kinds],
    )

    assert members(found) == {
        "clients/T/site": {"client", "printer"},
        "telephony/T/site": {"phone"},
        "network/T/site": {"network"},
        "devices/T/medical": {"medical"},
        "infrastructure//room": {"hypervisor"},
        "servers/T/": {"vm"},
    }
    first = {(row.before, row.after) for row in found.problem.precedences}
    assert ("network/T/site", "clients/T/site") in first


def test_devices_behind_a_gateway_move_with_it(tmp_path: Path) -> None:
    devices = [{"asset_id": f"d{n:02}", "kind": "medical", "scope": "in"} for n in range(30)]

    found = built(
        tmp_path,
        asset=[*devices, {"asset_id": "gate", "kind": "gateway", "scope": "in"}],
        asset_link=[
            {"asset_id": "gate", "other_id": row["asset_id"], "relation": "gateway_for"}
            for row in devices
        ],
    )

    assert {name: len(rows) for name, rows in members(found).items()} == {"devices/gate": 31}


def test_many_clients_at_a_site_are_cut_into_even_packages(tmp_path: Path) -> None:
    clients = [{"asset_id": f"c{n:04}", "kind": "client", "scope": "in"} for n in range(1300)]

    found = built(tmp_path, asset=clients)

    assert sorted(len(rows) for rows in members(found).values()) == [433, 433, 434]


def test_what_is_left_out_is_on_a_named_list(tmp_path: Path) -> None:
    found = built(
        tmp_path,
        application=[application("epj", scope="out")],
        asset=[
            server("out", scope="out"),
            server("old", status="retired"),
            server("epj-server"),
            server("strange", kind=None),
            server("pump", kind="medical"),
        ],
        component=[{"application_id": "epj", "asset_id": "epj-server"}],
        device=[{"asset_id": "pump", "networked": False}],
    )

    assert members(found) == {}
    assert {code for code in codes(found) if code.startswith("left_out")} == {
        "left_out_out_of_scope",
        "left_out_registered_as_retired",
        "left_out_serves_out_of_scope",
        "left_out_kind_not_known",
        "left_out_device_not_networked",
    }


def test_a_device_of_which_it_is_not_known_whether_it_is_networked_is_planned(
    tmp_path: Path,
) -> None:
    found = built(tmp_path, asset=[server("pump", kind="medical")], device=[{"asset_id": "pump"}])

    assert set(members(found)) == {"devices//medical"}


def test_what_is_out_of_scope_stays_in_the_dependencies(tmp_path: Path) -> None:
    needs = {"consumer_kind": "application", "provider_kind": "application", "origin": "declared"}

    found = built(
        tmp_path,
        application=[application("lab"), application("epj", scope="out")],
        dependency=[needs | {"consumer_id": "lab", "provider_id": "epj", "protocol": "HL7v2"}],
    )

    (outside,) = found.problem.outside
    assert (outside.id, outside.workloads) == ("epj", ("application/lab",))


def test_a_dependency_costs_from_the_start_between_platforms(tmp_path: Path) -> None:
    needs = {"consumer_kind": "application", "provider_kind": "application", "origin": "declared"}

    found = built(
        tmp_path,
        application=[application("a"), application("b"), application("c", platform="C")],
        dependency=[
            needs | {"consumer_id": "a", "provider_id": "b", "protocol": "HL7v2"},
            needs | {"consumer_id": "a", "provider_id": "c", "protocol": "SQL"},
        ],
    )

    # catalogue/effort/bridging: HL7v2 3,500 a month, SQL 6,000.
    rows = [(row.a_first, row.b_first, row.neither) for row in found.problem.couplings]
    assert rows == [(3500, 3500, 0), (6000, 6000, 6000)]


def test_a_dependency_in_a_register_that_does_not_say_so_is_declared(tmp_path: Path) -> None:
    needs = {"consumer_kind": "application", "provider_kind": "application", "protocol": "HL7v2"}

    found = built(
        tmp_path,
        application=[application("a"), application("b")],
        dependency=[needs | {"consumer_id": "a", "provider_id": "b"}],
    )

    assert [row.a_first for row in found.problem.couplings] == [3500]


@pytest.mark.parametrize(
    ("rule", "kind", "expected"),
    [
        (None, "vm", ["rehost", "replatform"]),
        (None, "server", ["replatform"]),
        ("not-updatable", "vm", ["replatform", "replace"]),
        ("not-secure", "vm", ["replatform", "replace"]),
    ],
)
def test_verdicts_say_which_dispositions_there_are(
    tmp_path: Path, rule: str | None, kind: str, expected: list[str]
) -> None:
    finding = {
        "finding_id": "f", "rule_id": rule, "subject_kind": "asset", "subject_id": "s1",
        "verdict": "fail", "aspect": "lifecycle", "severity": "high", "blocking": False,
    }  # fmt: skip

    found = built(
        tmp_path,
        application=[application("mail", criticality="C")],
        asset=[server("s1", kind=kind, criticality="C")],
        component=stands("mail-s1"),
        finding=[finding] if rule else [],
    )

    assert ways(found, "application/mail") == expected
    # catalogue/effort/exposure: a high finding on a server, criticality C, 2,500 a month.
    assert workload(found, "application/mail").exposure[0] == (2500 if rule else 0)


def test_an_unknown_verdict_weighs_half_a_fail(tmp_path: Path) -> None:
    finding = {
        "finding_id": "f", "rule_id": "not-updatable", "subject_kind": "asset", "subject_id": "s1",
        "verdict": "unknown", "aspect": "lifecycle", "severity": "high", "blocking": False,
    }  # fmt: skip

    found = built(tmp_path, asset=[server("s1", criticality="C")], finding=[finding])

    assert found.problem.workloads[0].exposure[0] == 1250


def test_only_a_decision_retires_an_application(tmp_path: Path) -> None:
    found = built(
        tmp_path,
        application=[application("idle", users=0), application("gone", disposition="retire")],
    )

    assert "retire" not in ways(found, "application/idle")
    assert ways(found, "application/gone") == ["retire"]
    assert "retire_candidate" in codes(found)


def test_a_blocking_finding_gives_time_to_clear_it(tmp_path: Path) -> None:
    finding = {
        "finding_id": "f", "rule_id": "ros-before-decision", "subject_kind": "application",
        "subject_id": "lab", "verdict": "fail", "aspect": "privacy", "severity": "high",
        "blocking": True,
    }  # fmt: skip

    found = built(tmp_path, application=[application("lab")], finding=[finding])

    assert workload(found, "application/lab").earliest == 3


def test_what_people_entered_is_used(tmp_path: Path) -> None:
    found = built(
        tmp_path,
        organisation=[{"organisation_id": "T", "name": "Trust", "kind": "trust"}],
        application=[application("lab", organisation_id="T")],
        skill_capacity=[
            {"skill": "Applikasjon", "from_on": ON, "person_days": 100.0},
            {"skill": "applikasjon", "from_on": date(2026, 11, 1), "person_days": 60.0},
            {"skill": "gardening", "from_on": ON, "person_days": 1.0},
        ],
        cutover_slot=[{"organisation_id": "T", "from_on": ON, "slots": 4}],
        budget=[{"year": 2026, "amount_nok": 1_000_000}],
        freeze=[
            {"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 31), "reason": "Christmas"},
            {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 1, 10), "reason": "after it"},
        ],
        fixed_cost=[{"subject_kind": "platform", "subject_id": "A", "nok_per_month": 700}],
    )

    problem = found.problem
    capacity = {row.id: row.capacity for row in problem.resources}
    assert capacity["application"][:3] == (750, 750, 450)  # 7.5 hours a day
    assert problem.freezes[0].periods == (3,)
    assert problem.slots[0].capacity[:6] == (4, 4, 4, 4, 2, 4)  # ten of January's 31 days frozen
    assert (problem.budgets[0].year, problem.budgets[0].amount) == (2026, 1_000_000)
    assert problem.fixed_costs[0].cost[0] == 700
    assert {"skill_not_known", "budget_missing", "freeze_shorter_than_a_month"} <= codes(found)
    assert "slots_defaulted" not in codes(found)


def test_what_nobody_entered_takes_a_noted_default(tmp_path: Path) -> None:
    found = built(
        tmp_path,
        organisation=[{"organisation_id": "T", "name": "Trust", "kind": "trust"}],
        application=[application("lab", organisation_id="T")],
    )

    assert {
        "capacity_defaulted",
        "slots_defaulted",
        "budget_missing",
        "platform_cost_defaulted",
    } <= codes(found)


def test_a_cutover_takes_a_slot_where_the_users_are(tmp_path: Path) -> None:
    trusts = [{"organisation_id": name, "kind": "trust"} for name in ("own", "many", "few", "dark")]
    users = {"many": 900, "few": 10, "dark": None}
    usage = [
        {"application_id": "lab", "organisation_id": name, "location_id": "x", "users": count}
        for name, count in users.items()
    ]

    found = built(
        tmp_path,
        organisation=trusts,
        application=[application("lab", organisation_id="own")],
        usage=usage,
    )

    assert workload(found, "application/lab").organisations == ("dark", "many", "own")


def test_what_pcs_reach_is_access_and_what_systems_say_are_interfaces(tmp_path: Path) -> None:
    seen = {"provider_kind": "asset", "provider_id": "s1", "origin": "observed", "protocol": "tcp"}

    found = built(
        tmp_path,
        application=[application("lab"), application("hr")],
        asset=[server("s1"), server("s2"), server("pc", kind="client")],
        component=stands("lab-s1", "hr-s2"),
        dependency=[
            seen | {"consumer_kind": "asset", "consumer_id": "s2", "port": 1433},
            seen | {"consumer_kind": "asset", "consumer_id": "s2", "port": 445},
            seen | {"consumer_kind": "asset", "consumer_id": "pc", "port": 443},
        ],
    )

    # catalogue/effort/bridging: one unnamed interface 2,000 a month, access 250.
    cost = {(row.a, row.b): row.a_first for row in found.problem.couplings}
    assert cost == {
        ("application/hr", "application/lab"): 2000,
        ("application/lab", "clients//"): 250,
    }


def test_deadlines_reach_what_stands_in_the_place(tmp_path: Path) -> None:
    due = {"subject_kind": "location", "subject_id": "site", "due_on": date(2027, 2, 28)}

    found = built(
        tmp_path,
        location=[
            {"location_id": "site", "kind": "site"},
            {"location_id": "room", "kind": "room", "parent_id": "site"},
        ],
        application=[application("lab"), application("other")],
        asset=[server("s1", location_id="room"), server("s2")],
        component=stands("lab-s1", "other-s2"),
        deadline=[due | {"hardness": "hard", "reason": "torn down"}],
    )

    (deadline,) = workload(found, "application/lab").deadlines
    assert (deadline.last, deadline.hard) == (5, True)  # February is the sixth month
    assert workload(found, "application/other").deadlines == ()


def test_a_hard_deadline_nobody_can_meet_becomes_soft_and_is_noted(tmp_path: Path) -> None:
    due = {"subject_kind": "application", "subject_id": "lab", "due_on": date(2026, 10, 31)}
    frozen = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 10, 31)}

    found = built(
        tmp_path,
        application=[application("lab")],
        deadline=[due | {"hardness": "hard", "reason": "licence"}],
        freeze=[frozen],
    )

    assert workload(found, "application/lab").deadlines[0].hard is False
    assert "deadline_cannot_be_met" in codes(found)


@pytest.mark.parametrize(
    ("value", "window"),
    [
        ("2027-03", (6, 7, "")),
        ("2027-03..2027-05", (6, 9, "")),
        ("2027-03..", (6, None, "")),
        ("replatform", (0, None, "replatform")),
        ("2027-03 replatform", (6, 7, "replatform")),
    ],
)
def test_a_persons_pin_is_kept(tmp_path: Path, value: str, window: tuple[Any, ...]) -> None:
    word = {"decision_id": "d", "kind": "pin", "subject_kind": "application", "subject_id": "lab"}

    found = built(tmp_path, application=[application("lab")], decision=[word | {"value": value}])

    (pin,) = found.problem.pins
    assert (pin.first, pin.before, pin.disposition) == window


def test_a_pin_of_a_whole_platform_is_a_pin_with_its_own_id_for_each_workload(
    tmp_path: Path,
) -> None:
    word = {"decision_id": "d", "kind": "pin", "subject_kind": "platform", "subject_id": "P"}
    rows = [application(name) | {"platform": "P"} for name in ("lab", "mail")]

    found = built(tmp_path, application=rows, decision=[word | {"value": "2027-03"}])

    assert [(pin.id, pin.workload) for pin in found.problem.pins] == [
        ("d application/lab", "application/lab"),
        ("d application/mail", "application/mail"),
    ]


def test_a_decision_nobody_understands_is_noted(tmp_path: Path) -> None:
    word = {"decision_id": "d", "kind": "pin", "subject_kind": "application", "subject_id": "lab"}

    found = built(tmp_path, application=[application("lab")], decision=[word | {"value": "soon"}])

    assert found.problem.pins == ()
    assert "decision_not_understood" in codes(found)


def test_redundant_applications_never_move_in_the_same_month(tmp_path: Path) -> None:
    pair = [
        {"service_id": "ward", "application_id": name, "redundancy_group": "r"} for name in "ab"
    ]

    found = built(tmp_path, application=[application("a"), application("b")], service_member=pair)

    kept_apart = {(row.reason, row.service) for row in found.problem.exclusions}
    assert kept_apart == {("service", "ward"), ("redundancy", "ward")}


def test_a_redundant_pair_on_one_server_is_a_doubt(tmp_path: Path) -> None:
    pair = [
        {"service_id": "ward", "application_id": name, "redundancy_group": "r"} for name in "ab"
    ]

    found = built(
        tmp_path,
        application=[application("a"), application("b")],
        asset=[server("s1")],
        component=stands("a-s1", "b-s1"),
        service_member=pair,
    )

    assert "redundant_pair_moves_together" in codes(found)


def test_an_empty_estate_is_an_empty_problem(tmp_path: Path) -> None:
    found = built(tmp_path)

    assert (found.problem.workloads, found.workloads, found.members.num_rows) == ((), (), 0)


def test_the_plan_and_its_workloads_are_written_as_tables(tmp_path: Path) -> None:
    estate = _small_region(tmp_path)
    found = plan.build(estate, on=ON)
    plan.write(estate, found, plan.solve(found.problem, effort=20))

    counts = {name: estate.count(name) for name in ("workload", "plan", "move", "risk_point")}
    assert counts == {"workload": 32, "plan": 1, "move": 32, "risk_point": 60}
    assert estate.count("workload_member") == 90
    assert (tmp_path / "problem.json").exists()


def test_a_plan_built_from_an_estate_passes_the_check(tmp_path: Path) -> None:
    found = plan.build(_small_region(tmp_path), on=ON)

    answer = plan.solve(found.problem, effort=20)

    report = check(problem_document(found.problem), plan_document(answer))
    assert report.violations == ()


def test_the_same_estate_gives_the_same_problem(tmp_path: Path) -> None:
    estate = _small_region(tmp_path)

    digests = {plan.digest(plan.build(estate, on=ON).problem) for _ in range(3)}

    assert len(digests) == 1


def test_exposure_falls_as_workloads_move(tmp_path: Path) -> None:
    found = plan.build(_small_region(tmp_path), on=ON)
    rows = plan.to_tables(plan.solve(found.problem, effort=5), found.problem)["risk_point"]

    assert rows[0]["exposure"] >= rows[-1]["exposure"]
    assert sum(row["one_off_nok"] for row in rows) > 0


@pytest.mark.parametrize(("first_on", "period"), [(date(2026, 9, 1), 1), (date(2026, 10, 1), 0)])
def test_a_wave_has_the_same_id_in_a_plan_that_begins_later(first_on: date, period: int) -> None:
    """What was decided about October's wave is about no other month in the next run."""
    way = Disposition("rehost", 1, ())
    workload = Workload("w", "W", (way,), kind="server", exposure=(5, 5), run_before=(1, 1))
    problem = plan.Problem(name="test", periods=months(first_on, 2), workloads=(workload,))
    moves = (plan.Move("w", "rehost", period),)

    tables = plan.to_tables(plan.Plan(plan.digest(problem), moves, 0, 0, plan.CostParts()), problem)

    assert [row["wave_id"] for row in (*tables["wave"], *tables["move"])] == ["wave-2026-10-01"] * 2


@pytest.mark.parametrize("settings", [{"months": 0}, {"wave_limit": "many"}, {"colour": "red"}])
def test_a_setting_that_means_nothing_is_refused(tmp_path: Path, settings: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        built(tmp_path, settings=settings)


def _small_region(folder: Path) -> Estate:
    """Thirty applications on two servers each, thirty PCs, in two trusts."""
    trusts = [{"organisation_id": name, "name": name, "kind": "trust"} for name in ("N", "S")]
    names = [f"a{n:02}" for n in range(30)]
    return world(
        folder,
        organisation=trusts,
        application=[
            application(name, organisation_id="NS"[n % 2]) for n, name in enumerate(names)
        ],
        asset=[
            *(server(f"v{n:02}", criticality="B") for n in range(30)),
            *(server(f"c{n:02}", kind="client", organisation_id="NS"[n % 2]) for n in range(30)),
        ],
        component=stands(*(f"{name}-v{n:02}" for n, name in enumerate(names))),
    )
