"""The estate after a wave, in a folder of its own; and what today's removals have to wait for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa

from grunnmur.catalogue import files
from grunnmur.errors import QueryError
from grunnmur.estate import TABLES, Estate
from grunnmur.kit import engine
from grunnmur.kit.engine import Steps, give

STEPS = Path(__file__).parent / "steps"
_EFFECTS = Path(files.__file__).parent / "attack" / "dispositions.yaml"
_CHANGED = (
    "address",
    "application",
    "asset",
    "asset_link",
    "asset_release",
    "data_store",
    "detection",
    "device",
    "directory_link",
    "finding",
    "identifier",
    "logging",
    "logon",
    "privilege",
)
"""Tables a wave changes. The rest are as they are today."""


def after_wave(estate: Estate, folder: Path, wave: str) -> Estate:
    """The estate when the wave is done, written in `folder`. `wave` is its id, or its number among the waves from 1.

    Raises QueryError with the waves there are.
    """
    period = _period(estate, wave)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in sorted(estate.folder.glob("*.parquet")):
        shutil.copy2(path, folder / path.name)
    interim = Estate(folder, engine.connect())
    steps = _steps(interim)
    steps.run("interim_thing", "interim_sid", period=period)
    for name in _CHANGED:
        interim.write(TABLES[name], steps.text(f"after_{name}"))
    return interim


def removal_waves(estate: Estate) -> None:
    """Writes `removal_wave`: what of every cut the plan does anyway, with the wave that does it first."""
    steps = _steps(estate)
    estate.write(TABLES["removal_wave"], steps.text("out_removal_wave"))


def _period(estate: Estate, wave: str) -> int:
    waves = estate.connection.execute(
        "select wave_id, period from wave order by period, wave_id"
    ).fetchall()
    if not waves:
        raise QueryError("no_plan_in_run")
    by_name = dict(waves) | {str(number): period for number, (_, period) in enumerate(waves, 1)}
    if wave not in by_name:
        raise QueryError("wave_unknown", wave=wave, first=waves[0][0], last=waves[-1][0])
    return int(by_name[wave])


def _steps(estate: Estate) -> Steps:
    """The steps, with the effect of every disposition at hand."""
    effects = files.read(_EFFECTS)
    table = pa.table({"disposition": list(effects), "effect": list(effects.values())})
    give(estate.connection, "disposition_effect", table)
    return Steps(estate.connection, STEPS)
