"""DHCP leases: which hardware address had which address when, and what it called itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from grunnmur.collect.claim import SELF, Claim, Found, Note, Record, reference
from grunnmur.collect.document import Document
from grunnmur.collect.zeek.heading import Heading
from grunnmur.collect.zeek.instants import instant
from grunnmur.collect.zeek.rows import Rows


def found(document: Document, heading: Heading) -> Iterator[Found]:
    """A record of the thing the first time a hardware address and name meet, then its leases.

    One hardware address under several names is several records: docking stations are shared.
    """
    seen: dict[tuple[str, str | None], str] = {}
    named: set[str] = set()
    rows = Rows(document, heading)
    for line, row in rows:
        mac, name = row.get("mac"), row.get("host_name") or row.get("dhcp_host_name")
        if mac is None:
            yield Note("lease_without_mac", {"address": _ip(row)}, line, row=True)
            continue
        key = seen.get((mac, name))
        if key is not None:
            yield _again(row, key, line)
            continue
        key = mac if mac not in named else f"{mac}:{name or ''}"
        seen[mac, name] = key
        named.add(mac)
        yield _first(row, key, line)
    yield from rows.notes()


def _first(row: Mapping[str, str], key: str, line: int) -> Record:
    name = row.get("host_name") or row.get("dhcp_host_name")
    identifiers = [("mac", row["mac"])]
    if name:
        identifiers.append(("fqdn" if "." in name else "hostname", name))
    if full_name := row.get("client_fqdn"):
        identifiers.append(("fqdn" if "." in full_name else "hostname", full_name))
    at = instant(row.get("ts"))
    about = Claim("asset", {"name": name, "last_seen_at": at}, tuple(identifiers))
    lease = _lease(row, SELF, at)
    return Record(key, (about, lease) if lease else (about,), line, at)


def _again(row: Mapping[str, str], key: str, line: int) -> Found:
    """A renewal hangs on the row that first told of the thing."""
    at = instant(row.get("ts"))
    lease = _lease(row, reference("record", key), at)
    if lease is None:
        return Note("lease_without_address", {"mac": row["mac"]}, line, row=True)
    return Record(f"{key}:{row.get('ts', line)}", (lease,), line, at)


def _lease(row: Mapping[str, str], asset_id: str | None, at: datetime | None) -> Claim | None:
    ip = _ip(row)
    if ip is None:
        return None
    seconds = _seconds(row.get("lease_time"))
    until = at + timedelta(seconds=seconds) if at is not None and seconds else None
    values = {"asset_id": asset_id, "mac": row["mac"], "ip": ip, "from_at": at, "to_at": until}
    return Claim("address", values)


def _ip(row: Mapping[str, str]) -> str | None:
    """The address that was given: its name changed in Zeek 3."""
    return row.get("assigned_addr") or row.get("assigned_ip")


def _seconds(text: str | None) -> float | None:
    """How long the lease lasts. The longest a lease can say, 2³²−1, means for ever."""
    try:
        seconds = float(text) if text else 0.0
    except ValueError:
        return None
    return seconds if 0 < seconds < 4_294_967_295 else None
