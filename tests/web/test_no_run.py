"""Before the first run is loaded: pages say what to do, people and the log are there, nothing breaks."""

from __future__ import annotations

import psycopg
import pytest
from django.urls import reverse

from tests.web.addresses import ADDRESSES, patterns
from tests.web.reading import words_of
from tests.web.region import NORTH
from tests.web.test_api import GUARDED, READS
from tests.web.test_calendar import _token as calendar_token

THERE = {
    "people", "add_person", "give", "set_active", "take", "log", "account", "make_token", "revoke_token",
    "preferences", "metrics", "feed",
}  # fmt: skip
"""What is there without a run."""


@pytest.fixture
def nothing(site):
    """No run is shown."""
    with psycopg.connect(site.owner, autocommit=True) as owner:
        (shown,) = owner.execute("select loaded_id from access.loaded where is_current").fetchone()
        owner.execute("update access.loaded set is_current = false")
        yield
        owner.execute("update access.loaded set is_current = true where loaded_id = %s", [shown])


@pytest.mark.usefixtures("nothing")
def test_every_address_that_shows_a_run_says_that_there_is_none(ask):
    for name in sorted(set(patterns()) - THERE):
        address = ADDRESSES[name]
        client, path = ask.as_(address.who), reverse(name, kwargs=address.north)
        answer = client.get(path) if address.form is None else client.post(path, address.form)

        right = patterns()[name].callback.right
        if answer.status_code == 403:  # the chief plans and approves nothing
            assert right in ("plan", "approve"), name
        else:
            assert answer.status_code == 503, name
            assert "Ingenting er lastet ennå" in answer.content.decode(), name


@pytest.mark.usefixtures("nothing")
@pytest.mark.parametrize(
    ("language", "command"),
    [("nb", "grunnmur serve ARBEIDSOMRÅDE"), ("en", "grunnmur serve WORKSPACE")],
)
def test_what_to_do_is_said_in_the_language_of_who_reads_it(ask, language, command):
    page = ask.as_("north", language=language).get("/").content.decode()

    assert command in page


@pytest.mark.usefixtures("nothing")
def test_people_and_the_log_are_there(ask):
    administrator = ask.as_("administrator", language="en")
    given = {"role": "reader", "organisation_id": NORTH}

    people = administrator.get("/administration")
    refused = administrator.post("/administration/people/newcomer/give", given, follow=True)
    log = ask.as_("auditor", language="en").get("/administration/log")
    mine = ask.as_("north", language="en").get("/me")

    assert "newcomer" in words_of(people.content.decode())
    assert "there is no such organisation" in refused.content.decode()
    assert (log.status_code, mine.status_code) == (200, 200)


def test_a_calendar_program_is_told_to_come_again(ask, nothing):
    token = calendar_token("north", "calendar")

    assert ask.as_(None).get(f"/calendar/{NORTH}/{token}.ics").status_code == 503


@pytest.mark.usefixtures("nothing")
def test_who_has_no_role_is_told_so_first(ask):
    answer = ask.as_("newcomer", language="en").get("/")

    assert answer.status_code == 403
    assert "You have no roles yet" in answer.content.decode()


@pytest.mark.usefixtures("nothing")
def test_the_api_says_that_there_is_no_run(ask):
    chief = ask.as_("chief")

    for path in (*READS, *GUARDED):
        answer = chief.get(f"/api/v1{path}")
        assert (answer.status_code, answer.json()) == (404, {"detail": "no_run"}), path
    accepted = chief.post("/api/v1/findings/finding-n/comment", {"reason": "x"}, "application/json")
    assert accepted.json() == {"detail": "no_run"}
    assert chief.get("/api/v1/people").status_code == 200
    assert chief.get("/api/v1/log").status_code == 200
