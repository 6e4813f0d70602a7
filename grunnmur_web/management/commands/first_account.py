"""`manage.py first_account NAME`: one account with every role, where there is none yet. As the owner."""

from __future__ import annotations

import json
import secrets
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from grunnmur_web.actions import audit
from grunnmur_web.models import ROLES, Grant, User


class Command(BaseCommand):
    """The password is random and shown once."""

    help = "Make the first account, with every role for the whole group, if there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        """What it is called."""
        parser.add_argument("name")
        parser.add_argument(
            "--once-told", action="store_true", help="only after a line on standard input says so"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        """Says name and password as JSON, or null where there were accounts; then the account is there."""
        if User.objects.exists():
            self.stdout.write("null")
            return
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            user = User.objects.create_user(options["name"], password=password)
            Grant.objects.bulk_create(
                Grant(user=user, role=role, granted_by=audit.SET_UP) for role in ROLES
            )
            audit.record(
                actor=audit.SET_UP,
                action="make_person",
                subject=("user", user.username),
                after={"roles": list(ROLES)},
            )
            self.stdout.write(json.dumps({"name": user.username, "password": password}))
            self.stdout.flush()
            if options["once_told"] and not sys.stdin.readline():
                raise CommandError("nobody was told")
