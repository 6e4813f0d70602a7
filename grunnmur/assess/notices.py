"""What makers and authorities say of equipment in use: notices about it, and makers' own forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from grunnmur.assess import models, serials
from grunnmur.assess.vulnerable import kept
from grunnmur.catalogue import learnt, order, stated
from grunnmur.catalogue.learnt import Learnt
from grunnmur.estate import TABLES, Estate, exposure
from grunnmur.kit import code, quoted
from grunnmur.kit.engine import Steps, give_rows, give_texts

STEPS = Path(__file__).parent / "steps"
REPLACE_DAYS = 730
"""How long a device without an update may stay, isolated, from the day that became known: two years is a
budget round and a procurement. A notice with a day of its own overrules it."""

_STANDING = pa.schema(
    [("concerned", pa.string()), ("software_version", pa.string()), ("truth", pa.int32())]
)
_SPAN = pa.schema(
    [
        *((name, pa.string()) for name in ("serial", "tells", "code", "prefix")),
        *(("least", pa.int64()), ("greatest", pa.int64()), ("truth", pa.int32())),
    ]
)
_OWN = pa.schema(
    [
        *((name, pa.string()) for name in ("asset_id", "code", "prefix")),
        ("number", pa.int64()),
    ]
)
Model = tuple[str, str]
"""Maker and model, as written."""
_KEPT = Path(kept.FOLDER, "noticed.parquet")
"""In a run: of each thing a statement may concern, a digest of what decides about it."""


def judge(estate: Estate, *, on: date, previous: Path | None = None) -> None:
    """Writes `asset_advisory`, and makes `asset_disclosure` for the rules.

    Reads the advisories of the edition on the estate's connection, if there is one, and the notices
    and forms among the claims. Makers and models are matched by the words that tell them apart. What the run in the
    folder `previous` found of things that are as they were, with the same said of them, is taken from there.
    """
    connection, steps, names = estate.connection, Steps(estate.connection, STEPS), learnt.learn(())
    owned = _models(connection)
    _name_advisories(connection, names, owned)
    for table, pairs in (
        ("safety_notice", "notice_model"),
        ("device_disclosure", "disclosure_model"),
    ):
        _name(connection, pairs, names, owned, _written(connection, table))
    steps.run("notice_row")
    _recall(connection, previous)
    steps.run("noticed_thing", on=on, under=f"{REPLACE_DAYS} {_code()} {duckdb.__version__}")
    steps.run("noticed_anew")
    _judge_serials(connection)
    steps.run("serial_standing", "noticed_asset", "notice_pair")
    _judge_versions(connection)
    steps.run("out_asset_advisory", on=on, replace_days=REPLACE_DAYS)
    estate.write(TABLES["asset_advisory"], "select * from out_asset_advisory")
    _keep(connection, estate.folder)
    steps.run("asset_disclosure")


def _recall(connection: duckdb.DuckDBPyConnection, run: Path | None) -> None:
    """Makes `kept_noticed_thing` and `earlier_asset_advisory` of a run's folder; empty where it has none."""
    things, found = "select null::varchar as asset_id, null::ubigint as digest where false", ""
    if run is not None and all((run / one).is_file() for one in (_KEPT, "asset_advisory.parquet")):
        things = f"from {quoted.text(run / _KEPT)}"
        found = quoted.text(run / "asset_advisory.parquet")
    connection.execute(f"create or replace temp view kept_noticed_thing as {things}")
    select = f"from {found}" if found else "from asset_advisory where false"
    connection.execute(f"create or replace temp view earlier_asset_advisory as {select}")


def _keep(connection: duckdb.DuckDBPyConnection, run: Path) -> None:
    path = run / _KEPT
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)  # it may be another run's too
    connection.execute(
        f"copy (select asset_id, digest from noticed_thing order by asset_id) to {quoted.text(path)} "
        "(format parquet, compression zstd)"
    )


@cache
def _code() -> str:
    """A digest of what judges a statement about a thing; what is said of which model is in the things' own digests."""
    files = [
        *(Path(module.__file__ or "") for module in (serials, stated, exposure)),
        *Path(order.__file__).parent.glob("*.py"),
        *STEPS.glob("*.sql"),
        Path(__file__),
    ]
    return code.digest(files)


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
    """Makes `advisory_model` (vendor, model, advisory_id, product_key, doubt): medical advisories about each model.

    One that names the model beside its product ("installed in an Infusomat Space") is perhaps about it.
    """
    listed = connection.execute(
        "select p.advisory_id, p.product_key, coalesce(p.vendor, ''), coalesce(p.product, p.name, ''), "
        "concat_ws(' ', p.product, p.version, p.name) "
        "from advisory_product p join advisory a using (advisory_id) where a.medical order by all"
    ).fetchall()
    told = models.models(names, ((vendor, product) for *_, vendor, product, _ in listed))
    texts = [f" {' '.join(names.words(models.stated(text)))} " for *_, text in listed]
    rows = []
    for vendor, model in owned:
        found = dict(told.like(vendor, model))
        if said := _said_in_a_text(names, vendor, model):
            for place in told.of(vendor):
                if place not in found and said in texts[place]:
                    found[place] = models.MODEL_NOT_ENOUGH
        rows += [(vendor, model, *listed[place][:2], doubt) for place, doubt in found.items()]
    columns = ("vendor", "model", "advisory_id", "product_key", "doubt")
    give_texts(connection, "advisory_model", columns, rows)


def _said_in_a_text(names: Learnt, vendor: str, model: str) -> str:
    """The model as it would stand within a text; nothing where it is too short a name to be told from other words."""
    words = models.read(names, names.known_as(vendor), model).words
    is_telling = len(words) > 1 or any(len(word) > 3 and word[-1].isdigit() for word in words)
    return f" {' '.join(words)} " if is_telling else ""


def _name(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    names: Learnt,
    owned: Iterable[Model],
    written: Sequence[Model],
) -> None:
    """Makes a table of which models in use each maker and model as written elsewhere is, and what is not sure of it."""
    told = models.models(names, written)
    rows = [
        (vendor, model, *written[place], doubt)
        for vendor, model in owned
        for place, doubt in told.like(vendor, model)
    ]
    columns = ("vendor", "model", "their_vendor", "their_model", "doubt")
    give_texts(connection, table, columns, rows)


def _judge_serials(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `serial_span`, what each cell of serial numbers states, and `own_serial`, the things' own, read alike."""
    cells = connection.execute(
        "select distinct serial from notice_row where serial is not null order by all"
    ).fetchall()
    rows = [(cell, *span) for (cell,) in cells for span in serials.spans(cell)]
    give_rows(connection, "serial_span", _SPAN, rows)
    own = connection.execute(
        "select distinct i.entity_id, i.value from identifier i join noticed_anew t on t.asset_id = i.entity_id "
        "join notice_row r on r.vendor = t.vendor and r.model = t.model and r.serial is not null "
        "where i.noun = 'asset' and i.kind = 'serial' order by all"
    ).fetchall()
    coded = [(asset_id, serials.code(value)) for asset_id, value in own]
    give_rows(
        connection,
        "own_serial",
        _OWN,
        [(asset_id, code, *serials.numbered(code)) for asset_id, code in coded if code],
    )


def _judge_versions(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `notice_standing` (concerned, software_version, truth): 2 concerned, 1 perhaps, 0 not."""
    pairs = connection.execute("select concerned, software_version from notice_pair").fetchall()
    spans = stated.spans(connection, {concerned for concerned, _ in pairs})
    rows = [
        (concerned, version, stated.standing(spans[concerned], version))
        for concerned, version in pairs
    ]
    give_rows(connection, "notice_standing", _STANDING, rows)
