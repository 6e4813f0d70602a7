"""The truth about records: which thing each row is about, and which rows can honestly be linked.

Two rows of one thing can be linked when a chain of identifiers leads from one to the other:
identifiers that were really written, and that no other thing carries anywhere in the exports.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from grunnmur.example.exports.export import Leases, Written
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column

_FOR_EVER = 1 << 62
_ID = {"clinical_service": "service_id"}


def truth(world: World, written: Sequence[Written], leases: Sequence[Leases]) -> pa.Table:
    """One row a record: source, record_key, noun, entity_id, linkable, link_group."""
    ordered = sorted(written, key=lambda part: (part.source, part.file))
    keys = _keys(ordered)
    groups = _groups(ordered, leases)
    count_by_group = Counter(groups.tolist())
    table = pa.table(
        {
            "source": [part.source for part in ordered for _ in part.keys],
            "record_key": keys,
            "noun": [part.noun for part in ordered for _ in part.keys],
            "entity_id": [name for part in ordered for name in _entity_ids(world, part)],
            "linkable": [count_by_group[group] > 1 for group in groups.tolist()],
            "link_group": groups,
        }
    )
    return table.sort_by(
        [("source", "ascending"), ("record_key", "ascending"), ("noun", "ascending")]
    )


def _entity_ids(world: World, part: Written) -> list[str]:
    frame = getattr(world, part.noun)
    ids: list[str] = frame[_ID.get(part.noun, f"{part.noun}_id")][part.rows].tolist()
    return ids


def _keys(ordered: Sequence[Written]) -> list[str]:
    """The keys, with the second and later rows of a key in a source marked "#2", "#3"…"""
    seen: Counter[tuple[str, str]] = Counter()
    finished = []
    for part in ordered:
        for key in part.keys:
            seen[part.source, key] += 1
            times = seen[part.source, key]
            finished.append(key if times == 1 else f"{key}#{times}")
    return finished


@dataclass(frozen=True, slots=True)
class _Marks:
    """One row a mark: the record it stands in, the thing that record is about, the mark's code."""

    record: Column
    entity: Column
    code: Column


def _groups(ordered: Sequence[Written], leases: Sequence[Leases]) -> Column:
    """A number a record; records with the same number are linked."""
    marks = _genuine(_marks(ordered, leases))
    labels = np.arange(sum(len(part.keys) for part in ordered), dtype=np.int64)
    if not len(marks.code):
        return labels
    order = np.argsort(marks.code, kind="stable")
    record, code = marks.record[order], marks.code[order]
    starts = np.flatnonzero(np.r_[True, code[1:] != code[:-1]])
    lengths = np.diff(np.r_[starts, len(code)])
    while True:
        least = np.repeat(np.minimum.reduceat(labels[record], starts), lengths)
        after = labels.copy()
        np.minimum.at(after, record, least)
        after = after[after]
        if np.array_equal(after, labels):
            return labels
        labels = after


def _genuine(marks: _Marks) -> _Marks:
    """The marks that one thing alone carries."""
    size = int(marks.code.max(initial=-1)) + 1
    least = np.full(size, np.iinfo(np.int64).max)
    most = np.full(size, -1)
    np.minimum.at(least, marks.code, marks.entity)
    np.maximum.at(most, marks.code, marks.entity)
    kept = (least == most)[marks.code]
    return _Marks(marks.record[kept], marks.entity[kept], marks.code[kept])


def _marks(ordered: Sequence[Written], leases: Sequence[Leases]) -> _Marks:
    """All marks; two have one code where noun, kind and value are the same."""
    nouns = sorted({part.noun for part in ordered})
    bridge = _Bridge(leases)
    kinds: dict[str, int] = {}
    values: list[pa.Array] = []
    records: list[Column] = []
    entities: list[Column] = []
    spaces: list[Column] = []
    first = 0
    for part in ordered:
        entity = part.rows.astype(np.int64) * len(nouns) + nouns.index(part.noun)
        for kind, written in _all_marks(part, bridge):
            column = pa.array(written, pa.string())
            there = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
            values.append(column.take(pa.array(there)))
            records.append(there + first)
            entities.append(entity[there])
            space = kinds.setdefault(f"{part.noun}|{kind}", len(kinds))
            spaces.append(np.full(len(there), space, dtype=np.int64))
        first += len(part.keys)
    if not values:
        nothing = np.empty(0, dtype=np.int64)
        return _Marks(nothing, nothing, nothing)
    spelled = pa.chunked_array(values).combine_chunks().dictionary_encode()
    value = spelled.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    code = np.unique(value * len(kinds) + np.concatenate(spaces), return_inverse=True)[1]
    return _Marks(np.concatenate(records), np.concatenate(entities), code)


def _all_marks(part: Written, bridge: _Bridge) -> Iterator[tuple[str, Sequence[str | None]]]:
    for kind, values in part.marks.items():
        yield kind.partition(".")[0], values
    if part.ips is not None and part.at is not None:
        yield "mac", bridge.macs(part.realm, part.ips, part.at)


class _Bridge:
    """Leases by realm and address: which hardware had an address when."""

    def __init__(self, leases: Sequence[Leases]) -> None:
        self._leases: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
        for part in leases:
            spans = zip(_seconds(part.from_at, 0), _seconds(part.to_at, _FOR_EVER), strict=True)
            for mac, ip, (begin, end) in zip(part.macs, part.ips, spans, strict=True):
                if mac:
                    self._leases[part.realm, ip].append((begin, end, mac))

    def macs(self, realm: str, ips: Sequence[str | None], at: np.datetime64) -> list[str | None]:
        """For each address the one hardware address that had it then, if there is just one."""
        second = int(at.astype("datetime64[s]").astype(np.int64))
        return [self._mac((realm, ip), second) if ip else None for ip in ips]

    def _mac(self, address: tuple[str, str], second: int) -> str | None:
        held = self._leases.get(address, ())
        found = {mac for begin, end, mac in held if begin <= second <= end}
        return found.pop() if len(found) == 1 else None


def _seconds(column: Column, missing: int) -> list[int]:
    seconds = column.astype("datetime64[s]").astype(np.int64)
    whole: list[int] = np.where(np.isnat(column), missing, seconds).tolist()
    return whole
