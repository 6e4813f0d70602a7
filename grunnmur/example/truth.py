"""Writes the truth beside the exports: which things there are, what is wrong, who needs whom."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.example import access_truth, faults, flow_truth
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column, column_of
from grunnmur.example.world.told import Told

FOLDER = "truth"
_NOUNS = (
    "organisation", "location", "zone", "network", "asset", "application", "clinical_service",
    "data_store", "person", "account", "contract", "assessment",
)  # fmt: skip
_ID = {"clinical_service": "service_id"}


def write(
    world: World, directory: Path, records: pa.Table, told: Told, talked: Column
) -> dict[str, int]:
    """Writes truth/*.parquet; gives back the number of rows of each.

    `talked` holds for each conversation how many answered connections were seen.
    """
    access = access_truth.pairs(world)
    tables = {
        "record": records.sort_by([("source", "ascending"), ("record_key", "ascending")]),
        "entity": entities(world),
        "finding": pa.concat_tables(
            [
                faults.findings(world, told),
                access_truth.findings(access),
                flow_truth.findings(world, told, talked),
            ]
        ),
        "access": access,
        "judged": judged(world),
        "dependency": flow_truth.dependencies(world, talked),
        "provider_role": flow_truth.provider_roles(world, talked),
    }
    folder = directory / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    return {name: table.num_rows for name, table in tables.items()}


def judged(world: World) -> pa.Table:
    """The day the faults are true on, a row a rule they are told of: `on_date`, `rule_id`."""
    rules = sorted((*faults.RULES, faults.UNREGISTERED, *access_truth.RULES, *flow_truth.RULES))
    days = pa.array([world.on] * len(rules), pa.date32())
    return pa.table({"on_date": days, "rule_id": pa.array(rules, pa.string())})


def entities(world: World) -> pa.Table:
    """Every thing there truly is, with its kind where its noun has kinds."""
    nouns, ids, kinds = [], [], []
    for noun in _NOUNS:
        frame = getattr(world, noun)
        nouns.append(np.full(len(frame), noun, dtype=object))
        ids.append(frame[_ID.get(noun, f"{noun}_id")])
        kinds.append(frame["kind"] if "kind" in frame else column_of([None] * len(frame)))
    return pa.table({
        "noun": pa.array(np.concatenate(nouns), pa.string()),
        "entity_id": pa.array(np.concatenate(ids), pa.string()),
        "kind": pa.array(np.concatenate(kinds), pa.string()),
    })  # fmt: skip
