"""What ports carry, and what sensors call it: `protocols.yaml` as values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grunnmur.catalogue import files

_FILE = Path(__file__).parent / "protocols.yaml"


@dataclass(frozen=True, slots=True)
class Protocol:
    """A protocol under its field's name. `ports` are (transport, port); `words` are what sensors call it.

    `one_way`: senders wait for no answer. `generic`: says how something is wrapped, not what it is.
    """

    name: str
    ports: tuple[tuple[str, int], ...]
    words: tuple[str, ...]
    one_way: bool
    generic: bool


@cache
def load() -> tuple[Protocol, ...]:
    """All known protocols, in the order of the file."""
    return tuple(_protocol(entry) for entry in files.read(_FILE)["protocols"])


def spoken(service: str) -> Protocol | None:
    """The protocol a sensor's word or comma-separated words mean; the most telling of them, or None."""
    words = [word.strip().lower() for word in service.split(",")]
    known = [protocol for protocol in load() if set(words) & set(protocol.words)]
    return min(known, key=lambda protocol: protocol.generic, default=None)


def _protocol(entry: dict[str, object]) -> Protocol:
    files.require(_FILE, entry, "protocol")
    ports = [
        (transport, int(port)) for transport in ("tcp", "udp") for port in _list(entry, transport)
    ]
    return Protocol(
        name=str(entry["protocol"]),
        ports=tuple(ports),
        words=tuple(map(str, _list(entry, "words"))),
        one_way=bool(entry.get("one_way")),
        generic=bool(entry.get("generic")),
    )


def _list(entry: dict[str, object], key: str) -> list[int | str]:
    found = entry.get(key, [])
    assert isinstance(found, list), found
    return found
