"""What a [[source]] of format `table` says: which heading is which column, which word means what."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import Any

from grunnmur.collect.claim import Note
from grunnmur.errors import CollectError
from grunnmur.estate import SAYABLE

IDENTIFIERS = frozenset((
    "serial", "uuid", "mac", "fqdn", "hostname", "ip", "sid", "inventory_no", "asset_tag",
    "employee_no", "email", "account_name", "organisation_no", "alias", "application_no",
    "contract_no", "store_no", "moref", "cloud_id", "cpe", "purl",
))  # fmt: skip

OPTIONS = (
    "into", "key", "columns", "values", "constants", "split", "sheet", "cells", "delimiter", "encoding", "timezone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell goes: a column of a declared table, or an identifier of the row's thing."""

    table: str
    column: str
    identifier: bool = False

    def __str__(self) -> str:
        return self.column if self.identifier else f"{self.table}.{self.column}"


@dataclass(frozen=True)
class Mapping:
    """A checked mapping. `columns` pairs each place with the headings that may hold it; `notes` tell what of the
    settings does nothing."""

    into: str
    columns: tuple[tuple[Place, tuple[str, ...]], ...]
    values: Map[Place, Map[str, object]]
    constants: Map[Place, object]
    separators: Map[Place, str]
    key: str | None
    notes: tuple[Note, ...] = ()

    def headings(self) -> tuple[str, ...]:
        """Every heading the mapping reads."""
        keys = (self.key,) if self.key else ()
        return tuple(dict.fromkeys((*keys, *(h for _, headings in self.columns for h in headings))))

    def constants_of(self, table: str) -> dict[str, object]:
        """The constants that go into a table."""
        return {
            place.column: value for place, value in self.constants.items() if place.table == table
        }


def read(options: Map[str, Any]) -> Mapping:
    """The mapping in a source's settings. CollectError names the entry that means nothing."""
    into = options.get("into")
    if into not in SAYABLE:
        raise CollectError("into_unknown", into=str(into), known=", ".join(SAYABLE))
    if not options.get("columns"):
        raise CollectError("columns_missing", into=into)
    return Mapping(
        into=into,
        columns=tuple(
            (_place(into, name), _headings(value)) for name, value in options["columns"].items()
        ),
        values={
            _place(into, name): {str(word).casefold(): meaning for word, meaning in words.items()}
            for name, words in options.get("values", {}).items()
        },
        constants={
            _place(into, name): value for name, value in options.get("constants", {}).items()
        },
        separators={_place(into, name): value for name, value in options.get("split", {}).items()},
        key=options.get("key"),
        notes=tuple(_idle(into, options)),
    )


def _idle(into: str, options: Map[str, Any]) -> Iterator[Note]:
    """What is said of columns that are not mapped, and so does nothing."""
    mapped = {_place(into, name) for name in options["columns"]}
    for part in ("values", "split"):
        for name in options.get(part, {}):
            if _place(into, name) not in mapped:
                yield Note("option_without_column", {"option": f"{part}.{name}", "column": name})


def _headings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _place(into: str, name: str) -> Place:
    table, _, column = name.rpartition(".")
    table = table or into
    if table in SAYABLE and column in SAYABLE[table].by_name:
        return Place(table, column)
    if table == into and column in IDENTIFIERS:
        return Place(into, column, identifier=True)
    raise CollectError("column_unknown", column=name, into=into)
