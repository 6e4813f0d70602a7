"""What leads from one object of the directory to another, besides members: gathered into batches.

Control lists, what containers hold, policies and what they apply to, trusts, delegation, and who
may have a certificate made. The words are BloodHound's own in lower case; versions spell them
differently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from grunnmur.collect.claim import Batch, Note
from grunnmur.collect.sharphound.collection import Thing

KINDS = {
    "users": "principal",
    "groups": "principal",
    "computers": "principal",
    "domains": "domain",
    "ous": "container",
    "containers": "container",
    "gpos": "policy",
    "certtemplates": "template",
    "enterprisecas": "authority",
}
"""What the objects of each file are called in `directory_link`."""

_COLUMNS = ("from_kind", "from_id", "to_kind", "to_id", "link", "inherited")
_FULL = 200_000
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SPELLED = {
    "owner": "owns",
    "owns_raw": "owns",
    "owns_limited_rights": "owns",
    "write_owner_raw": "write_owner",
    "write_owner_limited_rights": "write_owner",
    "allowed_to_act": "add_allowed_to_act",
    "auto_enroll": "enroll",
}
_EXTENDED = {
    "all": "all_extended_rights",
    "user-force-change-password": "force_change_password",
    "getchanges": "get_changes",
    "getchangesall": "get_changes_all",
    "getchangesinfilteredset": "get_changes_in_filtered_set",
    "addmember": "add_member",
    "member": "add_member",
    "allowedtoact": "add_allowed_to_act",
}
"""What version 3 says in `AceType` of an extended right or of a property that may be written."""

_ENROLS = frozenset(("enroll", "all_extended_rights"))
_AT_AUTHORITY = frozenset(("enroll", "manage_ca", "manage_certificates"))
_TRUSTED = {"1": (True, False), "2": (False, True), "3": (True, True)}
"""Direction of a trust: whether the other trusts this domain, and whether this one trusts the other."""
_DIRECTIONS = {"inbound": "1", "outbound": "2", "bidirectional": "3"}
_INSIDE = ("0", "1", "parentchild", "crosslink", "treeroot")
"""Trusts within a forest; whoever controls one of its domains controls them all."""


class Links:
    """Rows of `directory_link`, and how many objects they came from."""

    def __init__(self, kind: str) -> None:
        self._kind = KINDS[kind]
        self._file = kind
        self._rows: dict[tuple[str, ...], bool] = {}
        self._objects = 0
        self._left: Counter[str] = Counter()

    def take(self, thing: Thing) -> bool:
        """Takes all that leads to and from the object; False where nothing does."""
        before = len(self._rows)
        self._control_list(thing)
        self._contained(thing)
        self._of_kind(thing)
        return len(self._rows) > before

    def count_row(self) -> None:
        """Counts the object as a source row these links were made of."""
        self._objects += 1

    def member(self, member: str, group: str) -> None:
        """A machine that is in a group."""
        self._add("principal", member, "principal", group, "member")

    def local_right(self, holder: str, computer: str, level: str) -> None:
        """A machine that may administer another."""
        if level == "admin":
            self._add("principal", holder, "principal", computer, "local_admin")

    def full(self) -> Iterator[Batch]:
        """A batch, when it is large enough to send on."""
        if len(self._rows) >= _FULL:
            yield self._batch()

    def notes(self) -> Iterator[Note]:
        """Rights in control lists that nobody knows how to use, so that none goes unseen."""
        for right, count in sorted(self._left.items()):
            yield Note("directory_right_not_followed", {"right": right, "links": count})

    def rest(self) -> Iterator[Batch]:
        """Everything not yet sent on."""
        if self._rows or self._objects:
            yield self._batch()

    def _control_list(self, thing: Thing) -> None:
        for entry in thing.listed("Aces"):
            link = _link(entry)
            if link is None and entry.get("PrincipalSID"):
                self._left[f"{entry.get('RightName')} {entry.get('AceType') or ''}".strip()] += 1
            elif link and entry.get("PrincipalSID"):
                if self._kind == "template" and link in _ENROLS and _for_anyone(thing):
                    link = "enroll_as_anyone"
                holder = str(entry["PrincipalSID"])
                self._add("principal", holder, self._kind, thing.sid, link,
                          inherited=entry.get("IsInherited") is True)  # fmt: skip

    def _contained(self, thing: Thing) -> None:
        """What the object holds, and what holds it: old versions say the one, new ones both."""
        for name, kind in (
            ("Users", "principal"),
            ("Computers", "principal"),
            ("ChildOus", "container"),
        ):
            for child in plain(thing.said.get(name)) if self._kind == "container" else ():
                self._add("container", thing.sid, kind, child, "contains")
        for entry in thing.listed("ChildObjects") if self._kind == "container" else ():
            kind = KINDS.get(f"{str(entry.get('ObjectType')).lower()}s", "principal")
            self._add("container", thing.sid, kind, entry.get("ObjectIdentifier"), "contains")
        above = thing.said.get("ContainedBy")
        if isinstance(above, dict) and str(above.get("ObjectType")).lower() in ("ou", "container"):
            self._add("container", above.get("ObjectIdentifier"), self._kind, thing.sid, "contains")
        for entry in thing.listed("Links"):
            policy = entry.get("GUID") or entry.get("Guid")
            self._add("policy", policy, self._kind, thing.sid, "applies_to")

    def _of_kind(self, thing: Thing) -> None:
        if self._file == "domains":
            self._trusts(thing)
        elif self._file in ("users", "computers"):
            self._delegation(thing)
        elif self._file == "enterprisecas":
            self._authority(thing)

    def _trusts(self, domain: Thing) -> None:
        for entry in domain.listed("Trusts"):
            said = str(entry.get("TrustDirection")).lower()
            inbound, outbound = _TRUSTED.get(_DIRECTIONS.get(said, said), (False, False))
            inside = str(entry.get("TrustType")).lower() in _INSIDE
            link = (
                "trusted_by"
                if inside or entry.get("SidFilteringEnabled") is not True
                else "trusted_by_filtered"
            )
            other = entry.get("TargetDomainSid")
            if inbound:
                self._add("domain", domain.sid, "domain", other, link)
            if outbound:
                self._add("domain", other, "domain", domain.sid, link)

    def _delegation(self, thing: Thing) -> None:
        for target in plain(thing.said.get("AllowedToDelegate")):
            self._add("principal", thing.sid, "principal", target, "delegates_to")
        for entry in thing.listed("AllowedToAct"):
            self._add("principal", _principal(entry), "principal", thing.sid, "acts_on")
        for entry in thing.listed("HasSIDHistory"):
            self._add("principal", thing.sid, "principal", _principal(entry), "sid_history")
        for entry in thing.listed("DumpSMSAPassword"):
            self._add("principal", thing.sid, "principal", _principal(entry), "service_password")
        for entry in thing.listed("SPNTargets"):
            self._add("principal", thing.sid, "principal", entry.get("ComputerSID"), "sql_service")
        domain = thing.text("domainsid") or (thing.sid or "").rpartition("-")[0]
        group = thing.said.get("PrimaryGroupSID") or thing.said.get("PrimaryGroupSid")
        if self._file == "computers":  # a user's primary group is a membership of accounts
            self._add("principal", thing.sid, "principal", group, "member")
        if thing.flag("unconstraineddelegation") and domain.startswith("S-1-5-21-"):
            self._add("principal", thing.sid, "domain", domain, "unconstrained")

    def _authority(self, authority: Thing) -> None:
        for entry in authority.listed("EnabledCertTemplates"):
            self._add("template", _principal(entry), "authority", authority.sid, "offered_by")
        host = authority.said.get("HostingComputer")
        self._add("principal", host, "authority", authority.sid, "hosts_authority")
        for entry in _registry(authority, "CASecurity"):
            link = _link(entry)
            if link in _AT_AUTHORITY:
                self._add("principal", entry.get("PrincipalSID"), "authority", authority.sid, link)
        domain = authority.said.get("DomainSID") or authority.text("domainsid")
        self._add("authority", authority.sid, "domain", domain, "issues_for")

    def _add(
        self,
        from_kind: str,
        one: object,
        to_kind: str,
        other: object,
        link: str,
        *,
        inherited: bool = False,
    ) -> None:
        if one and other and one != other:
            key = (from_kind, str(one).upper(), to_kind, str(other).upper(), link)
            self._rows[key] = inherited and self._rows.get(key, True)

    def _batch(self) -> Batch:
        columns = list(zip(*self._rows, strict=True)) or [()] * (len(_COLUMNS) - 1)
        arrays = [pa.array(column, pa.string()) for column in columns]
        arrays.append(pa.array(list(self._rows.values()), pa.bool_()))
        batch = Batch(
            "directory_link", pa.table(dict(zip(_COLUMNS, arrays, strict=True))), self._objects
        )
        self._rows, self._objects = {}, 0
        return batch


def _link(entry: Mapping[str, Any]) -> str | None:
    """The right's word: `GenericAll` is generic_all, an extended right what its type says."""
    right = str(entry.get("RightName") or "")
    if right in ("ExtendedRight", "WriteProperty"):
        return _EXTENDED.get(str(entry.get("AceType")).casefold())
    word = _WORD.sub("_", right).lower()
    return _SPELLED.get(word, word) or None


def _registry(authority: Thing, name: str) -> list[Mapping[str, Any]]:
    """What was read of the authority's own settings: there it stands who may ask it, and who may run it."""
    held = authority.said.get("CARegistryData")
    said = held.get(name) if isinstance(held, dict) else None
    return Thing(said, {}).listed("Data") if isinstance(said, dict) else []


def _for_anyone(template: Thing) -> bool:
    """Whether who may enrol can name somebody else in the certificate and log on with it, unasked.

    What was not collected does not rule it out.
    """
    approved = template.flag("requiresmanagerapproval")
    signatures = template.text("authorizedsignatures")
    signed = signatures not in (None, "0") and template.text("schemaversion") != "1"
    named = template.flag("enrolleesuppliessubject")
    usable = template.flag("authenticationenabled")
    return named is not False and usable is not False and not approved and not signed


def _principal(entry: Mapping[str, Any]) -> object:
    return entry.get("ObjectIdentifier") or entry.get("MemberId")


def plain(value: object) -> Iterator[str]:
    """Identifiers listed as text or as objects."""
    if isinstance(value, dict):
        value = value.get("Results")
    for entry in value if isinstance(value, list) else ():
        found = _principal(entry) if isinstance(entry, dict) else entry
        if found:
            yield str(found)
