"""Settings from the environment, and who is let in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test.client import FakePayload

from grunnmur.errors import SettingsError
from grunnmur_web import environment
from grunnmur_web.store import embedded
from tests.web.conftest import PASSWORD


def test_a_secret_comes_from_the_file_that_is_named(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("hemmelig\n")
    monkeypatch.setenv("X_FILE", str(tmp_path / "key"))

    assert environment.text("X") == "hemmelig"


def test_whatever_is_set_may_come_from_a_file(monkeypatch, tmp_path):
    for name, value in (
        ("FLAG", "no"),
        ("WHOLE", "7"),
        ("FOLDER", str(tmp_path)),
        ("GRUNNMUR_HOME", "/h"),
    ):
        (tmp_path / name).write_text(value + "\n")
        monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))

    assert environment.flag("FLAG", default=True) is False
    assert environment.whole("WHOLE", 1) == 7
    assert environment.folder("FOLDER") == tmp_path.resolve()
    assert embedded.home(tmp_path / "workspace") == Path("/h")


def test_a_file_that_cannot_be_read_stops_the_start(monkeypatch, tmp_path):
    monkeypatch.setenv("X_FILE", str(tmp_path / "nothing"))

    with pytest.raises(SettingsError):
        environment.text("X", "default")


@pytest.mark.parametrize(("written", "value"), [("1", True), ("No", False), ("", True)])
def test_a_flag_is_yes_or_no(monkeypatch, written, value):
    monkeypatch.setenv("X", written)

    assert environment.flag("X", default=True) is value


def test_what_is_no_flag_and_no_number_stops_the_start(monkeypatch):
    monkeypatch.setenv("X", "perhaps")

    with pytest.raises(SettingsError):
        environment.flag("X", default=True)
    with pytest.raises(SettingsError):
        environment.whole("X", 1)


def test_one_logs_in_by_name_and_password(ask):
    client = ask.as_(None)

    client.post("/account/login/", {"login": "south", "password": PASSWORD})

    assert client.get("/").status_code == 200


def test_who_guesses_is_stopped(ask):
    client = ask.as_(None)

    answers = [
        client.post("/account/login/", {"login": "planner", "password": f"feil-{n}"})
        for n in range(7)
    ]
    right = client.post("/account/login/", {"login": "planner", "password": PASSWORD})

    assert right.status_code in (200, 429)
    assert client.get("/").status_code == 302
    assert answers[0].status_code == 200


def test_nobody_signs_up(ask):
    page = ask.as_(None).post(
        "/account/signup/", {"username": "ny", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert page.status_code == 200
    assert (
        ask.as_(None).post("/account/login/", {"login": "ny", "password": PASSWORD}).status_code
        == 200
    )


def test_what_is_too_large_is_refused(ask):
    response = ask.as_("north").post("/findings/finding-n/say/comment", {"reason": "x" * 1_100_000})

    assert response.status_code == 413


def test_what_is_refused_as_too_large_is_read_to_its_end_and_a_program_is_told_as_the_api_tells(
    ask,
):
    """Else the server cuts the connection, and with it the next request on it."""
    body = FakePayload(b"x" * 1_100_000)
    sent = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": body}
    response = ask.as_("north").generic("POST", "/api/v1/findings/x/accept", **sent)

    assert (response.status_code, response.json()) == (413, {"detail": "too_large"})
    assert len(body) == 0
