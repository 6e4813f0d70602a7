"""The truth about records: which thing each row is about, and which rows can honestly be linked.

Two rows of one thing can be linked when a chain of identifiers leads from one to the other:
identifiers that were really written, and that no other thing carries anywhere in the exports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from grunnmur.example.exports.export import Leases, Written
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column

_SCAN_SLACK = np.timedelta64(0, "s")
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
    codes: dict[str, int] = {}
    nouns = sorted({part.noun for part in ordered})
    bridge = _Bridge(leases)
    parts: list[tuple[Column, Column, Column]] = []
    first = 0
    for part in ordered:
        entity = part.rows.astype(np.int64) * len(nouns) + nouns.index(part.noun)
        for kind, values in _all_marks(part, bridge):
            prefix = f"{part.noun}|{kind}|"
            found = [
                (i, codes.setdefault(prefix + v, len(codes))) for i, v in enumerate(values) if v
            ]
            if found:
                index, code = np.array(found, dtype=np.int64).T
                parts.append((first + index, entity[index], code))
        first += len(part.keys)
    if not parts:
        nothing = np.empty(0, dtype=np.int64)
        return _Marks(nothing, nothing, nothing)
    return _Marks(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _all_marks(part: Written, bridge: _Bridge) -> Iterator[tuple[str, Sequence[str | None]]]:
    for kind, values in part.marks.items():
        yield kind.partition(".")[0], values
    if part.ips is not None and part.at is not None:
        yield "mac", bridge.macs(part.realm, part.ips, part.at)


class _Bridge:
    """Leases by realm and address: which hardware had an address when."""

    def __init__(self, leases: Sequence[Leases]) -> None:
        self._leases: dict[tuple[str, str], list[tuple[np.datetime64, np.datetime64, str]]] = {}
        for part in leases:
            rows = zip(part.macs, part.ips, part.from_at, part.to_at, strict=True)
            for mac, ip, from_at, to_at in rows:
                if mac:
                    self._leases.setdefault((part.realm, ip), []).append((from_at, to_at, mac))

    def macs(self, realm: str, ips: Sequence[str | None], at: np.datetime64) -> list[str | None]:
        """For each address the one hardware address that had it then, if there is just one."""
        return [self._mac(realm, ip, at) if ip else None for ip in ips]

    def _mac(self, realm: str, ip: str, at: np.datetime64) -> str | None:
        found = {
            mac
            for from_at, to_at, mac in self._leases.get((realm, ip), ())
            if from_at <= at and (np.isnat(to_at) or at <= to_at)
        }
        return found.pop() if len(found) == 1 else None
