"""Members, sessions and local rights, gathered into batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from grunnmur.collect.claim import Batch, Claim, Note, reference
from grunnmur.collect.sharphound.collection import Thing
from grunnmur.collect.sharphound.links import Links, plain

_FULL = 200_000
_COLUMNS = {
    "membership": ("account_id", "group_id"),
    "logon": ("account_id", "asset_id"),
    "privilege": ("account_id", "target_id", "level"),
}
_GRANTED = ("LocalGroups", "UserRights")
_SESSIONS = ("Sessions", "PrivilegedSessions", "RegistrySessions")
_RIGHTS = {
    "LocalAdmins": "admin",
    "RemoteDesktopUsers": "logon",
    "DcomUsers": "logon",
    "PSRemoteUsers": "logon",
}
_LOCAL_GROUPS = {"544": "admin", "555": "logon", "562": "logon", "580": "logon"}  # well-known RIDs
_USER_RIGHTS = {"SeInteractiveLogonRight": "logon", "SeRemoteInteractiveLogonRight": "logon"}


class Relations:
    """Rows of membership, logon and privilege, in the order they were listed."""

    def __init__(self, seen_at: datetime | None, links: Links) -> None:
        self._seen_at = seen_at
        self._links = links
        self._rows: dict[str, list[tuple[str, ...]]] = {table: [] for table in _COLUMNS}
        self._failed: Counter[str] = Counter()

    def members(self, group: Thing) -> None:
        """Takes a group's members; machines are no accounts, and go among the links."""
        group_id = _sid(group.sid)
        for entry in group.listed("Members"):
            if _machine(entry):
                self._links.member(_written(entry), group.sid or "")
            else:
                self._add("membership", _member(entry), group_id)

    def sessions(self, computer: Thing) -> None:
        """Takes who was logged on."""
        for name in _SESSIONS:
            self._check(name, computer.said.get(name))
            for entry in computer.listed(name):
                user = _sid(_user(entry))
                where = _sid(entry.get("ComputerSID") or entry.get("ComputerId") or computer.sid)
                self._add("logon", user, where)

    def local_rights(self, computer: Thing) -> None:
        """Takes who may log on to or administer the computer."""
        for name, level in _RIGHTS.items():
            self._check(name, computer.said.get(name))
            self._rights(computer.listed(name), computer.sid, level)
        for name in _GRANTED:
            for one in computer.listed(name):
                self._check(name, one)
        for level, entries in _granted(computer):
            self._rights(entries, computer.sid, level)

    def policy_rights(self, place: Thing) -> bool:
        """Takes local rights that policies set on the computers of a domain or unit; False for none."""
        said = place.said.get("GPOChanges")
        changes = Thing(said, {}) if isinstance(said, dict) else place
        computers = list(
            plain(changes.said.get("AffectedComputers") or changes.said.get("Computers"))
        )
        found = False
        for name, level in _RIGHTS.items():
            for computer in computers:
                found |= self._rights(changes.listed(name), computer, level)
        return found

    def full(self) -> Iterator[Batch]:
        """Batches that are large enough to send on."""
        for table, rows in self._rows.items():
            if len(rows) >= _FULL:
                yield self._batch(table)

    def rest(self) -> Iterator[Batch]:
        """Everything not yet sent on."""
        for table, rows in self._rows.items():
            if rows:
                yield self._batch(table)

    def notes(self) -> Iterator[Note]:
        """What could not be collected from how many computers."""
        for what, count in sorted(self._failed.items()):
            yield Note("not_collected", {"what": what, "computers": count})

    def _rights(self, entries: list[Mapping[str, Any]], computer: str | None, level: str) -> bool:
        for entry in entries:
            if _machine(entry):
                self._links.local_right(_written(entry), computer or "", level)
            else:
                self._add("privilege", _member(entry), _sid(computer), level)
        return bool(entries)

    def _check(self, name: str, wrapped: object) -> None:
        if isinstance(wrapped, dict) and wrapped.get("Collected") is False:
            self._failed[name] += 1

    def _add(self, table: str, *cells: str | None) -> None:
        if None not in cells:
            self._rows[table].append(tuple(str(cell) for cell in cells))

    def _batch(self, table: str) -> Batch:
        rows = list(dict.fromkeys(self._rows[table]))
        self._rows[table].clear()
        columns = zip(*rows, strict=True)
        arrow = pa.table(
            {
                name: pa.array(column, pa.string())
                for name, column in zip(_COLUMNS[table], columns, strict=True)
            }
        )
        if table == "logon":
            arrow = arrow.append_column(
                "at", pa.array([self._seen_at] * len(rows), pa.timestamp("us"))
            )
        if table == "privilege":
            kinds = pa.array(["asset"] * len(rows), pa.string())
            arrow = arrow.append_column("target_kind", kinds)
        return Batch(table, arrow, rows=0)


def strangers(thing: Thing) -> Iterator[Claim]:
    """Accounts of other domains among those the object lists: no file of this domain has them.

    All that is known is that they are there; a collection of their own domain says the rest.
    """
    own = thing.text("domainsid") or (thing.sid or "").rpartition("-")[0]
    if own.startswith("S-1-5-21-"):
        for sid, kind in dict.fromkeys(_listed(thing)):
            if sid.startswith("S-1-5-21-") and not sid.startswith(f"{own}-"):
                yield Claim("account", {"kind": kind}, (("sid", sid),))


def _listed(thing: Thing) -> Iterator[tuple[str, str | None]]:
    """Who an object lists as member, as let in or as seen there, with the kind where it is told."""
    for name in _SESSIONS:
        yield from ((_user(entry), None) for entry in thing.listed(name))
    granted = (entry for _, entries in _granted(thing) for entry in entries)
    local = (entry for name in _RIGHTS for entry in thing.listed(name))
    for entry in (*thing.listed("Members"), *local, *granted):
        if _type(entry) not in ("computer", "localuser", "localgroup"):
            yield _written(entry), "group" if _type(entry) == "group" else None


def _granted(computer: Thing) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Local groups and user rights as version 5 lists them."""
    for group in computer.listed("LocalGroups"):
        level = _LOCAL_GROUPS.get(str(group.get("ObjectIdentifier", "")).rpartition("-")[2])
        if level:
            yield level, Thing(group, {}).listed("Results")
    for right in computer.listed("UserRights"):
        if level := _USER_RIGHTS.get(str(right.get("Privilege"))):
            yield level, Thing(right, {}).listed("Results")


def _member(entry: Mapping[str, Any]) -> str | None:
    return _sid(_written(entry))


def _written(entry: Mapping[str, Any]) -> str:
    return str(entry.get("ObjectIdentifier") or entry.get("MemberId") or "")


def _user(entry: Mapping[str, Any]) -> str:
    return str(entry.get("UserSID") or entry.get("UserId") or "")


def _machine(entry: Mapping[str, Any]) -> bool:
    return _type(entry) == "computer"


def _type(entry: Mapping[str, Any]) -> str:
    return str(entry.get("ObjectType") or entry.get("MemberType")).casefold()


def _sid(written: object) -> str | None:
    return reference("sid", str(written)) if written else None
