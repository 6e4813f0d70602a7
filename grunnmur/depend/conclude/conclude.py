"""The order in which conclusions are drawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from grunnmur.depend.conclude import declared, roles, split, unseen
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps

STEPS = Path(__file__).parent / "steps"


def conclude(estate: Estate, *, on: date, group_most: int) -> None:
    """Writes what follows from the flows and dependencies of this run.

    The services to treat apart leave groups of at most `group_most` applications.
    """
    steps = Steps(estate.connection, STEPS)
    _converse(estate)
    roles.write(estate, steps, on=on)
    unseen.write(estate, steps)
    declared.write(estate, steps)
    split.write(estate, steps, group_most=group_most)
    _note(estate)


def _note(estate: Estate) -> None:
    estate.write(TABLES["note"], "select * from note union all by name select * from note_hub")


def _converse(estate: Estate) -> None:
    """Makes `conversed`: traffic per day that was not left unanswered, whether its ends are named or not."""
    estate.connection.execute(
        "create or replace temp view conversed as select * from flow where answered is distinct from false"
    )
