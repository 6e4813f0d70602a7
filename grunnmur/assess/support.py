"""What the rules of age stand on: which release everything runs, and whether that is supported.

Naming tells releases from what sources wrote, once for each distinct spelling; the rest is SQL.
"""

from __future__ import annotations

from datetime import date

from grunnmur.catalogue import lifecycle
from grunnmur.catalogue.naming import Names
from grunnmur.estate import Estate
from grunnmur.kit.engine import Steps, give_texts

Row = tuple[str | None, ...]

# A catalogue that says "no end announced" is believed for a year; after that, it may have changed.
UNDATED_DAYS = 365


def prepare(estate: Estate, steps: Steps, *, on: date) -> None:
    """Makes `asset_support`, `version_support`, `requirement_support` and what they are made of."""
    names = Names(lifecycle.stored(estate))
    steps.run("cycle_support", on=on, undated_days=UNDATED_DAYS)
    steps.run("written_version")
    _version_cycles(estate, names)
    _requirements(estate, names)
    steps.run("version_support", "asset_support", "requirement_support", on=on)
    steps.run("place_country", "address_network", "subject")


def _version_cycles(estate: Estate, names: Names) -> None:
    """Makes `version_cycle`: the releases each written version may be."""
    query = "select product_id, version, name from written_version order by all"
    rows: list[Row] = [
        (product_id, version, name, cycle)
        for product_id, version, name in estate.connection.execute(query).fetchall()
        for cycle in names.cycles(product_id, version or None, name or None)
    ]
    give_texts(estate.connection, "version_cycle", ("product_id", "version", "name", "cycle"), rows)


def _requirements(estate: Estate, names: Names) -> None:
    """Makes `requirement`: what each stated need names, with the releases it may be."""
    query = "select distinct requires from application where requires is not null order by requires"
    rows: list[Row] = []
    for (requires,) in estate.connection.execute(query).fetchall():
        found = names.recognise(requires)
        product_id, version = (found.product_id, found.version) if found else (None, None)
        cycles = names.cycles(product_id, version) if product_id else ()
        rows += [(requires, product_id, version, cycle) for cycle in cycles or (None,)]
    give_texts(
        estate.connection, "requirement", ("requires", "product_id", "version", "cycle"), rows
    )
