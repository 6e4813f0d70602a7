"""Names beside the matching: which products equipment is, which advisories write of it, and what is left."""

from __future__ import annotations

import duckdb

from grunnmur.assess.vulnerable import match
from grunnmur.catalogue.learnt import Learnt


def name_equipment(connection: duckdb.DuckDBPyConnection, learnt: Learnt) -> None:
    """Makes `equipment_product` (vendor, model, name, product_id): what CPE calls each model."""
    rows = [
        (vendor, model, f"{vendor} {model}".strip(), product)
        for vendor, model in _models(connection)
        for product in learnt.hardware(vendor, model)
    ]
    match.table(connection, "equipment_product", ("vendor", "model", "name", "product_id"), rows)


def name_advisories(connection: duckdb.DuckDBPyConnection, learnt: Learnt) -> None:
    """Makes `advisory_model` (vendor, model, advisory_id, name): medical advisories about each model."""
    listed = connection.execute(
        "select p.advisory_id, coalesce(p.vendor, ''), p.name, concat_ws(' ', p.product, p.version, p.name) "
        "from advisory_product p join advisory a using (advisory_id) where a.medical order by all"
    ).fetchall()
    told = [
        (advisory_id, learnt.known_as(maker), name, learnt.words(text))
        for advisory_id, maker, name, text in listed
    ]
    rows = []
    for vendor, model in _models(connection):
        makers, said = learnt.known_as(vendor), learnt.model_words(model)
        if said:
            rows += [
                (vendor, model, advisory_id, name)
                for advisory_id, theirs, name, words in told
                if makers & theirs and said <= words
            ]
    match.table(connection, "advisory_model", ("vendor", "model", "advisory_id", "name"), rows)


def name_candidates(connection: duckdb.DuckDBPyConnection, learnt: Learnt) -> None:
    """Makes `name_candidate` (name, candidates): the products each unmatched name may be."""
    names = connection.execute(
        "select distinct name from unmatched_written order by name"
    ).fetchall()
    rows = [(name, " ".join(learnt.candidates(name)[:_SHOWN]) or None) for (name,) in names]
    match.table(connection, "name_candidate", ("name", "candidates"), rows)


_SHOWN = 5


def _models(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every maker and model in use, once."""
    return connection.execute(
        "select distinct coalesce(vendor, ''), model from asset "
        "where model is not null and coalesce(status, '') <> 'retired' order by all"
    ).fetchall()
