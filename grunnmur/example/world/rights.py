"""Who is in which group, who may do what where, and who was seen logged on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from grunnmur.example.world.drawing import Stream, count_of, flags, mix, pick
from grunnmur.example.world.frame import DAYS, INSTANTS, Column, Frame, column_of, either

SESSIONS = 45_000
FROM_AFAR = 150
_EEA = ("NO", "SE", "DK", "DE", "NL", "IE", "FR")
Pair = tuple[Column, Column]


def memberships(rng: Stream, account: Frame, application: Frame) -> Frame:
    """Personal accounts in their trust's groups and in applications', administrators in theirs."""
    pairs = [*_in_trust_groups(rng, account), *_in_application_groups(rng, account, application),
             _domain_administrators(rng, account)]  # fmt: skip
    member = np.concatenate([pair[0] for pair in pairs])
    group = np.concatenate([pair[1] for pair in pairs])
    both = np.unique(np.column_stack([member, group]), axis=0)
    return Frame({"account_row": both[:, 0], "group_row": both[:, 1]})


def privileges(rng: Stream, account: Frame, asset: dict[str, Column], component: Frame, *,
               on: date) -> Frame:  # fmt: skip
    """Administrator rights: groups over their servers and clients, and accounts by themselves."""
    groups = [_group_rights(account, asset, component), _client_rights(account, asset)]
    own = _own_rights(rng, account, asset)
    holder = np.concatenate([pair[0] for pair in groups] + [own[0]])
    target = np.concatenate([pair[1] for pair in groups] + [own[1]])
    both = np.unique(np.column_stack([holder, target]), axis=0)
    count = len(both)
    approved = ~flags(rng, 0.15, count)
    used = account["last_logon_at"][both[:, 0]]
    today = np.datetime64(on, "D")
    return Frame({
        "account_row": both[:, 0],
        "asset_row": both[:, 1],
        "level": column_of(["admin"] * count),
        "approved_by": either(approved, "Driftsleder", None),
        "valid_to": either(flags(rng, 0.3, count), today + rng.integers(-200, 400, count)
                             .astype("timedelta64[D]"), np.datetime64("NaT")).astype(DAYS),
        "recorded": pick(rng, [True, False, None], count, np.array([3, 5, 2])),
        "last_used_at": used,
    })  # fmt: skip


def logons(rng: Stream, account: Frame, person: Frame, asset: dict[str, Column], *, size: float,
           on: date) -> Frame:  # fmt: skip
    """Sessions seen on clients and servers; a few are administrators' from outside the EEA."""
    able = np.flatnonzero((account["kind"] != "group") & account["enabled"])
    far = able[_from_afar(account, person)[able]]
    common = rng.choice(able, count_of(SESSIONS, size, least=100))
    who = np.concatenate([common, rng.choice(far, count_of(FROM_AFAR, size, least=5))])
    clients = np.flatnonzero((asset["kind"] == "client") & asset["alive"] & asset["joined"])
    servers = np.flatnonzero(np.isin(asset["kind"].astype(str), ("server", "vm"))
                             & asset["alive"] & asset["joined"])  # fmt: skip
    where = rng.choice(clients, len(who))
    on_server = np.flatnonzero((account["kind"][who] == "service") | account["privileged"][who])
    where[on_server] = rng.choice(servers, len(on_server))
    whose = account["person_row"][who]
    back = rng.integers(600, 3 * 86400, len(who)).astype("timedelta64[s]")
    return Frame({
        "account_row": who,
        "asset_row": where,
        "country": either(whose >= 0, person["country"][whose], "NO"),
        "at": (np.datetime64(on, "s") - back).astype(INSTANTS),
    })  # fmt: skip


def _from_afar(account: Frame, person: Frame) -> Column:
    """Which accounts are of persons who work from outside the EEA."""
    whose = account["person_row"]
    return (whose >= 0) & ~np.isin(person["country"][whose].astype(str), _EEA)


def logging(rng: Stream, asset: dict[str, Column], *, on: date) -> Frame:
    """Where the logs of servers go, for those whose logs are sent anywhere."""
    servers = np.flatnonzero(np.isin(asset["kind"].astype(str), ("server", "vm")))
    sending = servers[flags(rng, 0.7, len(servers))]
    targets = np.flatnonzero(asset["role"] == "monitoring")
    target = rng.choice(targets if len(targets) else servers, len(sending))
    return Frame({
        "asset_row": sending,
        "kind": mix(rng, {"system": 70, "security": 30}, len(sending)),
        "target_row": target,
        "retained_until": (np.datetime64(on, "D") + rng.integers(30, 1000, len(sending))),
    })  # fmt: skip


def _group_row(account: Frame) -> dict[tuple[str, str], int]:
    rows = np.flatnonzero(account["kind"] == "group")
    return {(name, domain): row for name, domain, row in zip(
        account["name"][rows].tolist(), account["domain"][rows].tolist(), rows.tolist(),
        strict=True)}  # fmt: skip


def _in_trust_groups(rng: Stream, account: Frame) -> Sequence[Pair]:
    found = []
    people = np.flatnonzero(account["kind"] == "personal")
    for name, share in (("Ansatte", 1.0), ("Klinikere", 0.5), ("Fjernarbeid", 0.3)):
        rows = np.flatnonzero((account["kind"] == "group") & _ends(account["name"], name))
        by_trust = np.full(int(account["organisation_row"].max()) + 1, -1, dtype=np.int64)
        by_trust[account["organisation_row"][rows]] = rows
        chosen = people[flags(rng, share, len(people))] if share < 1 else people
        group = by_trust[account["organisation_row"][chosen]]
        same = (group >= 0) & (account["domain"][chosen] == account["domain"][group])
        found.append((chosen[same], group[same]))
    return found


def _ends(names: Column, end: str) -> Column:
    return np.char.endswith(names.astype(str), end)


def _in_application_groups(rng: Stream, account: Frame, application: Frame) -> Sequence[Pair]:
    users = np.flatnonzero((account["application_row"] >= 0) & _ends(account["name"], "-Brukere"))
    admins = np.flatnonzero((account["application_row"] >= 0) & _ends(account["name"], "-Admin"))
    people = np.flatnonzero((account["kind"] == "personal") & ~account["privileged"])
    privileged = np.flatnonzero((account["kind"] == "personal") & account["privileged"])
    weight = np.sqrt(application["users"][account["application_row"][users]].astype(float))
    member = rng.choice(people, 2 * len(people))
    group = rng.choice(users, len(member), p=weight / weight.sum())
    few = rng.choice(privileged, 4 * len(admins))
    return [(member, group), (few, rng.choice(admins, len(few)))]


def _domain_administrators(rng: Stream, account: Frame) -> Pair:
    group = _group_row(account)
    able = np.flatnonzero((account["kind"] == "personal") & account["privileged"])
    chosen = able[flags(rng, 0.06, len(able))]
    chosen = chosen if len(chosen) else able[:2]
    rows = [group["Domain Admins", domain] for domain in account["domain"][chosen].tolist()]
    return chosen, np.array(rows, dtype=np.int64)


def _group_rights(account: Frame, asset: dict[str, Column], component: Frame) -> Pair:
    """An application's administrators administer its servers that are in the directory."""
    admins = np.flatnonzero((account["application_row"] >= 0) & _ends(account["name"], "-Admin"))
    by_application = np.full(int(account["application_row"].max()) + 1, -1, dtype=np.int64)
    by_application[account["application_row"][admins]] = admins
    rows = component["asset_row"]
    mine = asset["joined"][rows]
    return by_application[component["application_row"][mine]], rows[mine]


def _client_rights(account: Frame, asset: dict[str, Column]) -> Pair:
    desks = np.flatnonzero(_ends(account["name"], "-Brukerstotte"))
    by_trust = np.full(int(account["organisation_row"].max()) + 1, -1, dtype=np.int64)
    by_trust[account["organisation_row"][desks]] = desks
    clients = np.flatnonzero((asset["kind"] == "client") & asset["joined"])
    desk = by_trust[asset["organisation_row"][clients]]
    return desk[desk >= 0], clients[desk >= 0]


def _own_rights(rng: Stream, account: Frame, asset: dict[str, Column]) -> Pair:
    """Privileged and service accounts that hold rights by themselves, on a few servers each."""
    holders = np.flatnonzero(account["privileged"] & (account["kind"] != "group"))
    many = rng.integers(1, 7, len(holders))
    servers = np.flatnonzero(np.isin(asset["kind"].astype(str), ("server", "vm"))
                             & asset["joined"])  # fmt: skip
    holder = np.repeat(holders, many)
    target = rng.choice(servers, len(holder))
    same = asset["domain"][target] == account["domain"][holder]
    clients = np.flatnonzero((asset["kind"] == "client") & asset["joined"])
    people = np.flatnonzero(account["kind"] == "personal")
    few = rng.choice(people, max(5, len(clients) // 60))
    return (np.concatenate([holder[same], few]),
            np.concatenate([target[same], rng.choice(clients, len(few))]))  # fmt: skip
