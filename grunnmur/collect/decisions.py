"""What people decided, read from decisions/*.csv as any register is read; but what is not understood stops the run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grunnmur.collect import values
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.rows import Register, Row
from grunnmur.errors import CollectError, SettingsError
from grunnmur.estate import NOUNS, TABLES

_TABLE = TABLES["decision"]
_REQUIRED = ("decision_id", "kind", "subject_id", "value")
_IDENTIFIABLE = tuple(noun for noun in NOUNS if noun != "product")
"""Nouns whose things people say are one or not; what a product is, its name says."""
_SCOPED = tuple(name for name, table in TABLES.items() if "scope" in table.by_name)
_NOUNS = {
    "same": _IDENTIFIABLE,
    "not_same": _IDENTIFIABLE,
    "scope": _SCOPED,
    "hub": ("application", "asset"),
}
"""By kind of decision: the nouns it may be about. Other kinds are judged by the verb that obeys them."""
_SAYING = ("same", "not_same", "name", "scope")
"""Kinds that are nothing without a value."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Rows in the columns of the declared table, as text in one spelling; and notes (source, place, code, facts)."""

    rows: tuple[tuple[str | None, ...], ...] = ()
    notes: tuple[tuple[str, str, str, str], ...] = ()


def read(directory: Path) -> Decisions:
    """All decisions of an estate directory. SettingsError names the file, the line and what is wrong with it."""
    rows: list[tuple[str | None, ...]] = []
    notes: list[tuple[str, str, str, str]] = []
    for path in sorted(directory.glob("decisions/*.csv")):
        name = str(path.relative_to(directory))
        try:
            register = Register(Document(path, name))
            _refuse_missing(name, register)
            rows += [_row(name, row) for row in _filled(name, register)]
        except CollectError as error:
            raise SettingsError(
                "decisions_unreadable",
                path=name,
                line=error.facts.get("line"),
                reason=error.facts.get("reason") or error.code,
            ) from error
        notes += [("", name, n.code, json.dumps(dict(n.facts))) for n in _doubts(register)]
    return Decisions(tuple(rows), tuple(notes))


def _refuse_missing(path: str, register: Register) -> None:
    if missing := [name for name in _REQUIRED if name not in register.headings]:
        raise SettingsError("decisions_columns_missing", path=path, columns=", ".join(missing))


def _doubts(register: Register) -> Iterator[Note]:
    """What the file left in doubt. A misspelt `valid_to` would else make a decision hold for ever."""
    yield from register.notes()
    unknown = [
        written
        for name, written in zip(register.headings, register.written, strict=True)
        if name and name not in _TABLE.by_name
    ]
    if unknown:
        yield Note("decisions_columns_unknown", {"columns": ", ".join(unknown)})


def _filled(path: str, register: Register) -> Iterator[Row]:
    for row in register.rows():
        if isinstance(row, Row):
            yield row
        elif row.code not in ("empty_row", "heading_repeated"):
            raise SettingsError("decision_row_damaged", path=path, line=row.line)


def _row(path: str, row: Row) -> tuple[str | None, ...]:
    said = {column.name: row.text(column.name) for column in _TABLE.columns}
    at = {"path": path, "line": row.line, "decision": said["decision_id"]}
    for name in (*_REQUIRED[:3], *(("value",) if said["kind"] in _SAYING else ())):
        if said[name] is None:
            raise SettingsError("decision_says_too_little", **at, column=name)
    for column in _TABLE.columns:
        try:
            said[column.name] = values.spelled(column, said[column.name])
        except values.Unreadable as error:
            facts = {"column": column.name, "value": said[column.name]}
            if column.choices:
                raise _not_a_choice(at, **facts, choices=column.choices) from error
            raise SettingsError("decision_day_unreadable", **at, **facts) from error
    _refuse_unknown(at, said)
    return tuple(said.values())


def _refuse_unknown(at: Mapping[str, object], said: Mapping[str, str | None]) -> None:
    """A noun or a scope that there is not: nothing could ever obey it."""
    kind, noun, value = said["kind"], said["subject_kind"], said["value"]
    nouns = _NOUNS.get(kind or "")
    if nouns and noun not in nouns:
        raise _not_a_choice(at, column="subject_kind", value=noun, choices=nouns)
    if kind == "name" and ":" not in (value or "").split()[0]:
        raise SettingsError("decision_no_product", **at, value=value)
    if kind == "scope" and noun is not None:
        choices = TABLES[noun].by_name["scope"].choices
        if value not in choices:
            raise _not_a_choice(at, column="value", value=value, choices=choices)


def _not_a_choice(at: Mapping[str, object], **facts: object) -> SettingsError:
    return SettingsError("decision_not_a_choice", **at, **facts)
