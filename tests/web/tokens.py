"""Programs that ask the API on somebody's behalf."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction
from django.test import Client

from grunnmur_web import reading
from grunnmur_web.actions import tokens
from grunnmur_web.models import User


def client(username: str, scope: str = "read", days: int = 1) -> Client:
    """A program with a token of this person, which ends in so many days."""
    ends_on = date.today() + timedelta(days=days)  # noqa: DTZ011 a calendar day
    with transaction.atomic():
        user = User.objects.get(username=username)
        reading.enter(connection, user.pk)
        written = tokens.make("test", scope, ends_on, acting_user=user)
    return Client(HTTP_HOST="localhost", HTTP_AUTHORIZATION=f"Bearer {written}")
