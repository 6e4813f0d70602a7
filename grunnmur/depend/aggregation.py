"""From flow records to traffic per day with named ends, and to dependencies: the same steps on any engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from grunnmur.catalogue import protocols
from grunnmur.depend import address_kinds, records
from grunnmur.kit.engine import Aggregator

GIVEN = ("flow_day", "endpoint", "party", "service", "periodic", "left_out", "unnamed", "doubt")
"""The tables that come of it."""

KEPT = frozenset(
    (*GIVEN, "holder", "traffic", "spelling", "sighting", "undecided", "pair_day", "observed_day")
)
"""Steps worth keeping on a cluster: what comes of it, and what several steps read and none would gladly redo."""


MOMENTARY = 32768
"""From this port on systems hand out ports for the moment (Linux; RFC 6335: from 49152)."""


MONTH = 31
"""Days within which a source's days hang together (`stray.sql`)."""


def aggregate(
    engine: Aggregator, claimed: Path, *, realms: Mapping[str, str], latest: date
) -> None:
    """Makes the tables of `GIVEN`. The engine knows `address`, `asset_link` and `component` already.

    `realms` says in which realm each source's addresses live; a flow after `latest` is a clock's fault.
    """
    records.read(engine, claimed, realms)
    _stray(engine, latest)
    engine.give("listed", _listed())
    engine.give("address_kind", address_kinds.beginnings())

    _spell(engine, "address_ip")
    engine.run("holder", "contested_address", "handover")
    listening = {*protocols.ports("tcp", least=MOMENTARY), *protocols.ports("udp", least=MOMENTARY)}
    engine.run("traffic", listening=sorted(listening))
    engine.run("traffic_ip", "service")
    engine.give("word", _words(str(row[0]) for row in engine.rows("service")))
    _spell(engine, "address_ip", "odd_ip")
    engine.run("spelling", "party", "endpoint")
    engine.run("sighting", latest=latest)
    engine.run("listener", "called", "peer", "undecided")
    engine.view("direction")
    engine.run("held", "flow_day")
    engine.run("spoken", "pair_day", "carrier", "speaking", "application_day")
    engine.run("observed_day", "observed", "periodic")
    engine.run("left_out", "unnamed", "doubt")


def _stray(engine: Aggregator, latest: date) -> None:
    """Makes `stray`. Where all of it lies within a month no day can be, and counting every record by day is spared."""
    ((first_at, last_at),) = engine.rows("span", latest=latest)
    if (
        isinstance(first_at, datetime)
        and isinstance(last_at, datetime)
        and (last_at - first_at).days > MONTH
    ):
        engine.run("stray", latest=latest)
    else:
        engine.give(
            "stray",
            pa.table({"source": pa.array([], pa.string()), "on_date": pa.array([], pa.date32())}),
        )


def _spell(engine: Aggregator, *names: str) -> None:
    """Makes `odd_spelling` of the addresses these steps give that are not plainly IPv4."""
    written = {str(row[0]) for name in names for row in engine.rows(name)}
    engine.give("odd_spelling", address_kinds.spellings(written))


def _listed() -> pa.Table:
    rows = [
        (transport, port, protocol.name, protocol.sealed, protocol.one_way)
        for protocol in protocols.load()
        for transport, port in protocol.ports
    ]
    transports, ports, names, sealed, one_way = zip(*rows, strict=True)
    return pa.table(
        {
            "transport": pa.array(transports, pa.string()),
            "port": pa.array(ports, pa.int64()),
            "protocol": pa.array(names, pa.string()),
            "sealed": pa.array(sealed, pa.string()),
            "one_way": pa.array(one_way, pa.bool_()),
        }
    )


def _words(services: Iterable[str]) -> pa.Table:
    """The sensors' words that mean a known protocol."""
    known = [(word, protocols.spoken(word)) for word in sorted(services)]
    rows = [(word, found) for word, found in known if found is not None]
    seals = [protocols.seals(word) for word, _ in rows]
    return pa.table(
        {
            "word": pa.array([word for word, _ in rows], pa.string()),
            "protocol": pa.array([protocols.named(word) for word, _ in rows], pa.string()),
            "generic": pa.array([found.generic for _, found in rows], pa.bool_()),
            "seals": pa.array(seals, pa.bool_()),
        }
    )
