"""Laying a plan beside the runs, to be compared."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction

from grunnmur_web.actions import audit
from grunnmur_web.models import User
from grunnmur_web.uploads import scenario


@transaction.atomic
def lay(
    name: str, documents: Mapping[str, Iterable[bytes]], *, workspace: Path, acting_user: User
) -> None:
    """Lays it there whole, with a row of the log, or not at all. ProblemError says why not."""
    folder = scenario.lay(workspace, name, documents, environment=os.environ)
    try:
        audit.record(
            actor=acting_user.username, action="lay_scenario", subject=("scenario", name), after={}
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
