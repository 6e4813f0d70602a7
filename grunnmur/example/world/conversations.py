"""Who talks to whom on the wire, how often and when: for dependencies, and for all else there is.

A conversation has a *rhythm*. Three of them go on all the time at `per_day` connections a day; the
others are jobs that run on days of their own, at `hour`, with about `per_day` connections a run.
"""

from __future__ import annotations

import numpy as np

from grunnmur.example.world.dependencies import PROTOCOLS
from grunnmur.example.world.drawing import Stream, count_of, flags
from grunnmur.example.world.frame import Column, Frame, column_of, missing

OFFICE, ALWAYS, NIGHTLY, WEEKLY, MONTHLY, YEARLY, FAILOVER = range(7)
JOBS = (NIGHTLY, WEEKLY, MONTHLY, YEARLY, FAILOVER)
NO_ROW = -1
LAST = 0
"""`phase` of a monthly job that runs on the month's last day; else `phase` is the day of the month.
Of a weekly job it is the weekday, of a yearly one the day of the year."""
_AT_THE_TURN = 0.6
"""Share of monthly jobs that run where months meet: on the last day or the first two."""
_PERIOD = {"weekly": WEEKLY, "monthly": MONTHLY, "yearly": YEARLY, "failover": FAILOVER}
_NIGHTLY = 0.2
_PROBED = (22, 80, 135, 443, 445, 1433, 3389, 8080)
_REALMS = ("A", "B", "C")
Part = dict[str, Column]


def build(rng: Stream, dependency: Frame, application: Frame, component: Frame, asset: Part, *,
          size: float) -> Frame:  # fmt: skip
    """Pairs of things that talk. Between platforms only dependencies do."""
    parts = [
        _between(rng, dependency, component),
        _within(component),
        *_served(rng, asset),
        *_swept(rng, asset),
        *_devices(rng, application, component, asset),
        _clients(rng, application, component, asset, size),
        _refused(rng, asset),
    ]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    awake = asset["alive"][joined["source_row"]] & asset["alive"][joined["target_row"]]
    same = asset["realm"][joined["source_row"]] == asset["realm"][joined["target_row"]]
    kept = awake & (joined["source_row"] != joined["target_row"])
    kept &= same | (joined["dependency_row"] >= 0)
    return Frame(joined).take(kept)


def scanners(asset: Part | Frame) -> Column:
    """The management server of each platform that looks for vulnerabilities."""
    found = [_servers(asset, "management", realm)[:1] for realm in _REALMS]
    return np.concatenate(found)


def pairs(source: Column, target: Column, port: Column | int, service: str | None,
           per_day: Column | float, bytes_per: Column | float, *, rhythm: Column | int,
           phase: Column | int = 0, hour: Column | int = 0, dependency: Column | int = -1,
           answered: Column | bool = True, source_outside: Column | int = NO_ROW,
           target_outside: Column | int = NO_ROW) -> Part:  # fmt: skip
    """Conversations, one an entry; an end that is no thing of ours is a row of `outside`."""
    count = len(source)
    return {
        "source_row": source,
        "target_row": target,
        "transport": column_of(["udp" if service == "dns" else "tcp"] * count),
        "port": np.full(count, port, dtype=np.int64),
        "service": column_of([service] * count),
        "per_day": np.full(count, per_day, dtype=float),
        "bytes_per": np.full(count, bytes_per, dtype=float),
        "rhythm": np.full(count, rhythm, dtype=np.int64),
        "phase": np.full(count, phase, dtype=np.int64),
        "hour": np.full(count, hour, dtype=np.int64),
        "dependency_row": np.full(count, dependency, dtype=np.int64),
        "answered": np.full(count, answered, dtype=bool),
        "source_outside": np.full(count, source_outside, dtype=np.int64),
        "target_outside": np.full(count, target_outside, dtype=np.int64),
    }


def _between(rng: Stream, dependency: Frame, component: Frame) -> Part:
    """One pair of servers a dependency; the provider answers on a fitting server."""
    consumer, provider = dependency["consumer_row"], dependency["provider_row"]
    first, last, order = _spans(component, int(max(consumer.max(), provider.max())) + 1)
    rows = np.flatnonzero((last[consumer] > first[consumer]) & (last[provider] > first[provider]))
    one, other = (
        component["asset_row"][order[first[side[rows]] + rng.integers(0, 1 << 30, len(rows))
                                     % (last[side[rows]] - first[side[rows]])]]
        for side in (consumer, provider)
    )  # fmt: skip
    protocol = dependency["protocol"][rows].tolist()
    rhythm = _rhythms(rng, dependency["period"][rows])
    going = np.isin(rhythm, (OFFICE, ALWAYS))
    part = pairs(
        one, other, dependency["port"][rows], None,
        np.where(going, 60.0 * rng.lognormal(0.0, 1.0, len(rows)), rng.integers(2, 20, len(rows))),
        np.array([PROTOCOLS[name][3] for name in protocol]),
        rhythm=rhythm, phase=_phases(rng, rhythm), hour=_hours(rng, len(rows)), dependency=rows,
    )  # fmt: skip
    return {**part, "service": column_of([PROTOCOLS[name][2] for name in protocol])}


def _rhythms(rng: Stream, period: Column) -> Column:
    chance = rng.random(len(period))
    daily = np.where(chance < _NIGHTLY, NIGHTLY, np.where(chance < 0.6, OFFICE, ALWAYS))
    jobs = np.array([_PERIOD.get(one, -1) for one in period.tolist()])
    rhythm: Column = np.where(jobs < 0, daily, jobs)
    return rhythm


def _phases(rng: Stream, rhythm: Column) -> Column:
    """On which weekday, day of the month or day of the year a job runs."""
    count = len(rhythm)
    turn = np.where(flags(rng, _AT_THE_TURN, count), rng.choice([LAST, 1, 2], count),
                    rng.integers(3, 28, count))  # fmt: skip
    by_rhythm = {
        WEEKLY: rng.integers(0, 7, count),
        MONTHLY: turn,
        YEARLY: rng.integers(1, 366, count),
    }
    phase = np.zeros(count, dtype=np.int64)
    for one, values in by_rhythm.items():
        phase = np.where(rhythm == one, values, phase)
    return phase


def _hours(rng: Stream, count: int) -> Column:
    """Jobs run at night, most between eight in the evening and six in the morning."""
    return (20 + rng.integers(0, 10, count)) % 24


def _spans(component: Frame, applications: int) -> tuple[Column, Column, Column]:
    order = np.argsort(component["application_row"], kind="stable")
    ordered = component["application_row"][order]
    every = np.arange(applications)
    return np.searchsorted(ordered, every), np.searchsorted(ordered, every, "right"), order


def _within(component: Frame) -> Part:
    """Application servers call the databases of their own application."""
    bases = component.take(component["role"] == "database")
    callers = component.take(np.isin(component["role"].astype(str), ("app", "integration")))
    by_application = dict(zip(bases["application_row"].tolist(), bases["asset_row"].tolist(),
                              strict=True))  # fmt: skip
    calls = [(row, by_application[one]) for one, row in callers.rows("application_row", "asset_row")
             if one in by_application]  # fmt: skip
    both = np.array(calls, dtype=np.int64).reshape(-1, 2)
    return pairs(both[:, 0], both[:, 1], 1433, None, 400.0, 30_000.0, rhythm=ALWAYS)


# who serves, who calls, share of them, port, service, connections a day, bytes, rhythm
_SERVICES = (
    ("directory", "server", 1.0, 389, None, 20.0, 6_000.0, ALWAYS),
    ("directory", "server", 1.0, 53, "dns", 60.0, 300.0, ALWAYS),
    ("directory", "client", 1.0, 88, "krb_tcp", 1.0, 6_000.0, OFFICE),
    ("directory", "client", 1.0, 53, "dns", 4.0, 300.0, OFFICE),
    ("backup", "server", 0.9, 10000, None, 2.0, 400_000_000.0, NIGHTLY),
    ("print", "client", 0.8, 445, "smb", 0.3, 300_000.0, OFFICE),
    ("file", "client", 0.9, 445, "smb", 1.5, 900_000.0, OFFICE),
    ("rds", "client", 0.3, 3389, "rdp", 0.5, 2_000_000.0, OFFICE),
    ("management", "client", 1.0, 8530, "http", 0.4, 2_000_000.0, OFFICE),
    ("management", "server", 1.0, 8530, "http", 0.4, 2_000_000.0, ALWAYS),
    ("certificate", "server", 0.8, 80, "http", 0.5, 4_000.0, ALWAYS),
    ("jump", "client", 0.02, 3389, "rdp", 1.0, 2_000_000.0, OFFICE),
)  # fmt: skip


def _served(rng: Stream, asset: Part) -> list[Part]:
    """Everything asks the directory; servers send to backup, are watched, and are stepped into."""
    parts = []
    for realm in _REALMS:
        callers = {
            "server": np.flatnonzero(_is_server(asset) & (asset["realm"] == realm)),
            "client": np.flatnonzero(
                asset["joined"] & (asset["kind"] == "client") & (asset["realm"] == realm)
            ),
        }
        for role, who, share, port, service, per_day, size, rhythm in _SERVICES:
            able = np.setdiff1d(_servers(asset, role, realm), scanners(asset))
            mine = callers[who]
            mine = mine[flags(rng, share, len(mine))]
            if len(able):
                parts.append(pairs(mine, rng.choice(able, len(mine)), port, service, per_day, size,
                                    rhythm=rhythm, hour=_hours(rng, len(mine))))  # fmt: skip
        for role, share, port, service, per_day, rhythm in (
            ("monitoring", 1.0, 5985, "http", 24.0, ALWAYS), ("jump", 0.5, 3389, "rdp", 0.1, OFFICE),
        ):  # fmt: skip
            able, mine = _servers(asset, role, realm), callers["server"]
            mine = mine[flags(rng, share, len(mine))]
            if len(able):
                parts.append(pairs(rng.choice(able, len(mine)), mine, port, service, per_day, 6_000.0,
                                    rhythm=rhythm))  # fmt: skip
    return parts


def _swept(rng: Stream, asset: Part) -> list[Part]:
    """A scanner knocks on a few ports of every server once a week, and of many other things."""
    parts = []
    for row in scanners(asset).tolist():
        here = (asset["realm"] == asset["realm"][row]) & asset["networked"] & asset["alive"]
        others = np.isin(asset["kind"].astype(str), ("client", "printer", "network"))
        able = np.flatnonzero(here & (_is_server(asset) | (others & flags(rng, 0.2, len(others)))))
        targets = np.repeat(able, len(_PROBED))
        parts.append(pairs(
            np.full(len(targets), row), targets, np.tile(_PROBED, len(able)), None, 1.0, 400.0,
            rhythm=WEEKLY, phase=np.repeat(rng.integers(0, 7, len(able)), len(_PROBED)),
            hour=np.repeat(rng.integers(0, 5, len(able)), len(_PROBED)),
            answered=flags(rng, 0.3, len(targets)),
        ))  # fmt: skip
    return parts


def _devices(rng: Stream, application: Frame, component: Frame, asset: Part) -> list[Part]:
    """Networked medical devices send to a gateway of their realm, gateways to the engine."""
    nobody = np.empty(0, np.int64)
    parts = [pairs(nobody, nobody, 2575, None, 0.0, 0.0, rhythm=ALWAYS)]
    talking = (asset["kind"] == "medical") & asset["networked"]
    engines = component["asset_row"][
        application["shared"][component["application_row"]] == "integration_engine"
    ]
    for realm in _REALMS:
        able = np.flatnonzero(
            (asset["kind"] == "gateway") & (asset["realm"] == realm) & asset["alive"]
        )
        mine = np.flatnonzero(talking & (asset["realm"] == realm))
        engine = engines[asset["realm"][engines] == realm]
        if len(able) and len(mine):
            imaging = np.isin(asset["form"][mine].astype(str),
                              ("imaging", "ultrasound", "workstation", "endoscopy"))  # fmt: skip
            port = np.where(imaging, 104, 2575)
            parts.append(pairs(mine, rng.choice(able, len(mine)), port, None, 6.0, 40_000.0,
                                rhythm=ALWAYS))  # fmt: skip
        if len(able) and len(engine):
            parts.append(pairs(able, rng.choice(engine, len(able)), 2575, None, 300.0, 4_000.0,
                                rhythm=ALWAYS))  # fmt: skip
    return parts


def _clients(rng: Stream, application: Frame, component: Frame, asset: Part,
             size: float) -> Part:  # fmt: skip
    """Clients open web and application servers; what machines share is not for people."""
    clients = np.flatnonzero((asset["kind"] == "client") & asset["alive"])
    open_to_people = missing(application["shared"])
    served = np.isin(component["role"].astype(str), ("web", "app"))
    served &= open_to_people[component["application_row"]]
    servers = component["asset_row"][served]
    count = count_of(60_000, size, least=100)
    return pairs(rng.choice(clients, count), rng.choice(servers, count), 443, "ssl", 2.0, 80_000.0,
                  rhythm=OFFICE)  # fmt: skip


def _refused(rng: Stream, asset: Part) -> Part:
    """Old settings: servers that knock where nobody answers any more."""
    servers = np.flatnonzero(_is_server(asset))
    count = len(servers) // 20
    return pairs(rng.choice(servers, count), rng.choice(servers, count),
                  rng.choice([1433, 445, 8443, 2575], count), None, 4.0, 0.0, rhythm=ALWAYS,
                  answered=False)  # fmt: skip


def _is_server(asset: Part | Frame) -> Column:
    return np.isin(asset["kind"].astype(str), ("server", "vm"))


def _servers(asset: Part | Frame, role: str, realm: str) -> Column:
    """The living servers of a role on a platform that are no application's, in order."""
    here = (asset["role"] == role) & (asset["realm"] == realm) & (asset["application_row"] < 0)
    return np.flatnonzero(here & asset["alive"] & _is_server(asset))
