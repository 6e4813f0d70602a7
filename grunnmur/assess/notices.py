"""What makers and authorities say of equipment in use: notices about it, and makers' own forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from grunnmur.catalogue import learnt, stated
from grunnmur.catalogue.learnt import Learnt
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps, give_rows, give_texts

STEPS = Path(__file__).parent / "steps"
REPLACE_DAYS = 730
"""How long a device without an update may stay, isolated, from the day that became known: two years is a
budget round and a procurement. A notice with a day of its own overrules it."""

_STANDING = pa.schema(
    [("concerned", pa.string()), ("software_version", pa.string()), ("truth", pa.int32())]
)
Model = tuple[str, str]
"""Maker and model, as written."""


def judge(estate: Estate, *, on: date) -> None:
    """Writes `asset_advisory`, and makes `asset_disclosure` for the rules.

    Reads the advisories of the edition on the estate's connection, if there is one, and the notices
    and forms among the claims. Makers and models are matched by the words that tell them apart.
    """
    connection, steps, names = estate.connection, Steps(estate.connection, STEPS), learnt.learn(())
    owned = _models(connection)
    _name_advisories(connection, names, owned)
    for table, pairs in (
        ("safety_notice", "notice_model"),
        ("device_disclosure", "disclosure_model"),
    ):
        _name(connection, pairs, names, owned, _written(connection, table))
    steps.run("notice_row", "noticed_asset", "notice_pair")
    _judge_versions(connection)
    steps.run("out_asset_advisory", on=on, replace_days=REPLACE_DAYS)
    estate.write(TABLES["asset_advisory"], "select * from out_asset_advisory")
    steps.run("asset_disclosure")


def _models(connection: duckdb.DuckDBPyConnection) -> list[Model]:
    """Every maker and model in use, once."""
    return connection.execute(
        "select distinct coalesce(vendor, ''), model from asset "
        "where model is not null and coalesce(status, '') <> 'retired' order by all"
    ).fetchall()


def _written(connection: duckdb.DuckDBPyConnection, table: str) -> list[Model]:
    return connection.execute(
        f'select distinct vendor, model from "{table}" '
        "where vendor is not null and model is not null order by all"
    ).fetchall()


def _name_advisories(
    connection: duckdb.DuckDBPyConnection, names: Learnt, owned: Iterable[Model]
) -> None:
    """Makes `advisory_model` (vendor, model, advisory_id, name): medical advisories about each model."""
    listed = connection.execute(
        "select p.advisory_id, coalesce(p.vendor, ''), p.name, concat_ws(' ', p.product, p.version, p.name) "
        "from advisory_product p join advisory a using (advisory_id) where a.medical order by all"
    ).fetchall()
    told = [
        (advisory_id, names.known_as(maker), name, names.words(text))
        for advisory_id, maker, name, text in listed
    ]
    rows = []
    for vendor, model in owned:
        makers, said = names.known_as(vendor), names.model_words(model)
        if said:
            rows += [
                (vendor, model, advisory_id, name)
                for advisory_id, theirs, name, words in told
                if makers & theirs and said <= words
            ]
    give_texts(connection, "advisory_model", ("vendor", "model", "advisory_id", "name"), rows)


def _name(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    names: Learnt,
    owned: Iterable[Model],
    written: Sequence[Model],
) -> None:
    """Makes a table of which models in use each maker and model as written elsewhere is."""
    told = [(pair, names.known_as(pair[0]), *_spelt(names, pair[1])) for pair in written]
    rows = []
    for vendor, model in owned:
        makers, (said, letters) = names.known_as(vendor), _spelt(names, model)
        rows += [
            (vendor, model, *pair)
            for pair, theirs, words, their_letters in told
            if makers & theirs and (letters == their_letters or _is_model(said, words))
        ]
    give_texts(connection, name, ("vendor", "model", "their_vendor", "their_model"), rows)


def _spelt(names: Learnt, model: str) -> tuple[frozenset[str], str]:
    """The words that tell the model apart, and all it is written with: "PerfusorSpace" is "Perfusor Space"."""
    return names.telling_words(model), "".join(names.words_in_order(model))


def _is_model(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names are of one model: the same words, or one says more than the other does with a number."""
    if one == other:
        return bool(one)
    shorter, longer = sorted((one, other), key=len)
    return shorter < longer and any(any(map(str.isdigit, word)) for word in shorter)


def _judge_versions(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `notice_standing` (concerned, software_version, truth): 2 concerned, 1 perhaps, 0 not."""
    pairs = connection.execute("select concerned, software_version from notice_pair").fetchall()
    spans = stated.spans(connection, {concerned for concerned, _ in pairs})
    rows = [
        (concerned, version, stated.standing(spans[concerned], version))
        for concerned, version in pairs
    ]
    give_rows(connection, "notice_standing", _STANDING, rows)
