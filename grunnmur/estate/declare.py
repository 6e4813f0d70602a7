"""How a table is declared: once, with a type and a sentence for every column."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

_SQL = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "day": "DATE",
    "instant": "TIMESTAMP",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `refers` names the noun an `_id` column points at, or `@` and the sibling column that
    says which noun it is. `choices` are the only values."""

    name: str
    type: str
    description: str
    key: bool = False
    refers: str | None = None
    choices: tuple[str, ...] = ()
    unit: str | None = None

    @property
    def sql(self) -> str:
        """The column's SQL type. Instants are naive UTC; facts are JSON text."""
        return _SQL[self.type]


@dataclass(frozen=True)
class Table:
    """One table. A *noun* has an identity of its own that reconcile finds; others hang on nouns.

    `living`, in SQL, is which rows of a table in parts still belong to it; `living_by` are the tables it asks.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    noun: bool = False
    living: str = ""
    living_by: tuple[str, ...] = ()
    group: str = field(default="", compare=False)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Names of the columns that together tell two rows apart."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def id_column(self) -> str:
        """The column that holds a noun's id."""
        return self.key[0]


def text(name: str, description: str, *, key: bool = False) -> Column:
    """A column of text."""
    return Column(name, "text", description, key)


def choice(name: str, choices: str, description: str, *, key: bool = False) -> Column:
    """A column with a fixed set of words, given as one space-separated string."""
    return Column(name, "text", description, key, choices=tuple(choices.split()))


def refer(name: str, noun: str, description: str, *, key: bool = False) -> Column:
    """A column that holds the id of another thing."""
    return Column(name, "text", description, key, refers=noun)


def whole(name: str, description: str, *, unit: str | None = None, key: bool = False) -> Column:
    """A column of whole numbers."""
    return Column(name, "whole", description, key, unit=unit)


def number(name: str, description: str, *, unit: str | None = None) -> Column:
    """A column of real numbers."""
    return Column(name, "number", description, unit=unit)


def flag(name: str, description: str) -> Column:
    """A yes/no column; empty means not known."""
    return Column(name, "flag", description)


def day(name: str, description: str, *, key: bool = False) -> Column:
    """A column of calendar days."""
    return Column(name, "day", description, key)


def instant(name: str, description: str, *, key: bool = False) -> Column:
    """A column of instants, UTC."""
    return Column(name, "instant", description, key)
