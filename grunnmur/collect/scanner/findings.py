"""What scanners report, whichever wrote it: hosts and findings, and how they become claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from grunnmur.collect import machine
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record, reference

_INFORMATIONAL = frozenset(("info", "informational", "information", "none", "log", "debug", "0"))


@dataclass(frozen=True, slots=True)
class Host:
    """What was scanned. One not `described` is only named: another source must describe it."""

    key: str
    identifiers: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    described: bool = True
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of a report. `silent` is a note code for rows that report nothing wrong."""

    host: Host | None
    vulnerabilities: tuple[str, ...]
    title: str | None = None
    severity: str | None = None
    product: str | None = None
    seen_at: datetime | None = None
    line: int | None = None
    silent: str | None = None


Item = Host | Finding | Note


def found(items: Iterable[Item]) -> Iterator[Found]:
    """A record for each host and finding. The first finding on a host also tells of the host."""
    known: set[str] = set()
    silent: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Note):
            yield item
        elif isinstance(item, Host):
            known.add(item.key)
            yield Record(item.key, tuple(_about(item)), seen_at=item.seen_at)
        elif item.host is not None and item.host.described and item.host.key not in known:
            known.add(item.host.key)
            claims = (*_about(item.host), *_detections(item, SELF))
            yield Record(item.host.key, claims, item.line, item.seen_at)
        elif code := _silence(item):
            silent[code] += 1
        else:
            yield _finding(item)
    for code, rows in sorted(silent.items()):
        yield Note(code, {"rows": rows}, row=True)


def host(
    *names: str | None,
    ips: Iterable[str | None] = (),
    macs: Iterable[str | None] = (),
    os_name: str | None = None,
    kind: str | None = None,
    seen_at: datetime | None = None,
    others: Iterable[tuple[str, str | None]] = (),
) -> Host | None:
    """The host with these names and addresses, or None when none tells it from others."""
    named = [pair for name in names for pair in machine.names(name, None)]
    addressed = [("ip", ip) for ip in ips if ip and machine.usable_ip(ip)]
    wired = [("mac", mac) for mac in macs if mac and machine.usable_mac(mac)]
    other = [(sort, value) for sort, value in others if value]
    identifiers = tuple(dict.fromkeys((*named, *other, *wired, *addressed)))
    if not identifiers:
        return None
    name = named[0][1] if named else None
    values = {"name": name, "kind": kind, "os_name": os_name, "last_seen_at": seen_at}
    return Host(identifiers[0][1], identifiers, values, seen_at=seen_at)


def only_named(kind: str, value: str | None) -> Host | None:
    """Something the scanner only names: an image, a project, a machine's number."""
    return Host(value, ((kind, value),), described=False) if value else None


def is_informational(severity: str | None) -> bool:
    """Whether a scanner's word for severity says that nothing is wrong."""
    return (severity or "").strip().lower() in _INFORMATIONAL


def product_of_cpe(cpe: str | None) -> str | None:
    """A reference to the product a CPE names, in whichever of its two spellings."""
    if not cpe:
        return None
    written = cpe.strip().split()[0]
    if written.startswith("cpe:/"):
        parts = written[5:].split(":")
        written = ":".join(("cpe:2.3", *parts[:4], *["*"] * max(0, 11 - len(parts[:4]))))
    return reference("cpe", written) if written.startswith("cpe:2.3:") else None


def _about(host: Host) -> Iterator[Claim]:
    yield Claim("asset", host.values, host.identifiers)
    macs = [value for kind, value in host.identifiers if kind == "mac"]
    for kind, value in host.identifiers:
        if kind == "ip":
            told = {"asset_id": SELF, "ip": value, "mac": macs[0] if len(macs) == 1 else None}
            yield Claim("address", {**told, "from_at": host.seen_at, "to_at": host.seen_at})


def _silence(finding: Finding) -> str | None:
    """The code under which a row is only counted."""
    if finding.silent:
        return finding.silent
    return "finding_without_asset" if finding.host is None else None


def _finding(finding: Finding) -> Record:
    """A finding on a host that is known by now, or that something else must describe."""
    assert finding.host is not None
    host = finding.host
    named = reference(*host.identifiers[0]) if not host.described else reference("record", host.key)
    key = f"{host.key}:{','.join(finding.vulnerabilities)}"
    return Record(key, tuple(_detections(finding, named)), finding.line, finding.seen_at)


def _detections(finding: Finding, asset_id: str | None) -> Iterator[Claim]:
    """One claim a vulnerability: a scanner's test often stands for several."""
    if finding.silent:
        return
    for vulnerability in dict.fromkeys(finding.vulnerabilities):
        values = {
            "asset_id": asset_id,
            "product_id": finding.product,
            "vulnerability_id": vulnerability,
            "title": finding.title,
            "severity": finding.severity,
            "seen_at": finding.seen_at,
        }
        yield Claim("detection", values)
