"""The constants in catalogue/effort, and the small tables of them that the steps read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from grunnmur.catalogue import files
from grunnmur.estate.equipment import ASSET_KINDS
from grunnmur.kit.engine import give_rows

Fact = Mapping[str, Any]
_FOLDER = Path(files.__file__).parent / "effort"


@dataclass(frozen=True, slots=True)
class Effort:
    """All constants: `ways` by kind of workload and disposition, the rest as in their files."""

    ways: Mapping[str, Mapping[str, Fact]]
    skills: Mapping[str, tuple[str, ...]]
    room: Mapping[str, Fact]
    exposure: Fact
    run: Mapping[str, float]
    bridging: Fact
    defaults: Mapping[str, Fact]


def load(folder: Path = _FOLDER) -> Effort:
    """The constants in the folder."""
    parts = {path.stem: files.read(path) for path in sorted(folder.glob("*.yaml"))}
    kinds = [part for part in parts.values() if "kind" in part and "dispositions" in part]
    return Effort(
        ways={part["kind"]: part["dispositions"] for part in kinds},
        skills={name: tuple(names) for name, names in parts["skills"]["skills"].items()},
        room=parts["room"]["resources"],
        exposure=parts["exposure"],
        run=parts["run"]["month"],
        bridging=parts["bridging"],
        defaults=parts["defaults"],
    )


def register(effort: Effort, connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the tables that the steps weigh findings and dependencies with."""
    exposure = effort.exposure
    kind, criticality = exposure["kind"], exposure["criticality"]
    kinds = {**kind["share"], "": kind["otherwise"]}
    for unseen in set(ASSET_KINDS.split()) - set(kinds):
        kinds[unseen] = kind["otherwise"]
    protocols = {**effort.bridging["protocol"], "": effort.bridging["otherwise"]}
    _table(connection, "effort_severity", "severity", "nok", exposure["severity"])
    _table(connection, "effort_verdict", "verdict", "share", exposure["verdict"]["share"])
    _table(connection, "effort_kind", "kind", "share", kinds)
    levels = {**criticality["share"], "": criticality["otherwise"]}
    _table(connection, "effort_criticality", "criticality", "share", levels)
    aspects = dict.fromkeys(exposure["aspects"]["names"], 1)
    _table(connection, "effort_aspect", "aspect", "counts", aspects)
    _table(connection, "effort_protocol", "protocol", "nok", protocols)
    _table(connection, "effort_access", "what", "nok", {"": effort.bridging["access"]["month"]})
    named = [
        (called, resource, float(times))
        for resource, facts in effort.room.items()
        for called, times in facts["called"].items()
    ]
    fields = [("called", pa.string()), ("resource", pa.string()), ("times", pa.float64())]
    give_rows(connection, "effort_room", pa.schema(fields), named)


def _table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    key: str,
    value: str,
    rows: Mapping[str, float],
) -> None:
    schema = pa.schema([(key, pa.string()), (value, pa.float64())])
    give_rows(connection, name, schema, sorted(rows.items()))
