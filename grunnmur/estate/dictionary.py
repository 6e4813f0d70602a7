"""The data dictionary, made from the declarations: `python -m grunnmur.estate.dictionary > docs/nouns.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from grunnmur.estate import GROUPS, Column, Table


def markdown() -> str:
    """Every table and column with type, unit, key and meaning."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Tables"
    yield ""
    yield "Made from the declarations in `grunnmur/estate/`; what `grunnmur query` can ask. Keys are **bold**;"
    yield "nouns have an identity of their own. An empty cell means *not known*. Instants are UTC."
    for group, tables in GROUPS.items():
        yield f"\n## {group.capitalize()}"
        for table in tables:
            yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"\n### {table.name}{' (noun)' if table.noun else ''}"
    yield f"\n{table.description}\n"
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for column in table.columns:
        name = f"**{column.name}**" if column.key else column.name
        yield f"| {name} | {_type(column)} | {_meaning(column)} |"


def _type(column: Column) -> str:
    if column.refers:
        target = column.refers.removeprefix("@")
        return f"→ {target}" if column.refers == target else f"→ what `{target}` says"
    return column.type if column.unit is None else f"{column.type}, {column.unit}"


def _meaning(column: Column) -> str:
    if not column.choices:
        return column.description
    return f"{column.description}: {', '.join(column.choices)}"


if __name__ == "__main__":
    sys.stdout.write(markdown())
