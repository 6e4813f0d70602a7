"""One line of `ss` or `netstat`, on Linux, BSD or Windows: a socket, and what it is doing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grunnmur.collect import addresses

ESTABLISHED, LISTENING, ATTEMPT, CLOSED = "established", "listening", "attempt", "closed"

_STATES = (
    dict.fromkeys(
        ("ESTAB", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "FIN-WAIT1", "FIN-WAIT2", "FIN-WAIT", "TIME-WAIT",
         "CLOSE-WAIT", "LAST-ACK", "CLOSING"), ESTABLISHED)
    | dict.fromkeys(("LISTEN", "LISTENING", "UNCONN"), LISTENING)
    | dict.fromkeys(("SYN-SENT", "SYN-RECV", "SYN-RECEIVED", "SYN-RCVD"), ATTEMPT)
    | dict.fromkeys(("CLOSE", "CLOSED", "BOUND", "DELETE-TCB"), CLOSED)
)  # fmt: skip
_PROTOCOL = re.compile(r"^(tcp|udp|sctp|dccp|udpl|udplite)(?:4|6|46)?$")
_ELSE = re.compile(r"^(u_str|u_dgr|u_seq|unix|nl|p_raw|p_dgr|v_str|v_dgr|raw6?|icmp6?|ti_\w+|xdp)$")
_ANY = ("*", "0.0.0.0", "::", "[::]")  # noqa: S104 a socket that is bound to every address


@dataclass(frozen=True, slots=True)
class Socket:
    """A socket. `peer_ip` is None where it has none; `state` is one of the four words above."""

    protocol: str
    state: str
    local_ip: str
    local_port: int
    peer_ip: str | None
    peer_port: int | None


class MalformedError(Exception):
    """The line begins like a socket and is none."""


def is_socket(line: str) -> bool:
    """Whether the line begins as the line of a socket does."""
    word = _first(line)
    return bool(_PROTOCOL.match(word)) or _state(word) is not None or is_elsewhere(line)


def is_elsewhere(line: str) -> bool:
    """Whether the socket has nothing to do with ports on the network: UNIX, netlink, raw."""
    return bool(_ELSE.match(_first(line)))


def socket(line: str, *, whole: bool = True) -> Socket:
    """The socket of a line. MalformedError where it is none, or may be cut off (`whole` is false)."""
    words = line.split()
    protocol, words = _protocol(words)
    state, local, peer, rest = _parts(words)
    if not whole and not rest:
        raise MalformedError
    local_ip, local_port = _end(local)
    peer_ip, peer_port = _end(peer)
    if local_port is None:
        raise MalformedError
    none = peer_port is None or peer in _ANY
    if state is None:
        state = LISTENING if none else ESTABLISHED
    if state == ESTABLISHED and (none or local_ip is None or peer_ip is None):
        raise MalformedError
    return Socket(
        protocol, state, local_ip or "*", local_port, None if none else peer_ip, peer_port
    )


def _first(line: str) -> str:
    return next(iter(line.split(None, 1)), "").lower()


def _protocol(words: list[str]) -> tuple[str, list[str]]:
    """The protocol, and the words after it. Asked for one kind alone, `ss` leaves it out."""
    match = _PROTOCOL.match(words[0].lower())
    if match is None:
        return ("udp" if words[0].upper() == "UNCONN" else "tcp"), words
    return match[1], words[1:]


def _parts(words: list[str]) -> tuple[str | None, str, str, list[str]]:
    """State, local end, peer, and the words after the last of them, by who wrote the line."""
    if len(words) >= 5 and _state(words[0]) is not None:  # ss: state, queues, ends
        return _state(words[0]), words[3], words[4], words[5:]
    if (
        len(words) >= 4 and words[0].isdigit() and words[1].isdigit()
    ):  # netstat: queues, ends, state
        state = _state(words[4]) if len(words) > 4 else None
        return state, words[2], words[3], words[5:] if state else words[4:]
    if len(words) >= 2:  # Windows: ends, state, process
        state = _state(words[2]) if len(words) > 2 else None
        if len(words) > 2 and state is None and not words[2].isdigit():
            raise MalformedError  # a state in another language, or cut short
        return state, words[0], words[1], words[2:]
    raise MalformedError


def _state(word: str) -> str | None:
    return _STATES.get(word.upper().replace("_", "-"))


def _end(written: str) -> tuple[str | None, int | None]:
    """Address and port: `10.0.0.1:22`, `[fe80::1]%eth0:22`, `:::22`, `*:*`; on BSD a dot before the port."""
    address, mark, port = written.rpartition(":")
    if not mark or (port and not port.isdigit() and port != "*"):
        address, _, port = written.rpartition(".")
    number = int(port) if port.isdigit() and int(port) < 65536 else None
    if number is None and port != "*":
        raise MalformedError
    if address in _ANY or not address:
        return None, number
    bare = address.replace("[", "").replace("]", "")
    ip = addresses.spelled(bare)
    if ip is None:
        raise MalformedError
    return ip, number
