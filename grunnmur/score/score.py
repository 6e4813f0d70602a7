"""The two scores, and where they are read from."""

from __future__ import annotations

from pathlib import Path

from grunnmur.errors import WorkspaceError
from grunnmur.estate import Estate
from grunnmur.kit.engine import Steps
from grunnmur.score import faults, pairs

_TRUTH = ("record", "entity", "finding")


def score(estate: Estate, truth: Path) -> dict[str, object]:
    """`{"reconcile": {class: {…}}, "rules": {rule_id: {…}}}` for the estate against the truth.

    A class is a noun, or `asset/<kind>` by the true kind. WorkspaceError: no truth there.
    """
    connection = estate.connection.cursor()
    for name in _TRUTH:
        path = truth / f"{name}.parquet"
        if not path.is_file():
            raise WorkspaceError("no_truth", path=str(path))
        connection.read_parquet(str(path)).create_view(f"true_{name}", replace=True)
    steps = Steps(connection, Path(__file__).parent / "sql")
    steps.run("matched")
    return {"reconcile": pairs.score(steps), "rules": faults.score(steps)}
