"""A small estate in the form tools export it, run through the sentence and then reached."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from grunnmur import assess, reach
from grunnmur.estate import Estate
from tests import estates

ON = date(2026, 9, 1)
DOMAIN = "S-1-5-21-100-200-300"


def answered(folder: Path, *sources: Mapping[str, object], **files: str) -> Estate:
    """The estate of these registers and files after assess, reach, and the rules that judge reach.

    A file is named as its format, `sharphound="…"`; further ones of a format as `iptables_2`.
    """
    directory = estates.directory(
        folder / "region", *sources, extra=_files(folder / "region", files)
    )
    estate = estates.run(directory, folder / "work", until="assess")
    reach.reach(estate, on=ON)
    assess.assess(estate, on=ON, after="reach")
    return estate


def register(
    name: str, into: str, rows: Sequence[Mapping[str, object]], **more: object
) -> dict[str, object]:
    """A CSV register whose columns are named as the table's."""
    return {"name": name, "into": into, "rows": list(rows), **more}


def ask(estate: Estate, question: str) -> list[tuple[object, ...]]:
    return estate.connection.execute(question).fetchall()


def found(estate: Estate, rule: str, verdict: str = "fail") -> set[str]:
    """Names of what the rule's verdict is about."""
    rows = ask(
        estate,
        "select coalesce(c.name, a.name, d.name, p.name) from finding f "
        "left join account c on f.subject_kind = 'account' and c.account_id = f.subject_id "
        "left join asset a on f.subject_kind = 'asset' and a.asset_id = f.subject_id "
        "left join data_store d on f.subject_kind = 'data_store' and d.data_store_id = f.subject_id "
        "left join application p on f.subject_kind = 'application' and p.application_id = f.subject_id "
        f"where f.rule_id = '{rule}' and f.verdict = '{verdict}'",
    )
    return {str(name) for (name,) in rows}


def directory(
    users: Sequence[str] = (),
    groups: Mapping[str, Sequence[str]] | None = None,
    computers: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    control: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> dict[str, str]:
    """A SharpHound collection: users, groups with members, computers with local admins and sessions.

    Members are named; a group's number within the domain may be given as `NAME:512`. `control` says
    who holds which inherited right over whom: `{"boss": [("Helpdesk", "ForceChangePassword")]}`.
    """
    named = _numbered([*users, *(groups or {}), *(computers or {})])
    held = {
        named[target]: [
            {"PrincipalSID": named[holder], "RightName": right, "IsInherited": True}
            for holder, right in holders
        ]
        for target, holders in (control or {}).items()
    }
    things = {
        "users": [_thing(named, user, enabled=True) for user in users],
        "groups": [
            {**_thing(named, group), "Members": [_member(named, one) for one in members]}
            for group, members in (groups or {}).items()
        ],
        "computers": [_computer(named, name, said) for name, said in (computers or {}).items()],
    }
    return {
        f"20260830120000_{kind}.json": json.dumps(
            {
                "data": [{**row, "Aces": held.get(row["ObjectIdentifier"], [])} for row in rows],
                "meta": {"type": kind, "count": len(rows), "version": 5},
            }
        )
        for kind, rows in things.items()
        if rows
    }


def _files(folder: Path, files: Mapping[str, object]) -> str:
    """Writes the files and gives their entries for the settings."""
    folder.mkdir(parents=True, exist_ok=True)
    text = ""
    for name, content in files.items():
        parts = content if isinstance(content, dict) else {f"{name}.txt": content}
        (folder / name).mkdir()
        for file, written in parts.items():
            (folder / name / file).write_text(written, encoding="utf-8")
        kind = name.split("_")[0] if name != "zone_rules" else "zone-rules"
        text += f'[[source]]\nname = "{name}"\nformat = "{kind}"\npath = "{name}/*"\n'
    return text


def _numbered(names: Sequence[str]) -> dict[str, str]:
    found = {}
    for number, name in enumerate(names, 1101):
        short, _, rid = name.partition(":")
        found[short] = f"{DOMAIN}-{rid or number}"
    return found


def _thing(named: Mapping[str, str], name: str, **properties: object) -> dict[str, object]:
    short = name.partition(":")[0]
    said = {
        "name": f"{short.upper()}@REGION.EXAMPLE",
        "domain": "REGION.EXAMPLE",
        "samaccountname": short,
    }
    return {"ObjectIdentifier": named[short], "Properties": {**said, **properties}}


def _member(named: Mapping[str, str], name: str) -> dict[str, str]:
    return {"ObjectIdentifier": named.get(name, name), "ObjectType": "Base"}


def _computer(
    named: Mapping[str, str], name: str, said: Mapping[str, Sequence[str]]
) -> dict[str, object]:
    short = name.partition(":")[0]
    return {
        "ObjectIdentifier": named[short],
        "Properties": {
            "name": f"{short}.region.example",
            "samaccountname": f"{short}$",
            "operatingsystem": "".join(said.get("system", ("Windows Server 2022 Standard",))),
            "enabled": True,
        },
        "LocalAdmins": {
            "Collected": True,
            "Results": [_member(named, one) for one in said.get("admins", ())],
        },
        "Sessions": {
            "Collected": True,
            "Results": [
                {"UserSID": named[one], "ComputerSID": named[short]}
                for one in said.get("sessions", ())
            ],
        },
    }
