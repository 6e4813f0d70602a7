"""The verb: claims become one row per real thing, and every claim stays as evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps
from grunnmur.reconcile import (
    claims,
    decisions,
    held,
    nouns,
    provenance,
    relations,
    retention,
    stages,
)
from grunnmur.reconcile.given import Given
from grunnmur.settings import Settings


def reconcile(
    settings: Settings,
    claimed: Path,
    estate: Estate,
    given: Given,
    *,
    previous: Path | None = None,
) -> None:
    """Writes every table of what there is into `estate`, from the claims in the folder `claimed`.

    `previous` is the folder of the run before: ids survive from it. The order of sources, files and rows makes no
    difference to the result.
    """
    connection, progress = estate.connection, given.progress
    steps = Steps(connection, stages.STEPS)
    progress("claims", 0.0)
    claims.load(connection, claimed, settings)
    decisions.load(connection, given.decided, given.decision_notes, on=given.on)
    provenance.recall(connection, previous)
    stages.find_things(connection, steps, given.products, progress=progress)
    stages.judge_claims(connection, steps, settings, on=given.on, progress=progress)
    progress("writing", 0.75)
    nouns.write(connection, steps, estate.write)
    relations.write(connection, estate.write)
    steps.run("network_range", "address_range")
    estate.write(TABLES["address"], steps.text("address"))
    progress("evidence", 0.9)
    provenance.write(connection, steps, estate, run_id=given.run_id)
    retention.forget_logons(estate, days=settings.logon_days, on=given.on)
    settled = not steps.rows("unsettled")
    state = held.state(on=given.on, products=given.products, notes=given.decision_notes)
    held.keep(connection, estate.folder, replace(state, settled=settled))
    stages.forget(connection)
