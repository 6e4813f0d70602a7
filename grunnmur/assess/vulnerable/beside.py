"""Names beside the matching: which products equipment is, and what is left."""

from __future__ import annotations

import duckdb

from grunnmur.assess.vulnerable.remembered import Remembered
from grunnmur.kit.engine import give_texts


def name_equipment(connection: duckdb.DuckDBPyConnection, learnt: Remembered) -> None:
    """Makes `equipment_product` (vendor, model, name, product_id): what CPE calls each model."""
    rows = [
        (vendor, model, f"{vendor} {model}".strip(), product)
        for vendor, model in _models(connection)
        for product in learnt.hardware(vendor, model)
    ]
    give_texts(connection, "equipment_product", ("vendor", "model", "name", "product_id"), rows)


def name_candidates(connection: duckdb.DuckDBPyConnection, learnt: Remembered) -> None:
    """Makes `name_candidate` (name, candidates): the products each unmatched name may be."""
    names = connection.execute(
        "select distinct name from unmatched_written order by name"
    ).fetchall()
    rows = [(name, " ".join(learnt.candidates(name)[:_SHOWN]) or None) for (name,) in names]
    give_texts(connection, "name_candidate", ("name", "candidates"), rows)


_SHOWN = 5


def _models(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every maker and model in use, once."""
    return connection.execute(
        "select distinct coalesce(vendor, ''), model from asset "
        "where model is not null and coalesce(status, '') <> 'retired' order by all"
    ).fetchall()
