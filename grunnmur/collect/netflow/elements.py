"""Information elements that tell of a flow, by the numbers of IANA, which NetFlow 9 shares.

A key is (enterprise, element); enterprise 0 is IANA's own register, 29305 the reverse of one (RFC 5103).
"""

from __future__ import annotations

Key = tuple[int, int]

REVERSE = 29305
SCOPE = -1
"""The enterprise of NetFlow 9's scope types, whose numbers mean something else."""

OCTETS, PACKETS, FLOWS, PROTOCOL, TCP_FLAGS = (0, 1), (0, 2), (0, 3), (0, 4), (0, 6)
SOURCE_PORT, SOURCE_IPV4, TARGET_PORT, TARGET_IPV4 = (0, 7), (0, 8), (0, 11), (0, 12)
LAST_SWITCHED, FIRST_SWITCHED, OUT_OCTETS, OUT_PACKETS = (0, 21), (0, 22), (0, 23), (0, 24)
SOURCE_IPV6, TARGET_IPV6 = (0, 27), (0, 28)
SAMPLING_INTERVAL, SAMPLER_ID, SAMPLER_INTERVAL = (0, 34), (0, 48), (0, 50)
TOTAL_OCTETS, TOTAL_PACKETS = (0, 85), (0, 86)
APPLICATION_ID, APPLICATION_NAME = (0, 95), (0, 96)
START_SECONDS, END_SECONDS, START_MILLIS, END_MILLIS = (0, 150), (0, 151), (0, 152), (0, 153)
START_MICROS, END_MICROS, START_NANOS, END_NANOS = (0, 154), (0, 155), (0, 156), (0, 157)
START_DELTA, END_DELTA, INIT_MILLIS, DURATION_MILLIS = (0, 158), (0, 159), (0, 160), (0, 161)
UDP_SOURCE_PORT, UDP_TARGET_PORT = (0, 180), (0, 181)
TCP_SOURCE_PORT, TCP_TARGET_PORT = (0, 182), (0, 183)
INITIATOR_OCTETS, RESPONDER_OCTETS, FIREWALL_EVENT = (0, 231), (0, 232), (0, 233)
BIFLOW_DIRECTION, INITIATOR_PACKETS, RESPONDER_PACKETS = (0, 239), (0, 298), (0, 299)
SELECTOR_ID, SAMPLED_PACKETS, SKIPPED_PACKETS = (0, 302), (0, 305), (0, 306)
OBSERVED_SECONDS, OBSERVED_MILLIS = (0, 322), (0, 323)
OLD_FIREWALL_EVENT, ASA_EVENT = (0, 40005), (0, 33002)
"""Cisco's ASA: the firewall event before it had a number in the register, and its own beside it. An ASA
tells of connections as it tracks them, source first; others put 233 into records of either way."""

REVERSE_OCTETS, REVERSE_PACKETS = (REVERSE, 1), (REVERSE, 2)
REVERSE_TOTAL_OCTETS, REVERSE_TOTAL_PACKETS = (REVERSE, 85), (REVERSE, 86)

WANTED = frozenset(
    value for value in globals().values() if isinstance(value, tuple) and len(value) == 2
)
