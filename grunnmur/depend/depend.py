"""The verb: who talks to whom, both ends named as of the time, added up to who needs whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from grunnmur.depend.aggregation import GIVEN, aggregate
from grunnmur.depend.engines import STEPS
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Aggregator, Steps


def depend(
    estate: Estate,
    claimed: Path,
    *,
    realms: Mapping[str, str],
    on: date = date.max,
    engine: Aggregator | None = None,
) -> None:
    """Writes `flow`, and adds observed rows to `dependency`.

    Flow records are read from the claims' folder; `realms` says in which realm each source's addresses
    live. A flow later than the day after `on` is a clock's fault. The records are added up where the
    estate is unless `engine` says where.
    """
    steps = Steps(estate.connection, STEPS)
    latest = on + timedelta(days=1) if on < date.max else on
    adding = engine or steps
    aggregate(adding, claimed, realms=realms, latest=latest)
    for name in GIVEN:
        adding.hand_over(name, estate.connection)
    _write_flow(estate, steps)
    estate.write(TABLES["dependency"], steps.text("dependency"))
    estate.write(TABLES["note"], steps.text("note"))


def _write_flow(estate: Estate, steps: Steps) -> None:
    """Numbers sort like the texts they stand for, and texts of a known set are carried through the sort as numbers."""
    steps.words("realm_word", "select distinct realm from endpoint")
    steps.words("ip_word", "select distinct ip from endpoint")
    steps.words("party_word", "select distinct id from party")
    ordered = ("source", "target", "protocol", "port", "on_date", "source_party", "target_party")
    estate.write(TABLES["flow"], steps.text("flow"), order=ordered)
