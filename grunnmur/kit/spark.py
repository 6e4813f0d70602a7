"""The same named SQL steps on Spark, transpiled from DuckDB's dialect.

A step that says something Spark has other words for has a twin `<step>.spark.sql` beside it. The tables of
`kept` steps are written to `shared`, a folder that all workers can reach: a worker that dies costs its own
tasks and nothing that was kept. The other steps are views, which Spark works out where they are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grunnmur.errors import EngineError
from grunnmur.kit import stores
from grunnmur.kit.engine import Place, rows_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # instants are naive UTC on both engines
    "spark.sql.ansi.enabled": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


class SparkSteps:
    """The step files in `folder`, run on a Spark session. Steps may read any table made before them."""

    def __init__(
        self, session: SparkSession, folder: Path, shared: str, *, kept: frozenset[str]
    ) -> None:
        self.session = session
        self.folder = folder
        self.shared = shared.rstrip("/")
        self.kept = kept

    def bring(self, name: str, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes the table `name` of the DuckDB connection known here."""
        self.give(name, connection.sql(f'select * from "{name}"').to_arrow_table())

    def read(self, name: str, places: Sequence[Place]) -> None:
        """Makes `name` of everything in these places."""
        parts = []
        for number, place in enumerate(places):
            self._files(place.paths).createOrReplaceTempView(f"{name}_{number}")
            parts.append(f'select {place.select} from "{name}_{number}"')
        whole = self.session.sql(_transpiled(" union all ".join(parts)))
        whole.createOrReplaceTempView(name)

    def columns(self, paths: Sequence[str]) -> frozenset[str]:
        """Names of all columns in these Parquet files. EngineError when they cannot be read."""
        from pyspark.errors import PySparkException

        try:
            return frozenset(self._files(paths).columns)
        except PySparkException as error:
            facts = {"path": paths[0], "reason": str(error)[:500]}
            raise EngineError("parquet_place_unreadable", **facts) from error

    def give(self, name: str, rows: pa.Table) -> None:
        """Makes a small table of these rows."""
        import pyarrow.parquet as pq

        place = f"{self.shared}/{name}"
        system, path = stores.opened(
            place if stores.is_stored(place) else str(Path(place).absolute())
        )
        system.create_dir(path, recursive=True)
        pq.write_table(rows, f"{path}/given.parquet", filesystem=system)
        self.session.read.parquet(_uri(place)).createOrReplaceTempView(name)

    def run(self, *names: str, **parameters: object) -> None:
        """Makes a table of each kept step and a view of each other, in order."""
        from pyspark.errors import PySparkException

        for name in names:
            try:
                self._make(name, parameters)
            except PySparkException as error:
                facts = {"step": name, "shared": self.shared, "reason": str(error)[:500]}
                raise EngineError("spark_failed", **facts) from error

    def _make(self, name: str, parameters: dict[str, object]) -> None:
        rows = self._selected(name, parameters)
        if name in self.kept:
            place = f"{_uri(self.shared)}/{name}"
            rows.write.mode("overwrite").parquet(place)
            rows = self.session.read.parquet(place)
        rows.createOrReplaceTempView(name)

    def view(self, *names: str) -> None:
        """Makes a view of each step: cheaper where rows are only looked at one by one."""
        for name in names:
            self._selected(name, {}).createOrReplaceTempView(name)

    def rows(self, name: str, **parameters: object) -> list[tuple[object, ...]]:
        """What a step selects, without keeping it."""
        return [tuple(row) for row in self._selected(name, parameters).collect()]

    def hand_over(self, name: str, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes a step's table a temporary table on the DuckDB connection, under its name."""
        place = f"{self.shared}/{name}"
        paths = [f"{place}/*.parquet"]
        if stores.is_stored(place):
            paths = [file.place for file in stores.files(place)[1] if file.is_parquet]
        rows = rows_of(connection, f"{name}_stored", paths)
        connection.execute(f'create or replace temp table "{name}" as from {rows}')

    def _selected(self, name: str, parameters: dict[str, object]) -> DataFrame:
        query = self.text(name)
        used = {key: value for key, value in parameters.items() if f":{key}" in query}
        return self.session.sql(query, args=used or None)

    def text(self, name: str) -> str:
        """The step's SQL in Spark's dialect: its twin if it has one, else transpiled."""
        twin = self.folder / f"{name}.spark.sql"
        if twin.exists():
            return twin.read_text(encoding="utf-8").strip().rstrip(";")
        return _transpiled((self.folder / f"{name}.sql").read_text(encoding="utf-8"))

    def _files(self, paths: Sequence[str]) -> DataFrame:
        """The files; below a folder when the path ends in `/**/*.parquet`, which Hadoop spells otherwise."""
        places = [_uri(path.removesuffix("/**/*.parquet")) for path in paths]
        options = {
            "mergeSchema": "true",
            "recursiveFileLookup": "true",
            "pathGlobFilter": "*.parquet",
        }
        return self.session.read.options(**options).parquet(*places)


@contextmanager
def session(master: str, settings: Mapping[str, str]) -> Iterator[SparkSession]:
    """A Spark session on `master` (`spark://host:port`, `local[2]`), ended with the block."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineError("spark_missing", reason=str(error)) from error
    builder = SparkSession.builder.master(master).appName("grunnmur")
    for key, value in {**_SETTINGS, **settings}.items():
        builder = builder.config(key, value)
    try:
        started = builder.getOrCreate()
    except (
        Exception
    ) as error:  # py4j, the JVM or the cluster: whatever it is, it is this request that fails
        raise EngineError("spark_unreachable", master=master, reason=str(error)[:500]) from error
    try:
        yield started
    finally:
        started.stop()


def _transpiled(query: str) -> str:
    import sqlglot

    (spoken,) = sqlglot.transpile(query, read="duckdb", write="spark", comments=False)
    return spoken


def _uri(path: str) -> str:
    """A path as Hadoop understands it: as it is written, blanks and all; one with a scheme already is one."""
    return path if "://" in path else f"file://{Path(path).absolute()}"
