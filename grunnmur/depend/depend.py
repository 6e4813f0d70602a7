"""The verb: names both ends of every flow as of its day, and adds them up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps

_STEPS = Path(__file__).parent / "steps"


def depend(estate: Estate, claimed: Path, *, realms: Mapping[str, str]) -> None:
    """Writes `flow`, and adds observed rows to `dependency`.

    Flows are read from the claims' folder; `realms` says in which realm each source's addresses live.
    """
    steps = Steps(estate.connection, _STEPS)
    _read_flows(estate, claimed, realms)
    estate.write(TABLES["flow"], steps.text("flow"))
    steps.run("address_owner", "end", "named_flow", "asset_pair", "application_pair")
    estate.write(TABLES["dependency"], steps.text("dependency"))
    estate.write(TABLES["note"], steps.text("note"))


def _read_flows(estate: Estate, claimed: Path, realms: Mapping[str, str]) -> None:
    """Makes `flow_read` of all flow batches, and `realm_of` of the sources; empty where there are none."""
    connection = estate.connection
    connection.execute("create or replace temp table realm_of (source varchar, realm varchar)")
    for source, realm in sorted(realms.items()):
        connection.execute("insert into realm_of values (?, ?)", [source, realm])
    found = sorted(claimed.glob("batch-flow/*.parquet"))
    columns = ", ".join(f'null::{c.sql} as "{c.name}"' for c in TABLES["flow"].columns)
    empty = f"select '' as source, {columns} where false"
    read = f"select * from read_parquet('{claimed}/batch-flow/*.parquet', union_by_name=true)"
    query = f"{empty} union all by name {read}" if found else empty
    connection.execute(f"create or replace temp view flow_read as {query}")
