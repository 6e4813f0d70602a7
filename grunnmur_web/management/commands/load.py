"""`manage.py load WORKSPACE`: the workspace's current run becomes what the site shows. As the owner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from grunnmur import workspace
from grunnmur_web.actions import load


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
        loaded = load.load_new(folder) if options["if_new"] else load.load(folder)
        if loaded is not None:
            self.stdout.write(f"{loaded.run_id}: {loaded.rows} rows, {loaded.seconds:.1f} s")
