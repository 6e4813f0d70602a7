"""What names were found to mean, from run to run: all that CPE knows is learnt only when a name is new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.catalogue.learnt import Learnt
from grunnmur.kit import parts

_FILE = "name"
_SCHEMA = pa.schema(
    [
        ("under", pa.string()),
        ("kind", pa.string()),
        ("name", pa.string()),
        ("beside", pa.string()),
        ("answer", pa.list_(pa.string())),
    ]
)
Asked = tuple[str, str, str]
"""Kind of question, name, and for equipment its maker beside."""
Decided = Mapping[str, tuple[str, str | None]]


class Remembered:
    """Answers as `Learnt` does; `learn` is called for the first name that `known` does not hold."""

    def __init__(
        self, learn: Callable[[], Learnt], decided: Learnt, known: Mapping[Asked, tuple[str, ...]]
    ) -> None:
        self.asked = dict(known)
        self._learn = learn
        self._decided = decided

    def version(self, name: str) -> str | None:
        """The version that a person gave with what the name means."""
        return self._decided.version(name)

    def package(self, package_id: str) -> str | None:
        """The product that a package is."""
        return next(iter(self._answer("package", package_id)), None)

    def product(self, name: str) -> str | None:
        """The product a name says."""
        return next(iter(self._answer("product", name)), None)

    def candidates(self, name: str) -> tuple[str, ...]:
        """The products a name may mean."""
        return self._answer("candidates", name)

    def hardware(self, maker: str, model: str) -> tuple[str, ...]:
        """What CPE calls this model."""
        return self._answer("hardware", model, maker)

    def _answer(self, kind: str, name: str, beside: str = "") -> tuple[str, ...]:
        asked = (kind, name, beside)
        if asked not in self.asked:
            self.asked[asked] = self._find(*asked)
        return self.asked[asked]

    def _find(self, kind: str, name: str, beside: str) -> tuple[str, ...]:
        if kind == "hardware":
            return self._learnt.hardware(beside, name)
        if kind == "candidates":
            return self._learnt.candidates(name)
        one = self._learnt.package(name) if kind == "package" else self._learnt.product(name)
        return (one,) if one else ()

    @cached_property
    def _learnt(self) -> Learnt:
        return self._learn()


def recall(
    connection: duckdb.DuckDBPyConnection, folder: Path | None, decided: Decided
) -> dict[Asked, tuple[str, ...]]:
    """What a run was told under the same decisions; nothing without one."""
    found = parts.paths(folder, _FILE) if folder else []
    if not found:
        return {}
    rows = connection.execute(
        f"select kind, name, beside, answer from read_parquet({parts.listed(found)}) where under = $under",
        {"under": digest(decided)},
    ).fetchall()
    return {(kind, name, beside): tuple(answer) for kind, name, beside, answer in rows}


def keep(names: Remembered, folder: Path, decided: Decided) -> None:
    """Writes what was asked into the folder, now or before, for the next run."""
    under = digest(decided)
    rows = [(under, *asked, list(answer)) for asked, answer in sorted(names.asked.items())]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(_SCHEMA)
    given = [pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)]
    path = folder / f"{_FILE}.parquet"
    path.unlink(missing_ok=True)
    pq.write_table(pa.table(given, schema=_SCHEMA), path, compression="zstd")


def digest(decided: Decided) -> str:
    """The decisions in one short text."""
    return hashlib.sha256(repr(sorted(decided.items())).encode()).hexdigest()[:16]
