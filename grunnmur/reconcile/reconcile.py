"""The verb: claims become one row per real thing, and every claim stays as evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from grunnmur.catalogue import lifecycle
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
from grunnmur.settings import Settings


def reconcile(
    settings: Settings,
    claimed: Path,
    estate: Estate,
    *,
    decided: Sequence[tuple[str | None, ...]] = (),
    decision_notes: Sequence[tuple[str, ...]] = (),
    run_id: str,
    on: date,
    products: Iterable[lifecycle.Product],
    previous: Path | None = None,
    progress: Callable[[str, float], None] = lambda _name, _share: None,
) -> None:
    """Writes every table of what there is into `estate`, from the claims in the folder `claimed`.

    `decided` are people's decisions, as rows of the table `decision`; `decision_notes` what reading them noted.
    `products` are those the catalogue knows; `previous` is the folder of the run before:
    ids survive from it. The order of sources, files and
    rows makes no difference to the result.
    """
    products = tuple(products)
    connection = estate.connection
    steps = Steps(connection, stages.STEPS)
    progress("claims", 0.0)
    claims.load(connection, claimed, settings)
    decisions.load(connection, decided, decision_notes, on=on)
    provenance.recall(connection, previous)
    stages.find_things(connection, steps, products, progress=progress)
    stages.judge_claims(connection, steps, settings, on=on, progress=progress)
    progress("writing", 0.75)
    nouns.write(connection, steps, estate.write)
    relations.write(connection, estate.write)
    steps.run("network_range", "address_range")
    estate.write(TABLES["address"], steps.text("address"))
    progress("evidence", 0.9)
    provenance.write(connection, steps, estate, run_id=run_id)
    retention.forget_logons(estate, days=settings.logon_days, on=on)
    settled = not steps.rows("unsettled")
    state = held.state(on=on, products=products, notes=decision_notes)
    held.keep(connection, estate.folder, replace(state, settled=settled))
    stages.forget(connection)
