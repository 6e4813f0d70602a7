"""`manage.py work WORKSPACE ESTATE`: tries uploads, takes those confirmed, hands decisions on. As the owner."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from grunnmur_web import worker

_PATIENCE = 1.0
"""Seconds between two looks when nobody calls."""


class Command(BaseCommand):
    """Runs until it is stopped; may be killed at any moment."""

    help = "Try the files people send, against an estate directory. Needs the owner's address."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to work."""
        parser.add_argument("workspace", type=Path)
        parser.add_argument("estate", type=Path)
        parser.add_argument("--catalogue", type=Path, help="folder of editions to judge by")
        parser.add_argument("--once", action="store_true", help="only what there is to do now")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        """Does one thing after the other."""
        bench = worker.bench(
            options["estate"].resolve(),
            options["workspace"].resolve(),
            catalogue=options["catalogue"] and options["catalogue"].resolve(),
        )
        if not os.access(bench.estate, os.W_OK):
            raise CommandError(f"may not write in {bench.estate}")
        if not worker.begin():
            raise CommandError("another worker is at work")
        with closing(bench.trials):
            while True:
                busy = worker.step(bench)
                if not busy and options["once"]:
                    return
                if not busy:
                    worker.make_ready(bench)
                    worker.wait(_PATIENCE)
