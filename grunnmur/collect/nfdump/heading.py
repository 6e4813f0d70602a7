"""What an output of nfdump says before its rows: which columns there are, and in which form."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ALSO = {
    "started": ("ts", "firstseen", "first", "trr", "tsr"),
    "ended": ("te", "lastseen", "last"),
    "duration": ("td", "duration"),
    "source_ip": ("sa", "srcaddr", "srcip"),
    "source_port": ("sp", "srcport"),
    "target_ip": ("da", "dstaddr", "dstip"),
    "target_port": ("dp", "dstport"),
    "protocol": ("pr", "proto", "protocol"),
    "flags": ("flg", "flags", "tcpflags"),
    "packets": ("ipkt", "packets", "pkt", "inpackets"),
    "packets_back": ("opkt", "outpackets"),
    "bytes": ("ibyt", "bytes", "byt", "inbytes"),
    "bytes_back": ("obyt", "outbytes"),
    "flows": ("fl", "flows"),
    "event": ("event", "evt", "fwevent"),
}
"""Our name of each column, and nfdump's in its versions."""

_TEXT = re.compile(r"^\s*Date (?:first seen|flow start)\s.*Dst IP Addr:Port\s*(.*)$")
_TWO_WORDS = re.compile(r"\b(In|Out|Src|Dst|Input|Output) (?=\w)")
_COUNTERS = {
    "packets": "packets", "bytes": "bytes", "flows": "flows", "flags": "flags", "inpkt": "packets", "inbyte": "bytes",
    "outpkt": "packets_back", "outbyte": "bytes_back",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of a CSV output in their order; of text only those after the addresses, by our name."""

    columns: tuple[str, ...]
    csv: bool
    events: bool = False

    @property
    def wanted(self) -> dict[str, str]:
        """Our name of every column we read, and the output's; one that is not there has no name here."""
        lower = {name.lower(): name for name in self.columns}
        return {
            ours: next((lower[one] for one in theirs if one in lower), f"no {ours}")
            for ours, theirs in _ALSO.items()
        }


def in_line(line: str) -> Heading | None:
    """The heading that a line is, or None."""
    if (match := _TEXT.match(line)) is not None:
        counters = _TWO_WORDS.sub(r"\1", match[1].partition("X-Dst IP Addr:Port")[2] or match[1])
        names = tuple(_COUNTERS.get(name.lower(), name.lower()) for name in counters.split())
        return Heading(names, csv=False, events=bool(re.search(r"\bEvent\b", line)))
    columns = tuple(cell.strip() for cell in line.strip().split(","))
    lower = {name.lower() for name in columns}
    needed = ("started", "source_ip", "target_ip", "protocol")
    whole = all(lower & set(_ALSO[ours]) for ours in needed)
    return Heading(columns, csv=True) if whole else None
