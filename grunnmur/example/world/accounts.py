"""Accounts: personal, administrators' own, service, shared; and the groups beside them."""

from __future__ import annotations

from datetime import date

import numpy as np

from grunnmur.example.world import landscape
from grunnmur.example.world.drawing import Stream, flags, mix, numbered
from grunnmur.example.world.frame import DAYS, INSTANTS, Column, Frame, column_of, missing

SECOND = 0.38
ADMINISTRATORS = 0.012
LEAVERS_LEFT_ON = 0.22
SERVICE_PER_SERVER = 1 / 3
BUILT_IN = (("Domain Admins", 512), ("Domain Users", 513), ("Domain Computers", 515),
            ("Enterprise Admins", 519))  # fmt: skip
_LOGON = ((0.70, 0, 14), (0.17, 14, 90), (0.08, 90, 178), (0.05, 185, 1500))
Part = dict[str, Column]


def build(rng: Stream, organisation: Frame, person: Frame, application: Frame,
          asset: dict[str, Column], domain: Frame, *, on: date) -> Frame:  # fmt: skip
    """Personal accounts first, then administrators', service, shared, then all groups."""
    parts = [
        _personal(rng, organisation, person, on),
        _administrators(rng, organisation, person, on),
        _service(rng, asset, on),
        _shared(rng, organisation, on),
        _groups(organisation, application, domain),
    ]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    count = len(joined["kind"])
    sid_by_name = dict(zip(domain["name"].tolist(), domain["sid"].tolist(), strict=True))
    rid = np.where(joined["well_known_rid"] > 0, joined["well_known_rid"],
                   400_000 + rng.permutation(count))  # fmt: skip
    return Frame({
        "account_id": numbered("account-", count, 6),
        **joined,
        "sid": column_of([f"{sid_by_name[where]}-{number}" for where, number in zip(
            joined["domain"].tolist(), rid.tolist(), strict=True)]),
    })  # fmt: skip


def logons(rng: Stream, on: date, count: int) -> Column:
    """When accounts last logged on: by habit; a few long ago."""
    habit = rng.choice(len(_LOGON), size=count, p=[share for share, _, _ in _LOGON])
    least = np.array([low for _, low, _ in _LOGON])[habit]
    most = np.array([high for _, _, high in _LOGON])[habit]
    seconds = (rng.uniform(least, most) * 86400).astype(np.int64) + 60
    return np.datetime64(on, "s") - seconds.astype("timedelta64[s]")


def _part(rng: Stream | None, count: int, on: date | None, **given: Column) -> Part:
    """A part with every column; what is not given is empty."""
    none = column_of([None] * count)
    nat = np.full(count, np.datetime64("NaT"))
    return {
        "kind": none, "name": none, "domain": none, "display_name": none, "email": none,
        "description": none, "person_row": np.full(count, -1, dtype=np.int64),
        "organisation_row": np.full(count, -1, dtype=np.int64),
        "application_row": np.full(count, -1, dtype=np.int64),
        "asset_row": np.full(count, -1, dtype=np.int64),
        "well_known_rid": np.zeros(count, dtype=np.int64),
        "enabled": np.ones(count, dtype=bool), "privileged": np.zeros(count, dtype=bool),
        "last_logon_at": (nat.astype(INSTANTS) if rng is None or on is None
                          else logons(rng, on, count)),
        "password_last_set_at": (nat.astype(INSTANTS) if rng is None or on is None
                                 else np.datetime64(on, "s")
                                 - rng.integers(86400, 900 * 86400, count)),
        "created_on": (nat.astype(DAYS) if rng is None or on is None
                       else np.datetime64(on, "D") - rng.integers(30, 5000, count)),
        **given,
    }  # fmt: skip


def _enabled(rng: Stream, person: Frame, rows: Column) -> Column:
    """Accounts of those who left are closed, mostly."""
    gone = ~np.isnat(person["ended_on"][rows])
    enabled = np.where(gone, flags(rng, LEAVERS_LEFT_ON, len(rows)), ~flags(rng, 0.02, len(rows)))
    enabled[np.flatnonzero(gone)[:2]] = True
    return enabled


def _personal(rng: Stream, organisation: Frame, person: Frame, on: date) -> Part:
    staff = np.arange(len(person))
    first = column_of([landscape.DOMAIN[one or "A"] for one in
                       organisation["platform"][person["organisation_row"]].tolist()])  # fmt: skip
    again = staff[flags(rng, SECOND, len(staff))]
    rows = np.concatenate([staff, again])
    other = mix(rng, dict.fromkeys(landscape.PLATFORMS, 1.0), len(again))
    second = column_of([landscape.DOMAIN[one] for one in other.tolist()])
    second[second == first[again]] = None
    keep = np.concatenate([np.ones(len(staff), dtype=bool), ~missing(second)])
    rows, domain = rows[keep], np.concatenate([first, second])[keep]
    part = _part(
        rng, len(rows), on,
        kind=column_of(["personal"] * len(rows)),
        name=person["account_name"][rows],
        domain=domain,
        display_name=person["name"][rows],
        email=person["email"][rows],
        person_row=rows,
        organisation_row=person["organisation_row"][rows],
        enabled=_enabled(rng, person, rows),
    )  # fmt: skip
    ended = person["ended_on"][rows].astype(INSTANTS)
    late = np.where(np.isnat(ended), part["last_logon_at"],
                    ended - np.timedelta64(30000, "s"))  # fmt: skip
    part["last_logon_at"] = np.minimum(part["last_logon_at"], late)
    never = flags(rng, 0.01, len(rows))
    part["last_logon_at"][never] = np.datetime64("NaT")
    return part


def _administrators(rng: Stream, organisation: Frame, person: Frame, on: date) -> Part:
    """A second, privileged account for those who administer; a third of the suppliers' persons."""
    own = np.flatnonzero(~person["supplier"] & np.isnat(person["ended_on"]))
    outside = np.flatnonzero(person["supplier"])
    few = max(6, round(len(person) * 1.6 * ADMINISTRATORS * 0.6))
    rows = np.concatenate([rng.choice(own, few, replace=False),
                           outside[flags(rng, 0.4, len(outside))], outside[:2]])  # fmt: skip
    rows = np.unique(rows)
    home = organisation["platform"][person["organisation_row"][rows]]
    drawn = mix(rng, landscape.SHARE, len(rows))
    platform = np.where(missing(home), drawn, home)
    part = _part(
        rng, len(rows), on,
        kind=column_of(["personal"] * len(rows)),
        name=column_of([f"adm-{name}" for name in person["account_name"][rows].tolist()]),
        domain=column_of([landscape.DOMAIN[one] for one in platform.tolist()]),
        display_name=column_of([f"{name} (adm)" for name in person["name"][rows].tolist()]),
        person_row=rows,
        organisation_row=person["organisation_row"][rows],
        enabled=_enabled(rng, person, rows),
        privileged=np.ones(len(rows), dtype=bool),
    )  # fmt: skip
    idle = flags(rng, 0.18, len(rows))
    idle[:2] = True
    part["last_logon_at"][idle] = np.datetime64(on, "s") - rng.integers(
        190 * 86400, 900 * 86400, int(idle.sum())).astype("timedelta64[s]")  # fmt: skip
    return part


def _service(rng: Stream, asset: dict[str, Column], on: date) -> Part:
    servers = np.flatnonzero(np.isin(asset["kind"].astype(str), ("server", "vm"))
                             & asset["joined"])  # fmt: skip
    rows = servers[flags(rng, SERVICE_PER_SERVER, len(servers))]
    name = [f"svc-{host}"[:20] for host in asset["name"][rows].tolist()]
    return _part(
        rng, len(rows), on,
        kind=column_of(["service"] * len(rows)),
        name=column_of(name),
        domain=asset["domain"][rows],
        display_name=column_of([f"Tjenestekonto {one}" for one in name]),
        description=column_of([f"Kjører tjenester på {host}" for host in
                               asset["name"][rows].tolist()]),
        organisation_row=asset["organisation_row"][rows],
        asset_row=rows,
        privileged=flags(rng, 0.08, len(rows)),
    )  # fmt: skip


def _shared(rng: Stream, organisation: Frame, on: date) -> Part:
    trusts = np.flatnonzero(organisation["kind"] == "trust")
    rows = np.repeat(trusts, 3)
    name = [f"{short.lower()}-felles{turn % 3 + 1}" for turn, short in
            enumerate(organisation["short"][rows].tolist())]  # fmt: skip
    return _part(
        rng, len(rows), on,
        kind=column_of(["shared"] * len(rows)),
        name=column_of(name),
        domain=column_of([landscape.DOMAIN[one] for one in organisation["platform"][rows]]),
        display_name=column_of([f"Felleskonto {one}" for one in name]),
        organisation_row=rows,
    )  # fmt: skip


def _groups(organisation: Frame, application: Frame, domain: Frame) -> Part:
    """Built-in groups, help desks, and users and administrators of every application."""
    rows: list[tuple[str, str, int, int, int]] = []
    for name in domain["name"].tolist():
        rows += [(built, name, rid, -1, -1) for built, rid in BUILT_IN]
    for number, (short, home) in enumerate(organisation.rows("short", "platform")):
        if short is not None:
            where = landscape.DOMAIN[home]
            rows += [
                (f"GG-{short}-{what}", where, 0, number, -1)
                for what in ("Ansatte", "Brukerstotte", "Klinikere", "Fjernarbeid")
            ]
    for number, (short, home, owner) in enumerate(
        application.rows("short", "platform", "organisation_row")
    ):
        where = landscape.DOMAIN[home or "A"]
        rows += [
            (f"AG-{short.upper()}-{what}", where, 0, owner, number) for what in ("Brukere", "Admin")
        ]
    return _part(
        None, len(rows), None,
        kind=column_of(["group"] * len(rows)),
        name=column_of([row[0] for row in rows]),
        domain=column_of([row[1] for row in rows]),
        display_name=column_of([row[0] for row in rows]),
        well_known_rid=np.array([row[2] for row in rows], dtype=np.int64),
        organisation_row=np.array([row[3] for row in rows], dtype=np.int64),
        application_row=np.array([row[4] for row in rows], dtype=np.int64),
        privileged=np.array([row[2] in (512, 519) for row in rows]),
    )  # fmt: skip
