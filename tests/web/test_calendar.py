"""A calendar program has an address and no log-in: the address opens one calendar, as its person, until it ends."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from grunnmur_web import reading
from grunnmur_web.actions import tokens
from grunnmur_web.models import User
from tests.web.region import NORTH, SECRET, SOUTH

TODAY = date.today()  # noqa: DTZ011 a calendar day


@pytest.fixture
def program():
    """A calendar program: no cookies, no headers."""
    return Client(HTTP_HOST="localhost")


def _address(ask, who="north", trust=NORTH, language="nb"):
    """The path a person is shown after making an address."""
    client = ask.as_(who, language=language)
    page = client.post(f"/trust/{trust}/calendar", follow=True).content.decode()
    return re.search(r"http://localhost(/calendar/[^ <]+)", page).group(1).replace("&amp;", "&")


def _token(who, scope, days=1):
    with transaction.atomic():
        user = User.objects.get(username=who)
        reading.enter(connection, user.pk)
        ends_on = TODAY + timedelta(days=days)
        return tokens.make("t", scope, ends_on, acting_user=user, organisation=NORTH)


@pytest.mark.parametrize(("language", "word"), [("nb", "Pulje"), ("en", "Wave")])
def test_the_address_that_is_shown_gives_the_waves_of_the_trust(ask, program, language, word):
    answer = program.get(_address(ask, language=language))
    text = answer.content.decode().replace("\r\n ", "")

    assert answer["Content-Type"].startswith("text/calendar")
    assert f"SUMMARY:{word}: Nordservere\r\n" in text
    assert "DTSTART;VALUE=DATE:20261001" in text
    assert "DTEND;VALUE=DATE:20261101" in text
    assert f"X-WR-CALNAME:{word}" in text.replace("Puljer", "Pulje").replace("Waves", "Wave")
    assert answer["Content-Disposition"].endswith(
        f'{"puljer" if language == "nb" else "waves"}.ics"'
    )
    assert "Nordre sykehus" in text
    assert SECRET not in text


def test_every_line_is_short_enough_and_ends_as_the_format_says(ask, program):
    body = program.get(_address(ask)).content

    assert body.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")


@pytest.mark.parametrize("who", ["north", "chief"])
def test_the_address_opens_no_other_trusts_calendar(ask, program, who):
    address = _address(ask, who)

    assert program.get(address).status_code == 200
    assert program.get(address.replace(NORTH, SOUTH)).status_code == 404


def test_nobody_makes_an_address_for_another_trust(ask):
    assert ask.as_("north").post(f"/trust/{SOUTH}/calendar").status_code == 404


@pytest.mark.parametrize("scope", ["read", "write"])
def test_a_token_for_the_api_opens_no_calendar(ask, program, scope):
    assert program.get(f"/calendar/{NORTH}/{_token('north', scope)}.ics").status_code == 404


def test_a_calendars_token_asks_the_api_nothing(ask):
    written = _token("north", "calendar")
    asked = Client(HTTP_HOST="localhost", HTTP_AUTHORIZATION=f"Bearer {written}")

    assert asked.get("/api/v1/overview").status_code == 401


def test_an_address_that_has_ended_or_was_revoked_opens_nothing(ask, program):
    ended = _token("north", "calendar", days=-1)
    address = _address(ask, who="south", trust=SOUTH)
    assert program.get(address).status_code == 200
    south = ask.as_("south")
    numbers = re.findall(r"/me/tokens/(\d+)/revoke", south.get("/me").content.decode())
    south.post(f"/me/tokens/{max(numbers, key=int)}/revoke")  # the address was made last

    assert program.get(address).status_code == 404
    assert program.get(f"/calendar/{NORTH}/{ended}.ics").status_code == 404


def test_who_loses_the_role_loses_the_calendar(ask, program):
    token = _token("newcomer", "calendar")

    assert program.get(f"/calendar/{NORTH}/{token}.ics").status_code == 404
