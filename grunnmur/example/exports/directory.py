"""The objects of one directory domain, as SharpHound lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grunnmur.example.exports.addresses import short_names
from grunnmur.example.exports.export import Desk, Written
from grunnmur.example.exports.spelling import epoch, given, looked_up, texts
from grunnmur.example.world.frame import Column, Frame

Row = dict[str, Any]
Rights = Mapping[int, Sequence[tuple[str, int]]]
Rows = Mapping[int, Sequence[int]]
_LEVELS = {"admin": "LocalAdmins", "logon": "RemoteDesktopUsers"}
_SECRETS = ("Passord: Sommer2024!", "pwd=Velkommen1", "midlertidig passord er Host2025")


class Directory:
    """One domain's objects."""

    def __init__(self, desk: Desk, number: int, domain: str, sid: str) -> None:
        world = desk.world
        account, asset = world.account, world.asset
        has_sid = given(account["sid"])
        here = (account["domain"] == domain) & has_sid
        self.user_rows = np.flatnonzero(here & (account["kind"] != "group"))
        self.group_rows = np.flatnonzero(here & (account["kind"] == "group"))
        listed = asset["joined"] & given(asset["sid"])
        self.computer_rows = np.flatnonzero(listed & (asset["domain"] == domain))
        self._world = world
        self._domain = domain
        self._sid = sid
        self._base = ",".join(f"DC={part}" for part in domain.upper().split("."))
        self._rng = desk.stream(number)
        self._account_sid = texts(account["sid"])
        self._type = np.where(account["kind"] == "group", "Group", "User").tolist()

    def users(self) -> Iterator[Row]:
        """Users, with what people write in the description."""
        account = self._world.account.take(self.user_rows)
        described = self._described(account)
        columns = zip(
            account.rows("name", "display_name", "email", "enabled", "sid", "privileged", "kind"),
            epoch(account["last_logon_at"]),
            epoch(account["created_on"], 0),
            epoch(account["password_last_set_at"], 0),
            described,
            looked_up(self._world.person["title"], account["person_row"]),
            strict=True,
        )
        return (self._user(*row) for row in columns)

    def _user(
        self,
        said: tuple[Any, ...],
        logon: int,
        created: int,
        password: int,
        description: str | None,
        title: str | None,
    ) -> Row:
        name, shown, email, enabled, sid, privileged, kind = said
        service = kind == "service"
        properties = {
            **self._properties(name, sid, f"CN={shown or name},OU=Brukere,{self._base}"),
            "samaccountname": name,
            "description": description,
            "whencreated": created,
            "sensitive": False,
            "dontreqpreauth": False,
            "passwordnotreqd": False,
            "unconstraineddelegation": False,
            "pwdneverexpires": service,
            "enabled": enabled,
            "trustedtoauth": False,
            "lastlogon": logon,
            "lastlogontimestamp": logon,
            "pwdlastset": password,
            "hasspn": service,
            "displayname": shown,
            "email": email,
            "serviceprincipalnames": [f"HTTP/{name}"] if service else [],
            "title": title,
            "homedirectory": None,
            "userpassword": None,
            "admincount": privileged,
            "sidhistory": [],
        }
        return {
            "Properties": properties,
            "AllowedToDelegate": [],
            "PrimaryGroupSID": f"{self._sid}-513",
            "HasSIDHistory": [],
            "SPNTargets": [],
            **_object(sid),
        }

    def groups(self, members: Rows) -> Iterator[Row]:
        """Groups with their members."""
        account = self._world.account
        rows = zip(
            self.group_rows.tolist(),
            account.take(self.group_rows).rows("name", "sid", "description", "privileged"),
            epoch(account["created_on"][self.group_rows], 0),
            strict=True,
        )
        return (
            {
                "Properties": {
                    **self._properties(name, sid, f"CN={name},OU=Grupper,{self._base}"),
                    "samaccountname": name,
                    "description": description,
                    "whencreated": created,
                    "admincount": privileged,
                },
                "Members": self._principals(members.get(row, ())),
                **_object(sid),
            }
            for row, (name, sid, description, privileged), created in rows
        )

    def computers(self, rights: Rights, sessions: Rows) -> Iterator[Row]:
        """Computers with local rights and sessions."""
        asset = self._world.asset.take(self.computer_rows)
        lag = self._rng.integers(0, 9 * 86400, size=len(asset))
        rows = zip(
            self.computer_rows.tolist(),
            asset.rows("name", "fqdn", "sid", "os_label", "os_version", "alive", "role"),
            epoch(asset["last_seen_at"] - lag),
            epoch(asset["first_seen_at"], 0),
            strict=True,
        )
        return (
            self._computer(
                said,
                seen=seen,
                created=created,
                rights=rights.get(row, ()),
                sessions=sessions.get(row, ()),
            )
            for row, said, seen, created in rows
        )

    def _computer(
        self,
        said: tuple[Any, ...],
        *,
        seen: int,
        created: int,
        rights: Iterable[tuple[str, int]],
        sessions: Iterable[int],
    ) -> Row:
        name, fqdn, sid, label, version, alive, role = said
        full = (fqdn or f"{name}.{self._domain}").upper()
        properties = {
            **self._properties(None, sid, f"CN={name.upper()},OU=Maskiner,{self._base}"),
            "name": full,
            "samaccountname": f"{name.upper()}$",
            "haslaps": role is None,
            "description": None,
            "whencreated": created,
            "enabled": alive,
            "unconstraineddelegation": role == "directory",
            "trustedtoauth": False,
            "isdc": role == "directory",
            "lastlogon": seen,
            "lastlogontimestamp": seen,
            "pwdlastset": seen,
            "serviceprincipalnames": [f"HOST/{name.upper()}", f"HOST/{full}"],
            "operatingsystem": _directory_label(label),
            "operatingsystemversion": _build(version),
            "email": None,
            "sidhistory": [],
        }
        listed = {
            key: self._principals(row for had, row in rights if had == level)
            for level, key in _LEVELS.items()
        }
        logged_on = [
            {"UserSID": self._account_sid[row], "ComputerSID": sid}
            for row in sessions
            if self._account_sid[row]
        ]
        return {
            "Properties": properties,
            "AllowedToDelegate": [],
            "AllowedToAct": [],
            "PrimaryGroupSID": f"{self._sid}-515",
            "HasSIDHistory": [],
            "Sessions": _collected(logged_on),
            "PrivilegedSessions": _collected([]),
            "RegistrySessions": _collected([]),
            **{k: _collected(v) for k, v in listed.items()},
            "DcomUsers": _collected([]),
            "PSRemoteUsers": _collected([]),
            "Status": None,
            **_object(sid),
        }

    def _properties(self, name: str | None, sid: str, distinguished: str) -> Row:
        return {
            "domain": self._domain.upper(),
            "name": f"{name}@{self._domain}".upper() if name else None,
            "distinguishedname": distinguished,
            "domainsid": self._sid,
            "objectid": sid,
            "isaclprotected": False,
            "highvalue": False,
        }

    def _principals(self, rows: Iterable[int]) -> list[Row]:
        return [
            {"ObjectIdentifier": self._account_sid[row], "ObjectType": self._type[row]}
            for row in rows
            if self._account_sid[row]
        ]

    def _described(self, account: Frame) -> list[str | None]:
        """Descriptions; one in three hundred holds a password."""
        careless = self._rng.random(len(account)) < 0.004
        which = self._rng.integers(0, len(_SECRETS), size=len(account))
        return [
            _SECRETS[i] if bad else text
            for text, bad, i in zip(
                texts(account["description"]), careless.tolist(), which.tolist(), strict=True
            )
        ]

    def truth(self, source: str, path: str, stamp: str) -> list[Written]:
        """Records of the archive's members."""
        account, asset = self._world.account, self._world.asset.take(self.computer_rows)
        sid = texts(asset["sid"])
        fqdn = [full or f"{name}.{self._domain}" for full, name in asset.rows("fqdn", "name")]
        marks = {"sid": sid, "fqdn": fqdn, "host": short_names(fqdn)}
        made = [
            Written(
                source,
                f"{path}!{stamp}_computers.json",
                "asset",
                sid,
                self.computer_rows,
                marks=marks,
            )
        ]
        for kind, rows in (("groups", self.group_rows), ("users", self.user_rows)):
            made.append(_accounts(account, source, f"{path}!{stamp}_{kind}.json", rows))
        return made


def _accounts(account: Frame, source: str, file: str, rows: Column) -> Written:
    sid = texts(account["sid"][rows])
    names = [f"{name}@{domain}" for name, domain in account.take(rows).rows("name", "domain")]
    return Written(source, file, "account", sid, rows, marks={"sid": sid, "account_name": names})


def _object(sid: str) -> Row:
    return {"Aces": [], "ObjectIdentifier": sid, "IsDeleted": False, "IsACLProtected": False}


def _collected(rows: list[Row]) -> Row:
    return {"Results": rows, "Collected": True, "FailureReason": None}


def _directory_label(label: str | None) -> str | None:
    """The operating system as the directory holds it."""
    if label is None:
        return None
    return label.removeprefix("Microsoft ").replace(" (64-bit)", "").replace(" (32-bit)", "")


def _build(version: str | None) -> str | None:
    """10.0.17763 as the directory writes it: 10.0 (17763)."""
    if version is None or version.count(".") < 2:
        return version
    major, minor, build = version.split(".")[:3]
    return f"{major}.{minor} ({build})"
