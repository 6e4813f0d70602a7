"""A trust's waves as iCalendar: a file for whoever is logged in, and an address a calendar program can be given.

A calendar program cannot log in. The address it is given holds a token of its own scope, which opens this and nothing
else, ends within a year, and may never more than its person.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST

from grunnmur.kit.icalendar import document, escaped, whole_days
from grunnmur.text import LANGUAGES, Voice
from grunnmur_web import reading
from grunnmur_web.access import needs, public, rights
from grunnmur_web.actions import tokens
from grunnmur_web.models import User
from grunnmur_web.pages import waves
from grunnmur_web.queries import plans
from grunnmur_web.queries import waves as queries
from grunnmur_web.words import voice

_DAYS = 366


@needs("read")
def calendar(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """The trust's waves as a file."""
    return _written(request, organisation_id)


@public
def feed(request: HttpRequest, organisation_id: str, token: str) -> HttpResponse:
    """The trust's waves, for whoever has the address. Without a token that holds there is nothing here."""
    found = tokens.bearer(token, "calendar")
    if found is None or found.organisation_id != organisation_id:
        raise Http404
    reading.enter(connection, found.user.pk)
    if not rights(found.user).may("read"):
        raise Http404
    if (
        reading.current_run() is None
    ):  # none for now: a program that is told 404 forgets the calendar
        return HttpResponse(status=503)
    language = request.GET.get("language")
    with translation.override(language if language in LANGUAGES else settings.LANGUAGE_CODE):
        return _written(request, organisation_id)


@require_POST
@needs("read")
def make_feed(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Makes an address for a calendar program; it is shown this once."""
    trust = _trust(organisation_id)
    assert isinstance(request.user, User)
    ends_on = date.today() + timedelta(days=_DAYS)  # noqa: DTZ011 a calendar day, as the person means it
    name = voice()("site_calendar_key", trust=trust["name"])[:100]
    written = tokens.make(
        name, "calendar", ends_on, acting_user=request.user, organisation=organisation_id
    )
    path = f"{reverse('feed', args=[organisation_id, written])}?language={voice().language}"
    address = request.build_absolute_uri(path)
    messages.success(
        request, voice()("site_calendar_made", address=address, day=voice().day(ends_on))
    )
    return redirect("trust_of", organisation_id=organisation_id)


def _trust(organisation_id: str) -> reading.Row:
    """The organisation, where it is one the person has a role for."""
    for row in plans.my_organisations():
        if row["organisation_id"] == organisation_id:
            return row
    raise Http404


def _first(said: Voice, row: reading.Row) -> str:
    """What moves in a wave, as far as there is room for it."""
    names = waves.called(said, row)
    return ", ".join(names) + (" …" if row["moves"] > len(names) else "")


def _written(request: HttpRequest, organisation_id: str) -> HttpResponse:
    said, trust = voice(), _trust(organisation_id)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Grunnmur//waves//{said.language.upper()}",
    ]
    called = said("site_calendar_name", trust=trust["name"])
    lines += [
        f"NAME:{escaped(called)}",
        f"X-WR-CALNAME:{escaped(called)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for row in queries.of(organisation_id):
        if row["starts_on"] is None or row["ends_on"] is None:
            continue
        address = (
            f"{reverse('plan')}?organisation_id={organisation_id}&period={row['period']}#moves"
        )
        lines += [
            "BEGIN:VEVENT",
            f"UID:{row['wave_id']}-{organisation_id}@grunnmur",
            f"DTSTAMP:{stamp}",
            *whole_days(row["starts_on"], row["ends_on"]),
            f"SUMMARY:{escaped(said('site_calendar_wave', names=_first(said, row)))}",
            f"DESCRIPTION:{escaped(trust['name'])}: {escaped(waves.standing(said, row))}",
            f"URL:{request.build_absolute_uri(address)}",
            "END:VEVENT",
        ]
    body = document([*lines, "END:VCALENDAR"])
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{said("site_calendar_file")}.ics"'},
    )
