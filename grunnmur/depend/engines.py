"""Where flow records are added up: on the estate's own DuckDB, or on Spark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from grunnmur.depend.aggregation import KEPT
from grunnmur.errors import EngineError
from grunnmur.estate import Estate
from grunnmur.kit import spark
from grunnmur.kit.engine import Aggregator, Steps

STEPS = Path(__file__).parent / "steps"

_NEEDED = ("address", "asset_link", "component")
"""What the steps read of the estate: small beside the flows."""


@contextmanager
def adding_up(
    engine: str, estate: Estate, *, shared: str, settings: Mapping[str, str]
) -> Iterator[Aggregator]:
    """The engine of this name, ready to run the steps; a Spark session ends with the block.

    `shared` is a folder that all workers reach; `settings` are Spark's own.
    """
    if engine == "duckdb":
        yield Steps(estate.connection, STEPS)
        return
    if engine != "spark" and not engine.startswith("spark://"):
        raise EngineError("engine_unknown", engine=engine)
    with spark.session("local[*]" if engine == "spark" else engine, settings) as session:
        steps = spark.SparkSteps(session, STEPS, shared, kept=KEPT)
        for name in _NEEDED:
            steps.bring(name, estate.connection)
        yield steps
