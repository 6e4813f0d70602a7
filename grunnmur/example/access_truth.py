"""Who can truly reach which patient data in the made world, and which rules that breaks.

Worked out thing by thing: what a thing gives whoever is in charge of it, then who is in charge of
it. Shares no code with the verb it is there to test.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from grunnmur.example.world import World

_EEA = frozenset(
    "NO SE DK FI IS LI AT BE BG HR CY CZ EE FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES".split()  # noqa: SIM905 read as a line
)
_INFRASTRUCTURE = ("storage", "hypervisor", "cluster", "controller")
_ALL_POWERFUL = (500, 512, 519)  # the built-in administrator, domain and enterprise administrators
_UNSURE = {"missing": 4, "expired": 3, "not_known": 2, "undated": 1, "valid": 0}
RULES = ("operator-reaches-data", "residency-by-reach", "approval-missing", "trust-crossing")
"""What a pair of account and store may break."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A store that something gives, whether by infrastructure, and the worst approval on the way."""

    store: int
    operator: bool
    approval: str


def pairs(world: World) -> pa.Table:
    """One row an identity and store: who reaches what by right, or was seen there without any.

    `could` is null where only a logon tells. `fails` and `unknown` name the rules the pair breaks.
    """
    rows = sorted(_rows(world), key=lambda row: (str(row[0]), str(row[1])))
    flags = ("could", "did", "as_operator")
    names = ("account_id", "data_store_id", *flags, "approval", "country", "fails", "unknown")
    return pa.table(
        {
            name: pa.array(
                [row[place] for row in rows], pa.bool_() if name in flags else pa.string()
            )
            for place, name in enumerate(names)
        }
    )


def findings(access: pa.Table) -> pa.Table:
    """What the rules about reach should find: rule, account, verdict. None is held to be knowable."""
    verdicts: dict[tuple[str, str], str] = {}
    for row in access.to_pylist():
        for verdict in ("unknown", "fail"):
            broken = str(row["fails" if verdict == "fail" else "unknown"]).split()
            for rule in broken:
                key = rule, str(row["account_id"])
                verdicts[key] = "fail" if "fail" in (verdict, verdicts.get(key)) else verdict
    ordered = sorted(verdicts)
    return pa.table({
        "rule_id": pa.array([rule for rule, _ in ordered], pa.string()),
        "subject_kind": pa.array(["account"] * len(ordered), pa.string()),
        "entity_id": pa.array([account for _, account in ordered], pa.string()),
        "verdict": pa.array([verdicts[key] for key in ordered], pa.string()),
        "knowable": pa.array([False] * len(ordered), pa.bool_()),
    })  # fmt: skip


def _rows(world: World) -> Iterator[tuple[object, ...]]:
    seen_on, under = _seen(world), _under(world)
    outside = _logged_on_from_outside(world)
    reached = _reached(world)
    for (who, what), ways in reached.items():
        operator = any(way.operator for way in ways)
        approval = max((way.approval for way in ways), key=_UNSURE.__getitem__)
        did = bool(seen_on[who] & under[int(world.data_store["asset_row"][what])])
        yield _row(world, who, what, outside, (True, did, operator, approval))
    for what, thing in enumerate(world.data_store["asset_row"].tolist()):
        if thing >= 0 and world.data_store["data_class"][what] in ("patient", None):
            for who in sorted(who for who, things in seen_on.items() if thing in things):
                if (who, what) not in reached:
                    yield _row(world, who, what, outside, (None, True, False, "missing"))


def _row(
    world: World,
    who: int,
    what: int,
    outside: Mapping[int, set[str]],
    said: tuple[bool | None, bool, bool, str],
) -> tuple[object, ...]:
    _, _, operator, approval = said
    person = int(world.account["person_row"][who])
    country = world.person["country"][person] if person >= 0 else None
    fails, unknown = _judged(world, who, what, (operator, approval), outside)
    ids = str(world.account["account_id"][who]), str(world.data_store["data_store_id"][what])
    return (*ids, *said, country, " ".join(fails), " ".join(unknown))


def _reached(world: World) -> Mapping[tuple[int, int], set[_Way]]:
    """Every open account that is no group, every store it reaches, and all ways there."""
    account, privilege = world.account, world.privilege
    holders = _members(world)
    given = _Given(world)
    found: dict[tuple[int, int], set[_Way]] = defaultdict(set)
    for number in range(len(privilege)):
        holder = int(privilege["account_row"][number])
        approval = _approval(world, number)
        for way in given.by(int(privilege["asset_row"][number])):
            for who in holders[holder]:
                found[who, way.store].add(_Way(way.store, way.operator, approval))
    sids = {
        str(sid): str(name)
        for name, sid in zip(world.domain["name"], world.domain["sid"], strict=True)
    }
    for group in np.flatnonzero(np.isin(account["well_known_rid"], _ALL_POWERFUL)).tolist():
        domain = sids[str(account["sid"][group]).rpartition("-")[0]]
        for way in given.by_domain(domain):
            for who in holders[group]:
                found[who, way.store].add(_Way(way.store, operator=True, approval="not_known"))
    return found


class _Given:
    """What being in charge of a thing gives: the stores on it and on all that stands on it."""

    def __init__(self, world: World) -> None:
        self._world = world
        asset, store = world.asset, world.data_store
        self._on: dict[int, list[int]] = defaultdict(list)
        for row, (thing, content) in enumerate(
            zip(store["asset_row"].tolist(), store["data_class"].tolist(), strict=True)
        ):
            if thing >= 0 and content in ("patient", None):
                self._on[thing].append(row)
        self._below: dict[int, set[int]] = defaultdict(set)
        for name in ("host_row", "cluster_row"):
            for row in np.flatnonzero(asset[name] >= 0).tolist():
                if name == "host_row" or asset["kind"][row] == "hypervisor":
                    self._below[int(asset[name][row])].add(row)
        for row in np.flatnonzero(asset["manages_row"] >= 0).tolist():
            self._below[row].add(int(asset["manages_row"][row]))
        self._joined: dict[str, list[int]] = defaultdict(list)
        for row in np.flatnonzero(asset["joined"]).tolist():
            self._joined[str(asset["domain"][row])].append(row)
        self._known: dict[int, frozenset[_Way]] = {}

    def by(self, thing: int) -> frozenset[_Way]:
        """The stores that being in charge of the thing gives."""
        if thing not in self._known:
            self._known[thing] = frozenset(self._stores({thing}, set()))
        return self._known[thing]

    def by_domain(self, domain: str) -> frozenset[_Way]:
        """The stores that being in charge of a whole domain gives."""
        return frozenset(self._stores(set(self._joined[domain]), {domain}))

    def _stores(self, begin: set[int], domains: set[str]) -> Iterator[_Way]:
        asset = self._world.asset
        met: dict[int, bool] = dict.fromkeys(begin, bool(domains))
        waiting = list(begin)
        while waiting:
            thing = waiting.pop()
            below = set(self._below[thing])
            domain = str(asset["domain"][thing])
            if (
                asset["role"][thing] == "directory"
                and asset["joined"][thing]
                and domain not in domains
            ):
                domains = domains | {domain}
                below |= set(self._joined[domain])
            for one in below:
                if not met.get(one, False):
                    met[one] = True
                    waiting.append(one)
        for thing, through in met.items():
            kind, role = asset["kind"][thing], asset["role"][thing]
            for row in self._on[thing]:
                own = kind in _INFRASTRUCTURE or role == "backup"
                own = own or self._world.data_store["kind"][row] == "backup"
                yield _Way(row, operator=through or own, approval="valid")


def _members(world: World) -> Mapping[int, set[int]]:
    """Open accounts that are no groups, by what they are or are in."""
    account = world.account
    able = (account["kind"] != "group") & account["enabled"]
    found: dict[int, set[int]] = defaultdict(set)
    for row in np.flatnonzero(able).tolist():
        found[row].add(row)
    for member, group in world.membership.rows("account_row", "group_row"):
        if able[member]:
            found[group].add(member)
    return found


def _approval(world: World, number: int) -> str:
    privilege = world.privilege
    if privilege["approved_by"][number] is None:
        group = world.account["kind"][privilege["account_row"][number]] == "group"
        return "not_known" if group else "missing"
    until = privilege["valid_to"][number]
    if np.isnat(until):
        return "undated"
    return "expired" if until < np.datetime64(world.on, "D") else "valid"


def _judged(
    world: World, who: int, what: int, way: tuple[bool, str], outside: Mapping[int, set[str]]
) -> tuple[list[str], list[str]]:
    """The rules the pair breaks for sure, and those it may."""
    patient = world.data_store["data_class"][what] == "patient"
    person = int(world.account["person_row"][who])
    operator, approval = way
    broken: list[str] = []
    unclear: list[str] = []
    if operator:
        (broken if patient else unclear).append("operator-reaches-data")
    country = world.person["country"][person] if person >= 0 else None
    if outside[who] or (country is not None and country not in _EEA):
        (broken if patient else unclear).append("residency-by-reach")
    elif country is None:
        unclear.append("residency-by-reach")
    service = world.account["kind"][who] == "service" and person < 0
    if not service:
        _employed(world, person, what, approval, broken if patient else unclear, unclear)
    return broken, unclear


def _employed(
    world: World, person: int, what: int, approval: str, sure: list[str], unclear: list[str]
) -> None:
    """Rules that ask who employs the person."""
    employer = int(world.person["organisation_row"][person]) if person >= 0 else -1
    kind = world.organisation["kind"][employer] if employer >= 0 else None
    if approval != "valid" and kind in ("supplier", "partner", None):
        certain = kind is not None and approval in ("missing", "expired")
        (sure if certain else unclear).append("approval-missing")
    controller = _controller(world, what)
    holder = world.organisation["kind"][controller] if controller >= 0 else None
    if (
        kind in ("trust", None)
        and holder in ("trust", None)
        and (employer != controller or employer < 0)
    ):
        (sure if kind and holder else unclear).append("trust-crossing")


def _controller(world: World, what: int) -> int:
    own = int(world.data_store["controller_row"][what])
    application = int(world.data_store["application_row"][what])
    if own >= 0 or application < 0:
        return own
    return int(world.application["controller_row"][application])


def _seen(world: World) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for who, where in world.logon.rows("account_row", "asset_row"):
        found[who].add(where)
    return found


def _under(world: World) -> Mapping[int, set[int]]:
    """Each thing with what it stands on and what manages that."""
    asset = world.asset
    above: dict[int, set[int]] = defaultdict(set)
    for row in range(len(asset)):
        for name in ("host_row", "cluster_row"):
            other = int(asset[name][row])
            if other >= 0 and (name == "host_row" or asset["kind"][row] == "hypervisor"):
                above[row].add(other)
        if asset["manages_row"][row] >= 0:
            above[int(asset["manages_row"][row])].add(row)
    whole: dict[int, set[int]] = defaultdict(set)
    for thing in set(world.data_store["asset_row"].tolist()) - {-1}:
        waiting = [thing]
        while waiting:
            now = waiting.pop()
            if now not in whole[thing]:
                whole[thing].add(now)
                waiting += above[now]
    return whole


def _logged_on_from_outside(world: World) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for who, country in world.logon.rows("account_row", "country"):
        if country is not None and country not in _EEA:
            found[who].add(str(country))
    return found
