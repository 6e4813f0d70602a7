"""Protocols above IP by one word each, however a sensor writes them."""

from __future__ import annotations

import pyarrow as pa

from grunnmur.collect import recoded

_BY_NUMBER = {
    0: "hopopt", 1: "icmp", 2: "igmp", 4: "ipip", 6: "tcp", 8: "egp", 9: "igp", 17: "udp", 33: "dccp", 41: "ipv6",
    46: "rsvp", 47: "gre", 50: "esp", 51: "ah", 58: "icmp", 88: "eigrp", 89: "ospf", 94: "ipip", 103: "pim",
    108: "ipcomp", 112: "vrrp", 115: "l2tp", 132: "sctp", 136: "udplite", 137: "mpls",
}  # fmt: skip
"""The numbers of IANA that are met on a network. ICMP for IPv6 is ICMP: the addresses tell which."""

_ALSO = {
    "icmp6": "icmp", "icmpv6": "icmp", "ipv6-icmp": "icmp", "ospfigp": "ospf", "t": "tcp", "u": "udp", "tcp6": "tcp",
    "tcp4": "tcp", "udp6": "udp", "udp4": "udp", "udpl": "udplite", "ospf igp": "ospf",
}  # fmt: skip


_WORDS = (
    {word: word for word in _BY_NUMBER.values()}
    | {str(number): word for number, word in _BY_NUMBER.items()}
    | _ALSO
)


def word(written: str) -> str | None:
    """The protocol's word in lower case; one nobody knows is its own."""
    plain = written.strip().lower()
    return _WORDS.get(plain, plain) or None


def column(written: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column of protocols, each worded once."""
    return recoded.column(written, word)
