"""What the catalogue says of moves, as tables for the steps: `move_cost` and `directory_move`."""

from __future__ import annotations

import pyarrow as pa

from grunnmur.catalogue.attack_moves import Moves
from grunnmur.estate import Estate
from grunnmur.kit.engine import give


def write(estate: Estate, moves: Moves) -> None:
    """Makes `move_cost`, one row a move, and `directory_move`, one row a directory's link and kind of target."""
    rows = list(moves.moves.values())
    _given(
        estate,
        "move_cost",
        {
            "through": pa.array([move.name for move in rows], pa.string()),
            "technique": pa.array([move.technique for move in rows], pa.string()),
            "remove": pa.array([move.remove for move in rows], pa.string()),
            "cost": pa.array([move.cost for move in rows], pa.int64()),
            "met": pa.array([move.met for move in rows], pa.bool_()),
        },
    )
    over = [
        (move.name, target, as_right)
        for move in rows
        for as_right, targets in ((True, move.rights), (False, move.moves))
        for target in targets
    ]
    _given(
        estate,
        "directory_move",
        {
            "through": pa.array([row[0] for row in over], pa.string()),
            "target": pa.array([row[1] for row in over], pa.string()),
            "as_right": pa.array([row[2] for row in over], pa.bool_()),
        },
    )


def _given(estate: Estate, name: str, columns: dict[str, pa.Array]) -> None:
    give(estate.connection, name, pa.table(columns))
