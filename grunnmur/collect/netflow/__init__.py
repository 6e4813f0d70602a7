"""NetFlow 5, NetFlow 9 and IPFIX: packets as exporters send them, one or many end to end in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import pyarrow.compute as pc

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.netflow import neighbours, packets
from grunnmur.collect.netflow.export import Export
from grunnmur.collect.netflow.packets import Damage
from grunnmur.collect.sieve import Sieve
from grunnmur.collect.stream import Stream
from grunnmur.errors import CollectError

_LISTENED = re.compile(r"(?:^|[/!\\])netflow-(\d{8}T\d{6})(?:-\d+)?\.nf(?:\.\w+)?$")
"""The name a listener of ours gives a file: when its first packet came."""

_CLOCK_DIFFERS = 10
"""Minutes. Exporters keep flows back for some; an hour or two is a time zone."""

_NAMED = 100
"""Stretches of damage noted one by one; the rest of them share a note."""

_EVENTS = Path(__file__).parent / "events.sql"


def recognise(document: Document) -> bool:
    """Whether it begins with a whole packet of one of the three versions."""
    return packets.begins_with_one(document.head)


def parse(document: Document) -> Iterator[Found]:
    """Batches of flow records. Both ways of a conversation are two records, as the exporter sent them."""
    if not document.head.strip():
        yield Note("empty_file")
        return
    if not recognise(document):
        raise CollectError("netflow_packet_missing")
    export = Export()
    others = cache(
        partial(neighbours.knowledge, document)
    )  # read once, and only if they are wanted
    damaged: list[Damage] = []
    with Sieve("netflow") as sieve, Stream(document) as stream:
        for found in packets.packets(stream):
            if isinstance(found, Damage):
                damaged.append(found) if len(damaged) < _NAMED else sieve.leave_out(
                    "packets_damaged"
                )
                continue
            export.take(found)
            if export.wants_templates:
                export.learn_from(others())
                export.give_up_waiting()
            if export.full:
                yield from _sifted(export, sieve)
        export.learn_from(others() if export.waits else {})
        export.give_up_waiting()
        yield from _sifted(export, sieve)
        for code, rows in export.counts.items():
            sieve.leave_out(code, rows)
        yield from sieve.notes()
        if stream.damage is not None:
            yield Note("truncated", {"reason": stream.damage})
    yield from map(_note_on, damaged)
    yield from _notes(export)
    yield from _note_on_clock(export, document)


def _sifted(export: Export, sieve: Sieve) -> Iterator[Found]:
    for pile in export.piles():
        table = pile.table()
        undated = pc.and_(table.column("undated"), pc.is_null(table.column("verdict")))
        export.undated += pc.sum(undated).as_py()
        table = table.drop_columns(["undated"])
        if pile.tells_events:
            yield from sieve.sift(table, _EVENTS)
        else:
            yield from sieve.sift(table.drop_columns(["event"]))


def _note_on(damage: Damage) -> Note:
    facts = {"offset": damage.offset, "bytes": damage.size}
    return Note("packet_cut" if damage.cut else "packet_damaged", facts, row=True)


def _notes(export: Export) -> Iterator[Note]:
    """What is in doubt about the export as a whole."""
    for version, count in sorted(export.lost.items()):
        code = "export_flows_lost" if version == 5 else "export_packets_lost"
        yield Note(code, {"count": count})
    if export.unusable_templates:
        yield Note("templates_unusable", {"count": export.unusable_templates})
    if export.borrowed_templates:
        yield Note("templates_of_neighbours", {"count": export.borrowed_templates})
    if export.undated:
        yield Note("flow_time_of_export", {"flows": export.undated})
    if export.clock_set_back:
        yield Note("export_clock_set_back", {"times": export.clock_set_back})


def _note_on_clock(export: Export, document: Document) -> Iterator[Note]:
    """Whether the exporter's clock differs from that of the listener who named the file by its own."""
    match = _LISTENED.search(document.name)
    if match is None or export.first_heard_at is None:
        return
    began_at = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    minutes = round((export.first_heard_at - began_at.timestamp()) / 60)
    if abs(minutes) >= _CLOCK_DIFFERS:
        yield Note("export_clock_differs", {"minutes": minutes})
