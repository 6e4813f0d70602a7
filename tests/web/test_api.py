"""The API: what pages can do, by token, and no more than its person may."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from grunnmur_web import reading
from grunnmur_web.api import api
from grunnmur_web.queries import inventory
from tests import estates
from tests.web.region import NORTH, SECRET, SOUTH
from tests.web.tokens import client as _client

TODAY = date.today()  # noqa: DTZ011 a calendar day
READS = (
    "/overview", "/lists/asset", "/lists/finding?verdict=fail", "/search?q=nord", "/suppliers", "/lists/supplier",
    "/sources", "/notes", "/notes/each?code=reader_failed", "/records?source=ad-north", "/coverage", "/inventory",
    "/things/asset/asset-n1", "/things/asset/asset-n1/needs", "/things/asset/asset-n1/needed_by",
    "/things/application/application-n/needs", "/things/asset/asset-n1/history",
    "/things/asset/asset-n1/hanging/component/asset_id",
    "/findings/accepted", "/findings/decisions", "/findings/finding-n",
    "/dependencies", "/dependencies?by=platform", "/dependencies/between?consumer=~&provider=~", "/dependencies/hubs",
    "/dependencies/matched/silent", "/dependencies/roles?role=middleware&sub_role=integration_engine",
    "/dependencies?by=function", "/dependencies/between?consumer=~&provider=~&by=service_id",
    "/dependencies/around/application/needs/application-n", "/dependencies/around/asset/needed_by/asset-n1",
    "/plan", "/plan/moves", "/plan/why/servers/n/A", "/plan/workloads/servers/n/A", "/plan/members/servers/n/A",
    "/scenarios", "/scenarios/compared?names=laid",
    "/trusts", f"/trusts/{NORTH}", f"/trusts/{NORTH}/waves", f"/trusts/{NORTH}/approved-unplanned",
    "/owners", "/owners/applications?owner=Nina+Nord", "/owners/assets?owner=Nina+Nord",
    "/owners/risks?owner=Nina+Nord",
)  # fmt: skip
GUARDED = (
    "/security", "/security/pairs?rule=trust-crossing", "/security/reached?could=true",
    "/security/cuts/cut-1", "/security/paths/path-1", "/security/entries?entry=client&onward=true",
    "/things/asset/asset-n2/reached_by", "/things/asset/asset-n1/outside", "/things/asset/asset-n1/updates",
    "/lists/detection_check", "/lists/update_gain",
    "/security/updates/removed?product_id=microsoft:windows_10&version=22H2",
)  # fmt: skip
"""Need the security right besides."""
SET_APART = {
    "/plan/try/{workload_id}": "planner",
    "/uploads": "planner",
    "/uploads/{upload_id}": "planner",
    "/people": "administrator",
    "/log": "auditor",
}
"""Who asks what nobody of one trust may."""
SOUTHS = (
    "/plan/why/servers/s/A", "/plan/workloads/servers/s/A", "/plan/members/servers/s/A",
    "/things/asset/asset-s1", "/things/asset/asset-s1/needs", "/things/asset/asset-s1/needed_by",
    "/things/asset/asset-s1/history", "/things/asset/asset-s1/hanging/component/asset_id",
    "/things/asset/asset-s1/outside", "/things/asset/asset-s2/reached_by", "/things/asset/asset-s1/updates",
    "/dependencies/around/application/needs/application-s", "/dependencies/around/asset/needed_by/asset-s1",
    "/findings/finding-s", f"/trusts/{SOUTH}", f"/trusts/{SOUTH}/waves",
    f"/trusts/{SOUTH}/approved-unplanned", "/things/application/application-s",
)  # fmt: skip
LISTS = {
    "/lists/asset": "planner",
    "/lists/finding": "planner",
    "/search?q=app01": "planner",
    "/suppliers": "planner",
    "/lists/supplier": "planner",
    "/lists/detection_check": "chief",
    "/lists/update_gain": "chief",
    "/security/updates/removed?product_id=microsoft:windows_10&version=22H2": "chief",
    "/things/asset/asset-n1/updates": "chief",
    "/things/application/application-n/needs": "planner",
    "/things/asset/asset-n1/history": "planner",
    "/dependencies/between?consumer=organisation-north&provider=organisation-south": "planner",
    "/dependencies/matched/silent": "planner",
    "/dependencies/around/application/needs/application-n": "planner",
    "/dependencies/between?consumer=patient_record&provider=~&by=function": "planner",
    "/dependencies/roles?role=middleware&sub_role=integration_engine": "planner",
    "/plan/moves": "planner",
    "/scenarios": "planner",
    "/trusts": "planner",
    "/owners/applications?owner=Nina+Nord": "planner",
    "/security/pairs?rule=trust-crossing": "chief",
    "/people": "chief",
    "/log": "auditor",
    "/uploads": "planner",
}
"""Lists that may be long, and who sees the whole of each."""


@pytest.mark.parametrize("path", READS)
def test_a_token_reads_what_its_person_may_and_nothing_of_the_souths(ask, path):
    response = _client("north").get(f"/api/v1{path}")

    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    assert "audience" not in response.content.decode()


@pytest.mark.parametrize("path", [*READS, *GUARDED])
def test_the_security_right_of_one_trust_reads_nothing_of_the_souths(ask, path):
    response = _client("north_security").get(f"/api/v1{path}")

    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    assert not {"asset-s1", "asset-s2", "application-s"} & _texts(response.json())


def _texts(told):
    """Every text of an answer, however deep."""
    if isinstance(told, dict):
        return set().union(*map(_texts, told.values())) if told else set()
    if isinstance(told, list):
        return set().union(*map(_texts, told)) if told else set()
    return {told} if isinstance(told, str) else set()


@pytest.mark.parametrize("path", GUARDED)
def test_without_the_security_right_its_addresses_are_shut(ask, path):
    assert _client("north").get(f"/api/v1{path}").status_code == 403


@pytest.mark.parametrize("path", SOUTHS)
@pytest.mark.parametrize("who", ["north", "north_security"])
def test_what_is_the_souths_is_not_there(ask, path, who):
    assert _client(who).get(f"/api/v1{path}").status_code in (403, 404)


@pytest.mark.parametrize("path", sorted(SET_APART))
def test_what_needs_a_right_for_the_whole_group_is_shut_for_one_trust(ask, path):
    url = path.replace("{workload_id}", "servers/n/A?period=0").replace("{upload_id}", "0" * 16)

    assert _client("north").get(f"/api/v1{url}").status_code == 403
    assert _client(SET_APART[path]).get(f"/api/v1{url}").status_code in (200, 404)


def test_every_address_of_the_api_is_asked_by_two_trusts():
    asked = {path.partition("?")[0] for path in (*READS, *GUARDED)}
    patterns = {
        template: re.compile(re.sub(r"\\{[a-z_]+\\}", ".+", re.escape(template)) + "$")
        for template, operations in api.get_openapi_schema()["paths"].items()
        if "get" in operations
    }

    left = {
        template.removeprefix("/api/v1")
        for template, pattern in patterns.items()
        if not any(pattern.match(f"/api/v1{path}") for path in asked)
    }

    assert left == set(SET_APART)


@pytest.fixture
def sent(ask):
    """Two files that were sent."""
    for upload in ("1" * 16, "2" * 16):
        ask.rows(
            "planner",
            "insert into web_upload (upload_id, file_name, size, digest, source, new_source, organisation, sent_by, "
            f"sent_at, state, base_run, made_run) values ('{upload}', 'a.csv', 1, '', 'a', false, '', 'planner', "
            "now(), 'discarded', '', '') on conflict do nothing returning 1",
        )


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("path", sorted(LISTS))
def test_a_list_read_in_parts_is_the_list_and_every_part_says_whether_it_goes_on(ask, path):
    client, mark = _client(LISTS[path]), "&" if "?" in path else "?"
    whole = client.get(f"/api/v1{path}{mark}limit=1000").json()
    assert (whole["more"], whole["next"]) == (False, None)

    parts, cursor = [], ""
    for _ in range(len(whole["rows"])):
        part = client.get(f"/api/v1{path}{mark}limit=1&cursor={cursor}").json()
        assert part["total"] in (None, len(whole["rows"]))
        assert part["more"] == (part["next"] is not None)
        parts += part["rows"]
        cursor = part["next"]

    assert parts == whole["rows"]
    assert cursor is None
    assert len(parts) > 0


@pytest.mark.parametrize("cursor", ["20200101T000000.1", "x", "-1", "20260901T080000.9999999999"])
def test_a_cursor_of_another_run_or_of_nothing_is_refused(ask, cursor):
    response = _client("north").get(f"/api/v1/lists/asset?cursor={cursor}")

    assert response.status_code == 400
    assert response.json()["detail"] in ("cursor", "cursor_of_another_run")


def test_a_thing_says_which_of_its_lists_go_on(ask, monkeypatch):
    from grunnmur_web.api import things

    monkeypatch.setattr(things, "MOST", 0)
    monkeypatch.setattr(things, "_ONE_MORE", reading.Window(1))

    found = _client("north").get("/api/v1/things/application/application-n").json()

    assert found["more"] == ["needs", "needed_by"]
    assert found["needs"] == []


def test_how_much_each_source_holds_is_for_who_sees_the_group(ask):
    of = {who: _client(who).get("/api/v1/sources").json()[0] for who in ("north", "planner")}

    assert {name: of["north"][name] for name in ("source", "path", "records", "noted")} == {
        "source": "ad-north", "path": None, "records": None, "noted": None,
    }  # fmt: skip
    assert (of["planner"]["path"], of["planner"]["records"]) == ("a.csv", 10)
    assert b"10" not in ask.as_("north").get("/sources").content.split(b"<tbody>")[1]


def test_history_hides_which_of_anothers_things_it_was(ask):
    rows = _client("north").get("/api/v1/things/asset/asset-n1/history").json()["rows"]
    merged = next(row for row in rows if row["what"] == "merged")

    assert (merged["other_id"], merged["hidden"]) == (None, ["other_id"])
    assert {row.get("attribute") for row in rows} >= {"platform"}


def test_scenarios_are_compared_in_figures_without_anybodys_names(ask):
    found = _client("north").get("/api/v1/scenarios/compared?names=laid").json()

    assert found["names"] == ["20260901T080000", "laid"]
    assert all(len(row["values"]) == len(row["lacks"]) == 2 for row in found["figures"])
    assert any(row["lacks"][1] for row in found["figures"])  # it moves one workload of two


def test_a_scenario_is_sent_by_a_planner_of_the_group_alone(ask, site, tmp_path):
    plan = (site.run.parents[1] / "scenarios" / "laid" / "plan.json").read_bytes()
    problem = (site.run.parents[1] / "scenarios" / "laid" / "problem.json").read_bytes()

    def send(who, scope="write", name="ny takt"):
        files = {
            name: SimpleUploadedFile("x.json", b)
            for name, b in (("plan", plan), ("problem", problem))
        }
        return _client(who, scope).post("/api/v1/scenarios", {"name": name, **files})

    with override_settings(WORKSPACE=tmp_path):
        assert send("north").status_code == 403
        assert send("planner", "read").status_code == 403
        assert send("planner", name="../ut").json()["detail"] == "scenario_name"
        assert send("planner").json() == {"name": "ny takt"}
        assert send("planner").json()["detail"] == "scenario_taken"
    assert (tmp_path / "scenarios" / "ny takt" / "plan.json").read_bytes() == plan


def test_people_and_roles_are_for_administrators_and_tokens_that_may_write(ask):
    chief, reads = _client("chief", "write"), _client("chief")

    def send(client, path, body):
        return client.post(f"/api/v1/people{path}", body, content_type="application/json")

    assert send(reads, "", {"username": "kari"}).status_code == 403
    assert send(_client("auditor", "write"), "", {"username": "kari"}).status_code == 403
    made = send(chief, "", {"username": "kari", "name": "Kari"})
    assert made.json()["username"] == "kari"
    assert send(chief, "", {"username": "Kari"}).json()["detail"] == "username_taken"
    role = send(chief, "/kari/roles", {"role": "reader", "organisation_id": NORTH}).json()
    assert send(chief, "/kari/roles", {"role": "king"}).status_code == 422
    (kari,) = [
        row for row in reads.get("/api/v1/people").json()["rows"] if row["username"] == "kari"
    ]
    assert kari["roles"] == [role]

    assert send(chief, "/kari/active", {"active": False}).json() == {"active": False}
    assert send(chief, "/chief/active", {"active": False}).json()["detail"] == "own_account"
    taken = chief.delete(f"/api/v1/people/kari/roles/{role['grant_id']}")
    assert taken.json() == role
    deeds = ask.rows(
        "auditor", "select action from web_audit where subject_id = 'kari' order by id"
    )
    assert [row["action"] for row in deeds] == [
        "make_person",
        "give_role",
        "set_active",
        "take_role",
    ]


@pytest.mark.parametrize("path", READS)
def test_nobody_asks_without_a_token_or_without_a_role(ask, path):
    assert ask.as_(None).get(f"/api/v1{path}").status_code == 401
    assert _client("newcomer").get(f"/api/v1{path}").status_code in (403, 404)


@pytest.mark.parametrize("token", ["", "grm_wrong", "\u00e6"])
def test_a_wrong_token_is_nobody(ask, token):
    client = Client(HTTP_HOST="localhost", HTTP_AUTHORIZATION=f"Bearer {token}")

    assert client.get("/api/v1/sources").status_code == 401


def test_a_token_that_has_ended_is_nobody(ask):
    assert _client("north", days=-1).get("/api/v1/sources").status_code == 401


def test_a_token_to_read_writes_nothing(ask):
    body = {"reason": "sett"}
    url = "/api/v1/findings/finding-n/comment"

    assert _client("north").post(url, body, content_type="application/json").status_code == 403
    assert (
        _client("north", "write").post(url, body, content_type="application/json").status_code
        == 200
    )


def test_a_risk_is_accepted_only_with_an_end_and_only_by_its_trust(ask):
    url = "/api/v1/findings/finding-n/accept"
    body = {
        "reason": "r",
        "measure": "m",
        "answers_for": "a",
        "valid_to": (TODAY + timedelta(days=9)).isoformat(),
    }
    north, south = _client("north", "write"), _client("south", "write")

    assert north.post(url, body, content_type="application/json").status_code == 200
    assert (
        north.post(
            url, {**body, "valid_to": "2999-01-01"}, content_type="application/json"
        ).status_code
        == 400
    )
    assert north.post(url, {"reason": "r"}, content_type="application/json").status_code == 422
    assert south.post(url, body, content_type="application/json").status_code == 404


def test_a_wave_is_approved_for_ones_own_trust_only(ask):
    body = {"approve": True, "reason": "ok"}

    assert (
        _client("north", "write")
        .post(f"/api/v1/trusts/{NORTH}/waves/wave-1", body, content_type="application/json")
        .status_code
        == 200
    )
    assert (
        _client("north", "write")
        .post(f"/api/v1/trusts/{SOUTH}/waves/wave-1", body, content_type="application/json")
        .status_code
        == 403
    )


def test_an_inventory_has_machines_in_groups_by_wave(ask):
    found = _client("north").get("/api/v1/inventory").json()

    assert found["wave_wave_1"] == {"hosts": ["nord-app01"]}
    assert found["_meta"]["hostvars"]["nord-app01"]["grunnmur_id"] == "asset-n1"


def test_letters_that_ansible_does_not_take_are_spelt_and_not_dropped():
    assert inventory._group("trust", "Sørlandet sykehus HF") == "trust_sorlandet_sykehus_hf"
    assert inventory._group("trust", "Ålesund æ, Čáhci") == "trust_alesund_ae_cahci"


def test_a_form_from_elsewhere_cannot_use_a_persons_session(ask):
    client = ask.as_("north")
    client.handler.enforce_csrf_checks = True

    response = client.post(
        "/api/v1/findings/finding-n/comment", {"reason": "x"}, content_type="application/json"
    )

    assert response.status_code in (401, 403)


def test_the_api_describes_every_address_it_has(ask):
    described = ask.as_(None).get("/api/v1/openapi.json").json()["paths"]

    paths = {
        f"{prefix}{path}" for prefix, router in api._routers for path in router.path_operations
    }
    assert set(described) == {
        f"/api/v1/{path.lstrip('/')}".replace("{path:", "{") for path in paths
    }


def test_a_pin_by_the_api_is_a_month_and_is_taken_away(ask):
    planner = _client("planner", "write")

    def send(path, body):
        return planner.post(f"/api/v1/plan/{path}", body, content_type="application/json")

    assert send("pin/servers/n/A", {"period": 7, "reason": "r"}).status_code == 400
    assert send("pin/servers/s/A", {"period": 0, "reason": "r"}).status_code == 400  # frozen
    assert send("pin/servers/n/A", {"period": 0, "reason": "r"}).status_code == 200
    held = "select kind, value from web_decision where subject_kind = 'workload' order by id desc limit 1"
    assert ask.rows("planner", held) == [{"kind": "pin", "value": "2026-09"}]

    assert send("unpin/servers/n/A", {"reason": "r"}).status_code == 200
    assert ask.rows("planner", held) == [{"kind": "unpin", "value": ""}]


def test_files_are_sent_by_planners_of_the_group_and_by_tokens_that_may_write(ask, tmp_path):
    def send(client, name="a.csv", source="a"):
        file = SimpleUploadedFile(name, b"key;serial\n1;SERIAL01\n")
        return client.post("/api/v1/uploads", {"file": file, "source": source})

    directory = estates.directory(
        tmp_path / "estate", {"name": "a", "into": "asset", "rows": [{"key": "1"}]}
    )
    with override_settings(ESTATE=directory, WORKSPACE=tmp_path / "workspace"):
        planner = _client("planner", "write")
        assert send(_client("north", "write")).status_code == 403
        assert send(_client("planner", "read")).status_code == 403
        assert send(planner, name="a.xlsx").json()["detail"] == "upload_suffix"

        upload = send(planner).json()["upload_id"]
        shown = _client("planner", "read").get(f"/api/v1/uploads/{upload}").json()
        assert (shown["row"]["state"], shown["difference"]) == ("waiting", None)
        assert planner.post(f"/api/v1/uploads/{upload}/discarded").json() == {"moved": True}
        assert planner.post(f"/api/v1/uploads/{upload}/confirmed").json() == {"moved": False}


@pytest.mark.parametrize(
    "path", ["nothing", "things/asset/a%0Ab", "things/asset/a%0Ab/hanging/component/asset_id"]
)
def test_an_address_that_is_none_is_refused_as_described(ask, path):
    refused = ask.as_("chief").get(f"/api/v1/{path}")

    assert (refused.status_code, refused.json()) == (404, {"detail": "not_found"})


def test_a_form_where_json_is_taken_is_refused(ask):
    client = ask.as_("north")
    client.handler.enforce_csrf_checks = True  # who looks for the token reads the form

    answer = client.post("/api/v1/findings/finding-n/comment", {"reason": "x"})

    assert answer.status_code in (400, 403)
    client.get("/me")
    token = client.cookies["csrftoken"].value
    answer = client.post(
        "/api/v1/findings/finding-n/comment", {"reason": "x"}, headers={"X-CSRFToken": token}
    )
    assert (answer.status_code, answer.json()) == (400, {"detail": "request"})
