"""SharpHound collections: one zip for each directory domain, version 5, read-only data only."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import orjson

from grunnmur.example.exports import systems
from grunnmur.example.exports.directory import Directory, Row
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.world.frame import Column

_METHODS = 521215  # the sum of the collection methods' bits, as `--CollectionMethods All` sets them


def write(desk: Desk) -> Export:
    """One archive a domain."""
    export = Export()
    stamp = str(desk.now).replace("-", "").replace(":", "").replace("T", "")
    rights, sessions = _rights(desk), _sessions(desk)
    members = _members(desk)
    for number, (domain, sid, platform, realm) in enumerate(
        desk.world.domain.rows("name", "sid", "platform", "realm")
    ):
        source = f"ad-{domain.split('.')[0]}"
        path = f"sharphound/{domain}/{stamp}_BloodHound.zip"
        directory = Directory(desk, number, domain, sid)
        parts: dict[str, Iterable[Row]] = {
            "users": directory.users(),
            "groups": directory.groups(members),
            "computers": directory.computers(rights, sessions),
            "domains": [_domain(domain, sid)],
        }
        _archive(desk.place(path), stamp, parts)
        export.sources.append(
            {
                "name": source,
                "format": "sharphound",
                "path": f"sharphound/{domain}/*.zip",
                "realm": realm,
                "platform": platform,
            }
        )
        export.written.extend(directory.truth(source, path, stamp))
        _tell(desk, export, directory)
    return export


def _tell(desk: Desk, export: Export, directory: Directory) -> None:
    export.tell("account", "record", np.concatenate((directory.user_rows, directory.group_rows)))
    export.tell("asset", "record seen", directory.computer_rows)
    _tell_systems(desk, export, directory.computer_rows)
    privilege = desk.world.privilege
    told = np.isin(privilege["asset_row"], directory.computer_rows)
    export.tell(
        "account", "privilege", privilege["account_row"][told & (privilege["level"] == "admin")]
    )
    late = desk.world.asset["last_seen_at"][directory.computer_rows] > desk.now - np.timedelta64(
        20, "D"
    )
    export.tell("asset", "last_seen", directory.computer_rows[late])


def _tell_systems(desk: Desk, export: Export, rows: Column) -> None:
    """The directory tells Windows apart into clients and servers, physical or not it cannot say."""
    asset = desk.world.asset
    windows = np.array(
        [bool(label) and "Windows" in label for label in asset["os_label"][rows]], dtype=bool
    )
    sure = windows & np.isin(asset["kind"][rows], ("client", "server"))
    export.tell("asset", "kind", rows[sure])
    export.tell(
        "asset", "os", systems.settled(desk.world, rows, asset["os_version"][rows].tolist())
    )


def _archive(path: Path, stamp: str, parts: dict[str, Iterable[Row]]) -> None:
    when = (int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8]), int(stamp[8:10]), 0, 0)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for kind, rows in parts.items():
            packed = [orjson.dumps(row) for row in rows]
            meta = {"methods": _METHODS, "type": kind, "count": len(packed), "version": 5}
            content = b'{"data":[%b],"meta":%b}' % (b",".join(packed), orjson.dumps(meta))
            archive.writestr(
                zipfile.ZipInfo(f"{stamp}_{kind}.json", when), content, zipfile.ZIP_DEFLATED, 1
            )


def _domain(name: str, sid: str) -> Row:
    properties = {
        "domain": name.upper(),
        "name": name.upper(),
        "objectid": sid,
        "domainsid": sid,
        "functionallevel": "2016",
        "description": None,
    }
    return {
        "Properties": properties,
        "Trusts": [],
        "Links": [],
        "ChildObjects": [],
        "Aces": [],
        "ObjectIdentifier": sid,
        "IsDeleted": False,
    }


def _rights(desk: Desk) -> dict[int, list[tuple[str, int]]]:
    """(level, account row) by asset row."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for account, asset, level in desk.world.privilege.rows("account_row", "asset_row", "level"):
        found[asset].append((level, account))
    return found


def _sessions(desk: Desk) -> dict[int, list[int]]:
    """Account rows by asset row: who was logged on this last fortnight."""
    logon = desk.world.logon
    recent = logon.take(logon["at"] > desk.now - np.timedelta64(14, "D"))
    found: dict[int, list[int]] = defaultdict(list)
    for account, asset in recent.rows("account_row", "asset_row"):
        found[asset].append(account)
    return found


def _members(desk: Desk) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for account, group in desk.world.membership.rows("account_row", "group_row"):
        found[group].append(account)
    return found
