"""The best that is known of each instance, as others have published it."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rcpsp.instances import shared_folder


@dataclass(frozen=True, slots=True)
class Known:
    """Published bounds; None is not known. `infeasible` is proven to have no schedule."""

    lower: int | None
    upper: int | None
    infeasible: bool


class BestKnown:
    """Tables of published bounds, found by the end of an instance's path."""

    def __init__(self, tables: list[Path]) -> None:
        """Reads the tables: CSV with set, instance, lower_bound and upper_bound, plain or gzip."""
        self._rows: dict[str, Known] = {}
        for table in tables:
            for row in _rows(table):
                self._rows[f"{row['set']}/{row['instance']}"] = Known(
                    _number(row["lower_bound"]),
                    _number(row["upper_bound"]),
                    row.get("infeasible") == "1",
                )

    def of(self, path: str) -> Known:
        """What is known of the instance with this path; nothing where no table names it."""
        parts = path.split("/")
        for start in range(len(parts) - 1):
            found = self._rows.get("/".join(parts[start:]))
            if found is not None:
                return found
        return Known(None, None, infeasible=False)


def tables(given: list[Path]) -> list[Path]:
    """The tables given; without any, those beside the shared instances, if they are here."""
    return given or sorted(shared_folder().glob("*_bounds.csv.gz"))


def _rows(table: Path) -> list[dict[str, str]]:
    opened = gzip.open if table.suffix == ".gz" else open
    with opened(table, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _number(text: str) -> int | None:
    return int(text) if text.strip() else None
