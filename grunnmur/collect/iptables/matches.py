"""One line of iptables-save, and which packets it is about."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grunnmur.collect.packet_addresses import EVERYWHERE, Ranges, both, network, span, without
from grunnmur.collect.packet_filter import EVERYTHING, PORTS, PROTOCOLS, Match

SERVICES = {
    "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "bootps": 67,
    "bootpc": 68, "tftp": 69, "http": 80, "www": 80, "kerberos": 88, "pop3": 110, "sunrpc": 111, "ntp": 123,
    "netbios-ns": 137, "netbios-dgm": 138, "netbios-ssn": 139, "imap2": 143, "imap": 143, "snmp": 161, "ldap": 389,
    "https": 443, "microsoft-ds": 445, "syslog": 514, "ldaps": 636, "imaps": 993, "pop3s": 995, "mysql": 3306,
}  # fmt: skip
_NUMBERS = {
    "6": "tcp",
    "17": "udp",
    "1": "icmp",
    "58": "icmp",
    "ipv6-icmp": "icmp",
    "icmpv6": "icmp",
    "icmp6": "icmp",
}
"""ICMP for IPv6 is ICMP: the addresses tell which."""
_PLAIN = frozenset(("-m", "--match", "--comment", "--reject-with", "--log-prefix", "--log-level", "--set-mark",
                    "--set-xmark", "--clamp-mss-to-pmtu", "--nflog-prefix", "--nflog-group", "--ulog-prefix",
                    "--hashlimit-name", "--mask", "--log-uid", "--log-tcp-options", "--log-ip-options"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as written: its options in order (name, values, whether turned round) and its target."""

    options: tuple[tuple[str, tuple[str, ...], bool], ...]
    target: str | None
    goto: bool


UNREAD = Written((("rule", (), False),), "ACCEPT", False)
"""Stands for a rule nobody could read."""


def written(line: str) -> tuple[str, Written]:
    """The chain a line `-A CHAIN …` belongs to, and the rule. ValueError when it is none."""
    words = shlex.split(line)
    chain, target, goto = words[1], None, False
    options = []
    for name, values, turned in _options(words[2:]):
        if name in ("-j", "--jump", "-g", "--goto"):
            target, goto = (values[0] if values else None), name in ("-g", "--goto")
        else:
            options.append((name, values, turned))
    return chain, Written(tuple(options), target, goto)


def match_of(rule: Written, interfaces: Mapping[str, Ranges], doubts: Counter[str]) -> Match | None:
    """Which new packets the rule is about; None when it is about no new packet at all."""
    found = _Found()
    for name, values, turned in rule.options:
        found.take(name, values, turned, interfaces, doubts, target=rule.target)
    if found.never:
        return None
    service = {
        name: found.ports if name in ("tcp", "udp") else _whole(found) for name in found.protocols
    }
    return Match(found.sources, found.targets, service, found.sure)


class _Found:
    """What the options say so far."""

    def __init__(self) -> None:
        self.sources: Ranges = EVERYWHERE
        self.targets: Ranges = EVERYWHERE
        self.protocols: tuple[str, ...] = tuple(EVERYTHING)
        self.ports: Ranges = PORTS
        self.sure = True
        self.never = False

    def take(
        self,
        name: str,
        values: tuple[str, ...],
        turned: bool,
        interfaces: Mapping[str, Ranges],
        doubts: Counter[str],
        *,
        target: str | None,
    ) -> None:
        """Narrows what is found by one option; what is not understood makes it unsure."""
        value = values[0] if values else ""
        try:
            if self._address(name, value, turned, interfaces):
                return
            if self._service(name, value, turned, target=target) or self._state(
                name, values, turned
            ):
                return
        except ValueError:
            pass
        else:
            if name in _PLAIN:
                return
        doubts[name] += 1
        self.sure = False

    def _address(
        self, name: str, value: str, turned: bool, interfaces: Mapping[str, Ranges]
    ) -> bool:
        if name in ("-s", "--source", "--src"):
            self.sources = both(self.sources, _side(network(value), turned))
        elif name in ("-d", "--destination", "--dst"):
            self.targets = both(self.targets, _side(network(value), turned))
        elif name == "--src-range":
            self.sources = both(self.sources, _side(_range(value), turned))
        elif name == "--dst-range":
            self.targets = both(self.targets, _side(_range(value), turned))
        elif name in ("-i", "--in-interface") and value in interfaces:
            self.sources = both(self.sources, _side(interfaces[value], turned))
        elif name in ("-o", "--out-interface") and value in interfaces:
            self.targets = both(self.targets, _side(interfaces[value], turned))
        else:
            return False
        return True

    def _service(self, name: str, value: str, turned: bool, *, target: str | None) -> bool:
        if name in ("-p", "--protocol"):
            named = _protocol(value)
            self.protocols = tuple(p for p in self.protocols if (p in named) != turned)
            self.sure &= named != ("other",)
        elif name in ("--dport", "--destination-port", "--dports", "--destination-ports"):
            self.ports = both(self.ports, _side(_ports(value), turned, PORTS))
        elif name in ("--sport", "--source-port", "--sports", "--source-ports"):
            # Who sends chooses the port: an allowance holds for everybody, a refusal stops nobody, and what
            # leads on to other rules, or back from them, may do so or not.
            chosen = _side(_ports(value), turned, PORTS) != PORTS
            self.never |= chosen and target in ("DROP", "REJECT")
            self.sure &= not chosen or target == "ACCEPT"
        elif name == "--ports":
            self.ports = both(self.ports, _side(_ports(value), turned, PORTS))
            self.sure = False
        else:
            return False
        return True

    def _state(self, name: str, values: tuple[str, ...], turned: bool) -> bool:
        if name in ("--state", "--ctstate"):
            states = set(values[0].upper().split(","))
            unclear = states - {"NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED"}
            self.never |= ("NEW" in states) == turned and not unclear
            self.sure &= not unclear
        elif name == "--tcp-flags":
            opens = _opens(values[0], values[1])
            self.never |= opens == turned
        elif name == "--syn":
            self.never |= turned
        else:
            return False
        return True


def _whole(found: _Found) -> Ranges:
    """Ports mean nothing to the other protocols: a rule that names ports is not about them."""
    return PORTS if found.ports == PORTS else ()


def _options(words: list[str]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Options with their values; `!` stands before the option, or in old files before its value."""
    place, turned = 0, False
    while place < len(words):
        word = words[place]
        place += 1
        if word == "!":
            turned = True
            continue
        values = []
        while place < len(words) and (not words[place].startswith("-") or words[place] == "-"):
            if words[place] == "!" and place + 1 < len(words) and words[place + 1].startswith("-"):
                break
            if words[place] == "!":
                turned = True
            else:
                values.append(words[place])
            place += 1
        yield word, tuple(values), turned
        turned = False


def _side(ranges: Ranges, turned: bool, whole: Ranges = EVERYWHERE) -> Ranges:
    return without(whole, ranges) if turned else ranges


def _range(value: str) -> Ranges:
    low, _, high = value.partition("-")
    return span(low, high or low)


def _protocol(value: str) -> tuple[str, ...]:
    name = _NUMBERS.get(value, value.lower())
    if name in ("all", "0"):
        return PROTOCOLS
    return (name,) if name in PROTOCOLS else ("other",)


def _ports(value: str) -> Ranges:
    found = []
    for part in value.split(","):
        low, colon, high = part.partition(":")
        begin = _port(low) if low else 0
        found.append((begin, (_port(high) if high else 65535) if colon else begin))
    return tuple(sorted(found))


def _port(written_port: str) -> int:
    if written_port in SERVICES:
        return SERVICES[written_port]
    return int(written_port)


def _opens(looked_at: str, must_be_set: str) -> bool:
    """Whether the first packet of a connection, SYN alone, meets the flags."""
    every = {"FIN", "SYN", "RST", "PSH", "ACK", "URG"}
    mask = every if looked_at == "ALL" else set(looked_at.split(","))
    wanted = every if must_be_set == "ALL" else set(must_be_set.split(",")) - {"NONE"}
    return mask & {"SYN"} == wanted
