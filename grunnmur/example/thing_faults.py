"""Faults of things, networks and accounts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grunnmur.example.verdicts import Judged, View, judge, of_kind, seen
from grunnmur.example.world import World, operating_systems
from grunnmur.example.world.frame import DAYS, Column, missing

_JUDGED = ("server", "vm", "client", "hypervisor", "network", "storage", "gateway", "medical")
_PATCHED = ("server", "vm", "client", "hypervisor")
_OWNED = ("server", "vm", "medical")
_MOST_SYSTEMS = 5


def not_updatable(world: World, view: View) -> Iterator[Judged]:
    """Support is over, or nobody may patch the device."""
    support = _support(world, view)
    barred = _policy(world, view) == "none"
    yield Judged("asset", judge(_applies(world, view), fails=(support < 0) | barred,
                                unknown=support == 0))  # fmt: skip


def not_secure(world: World, view: View) -> Iterator[Judged]:
    """Unsupported or long unpatched, and not isolated."""
    support = _support(world, view)
    patched = seen(world.asset["patched_on"], view("asset", "patched_on"))
    late = patched < _days_before(world, 180)
    recent = patched >= _days_before(world, 180)
    isolated = _isolated(world, view)
    fails = (support < 0) & ~isolated
    fails |= (support > 0) & late
    fails |= (support == 0) & late & ~isolated
    passes = ((support < 0) & isolated) | ((support > 0) & recent)
    yield Judged("asset", judge(_applies(world, view), fails=fails, unknown=~fails & ~passes))


def patch_age(world: World, view: View) -> Iterator[Judged]:
    """Supported, but not patched for 90 days."""
    support = _support(world, view)
    patched = seen(world.asset["patched_on"], view("asset", "patched_on"))
    late = patched < _days_before(world, 90)
    applies = of_kind(world, view, _PATCHED) & ~_retired(world) & (support >= 0)
    yield Judged("asset", judge(applies, fails=late & (support > 0),
                                unknown=np.isnat(patched) | (late & (support == 0))))  # fmt: skip


def unpatchable_not_isolated(world: World, view: View) -> Iterator[Judged]:
    """A networked medical device that cannot be patched and is not shut off."""
    support, policy = _support(world, view), _policy(world, view)
    applies = of_kind(world, view, ("medical",)) & ~_retired(world) & world.asset["networked"]
    risky = (policy == "none") | (support < 0)
    safe = np.isin(policy.astype(str), ("approved_list", "vendor")) | (support > 0)
    isolated = _isolated(world, view)
    yield Judged("asset", judge(applies, fails=risky & ~isolated,
                                unknown=~risky & ~safe & ~isolated))  # fmt: skip


def isolation_expired(world: World, view: View) -> Iterator[Judged]:
    """The approval of the isolation has run out."""
    until = seen(world.asset["isolated_until"], view("asset", "isolated_until"))
    applies = ~np.isnat(until) & ~_retired(world)
    yield Judged("asset", judge(applies, fails=until < _days_before(world, 0), unknown=~applies))


def decommissioned_answering(world: World, view: View) -> Iterator[Judged]:
    """Retired on paper, alive on the network."""
    late = seen(world.asset["last_seen_at"], view("asset", "last_seen"))
    offline = of_kind(world, view, ("medical",)) & ~world.asset["networked"]
    applies = _retired(world) & view("asset", "status") & ~offline
    yield Judged("asset", judge(applies, fails=late.astype(DAYS) > _days_before(world, 30),
                                unknown=np.isnat(late)))  # fmt: skip


def os_variety(world: World, view: View) -> Iterator[Judged]:
    """A network with medical devices holds too many kinds of operating systems."""
    address = world.address
    late = np.isnat(address["to_at"]) | (address["to_at"] >= _days_before(world, 30))
    rows = address["asset_row"]
    here = late & ~_retired(world)[rows] & view("asset", "network")[rows]
    pairs = np.unique(np.column_stack([address["network_row"][here], rows[here]]), axis=0)
    network, asset = pairs[:, 0], pairs[:, 1]
    count = len(world.network)
    product = seen(world.asset["os_product"], view("asset", "os"))[asset]
    known = ~missing(product)
    code = np.unique(product.astype(str), return_inverse=True)[1]
    systems = np.unique(np.column_stack([network[known], code[known]]), axis=0)[:, 0]
    various = np.bincount(systems, minlength=count) > _MOST_SYSTEMS
    silent = np.bincount(network[~known], minlength=count)
    all_of_it = np.bincount(network, minlength=count)
    medical = of_kind(world, view, ("medical",))[asset]
    applies = np.bincount(network[medical], minlength=count) > 0
    yield Judged("network", judge(applies, fails=various, unknown=2 * silent > all_of_it))


def asset_owner_missing(world: World, view: View) -> Iterator[Judged]:
    """No trust owns up to the thing, or no register has it and so names nobody."""
    asset = world.asset
    nobody = (asset["organisation_row"] < 0) & view("asset", "organisation")
    nobody |= ~asset["in_registers"]
    applies = of_kind(world, view, _OWNED) & ~_retired(world) & view("asset", "record")
    yield Judged("asset", judge(applies, fails=nobody, unknown=~applies))


def privilege_unused(world: World, view: View) -> Iterator[Judged]:
    """An account that administers something and has not been used for half a year."""
    account = world.account
    holds = np.zeros(len(account), dtype=bool)
    holds[world.privilege["account_row"]] = True
    applies = holds & (account["kind"] != "group") & account["enabled"]
    applies &= view("account", "privilege")
    last = seen(account["last_logon_at"], view("account", "record"))
    yield Judged("account", judge(applies, fails=last < _days_before(world, 180),
                                  unknown=np.isnat(last)))  # fmt: skip


def leaver_enabled(world: World, view: View) -> Iterator[Judged]:
    """The person has left, the account is open."""
    account = world.account
    applies = (account["kind"] == "personal") & view("account", "record")
    person = seen(account["person_row"], view("account", "person"))
    ended = np.where(person >= 0, world.person["ended_on"][person], np.datetime64("NaT"))
    open_ = account["enabled"]
    yield Judged("account", judge(applies, fails=open_ & (ended < _days_before(world, 0)),
                                  unknown=open_ & (person < 0)))  # fmt: skip


def _support(world: World, view: View) -> Column:
    """1 supported, −1 not, 0 not known."""
    ends = operating_systems.last_supported(seen(world.asset["os_key"], view("asset", "os")))
    today = _days_before(world, 0)
    return np.where(np.isnat(ends), 0, np.where(ends >= today, 1, -1))


def _policy(world: World, view: View) -> Column:
    """The patch policy of each asset; None where it is no medical device."""
    policy = np.full(len(world.asset), None, dtype=object)
    policy[world.device["asset_row"]] = world.device["patch_policy"]
    return seen(policy, view("asset", "patch_policy"))


def _isolated(world: World, view: View) -> Column:
    until = seen(world.asset["isolated_until"], view("asset", "isolated_until"))
    return np.asarray(until >= _days_before(world, 0))


def _applies(world: World, view: View) -> Column:
    kind = world.asset["kind"]
    nothing = (kind == "medical") & ~world.asset["networked"]
    return np.asarray(
        of_kind(world, view, _JUDGED) & ~_retired(world) & ~nothing & view("asset", "record")
    )


def _retired(world: World) -> Column:
    return np.asarray(world.asset["status"] == "retired")


def _days_before(world: World, days: int) -> np.datetime64:
    return np.datetime64(world.on, "D") - days


RULES = {
    "not-updatable": not_updatable,
    "not-secure": not_secure,
    "patch-age": patch_age,
    "unpatchable-not-isolated": unpatchable_not_isolated,
    "isolation-expired": isolation_expired,
    "decommissioned-answering": decommissioned_answering,
    "os-variety": os_variety,
    "privilege-unused": privilege_unused,
    "leaver-enabled": leaver_enabled,
}
