"""Faults of applications, data and agreements."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grunnmur.example import thing_faults
from grunnmur.example.verdicts import Judged, View, judge, seen
from grunnmur.example.world import World, operating_systems
from grunnmur.example.world.frame import Column, either, missing, no, yes

_WEIGHTY = ("A", "B")


def not_compatible(world: World, view: View) -> Iterator[Judged]:
    """It needs an operating system that is no longer supported."""
    needs = seen(world.application["requires_key"], view("application", "requires"))
    ends = operating_systems.last_supported(needs)
    over = ends < np.datetime64(world.on, "D")
    yield Judged("application", judge(_living(world), fails=over, unknown=np.isnat(ends)))


def owner_missing(world: World, view: View) -> Iterator[Judged]:
    """Nobody is named as owner of the application; no trust owns up to the server."""
    nobody = missing(world.application["owner"])
    applies = _living(world) & view("application", "owner")
    yield Judged("application", judge(applies, fails=nobody, unknown=~applies))
    yield from thing_faults.asset_owner_missing(world, view)


def controller_missing(world: World, view: View) -> Iterator[Judged]:
    """Patients' data, and nobody is controller."""
    store = world.data_store
    content = seen(store["data_class"], view("data_store", "data_class"))
    none = (store["controller_row"] < 0) & view("data_store", "controller")
    held = np.isin(content.astype(str), ("patient", "None"))
    yield Judged(
        "data_store",
        judge(held, fails=none & (content == "patient"), unknown=none & missing(content)),
    )
    application = world.application
    health = seen(application["health_data"], view("application", "health_data"))
    none = (application["controller_row"] < 0) & view("application", "controller")
    applies = _living(world) & ~no(health)
    yield Judged(
        "application",
        judge(
            applies,
            fails=none & yes(health),
            unknown=none & missing(health),
        ),
    )


def residency(world: World, view: View) -> Iterator[Judged]:
    """A copy of patients' data lies abroad, or nobody knows where."""
    store = world.data_store
    content = seen(store["data_class"], view("data_store", "data_class"))
    place = seen(store["location_row"], view("data_store", "location"))
    country = either(place >= 0, world.location["country"][place], None)
    applies = np.isin(content.astype(str), ("patient", "None"))
    nowhere = missing(country)
    abroad = ~nowhere & (country != "NO")
    yield Judged("data_store", judge(applies, fails=abroad & (content == "patient"),
                                     unknown=nowhere | abroad))  # fmt: skip


def processor_agreement(world: World, view: View) -> Iterator[Judged]:
    """A supplier handles patients' data without an agreement."""
    contract = world.contract
    answer = seen(contract["processor_agreement"], view("contract", "processor_agreement"))
    health = _health_of(world, view)
    operated = contract["kind"] == "operations"
    about = contract["application_row"] >= 0
    applies = operated | (about & ~no(health))
    sure = operated | yes(health)
    yield Judged(
        "contract",
        judge(
            applies,
            fails=no(answer) & sure,
            unknown=~yes(answer),
        ),
    )


def device_change_consent(world: World, view: View) -> Iterator[Judged]:
    """The supplier may change medical equipment without asking."""
    contract = world.contract
    answer = seen(contract["change_consent"], view("contract", "change_consent"))
    yield Judged(
        "contract",
        judge(
            contract["kind"] == "medical",
            fails=no(answer),
            unknown=missing(answer),
        ),
    )


def ros_before_decision(world: World, view: View) -> Iterator[Judged]:
    """Decided before the risks were known, or never looked at."""
    weighty = np.isin(world.application["criticality"].astype(str), _WEIGHTY)
    weighty &= view("application", "criticality")
    yield from _assessed(world, view, "ros", applies=weighty, unsure=np.zeros_like(weighty))


def dpia_before_decision(world: World, view: View) -> Iterator[Judged]:
    """Decided before the consequences for privacy were known, or never looked at."""
    health = seen(world.application["health_data"], view("application", "health_data"))
    yield from _assessed(
        world,
        view,
        "dpia",
        applies=~no(health),
        unsure=missing(health),
    )


def _assessed(world: World, view: View, kind: str, *, applies: Column,
              unsure: Column) -> Iterator[Judged]:  # fmt: skip
    assessment = world.assessment
    mine = assessment["kind"] == kind
    done, decided = assessment["done_on"], assessment["decided_on"]
    nobody = missing(assessment["approved_by"])
    yield Judged("assessment", judge(mine, fails=nobody | (done > decided),
                                     unknown=np.isnat(done) | np.isnat(decided)))  # fmt: skip
    has = np.zeros(len(world.application), dtype=bool)
    has[assessment["subject_row"][mine & view("assessment", "record")]] = True
    subject = _living(world) & (world.application["scope"] == "in") & applies
    yield Judged("application", judge(subject, fails=~has & ~unsure, unknown=~has))


def _health_of(world: World, view: View) -> Column:
    """Whether the contract's application handles health data; None where it has none."""
    row = world.contract["application_row"]
    health = seen(world.application["health_data"], view("application", "health_data"))
    return either(row >= 0, health[row], None)


def _living(world: World) -> Column:
    return ~_is_retired(world)


def _is_retired(world: World) -> Column:
    return np.asarray(world.application["status"] == "retired")


RULES = {
    "not-compatible": not_compatible,
    "owner-missing": owner_missing,
    "controller-missing": controller_missing,
    "residency": residency,
    "processor-agreement": processor_agreement,
    "device-change-consent": device_change_consent,
    "ros-before-decision": ros_before_decision,
    "dpia-before-decision": dpia_before_decision,
}
