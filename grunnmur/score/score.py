"""The scores, and where they are read from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from grunnmur.errors import WorkspaceError
from grunnmur.estate import Estate
from grunnmur.kit.engine import Steps
from grunnmur.score import dependencies, faults, pairs, roles

_TRUTH = ("record", "entity", "finding")
_JUDGED = "judged"
_OF_TRAFFIC = {
    "dependency": ("dependencies", dependencies.score),
    "provider_role": ("roles", roles.score),
}
"""Truth that is only there where traffic was made up too: the key it is scored under, and by whom."""


def score(estate: Estate, truth: Path) -> dict[str, object]:
    """`{"reconcile": {class: {…}}, "rules": {rule_id: {…}}}` for the estate against the truth.

    A class is a noun, or `asset/<kind>` by the true kind. Where the truth tells of traffic there are
    `dependencies` and `roles` beside. WorkspaceError: no truth there.
    """
    connection = estate.connection.cursor()
    told = [name for name in _OF_TRAFFIC if (truth / f"{name}.parquet").is_file()]
    for name in (*_TRUTH, *told):
        path = truth / f"{name}.parquet"
        if not path.is_file():
            raise WorkspaceError("no_truth", path=str(path))
        connection.read_parquet(str(path)).create_view(f"true_{name}", replace=True)
    _judged(connection, truth)
    steps = Steps(connection, Path(__file__).parent / "sql")
    steps.run("matched")
    figures: dict[str, object] = {"reconcile": pairs.score(steps), "rules": faults.score(steps)}
    for name in told:
        key, judge = _OF_TRAFFIC[name]
        figures[key] = judge(steps)
    return figures


def other_day(estate: Estate, truth: Path) -> tuple[date, date] | None:
    """The day the truth is of and the day the run judges, where they differ and both are known."""
    path = truth / f"{_JUDGED}.parquet"
    if not path.is_file():
        return None
    days: tuple[date | None, date | None] = estate.connection.execute(
        "select (select max(on_date) from read_parquet($path)), (select max(on_date) from run)",
        {"path": str(path)},
    ).fetchall()[0]
    true, judged = days
    return None if true is None or judged is None or true == judged else (true, judged)


def _judged(connection: duckdb.DuckDBPyConnection, truth: Path) -> None:
    """Makes `true_judged`: the rules the truth is told of. An older truth names those that are broken."""
    path = truth / f"{_JUDGED}.parquet"
    if path.is_file():
        connection.read_parquet(str(path)).create_view("true_judged", replace=True)
    else:
        connection.execute(
            "create or replace view true_judged as select distinct rule_id from true_finding"
        )
