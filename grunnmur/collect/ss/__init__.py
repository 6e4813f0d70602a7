"""What `ss` and `netstat` print on one machine: its open connections at a moment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa

from grunnmur.collect.claim import Batch, Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.sieve import Sieve, zone_of
from grunnmur.collect.ss.snapshots import Snapshot, snapshots
from grunnmur.collect.ss.sockets import ATTEMPT, CLOSED, ESTABLISHED, LISTENING, Socket
from grunnmur.collect.stream import Stream

OPTIONS = ("seen_at", "timezone")
_HEADING = re.compile(
    rb"^\s*(?:(?:Netid\s+)?State\s+Recv-Q\s+Send-Q\s+Local Address:Port"
    rb"|Proto\s+Recv-Q\s+Send-Q\s+Local Address"
    rb"|Prot\S*\s+(?:Local|Lokal\w*)\s+[Aa]dd?res\w*\s)",
    re.MULTILINE,
)
_LOOKED_AT = 4096
_NO_FLOW = {
    LISTENING: "socket_listening",
    ATTEMPT: "flow_without_answer",
    CLOSED: "socket_closed",
}

_MOMENTARY = 32768
"""From this port on systems hand out ports for the moment (Linux; RFC 6335: from 49152)."""


def recognise(document: Document) -> bool:
    """Whether a heading of ss or netstat stands near its beginning."""
    return _HEADING.search(document.head[:_LOOKED_AT].replace(b"\0", b"")) is not None


def parse(document: Document) -> Iterator[Found]:
    """Batches of flow records, one a connection seen at a moment.

    Who opened is told by who listens: the snapshot must hold the listening sockets (`-a`). Where none listens and the
    ports do not tell either, it is not known.
    """
    if not document.head.strip():
        yield Note("empty_file")
        return
    zone = zone_of(document.options)
    placed, held = True, False
    with Sieve("ss") as sieve, Stream(document) as stream:
        for snapshot in snapshots(document, stream, zone):
            placed = placed and (snapshot.moment is None or snapshot.moment.placed)
            held = held or bool(snapshot.sockets or snapshot.malformed or snapshot.elsewhere)
            yield from _sifted(snapshot, sieve)
        yield from sieve.notes()
        if not held:
            yield Note("no_sockets", {"log": "ss"})
        if stream.damage is not None:
            yield Note("truncated", {"reason": stream.damage})
    if not placed:
        yield Note("times_taken_as_utc", {"log": "ss"})


def _sifted(snapshot: Snapshot, sieve: Sieve) -> Iterator[Batch]:
    sieve.malformed(snapshot.malformed)
    if snapshot.elsewhere:
        sieve.leave_out("socket_elsewhere", snapshot.elsewhere)
    if snapshot.moment is None:
        if snapshot.sockets:
            sieve.leave_out("snapshot_without_time", len(snapshot.sockets))
        return
    listening = {
        (one.protocol, one.local_port) for _, one in snapshot.sockets if one.state == LISTENING
    }
    asked = {protocol for protocol, _ in listening}
    rows = []
    for number, one in snapshot.sockets:
        if one.state != ESTABLISHED:
            sieve.leave_out(_NO_FLOW[one.state])
            continue
        came_in = (one.protocol, one.local_port) in listening
        opened = True if came_in or (one.protocol in asked and _went_out(one)) else None
        answered = True if one.protocol == "tcp" else None
        rows.append((number, *_ends(one, came_in=came_in), one.protocol, opened, answered))
    if rows:
        yield from sieve.sift(_table(rows, snapshot))


def _went_out(one: Socket) -> bool:
    """Whether a socket nobody listens behind has the ports of a caller. Of others the listener may be gone."""
    return one.peer_port is not None and one.peer_port < _MOMENTARY <= one.local_port


def _ends(one: Socket, *, came_in: bool) -> tuple[str | None, int | None, str | None, int | None]:
    """Source and target: whoever listens is the target."""
    local, peer = (one.local_ip, one.local_port), (one.peer_ip, one.peer_port)
    return (*peer, *local) if came_in else (*local, *peer)


_COLUMNS = (
    ("number", pa.int64()), ("source_ip", pa.string()), ("source_port", pa.int64()), ("target_ip", pa.string()),
    ("target_port", pa.int64()), ("protocol", pa.string()), ("opened", pa.bool_()), ("answered", pa.bool_()),
)  # fmt: skip


def _table(rows: Sequence[tuple[object, ...]], snapshot: Snapshot) -> pa.Table:
    assert snapshot.moment is not None
    columns = zip(*rows, strict=True)
    table = pa.table(
        {
            name: pa.array(column, kind)
            for (name, kind), column in zip(_COLUMNS, columns, strict=True)
        }
    )
    moment = pa.scalar(snapshot.moment.at, pa.timestamp("us"))
    return table.append_column("started_at", pa.repeat(moment, len(rows)))
