"""Lines by the million: a file's text in blocks of whole lines, and a block's cells as Arrow columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import csv

from grunnmur.collect.stream import Stream
from grunnmur.errors import CollectError

_BLOCK = 16 << 20
_FAST = 1 << 20
"""What Arrow takes at a time; a longer line than this is read again in one piece."""

_LONGEST = 32 << 20
"""No line is this long; a file without line breaks may not fill the memory."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How lines are cut: the name of each field in order, what separates them, what stands for nothing."""

    fields: tuple[str, ...]
    separator: str
    nothing: tuple[str, ...] = ("-",)
    comment: str = "#"


def whole_lines(stream: Stream) -> Iterator[bytes]:
    """The stream in blocks that end where a line does; the last may end anywhere."""
    rest = b""
    while content := stream.read(_BLOCK):
        end = content.rfind(b"\n") + 1
        if end:
            yield rest + content[:end]
            rest = content[end:]
        else:
            rest += content
        if len(rest) > _LONGEST:
            raise CollectError("line_too_long", megabytes=_LONGEST >> 20)
    if rest:
        yield rest


def columns(
    piece: bytes, layout: Layout, wanted: Mapping[str, str], *, first: int
) -> tuple[pa.Table, list[int]]:
    """The wanted cells of each line as text, with its `number`; and the numbers of lines that do not fit.

    `wanted` maps our name of a column to the field's; `first` is the number of the piece's first line.
    Empty lines and comments are neither.
    """
    if not piece.strip():
        nothing = dict.fromkeys(wanted, pa.array([], pa.string()))
        return pa.table({**nothing, "number": pa.array([], pa.int64())}), []
    skipped: dict[int, bool] = {}

    def skip(row: csv.InvalidRow) -> str:
        text = row.text.rstrip("\r\n")
        skipped[row.number - 1] = bool(text) and not text.startswith(layout.comment)
        return "skip"

    readable = _readable(piece)
    parse = csv.ParseOptions(
        delimiter=layout.separator,
        quote_char=False,
        double_quote=False,
        invalid_row_handler=skip,
        ignore_empty_lines=False,
    )
    try:
        table = _read(readable, layout, wanted.values(), parse, _FAST)
    except pa.ArrowInvalid:
        table = _read(readable, layout, wanted.values(), parse, len(readable) + 1)
    count = piece.count(b"\n") + (not piece.endswith(b"\n"))
    numbers = np.delete(np.arange(first, first + count), list(skipped))
    numbered = pa.array(numbers[: table.num_rows], pa.int64())
    table = table.rename_columns(list(wanted)).append_column("number", numbered)
    broken = [first + row for row, malformed in sorted(skipped.items()) if malformed]
    return _without_blank_lines(table, readable, first), broken


def lines(piece: bytes, *, first: int) -> pa.Table:
    """Each line as one text, with its `number`."""
    texts = piece.decode("utf-8", errors="replace").split("\n")
    if not texts[-1]:
        texts.pop()
    numbers = np.arange(first, first + len(texts))
    return pa.table({"line": pa.array(texts, pa.string()), "number": pa.array(numbers)})


def _without_blank_lines(table: pa.Table, piece: bytes, first: int) -> pa.Table:
    """Arrow takes a blank line for a row of nothing."""
    if not table.column(0).null_count:
        return table
    blank = [first + place for place, line in enumerate(piece.split(b"\n")) if not line]
    kept = np.isin(table.column("number").to_numpy(), blank, invert=True)
    return table.filter(pa.array(kept))


def _readable(piece: bytes) -> bytes:
    """The piece as Arrow can read it: UTF-8, and no line breaks but the one kind."""
    if not piece.isascii():
        piece = piece.decode("utf-8", errors="replace").encode()
    return piece.replace(b"\r\n", b"\n").replace(b"\r", b" ") if b"\r" in piece else piece


def _read(
    piece: bytes,
    layout: Layout,
    wanted: Iterable[str],
    parse: csv.ParseOptions,
    block_size: int,
) -> pa.Table:
    names = list(wanted)
    return csv.read_csv(
        pa.BufferReader(piece),
        read_options=csv.ReadOptions(
            column_names=list(layout.fields), use_threads=False, block_size=block_size
        ),
        parse_options=parse,
        convert_options=csv.ConvertOptions(
            include_columns=names,
            include_missing_columns=True,
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[*layout.nothing, ""],
            strings_can_be_null=True,
        ),
    )
