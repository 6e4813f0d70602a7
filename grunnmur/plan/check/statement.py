"""The problem as the document states it, with defaults filled in and series written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grunnmur.errors import ProblemError

Row = Mapping[str, Any]
LARGEST = 10**13


@dataclass(frozen=True, slots=True)
class Statement:
    """The document, its number of periods, and its workloads by id."""

    document: Row
    count: int
    workloads: Mapping[str, Row]
    executed: Mapping[str, Row]

    def rows(self, name: str) -> list[Row]:
        """The rows of one list of the problem; empty where it is left out."""
        rows: list[Row] = self.document.get(name) or []
        return rows

    def series(self, row: Row, name: str) -> list[int]:
        """One number for each period."""
        value = row.get(name, 0)
        if isinstance(value, list):
            if len(value) != self.count:
                raise ProblemError("problem_malformed", place=name, reason="length of a series")
            return [whole(item, name) for item in value]
        return [whole(value, name)] * self.count

    def disposition(self, workload: str, name: str) -> Row | None:
        """The workload's disposition of that name."""
        ways: list[Row] = self.workloads[workload]["dispositions"]
        return next((way for way in ways if way["name"] == name), None)


def statement(document: Row) -> Statement:
    """The problem the document states. Raises ProblemError where it cannot be understood."""
    if document.get("format") != "grunnmur-problem/1":
        raise ProblemError("problem_malformed", place="format", reason=document.get("format"))
    try:
        workloads = {row["id"]: row for row in document.get("workloads") or []}
        executed = {row["workload"]: row for row in document.get("executed") or []}
        count = len(document["periods"])
    except (KeyError, TypeError) as error:
        raise ProblemError("problem_malformed", place=str(error), reason="missing") from error
    return Statement(document, count, workloads, executed)


def amount(row: Row, name: str) -> int:
    """The member, a whole number from 0; 0 where it is left out."""
    return whole(row.get(name, 0), name)


def whole(value: object, place: str) -> int:
    """The value, if it is a whole number from 0 to the largest there may be."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise ProblemError("problem_malformed", place=place, reason=repr(value))
    return value
