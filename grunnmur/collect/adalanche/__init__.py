"""Local machine collections of adalanche: who administers a Windows machine, who logs on, what runs as whom.

One file is one machine. Reads local groups (administrators, remote desktop, remote management),
logons of the last month, service accounts, software, addresses. Permissions on files, shares and
the registry are left and noted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from grunnmur.collect.claim import SELF, Claim, Found, Note, Record, reference
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_KEYS = (b'"Machine"', b'"LocalSID"')
_RIGHTS = {
    "544": "admin",
    "555": "logon",
    "580": "logon",
    "562": "logon",
}  # well-known local groups
_KNOWN = {
    "500": "shared",  # Administrator
    "501": "shared",  # Guest
    "502": "service",  # krbtgt
    **dict.fromkeys(map(str, (498, *range(512, 523), 525, 526, 527, 553, 571, 572)), "group"),
}
"""Numbers every domain gives alike, by Microsoft's list of well-known security identifiers."""
_EVERYONE = {"S-1-5-11": "Authenticated Users", "S-1-1-0": "Everyone"}
_IN_EVERYONE = {"513": "Domain Users", "515": "Domain Computers"}
_UNUSED = "Shares, Tasks, Registry, Privileges, access control lists"
_KINDS = {"WinNT": "client", "ServerNT": "server", "LanmanNT": "server"}


def recognise(document: Document) -> bool:
    """Whether the document is one machine as adalanche collects it."""
    head = document.head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"{") and all(key in head for key in _KEYS)


def parse(document: Document) -> Iterator[Found]:
    """The machine with everything that hangs on it, as one record."""
    try:
        said = json.loads(document.text())
    except ValueError as error:
        raise CollectError("json_damaged", reason=str(error)) from error
    machine = said.get("Machine") if isinstance(said, dict) else None
    if not isinstance(machine, dict) or not machine.get("Name"):
        raise CollectError("json_other_shape", wanted="adalanche")
    seen_at = _instant(said.get("Collected"))
    others: list[Claim] = [
        *_addresses(said),
        *_rights(said, machine),
        *_logons(said, machine, seen_at),
        *_accounts(said, machine),
        *_everyone(said, machine),
    ]
    others += _software(said)
    yield Record(str(machine["Name"]), (_asset(machine, seen_at), *others), None, seen_at)
    yield Note("fields_not_used", {"type": "machine", "fields": _UNUSED})
    yield from _left(said, machine)


def _asset(machine: Mapping[str, Any], seen_at: datetime | None) -> Claim:
    product = machine.get("ProductType")
    said = {
        "kind": _KINDS.get(str(product)),
        "name": machine["Name"],
        "role": "directory" if product == "LanmanNT" else None,
        "os_name": machine.get("ProductName"),
        "version": machine.get("ReleaseID"),
        "last_seen_at": seen_at,
    }
    identifiers = [
        ("hostname", str(machine["Name"])),
        ("sid", str(machine.get("ComputerDomainSID") or "")),
    ]
    return Claim("asset", said, tuple((kind, value) for kind, value in identifiers if value))


def _addresses(said: Mapping[str, Any]) -> Iterator[Claim]:
    network = said.get("Network")
    for interface in _list(network, "NetworkInterfaces"):
        for written in interface.get("Addresses") or ():
            ip = str(written).partition("/")[0]
            if ip.count(".") == 3 and not ip.startswith(("127.", "169.254.")):
                yield Claim(
                    "address", {"asset_id": SELF, "mac": interface.get("MACAddress"), "ip": ip}
                )


def _rights(said: Mapping[str, Any], machine: Mapping[str, Any]) -> Iterator[Claim]:
    """Domain accounts and groups in the local groups that let one in. Local accounts stay on the machine."""
    for level, member in _let_in(said):
        sid = str(member.get("SID", ""))
        holder = sid if _of_domain(sid, machine) else _of_everyone(sid, machine)
        if holder:
            yield Claim("privilege", {"account_id": reference("sid", holder), "target_kind": "asset",
                                      "target_id": SELF, "level": level})  # fmt: skip


def _logons(
    said: Mapping[str, Any], machine: Mapping[str, Any], seen_at: datetime | None
) -> Iterator[Claim]:
    """Who logged on in the last month, and which domain accounts services run as."""
    for sid in dict.fromkeys(sid for sid, _, _ in _seen(said)):
        if _of_domain(sid, machine):
            yield Claim(
                "logon", {"account_id": reference("sid", sid), "asset_id": SELF, "at": seen_at}
            )


def _accounts(said: Mapping[str, Any], machine: Mapping[str, Any]) -> Iterator[Claim]:
    """Who was let in or seen, once each: they may stand in no other source.

    Machines, whose names end in `$` as those of managed service accounts do, are no accounts.
    """
    members = ((str(one.get("SID", "")), one.get("Name"), None) for _, one in _let_in(said))
    met: dict[str, Claim] = {}
    told = sorted((*_seen(said), *members), key=lambda one: one[2] is None)
    for sid, written, kind in told:
        domain, name = _named(str(written or ""))
        if _of_domain(sid, machine) and (kind or not name.endswith("$")):
            known = _KNOWN.get(sid.rpartition("-")[2], kind)
            values = {"kind": known, "name": name or None, "domain": domain or None}
            met.setdefault(sid, Claim("account", values, (("sid", sid),)))
    yield from met.values()


def _everyone(said: Mapping[str, Any], machine: Mapping[str, Any]) -> Iterator[Claim]:
    """The groups of all that the domain knows, where they are let in, with who is in them.

    A machine writes its domain's short name, a directory the long one: so it is said here that the
    domain's users and machines are in them, and reach need not know the two names to be one.
    """
    domain = machine.get("Domain")
    within = str(machine.get("ComputerDomainSID")).rpartition("-")[0]
    for known in dict.fromkeys(str(member.get("SID", "")) for _, member in _let_in(said)):
        if everyone := _of_everyone(known, machine):
            group = {"kind": "group", "name": _EVERYONE[known], "domain": domain}
            yield Claim("account", group, (("sid", everyone),))
            for number, name in _IN_EVERYONE.items():
                sid = f"{within}-{number}"
                member = {"kind": "group", "name": name, "domain": domain}
                yield Claim("account", member, (("sid", sid),))
                yield Claim("membership", {"account_id": reference("sid", sid),
                                           "group_id": reference("sid", everyone)})  # fmt: skip


def _left(said: Mapping[str, Any], machine: Mapping[str, Any]) -> Iterator[Note]:
    """Who is let in and is neither of the domain nor of the machine, such as whoever sits at it."""
    for _, member in _let_in(said):
        sid = str(member.get("SID", ""))
        if not (sid.startswith("S-1-5-21-") or _of_everyone(sid, machine)):
            yield Note("right_holder_not_used", {"name": member.get("Name") or sid})


def _let_in(said: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The members of each local group that lets one in, with how far."""
    for group in _list(said, "Groups"):
        sid = str(group.get("SID", ""))
        if sid.startswith("S-1-5-32-") and (level := _RIGHTS.get(sid.rpartition("-")[2])):
            yield from ((level, member) for member in _list(group, "Members"))


def _seen(said: Mapping[str, Any]) -> Iterator[tuple[str, object, str | None]]:
    """Identifier, name and, where it is told, kind of who logged on or has a service run."""
    for span in ("Day", "Week", "Month"):
        for entry in _list(said.get("LoginPopularity"), span):
            yield str(entry.get("SID", "")), entry.get("Name"), None
    for service in _list(said, "Services"):
        yield str(service.get("AccountSID", "")), service.get("Account"), "service"


def _named(written: str) -> tuple[str, str]:
    """Domain and name of `DOMAIN\\name`, or of `name@domain` as services may have it."""
    domain, _, name = written.rpartition("\\")
    if not domain:
        name, _, domain = name.partition("@")
    return domain, name


def _of_everyone(sid: str, machine: Mapping[str, Any]) -> str | None:
    """What a directory calls everyone, or all who are known: by the domain's name. None of a machine in no domain."""
    domain, joined = machine.get("Domain"), machine.get("ComputerDomainSID")
    return f"{domain}-{sid}" if sid in _EVERYONE and domain and joined else None


def _of_domain(sid: str, machine: Mapping[str, Any]) -> bool:
    return sid.startswith("S-1-5-21-") and not sid.startswith(f"{machine.get('LocalSID')}-")


def _software(said: Mapping[str, Any]) -> Iterator[Claim]:
    for entry in _list(said, "Software"):
        name = entry.get("displayName")
        if name:
            yield Claim("installation", {"asset_id": SELF, "product_id": str(name),
                                         "version": entry.get("displayVersion") or None})  # fmt: skip


def _list(said: object, name: str) -> Sequence[Mapping[str, Any]]:
    value = said.get(name) if isinstance(said, Mapping) else None
    return (
        [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
    )


def _instant(written: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(written)) if written else None
    except ValueError:
        return None
    return at.astimezone(UTC).replace(tzinfo=None) if at and at.tzinfo else at
