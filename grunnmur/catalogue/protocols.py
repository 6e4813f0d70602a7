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
    `seals`: nobody on the way can read what is wrapped so; `sealed` is the protocol's name when it is.
    `keeps_data`: who answers it is a database.
    """

    name: str
    ports: tuple[tuple[str, int], ...]
    words: tuple[str, ...]
    one_way: bool
    generic: bool
    seals: bool
    sealed: str
    keeps_data: bool


@cache
def load() -> tuple[Protocol, ...]:
    """All known protocols, in the order of the file."""
    return tuple(_protocol(entry) for entry in files.read(_FILE)["protocols"])


def spoken(service: str) -> Protocol | None:
    """The protocol a sensor's word or comma-separated words mean; the most telling of them, or None."""
    words = [word.strip().lower() for word in service.split(",")]
    known = [protocol for protocol in load() if set(words) & set(protocol.words)]
    return min(known, key=lambda protocol: protocol.generic, default=None)


def named(service: str) -> str | None:
    """What the sensor's words say it is, by the name it has when they say that it is sealed too."""
    found = spoken(service)
    if found is None:
        return None
    return found.sealed if seals(service) else found.name


def seals(service: str) -> bool:
    """Whether one of a sensor's words says that nobody on the way can read it."""
    words = {word.strip().lower() for word in service.split(",")}
    return any(protocol.seals and words & set(protocol.words) for protocol in load())


def ports(transport: str, *, keeps_data: bool = False, least: int = 0) -> list[int]:
    """Ports that are listed, from `least` on; of databases only where that is asked."""
    return sorted(
        port
        for protocol in load()
        for one, port in protocol.ports
        if one == transport and port >= least and protocol.keeps_data >= keeps_data
    )


def _protocol(entry: dict[str, object]) -> Protocol:
    files.require(_FILE, entry, "protocol")
    listed = [
        (transport, int(port)) for transport in ("tcp", "udp") for port in _list(entry, transport)
    ]
    return Protocol(
        name=str(entry["protocol"]),
        ports=tuple(listed),
        words=tuple(map(str, _list(entry, "words"))),
        one_way=bool(entry.get("one_way")),
        generic=bool(entry.get("generic")),
        seals=bool(entry.get("seals")),
        sealed=str(entry.get("sealed", entry["protocol"])),
        keeps_data=bool(entry.get("keeps_data")),
    )


def _list(entry: dict[str, object], key: str) -> list[int | str]:
    found = entry.get(key, [])
    assert isinstance(found, list), found
    return found
