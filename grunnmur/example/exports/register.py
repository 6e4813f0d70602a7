"""A register: a CSV or XLSX file people keep, and how grunnmur.toml is told to read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from grunnmur.example.exports import sheets
from grunnmur.example.exports.export import Desk, Export, Text, Written
from grunnmur.example.world.frame import Column

Cells = dict[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Register:
    """One file of a register. `cells` are its columns by heading, as they are written.

    `columns` says which declared column (or kind of identifier) each heading is. `noun` and `rows`
    say what each row is truly about; rows of relations have neither.
    """

    name: str
    path: str
    into: str
    cells: Cells
    columns: Mapping[str, str]
    key: str | None = None
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    split: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    rows: Column | None = None
    marks: Mapping[str, Sequence[Text]] = field(default_factory=dict)
    delimiter: str = ";"
    encoding: str = "utf-8"
    above: Sequence[str] = ()
    sheet: str = "Ark1"


def write(desk: Desk, export: Export, register: Register) -> None:
    """Writes the file, and adds its [[source]] and the truth about its rows to the export."""
    first = _write_file(desk, register)
    export.sources.append(source(register))
    if register.rows is None:
        return
    export.written.append(
        Written(
            register.name,
            register.path,
            register.into,
            _keys(register, first),
            register.rows,
            marks=register.marks,
        )
    )
    export.tell(register.into, "record", register.rows)
    if register.into == "asset":
        export.tell("asset", "register kind", register.rows)


def _write_file(desk: Desk, register: Register) -> int:
    target = desk.place(register.path)
    if target.suffix == ".xlsx":
        return sheets.write_workbook(target, {register.sheet: register.cells}, above=register.above)
    return sheets.write_csv(
        target,
        register.cells,
        delimiter=register.delimiter,
        encoding=register.encoding,
        above=register.above,
    )


def source(register: Register) -> dict[str, Any]:
    """The register's [[source]] entry."""
    entry: dict[str, Any] = {
        "name": register.name,
        "format": "table",
        "path": register.path,
        "into": register.into,
        **register.settings,
        "columns": dict(register.columns),
    }
    for part in ("values", "constants", "split"):
        if found := getattr(register, part):
            entry[part] = {
                key: dict(v) if isinstance(v, Mapping) else v for key, v in found.items()
            }
    if register.key:
        entry["key"] = register.key
    return entry


def _keys(register: Register, first: int) -> list[str]:
    file = PurePosixPath(register.path).name
    cells = (
        register.cells[register.key]
        if register.key
        else [None] * (0 if register.rows is None else len(register.rows))
    )
    return [str(cell) if cell else f"{file}:{line}" for line, cell in enumerate(cells, first)]
