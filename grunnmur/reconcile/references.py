"""What `_id` columns mean: collected from every table, resolved in one pass, written back."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from grunnmur.catalogue import lifecycle, naming
from grunnmur.estate import TABLES, Column, Table
from grunnmur.kit.engine import Steps, give_rows, give_texts
from grunnmur.reconcile import claims, decisions

OPEN = ("location", "network")
"""Nouns that come to be by being mentioned: a place or a network nobody lists is still a place. So does an
organisation that the settings name as a source's owner: a person wrote it."""

_PRODUCT_NAME = pa.schema(
    [
        *((name, pa.string()) for name in ("text", "product_id", "version", "decided_version")),
        ("confidence", pa.float64()),
    ]
)
_SELF = "chr(31) || 'self'"
_FILE = "case when starts_with(%s, chr(31) || 'record') then file else '' end"


def gather(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `referred`: every distinct reference, with the noun it should be and who makes it."""
    selects = [
        _select(table, column)
        for table in map(TABLES.__getitem__, claims.told(connection))
        for column in table.columns
        if column.refers
    ]
    selects.append(
        "select 'organisation' as noun, source, '' as file, organisation as raw from source_setting"
    )
    connection.execute(
        "create or replace temp table referred as select distinct noun, source, file, raw from ("
        + " union all ".join(selects)
        + f") where raw is not null and raw <> {_SELF} and noun is not null order by all"
    )


def _select(table: Table, column: Column) -> str:
    noun = (
        f'"{column.refers[1:]}"'
        if column.refers and column.refers[0] == "@"
        else f"'{column.refers}'"
    )
    file = _FILE % f'"{column.name}"'
    return f'select {noun} as noun, source, {file} as file, "{column.name}" as raw from claimed_{table.name}'


def know_products(
    connection: duckdb.DuckDBPyConnection, products: Iterable[lifecycle.Product]
) -> None:
    """Makes `known_product` of the catalogue's products."""
    rows = [(product.product_id, product.name, product.kind) for product in products]
    give_texts(connection, "known_product", ("product_id", "name", "kind"), rows)


def name_products(connection: duckdb.DuckDBPyConnection, steps: Steps) -> None:
    """Makes `product_name`: every text that names a product, recognised once.

    `decided_version` is one that a person gave with the product: it stands above what sources write.
    """
    steps.run("product_text")
    texts = [row[0] for row in connection.execute("select text from product_text").fetchall()]
    decided = decisions.names(connection)
    rows = [(text, *_named(text, decided.get(text.lower()))) for text in texts]
    give_rows(connection, "product_name", _PRODUCT_NAME, rows)


def _named(
    text: str, decided: tuple[str, str | None] | None
) -> tuple[str, str | None, str | None, float]:
    """The product a text names; one nobody knows keeps its own name under the vendor `unknown`."""
    found = naming.recognise(text)
    if decided:
        product_id, version = decided
        told = found.version if found and found.product_id == product_id else None
        return product_id, version or told, version, 1.0
    if found is None:
        return f"unknown:{_slug(text)}", None, None, 0.0
    return found.product_id, found.version, None, found.confidence


def _slug(text: str) -> str:
    words = "".join(character if character.isalnum() else "_" for character in text.lower())
    return "_".join(part for part in words.split("_") if part) or "nameless"


def create_mentioned(connection: duckdb.DuckDBPyConnection, steps: Steps) -> None:
    """Gives every place and network that is only mentioned an id of its own, in `mentioned` and `resolved`."""
    steps.run("mentioned", open=list(OPEN))
    connection.execute(_MEANS_MENTIONED)


_MEANS_MENTIONED = """
    update resolved set entity_id = m.entity_id, matches = 1
    from mentioned m
    where resolved.matches = 0 and resolved.noun = m.noun
        and lower(trim(regexp_replace(resolved.raw, '^\\x1f[a-z]+\\x1f', ''))) = m.folded
        and not starts_with(resolved.raw, chr(31) || 'record')
"""
