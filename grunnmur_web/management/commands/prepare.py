"""`manage.py prepare`: tables, functions, policies and grants, made or brought up to date. As the owner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

import grunnmur_web

_STORE = Path(grunnmur_web.__file__).parent / "store"


class Command(BaseCommand):
    """May be run again: what is there stays."""

    help = "Make or update the site's tables, functions, policies and grants. Needs the owner's address."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        """Migrates, then says anew who may do what."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        with transaction.atomic(), connection.cursor() as cursor:
            for name in ("rights", "audit", "site_rights", "work_rights"):
                cursor.execute((_STORE / f"{name}.sql").read_text(encoding="utf-8"))
