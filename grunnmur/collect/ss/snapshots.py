"""Snapshots: the sockets of one machine at one moment, several in a file where a date stands between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from grunnmur.collect import moments
from grunnmur.collect.document import Document
from grunnmur.collect.moments import Moment
from grunnmur.collect.ss import sockets
from grunnmur.collect.ss.sockets import MalformedError, Socket
from grunnmur.collect.stream import Stream

_BLOCK = 1 << 20
_LONGEST = 1 << 16
"""Characters of a line that is looked at; a line with a hundred processes has some thousand."""


@dataclass(slots=True)
class Snapshot:
    """`sockets` pairs a line's number with its socket. Of the other lines the numbers, or how many."""

    moment: Moment | None
    sockets: list[tuple[int, Socket]] = field(default_factory=list)
    malformed: list[int] = field(default_factory=list)
    elsewhere: int = 0


def snapshots(document: Document, stream: Stream, zone: str | None) -> Iterator[Snapshot]:
    """The snapshots that the document's stream holds. Lines that are no sockets are talk between them."""
    first = moments.told(document.options.get("seen_at"), zone)
    snapshot = Snapshot(first or moments.in_name(document.name, zone))
    for number, line, whole in _lines(stream):
        if (moment := moments.in_line(line, zone)) is not None:
            yield snapshot
            snapshot = Snapshot(moment)
        elif sockets.is_socket(line):
            _take(snapshot, number, line, whole=whole)
    yield snapshot


def _take(snapshot: Snapshot, number: int, line: str, *, whole: bool) -> None:
    if sockets.is_elsewhere(line):
        snapshot.elsewhere += 1
        return
    try:
        snapshot.sockets.append((number, sockets.socket(line, whole=whole)))
    except MalformedError:
        snapshot.malformed.append(number)


def _lines(stream: Stream) -> Iterator[tuple[int, str, bool]]:
    """Number and text of each line, and whether it has an end."""
    rest, number = b"", 0
    while block := stream.read(_BLOCK):
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            number += 1
            yield number, _text(line), True
        rest = rest[:_LONGEST]
    if rest:
        yield number + 1, _text(rest), False


def _text(line: bytes) -> str:
    return line[:_LONGEST].decode("utf-8", errors="replace").replace("\0", "").strip("\r\ufeff \t")
