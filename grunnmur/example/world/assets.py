"""The asset frame: what its columns are and how the parts of the world are put together in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from grunnmur.example.world import operating_systems
from grunnmur.example.world.drawing import numbered
from grunnmur.example.world.frame import DAYS, INSTANTS, Column, empty

Part = Mapping[str, Column]
_TEXT = (
    "kind name fqdn domain platform realm ward environment role vendor model os_key os_product "
    "cycle os_label os_version os_kernel_guess criticality status owner serial serial_reported "
    "uuid uuid_reported uuid_fault serial_fault mac mac2 sid asset_tag vcenter health_data "
    "purpose form"
)
_ROWS = (
    "organisation_row operator_row location_row host_row cluster_row manages_row gateway_row "
    "application_row"
)
_FLAGS = "alive in_registers networked scanned joined powered template"
SCHEMA: dict[str, str] = {
    **dict.fromkeys(_TEXT.split(), "object"),
    **dict.fromkeys(_ROWS.split(), "int64"),
    **dict.fromkeys(_FLAGS.split(), "bool"),
    **dict.fromkeys(("patched_on", "isolated_until", "purchased_on", "retired_on"), DAYS),
    **dict.fromkeys(("first_seen_at", "last_seen_at"), INSTANTS),
    **dict.fromkeys(("cpus", "memory_mb", "disk_mb"), "int64"),
}


def assemble(parts: Sequence[Part]) -> dict[str, Column]:
    """One set of columns of all parts, in order. References to assets are whole-frame rows already.

    Raises ValueError where a part has a column nobody declared.
    """
    counts = [len(part["kind"]) for part in parts]
    columns: dict[str, Column] = {}
    for part in parts:
        unknown = set(part) - set(SCHEMA)
        if unknown:
            raise ValueError(f"not columns of an asset: {sorted(unknown)}")
    for name, dtype in SCHEMA.items():
        pieces = [
            part[name] if name in part else empty(count, dtype)
            for part, count in zip(parts, counts, strict=True)
        ]
        columns[name] = np.concatenate(pieces)
    for name in ("cpus", "memory_mb", "disk_mb"):
        columns[name] = np.maximum(columns[name], 0)
    columns.update(operating_systems.columns(columns["os_key"]))
    return {"asset_id": numbered("asset-", sum(counts)), **columns}
