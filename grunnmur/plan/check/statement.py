"""The problem as the document states it, with defaults filled in and series written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """The document, its number of periods, and what others name by id."""

    document: Row
    count: int
    workloads: Mapping[str, Row]
    executed: Mapping[str, Row]
    resources: frozenset[str]

    def rows(self, name: str) -> list[Row]:
        """The rows of one list of the problem; empty where it is left out."""
        rows: list[Row] = self.document.get(name, [])
        return rows

    def series(self, row: Row, name: str) -> list[int]:
        """One number for each period."""
        value = row.get(name, 0)
        return value if isinstance(value, list) else [value] * self.count

    def disposition(self, workload: str, name: str) -> Row | None:
        """The workload's disposition of that name."""
        ways: list[Row] = self.workloads[workload]["dispositions"]
        return next((way for way in ways if way["name"] == name), None)


def statement(document: Row) -> Statement:
    """The problem in a document that has its form."""
    return Statement(
        document,
        len(document["periods"]),
        {row["id"]: row for row in document["workloads"]},
        {row["workload"]: row for row in document.get("executed", [])},
        frozenset(row["id"] for row in document.get("resources", [])),
    )


def amount(row: Row, name: str) -> int:
    """The member; 0 where it is left out."""
    value: int = row.get(name, 0)
    return value
