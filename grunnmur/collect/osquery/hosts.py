"""What a row of an answer tells: the first of each host that the host is there, then its parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from grunnmur.collect import machine, trees
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record, reference
from grunnmur.collect.osquery.answers import Row

_UUID = re.compile(r"^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
_PACKAGE = (
    "arch",
    "source",
    "publisher",
    "identifying_number",
    "bundle_identifier",
    "revision",
    "maintainer",
)


def found(rows: Iterable[Row | Note]) -> Iterator[Found]:
    """A record for each row of use. A host's first claims the host, the others hang on it."""
    known: dict[str, str] = {}
    unused: Counter[tuple[str, bool]] = Counter()
    for row in rows:
        if isinstance(row, Note):
            yield row
            continue
        name = row.uuid or row.host
        if name is None:
            yield Note("answer_without_host", {"query": row.query}, row.line, row=True)
        elif name not in known:
            known[name] = name
            yield _host(row, name)
        elif claims := () if row.withdrawn else tuple(_parts(row, reference("record", name))):
            yield Record(f"{name}:{row.query}:{row.line}", claims, row.line, row.seen_at)
        else:
            unused[row.query, row.withdrawn] += 1
    for (query, withdrawn), count in sorted(unused.items()):
        code = "answer_withdrawn" if withdrawn else "answer_not_used"
        yield Note(code, {"query": query, "rows": count}, row=True)


def _host(row: Row, key: str) -> Record:
    told = [] if row.withdrawn else list(_parts(row, SELF))
    own = next((claim for claim in told if claim.table == "asset"), Claim("asset", {}))
    identifiers = dict.fromkeys((*_identifiers(row), *own.identifiers))
    name = own.values.get("name") or (None if _UUID.match(row.host or "") else row.host)
    values = {**own.values, "name": name, "last_seen_at": row.seen_at}
    parts = tuple(claim for claim in told if claim.table != "asset")
    return Record(key, (Claim("asset", values, tuple(identifiers)), *parts), row.line, row.seen_at)


def _identifiers(row: Row) -> Iterator[tuple[str, str]]:
    if row.uuid:
        yield "uuid", row.uuid
    if row.host and _UUID.match(row.host):
        yield "uuid", row.host
    elif row.host:
        yield from machine.names(row.host, None)


def _parts(row: Row, asset_id: str | None) -> Iterator[Claim]:
    """What the row tells, by the columns it has: a query may be named anything."""
    columns = {name: text for name, value in row.columns.items() if (text := trees.words(value))}
    if "hardware_serial" in columns or "hardware_model" in columns:
        yield _system(columns)
    elif "platform" in columns and "version" in columns and "name" in columns:
        values = {"os_name": columns["name"], "version": columns["version"]}
        yield Claim("asset", values, tuple(_identifiers(row)))
    elif "mac" in columns and "interface" in columns:
        if machine.usable_mac(columns["mac"]) and not machine.is_inside(columns["interface"]):
            yield Claim(
                "address", {"asset_id": asset_id, "mac": columns["mac"], "from_at": row.seen_at}
            )
    elif "address" in columns and "interface" in columns and "mask" in columns:
        if machine.usable_ip(columns["address"]) and not machine.is_inside(columns["interface"]):
            yield Claim(
                "address", {"asset_id": asset_id, "ip": columns["address"], "from_at": row.seen_at}
            )
    elif "name" in columns and any(name in columns for name in _PACKAGE):
        yield _installation(columns, asset_id)


def _system(columns: dict[str, str]) -> Claim:
    name = columns.get("hostname") or columns.get("computer_name")
    named = (("serial", columns.get("hardware_serial")), ("uuid", columns.get("uuid")))
    identifiers = [(kind, value) for kind, value in named if value]
    values = {
        "name": name,
        "vendor": columns.get("hardware_vendor"),
        "model": columns.get("hardware_model"),
    }
    return Claim("asset", values, (*identifiers, *machine.names(columns.get("hostname"), None)))


def _installation(columns: dict[str, str], asset_id: str | None) -> Claim:
    version = columns.get("version") or columns.get("bundle_short_version")
    values = {"asset_id": asset_id, "product_id": columns["name"], "version": version}
    return Claim("installation", values)
