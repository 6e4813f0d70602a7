"""A log line by line, for the logs that are small enough to be read that way."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

import orjson

from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.stream import Stream
from grunnmur.collect.zeek.heading import Heading

NAMED = 100
"""Malformed lines noted one by one; the rest of them share a note. A broken disk breaks many."""


class Rows:
    """The lines of a log that hold together, as (line, row); values that are unset are left out.

    When all have been taken, `notes` tells of the others: malformed, cut off, not closed.
    """

    def __init__(self, document: Document, heading: Heading) -> None:
        self._document = document
        self._heading = heading
        self._malformed: list[int] = []
        self._more = 0
        self._damage: str | None = None
        self._open = not heading.is_json

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        with Stream(self._document) as stream:
            raw = io.BufferedReader(stream, 1 << 16)
            text = io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n")
            for number, line in enumerate(text, 1):
                row = self._row(line.rstrip("\r\n"))
                if row is None:
                    self._note(number)
                elif row:
                    yield number, row
            self._damage = stream.damage

    def notes(self) -> Iterator[Note]:
        """What was wrong with the log."""
        for number in self._malformed:
            yield Note("line_malformed", {"log": self._heading.log}, number, row=True)
        if self._more:
            facts = {"log": self._heading.log, "rows": self._more}
            yield Note("lines_malformed", facts, row=True)
        if self._damage is not None:
            yield Note("truncated", {"reason": self._damage})
        elif self._open:
            yield Note("log_not_closed", {"log": self._heading.log})

    def _row(self, line: str) -> Mapping[str, str] | None:
        """The row, an empty one where the line is none, or None where it is broken."""
        if not line:
            return {}
        if self._heading.is_json:
            return _object(line)
        if line.startswith("#"):
            self._heading = self._heading.told(line)
            self._open = not line.startswith("#close")
            return {}
        values = line.split(self._heading.separator)
        if len(values) != len(self._heading.fields):
            return None
        nothing = (self._heading.unset, self._heading.empty, "")
        pairs = zip(self._heading.fields, values, strict=True)
        return {name: value for name, value in pairs if value not in nothing} or None

    def _note(self, number: int) -> None:
        if len(self._malformed) < NAMED:
            self._malformed.append(number)
        else:
            self._more += 1


def _object(line: str) -> Mapping[str, str] | None:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(row, dict):
        return None
    return {name: _text(value) for name, value in row.items() if value not in (None, "")} or None


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "T" if value else "F"
    return ",".join(str(part) for part in value) if isinstance(value, list) else str(value)
