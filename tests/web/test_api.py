"""The API: what pages can do, by token, and no more than its person may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings

from grunnmur_web import reading
from grunnmur_web.actions import tokens
from grunnmur_web.api import api
from grunnmur_web.models import User
from tests import estates
from tests.web.region import NORTH, SECRET, SOUTH

TODAY = date.today()  # noqa: DTZ011 a calendar day
READS = (
    "/overview", "/lists/asset", "/lists/finding?verdict=fail", "/things/asset/asset-n1", "/search?q=nord",
    "/findings/finding-n", "/plan", "/plan/why/servers/n/A", f"/trusts/{NORTH}/waves", "/sources", "/inventory",
)  # fmt: skip
SOUTHS = (
    "/plan/why/servers/s/A",
    "/things/asset/asset-s1",
    "/findings/finding-s",
    f"/trusts/{SOUTH}/waves",
    "/things/application/application-s",
)


def _client(username, scope="read", days=1):
    with transaction.atomic():
        user = User.objects.get(username=username)
        reading.enter(connection, user.pk)
        written = tokens.make("test", scope, TODAY + timedelta(days=days), acting_user=user)
    return Client(HTTP_HOST="localhost", HTTP_AUTHORIZATION=f"Bearer {written}")


@pytest.mark.parametrize("path", READS)
def test_a_token_reads_what_its_person_may_and_nothing_of_the_souths(ask, path):
    response = _client("north").get(f"/api/v1{path}")

    assert response.status_code == 200
    assert SECRET not in response.content.decode()
    assert "audience" not in response.content.decode()


@pytest.mark.parametrize("path", SOUTHS)
def test_what_is_the_souths_is_not_there(ask, path):
    assert _client("north").get(f"/api/v1{path}").status_code in (403, 404)


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
