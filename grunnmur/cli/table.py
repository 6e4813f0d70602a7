"""Rows for eyes: a table where it fits the screen, else one block a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from rich import box
from rich.table import Table
from rich.text import Text

from grunnmur.cli.shell import Shell

_NARROWEST = 8
"""A column of text may be folded to this width before the table gives way to blocks."""


def show(
    here: Shell,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    most: int | None = None,
) -> int:
    """Prints the rows, at most `most` of them, on standard output. Gives how many were left out."""
    rest = iter(rows)
    shown = [tuple(_cell(here, value) for value in row) for row in islice(rest, most)]
    numeric = _numeric(shown, len(columns))
    texts = [tuple(text for text, _ in row) for row in shown]
    if _fits(here, columns, texts):
        here.out.print(_table(columns, texts, numeric))
    else:
        for line in _blocks(here, columns, texts):
            here.out.print(line, soft_wrap=False)
    return sum(1 for _ in rest)


def show_first(
    here: Shell, columns: Sequence[str], rows: Iterable[Sequence[object]], *, most: int | None
) -> None:
    """Prints the first rows, and that --all shows the others."""
    if left := show(here, columns, rows, most=most):
        here.hint("cli_more_with_all", rows=left)


def _cell(here: Shell, value: object) -> tuple[str, bool]:
    """The value as text, and whether it is a number."""
    if value is None:
        return "–", False
    if isinstance(value, bool):
        return here.voice("cli_yes") if value else here.voice("cli_no"), False
    if isinstance(value, int):
        return here.voice.amount(value), True
    if isinstance(value, float):
        return here.voice.amount(value, 0 if value.is_integer() else 4).rstrip(), True
    if isinstance(value, datetime):
        return here.voice.instant(value), False
    if isinstance(value, date):
        return here.voice.day(value), False
    return str(value), False


def _numeric(rows: Sequence[Sequence[tuple[str, bool]]], width: int) -> list[bool]:
    return [any(row[i][1] for row in rows) for i in range(width)]


def _fits(here: Shell, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether every column gets its heading and its text, folded to the narrowest at most."""
    needed = 0
    for i, name in enumerate(columns):
        longest = max((len(row[i]) for row in rows), default=0)
        needed += max(len(name), min(longest, _NARROWEST)) + 2
    return needed <= here.out.width


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.padding = (0, 1, 0, 0)
    for name, right in zip(columns, numeric, strict=True):
        table.add_column(
            Text(name), justify="right" if right else "left", overflow="fold", no_wrap=right
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _blocks(
    here: Shell, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[Text | Table]:
    for number, row in enumerate(rows, 1):
        yield Text(f"{here.voice('cli_row', number=number)} {'─' * 24}", style="dim")
        block = Table(box=None, show_header=False, pad_edge=False)
        block.add_column(no_wrap=True, style="bold")
        block.add_column(overflow="fold")
        for name, cell in zip(columns, row, strict=True):
            block.add_row(Text(name), Text(cell))
        yield block
