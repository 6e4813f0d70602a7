"""Small worlds of traffic: records of flows, who had which address, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from grunnmur import depend
from grunnmur.collect.raw import RawStore
from grunnmur.estate import RAW, Estate
from tests.worlds import world

NOON = datetime(2026, 8, 30, 12)
SERVERS = [
    {"asset_id": "web", "realm": "A", "ip": "10.0.0.1"},
    {"asset_id": "db", "realm": "A", "ip": "10.0.0.2"},
]


def record(source: str, target: str, at: datetime = NOON, **said: object) -> dict[str, object]:
    """A flow from `10.0.0.1:51000` to `10.0.0.2:5432`, told as a sensor that saw only one way tells it."""
    source_ip, _, source_port = source.rpartition(":")
    target_ip, _, target_port = target.rpartition(":")
    return {
        "started_at": at, "ended_at": at, "protocol": "tcp", "source_ip": source_ip, "target_ip": target_ip,
        "source_port": int(source_port), "target_port": int(target_port), "bytes": 100, "flows": 1, **said,
    }  # fmt: skip


def claimed(folder: Path, records: Sequence[Mapping[str, object]], source: str = "zeek") -> Path:
    """The claims' folder of a run that read these records."""
    kinds = {"whole": pa.int64(), "instant": pa.timestamp("us"), "flag": pa.bool_()}
    columns = {
        column.name: pa.array([row.get(column.name) for row in records], kinds.get(column.type, pa.string()))
        for column in RAW["flow_record"].columns
    }  # fmt: skip
    store = RawStore(folder / "claims", "flow_record", 1)
    store.add(pa.table(columns), source=source, file="conn.log")
    store.close()
    return folder / "claims"


def depended(
    folder: Path,
    *records: Mapping[str, object],
    address: Sequence[Mapping[str, object]] = SERVERS,
    on: date = date(2026, 9, 1),
    **tables: Sequence[Mapping[str, object]],
) -> Estate:
    """The estate after depend."""
    estate = world(folder / "estate", address=address, **tables)
    depend.depend(estate, claimed(folder, records), realms={"zeek": "A"}, on=on)
    return estate


def edges(estate: Estate, kind: str = "asset") -> list[tuple[str, str, int]]:
    """Consumer, provider and port of what was observed."""
    return estate.connection.execute(
        "select consumer_id, provider_id, port from dependency where origin = 'observed' and consumer_kind = ? "
        "order by all",
        [kind],
    ).fetchall()


def one(estate: Estate, column: str) -> object:
    """The column's value in the only observed dependency between things."""
    ((value,),) = estate.connection.execute(
        f"select {column} from dependency where origin = 'observed' and consumer_kind = 'asset'"
    ).fetchall()
    return value


def notes(estate: Estate) -> list[str]:
    """Codes of all notes, sorted."""
    return [
        code for (code,) in estate.connection.sql("select code from note order by 1").fetchall()
    ]
