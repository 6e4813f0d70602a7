"""Flows as Parquet: the columns of `flow_record`, one folder a day, one file a platform."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.example.exports import addresses, traffic
from grunnmur.example.exports.export import Desk
from grunnmur.example.exports.traffic import Block, Window
from grunnmur.example.world.frame import Column

_WORD = pa.dictionary(pa.int32(), pa.string())
_INSTANT = pa.timestamp("us")
_SCHEMA = pa.schema([
    ("realm", _WORD), ("started_at", _INSTANT), ("ended_at", _INSTANT), ("source_ip", _WORD),
    ("source_port", pa.int64()), ("target_ip", _WORD), ("target_port", pa.int64()),
    ("protocol", _WORD), ("service", _WORD), ("packets", pa.int64()), ("bytes", pa.int64()),
    ("flows", pa.int64()), ("sampled", pa.int64()), ("opened", pa.bool_()),
    ("answered", pa.bool_()),
])  # fmt: skip


def write(desk: Desk, seen: Window) -> Column:
    """Every day of the window; for each conversation the answered connections."""
    words = _Words(desk)
    return traffic.each_day(desk, seen, lambda day: _day(desk, seen, day, words))


class _Words:
    """The texts a file repeats, once each; rows carry their numbers."""

    def __init__(self, desk: Desk) -> None:
        world = desk.world
        self.ips, self.ip = _coded(addresses.every_ip(world))
        self.protocols, self.protocol = _coded(world.conversation["transport"].tolist())
        self.services, self.service = _coded(world.conversation["service"].tolist())


def _coded(texts: Sequence[str | None]) -> tuple[pa.Array, Column]:
    """The words, each once, and the number of each row's; −1 where there is none."""
    words = sorted({word for word in texts if word})
    number = {word: place for place, word in enumerate(words)}
    codes = [number[word] if word else -1 for word in texts]
    return pa.array(words, pa.string()), np.array(codes, dtype=np.int64)


def _day(desk: Desk, seen: Window, day: np.datetime64, words: _Words) -> Column:
    count = np.zeros(len(desk.world.conversation), dtype=np.int64)
    with ExitStack() as stack:
        files: dict[str, Any] = {}
        for blocks in traffic.hours(desk, seen, day):
            for block in blocks:
                if block.realm not in files:
                    path = desk.place(f"flows/day={day}/{block.realm.lower()}.parquet")
                    writer = pq.ParquetWriter(path, _SCHEMA, compression="zstd")
                    files[block.realm] = stack.enter_context(writer)
                files[block.realm].write_table(_table(desk, block, words))
                count += np.bincount(block.talk[block.answered], minlength=len(count))
    return count


def _table(desk: Desk, block: Block, words: _Words) -> pa.Table:
    rows = len(block.talk)
    port = desk.world.conversation["port"][block.talk]
    packets = block.sent // 900 + block.received // 1200 + 4
    return pa.Table.from_arrays([
        _coded_words(np.zeros(rows, np.int32), pa.array([block.realm])),
        _instants(block.second),
        _instants(block.second + block.duration),
        _coded_words(words.ip[block.source], words.ips),
        pa.array(block.source_port),
        _coded_words(words.ip[block.target], words.ips),
        pa.array(port),
        _coded_words(words.protocol[block.talk], words.protocols),
        _coded_words(words.service[block.talk], words.services),
        pa.array(packets),
        pa.array(block.sent + block.received),
        pa.array(np.ones(rows, np.int64)),
        pa.array(np.ones(rows, np.int64)),
        pa.array(np.ones(rows, dtype=bool)),
        pa.array(block.answered),
    ], schema=_SCHEMA)  # fmt: skip


def _coded_words(codes: Column, words: pa.Array) -> pa.Array:
    """Rows as numbers of the words they use, every word once.

    Of a dictionary that says a word twice Arrow writes a page as large as all of it, filled with as many
    words as differ: the rest is whatever lay in the memory.
    """
    used = np.bincount(codes[codes >= 0], minlength=len(words)) > 0
    place = np.append(np.cumsum(used) - 1, 0)
    numbers = pa.array(place[codes].astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(numbers, words.filter(pa.array(used)))


def _instants(second: Column) -> pa.Array:
    return pa.array(np.round(second * 1_000_000).astype(np.int64)).cast(_INSTANT)
