"""`manage.py load WORKSPACE`: the workspace's current run becomes what the site shows. As the owner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from grunnmur import workspace
from grunnmur_web import store


class Command(BaseCommand):
    """Readers see the run before until the new one is whole."""

    help = "Load a workspace's current run. Needs the owner's address."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the workspace is."""
        parser.add_argument("workspace", type=Path)
        parser.add_argument("--if-new", action="store_true", help="only if another run is shown")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        """Loads it, and says how much and how long."""
        folder = workspace.open_workspace(options["workspace"]).current()
        if folder is None:
            raise CommandError("no run")
        if options["if_new"] and _shown() == folder.name:
            return
        parameters = connection.get_connection_params()
        address = " ".join(
            f"{name}={value}"
            for name, value in parameters.items()
            if name in ("host", "port", "user", "password", "dbname") and value
        )
        loaded = store.load(address, folder)
        self.stdout.write(f"{loaded.run_id}: {loaded.rows} rows, {loaded.seconds:.1f} s")


def _shown() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("select run_id from access.loaded where is_current")
        row = cursor.fetchone()
    return row[0] if row else None
