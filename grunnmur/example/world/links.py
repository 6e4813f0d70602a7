"""How things hang together: hosted on, manages, member of, gateway for."""

from __future__ import annotations

import numpy as np

from grunnmur.example.world.drawing import Stream
from grunnmur.example.world.frame import Column, Frame, column_of


def gateways(rng: Stream, columns: dict[str, Column]) -> dict[str, Column]:
    """The columns with a gateway for each networked device that speaks through one."""
    gateway_row = columns["gateway_row"].copy()
    through = np.isin(
        columns["form"].astype(str),
        ("infusion", "monitor", "ventilator", "defibrillator", "dialysis", "spot_check"),
    )
    for realm in ("A", "B", "C"):
        able = np.flatnonzero((columns["kind"] == "gateway") & (columns["realm"] == realm))
        mine = np.flatnonzero(through & columns["networked"] & (columns["realm"] == realm))
        if len(able):
            gateway_row[mine] = rng.choice(able, len(mine))
    return {**columns, "gateway_row": gateway_row}


def build(columns: dict[str, Column]) -> Frame:
    """Every link, from the thing to the other."""
    pieces = []
    hypervisor = columns["kind"] == "hypervisor"
    for name, relation, mask in (
        ("host_row", "hosted_on", columns["host_row"] >= 0),
        ("manages_row", "manages", columns["manages_row"] >= 0),
        ("cluster_row", "member_of", hypervisor & (columns["cluster_row"] >= 0)),
    ):
        rows = np.flatnonzero(mask)
        pieces.append((rows, columns[name][rows], relation))
    served = np.flatnonzero(columns["gateway_row"] >= 0)
    pieces.append((columns["gateway_row"][served], served, "gateway_for"))
    return Frame({
        "asset_row": np.concatenate([piece[0] for piece in pieces]),
        "other_row": np.concatenate([piece[1] for piece in pieces]),
        "relation": column_of([piece[2] for piece in pieces for _ in range(len(piece[0]))]),
    })  # fmt: skip
