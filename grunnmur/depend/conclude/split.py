"""The giant component: which shared services to treat apart so that the rest falls into groups."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from grunnmur.depend.conclude.apart import Apart, apart, graph
from grunnmur.depend.conclude.apart.graph import Array, Graph
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps


def write(estate: Estate, steps: Steps, *, group_most: int) -> None:
    """Writes `split` and `split_item` for groups of at most `group_most` applications."""
    steps.run("service_pair", "service")
    connection = steps.connection
    rows = connection.execute("select application_id, weight from service order by 1").fetchall()
    names = [name for name, _ in rows]
    place = {name: number for number, name in enumerate(names)}
    pairs = connection.execute("select one, other from service_pair order by all").fetchall()
    ends = np.array([(place[one], place[other]) for one, other in pairs], dtype=np.int64)
    services = graph.of(
        np.array([weight for _, weight in rows], dtype=np.int64), ends.reshape(-1, 2)
    )
    found = apart(services, group_most)

    split_id = f"groups-of-{group_most}"
    chosen = [names[number] for number in np.flatnonzero(found.chosen).tolist()]
    columns = {"split_id": pa.array([split_id] * len(chosen), pa.string())}
    connection.register(
        "set_apart", pa.table({**columns, "application_id": pa.array(chosen, pa.string())})
    )
    estate.write(TABLES["split_item"], steps.text("out_split_item"))
    connection.register(
        "summed_up", pa.Table.from_pylist(_summary(services, found, split_id, group_most))
    )
    estate.write(TABLES["split"], "select * from summed_up")


def _summary(services: Graph, found: Apart, split_id: str, most: int) -> list[dict[str, object]]:
    """One row: how it was and how it becomes."""
    before = _sizes(services, np.ones(len(services), dtype=bool))
    after = _sizes(services, ~found.chosen)
    return [{
        "split_id": split_id, "group_most": most, "applications": len(services),
        "largest_before": int(before.max(initial=0)), "largest_after": int(after.max(initial=0)),
        "groups": len(after), "cost": found.cost, "bound": found.bound, "certified": found.certified,
    }]  # fmt: skip


def _sizes(services: Graph, kept: Array) -> Array:
    label = graph.components(services, kept)
    return np.unique(label[label >= 0], return_counts=True)[1]
