"""Faults of equipment that makers themselves speak of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grunnmur.example import notices
from grunnmur.example.notices import Notice
from grunnmur.example.verdicts import FAIL, PASS, UNKNOWN, Judged, View, judge, of_kind
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column

_KINDS = ("medical", "home_device", "gateway")
_QUESTIONS = frozenset(("AUDT-1", "PAUT-1", "MLDP-2", "CSUP-11", "SAHD-1", "STCF-1", "TXCF-2", "SBOM-1"))  # fmt: skip


def safety_notice(world: World, view: View) -> Iterator[Judged]:
    """A notice concerns the model, and the software version or the serial number."""
    concerned = np.zeros(len(world.asset), dtype=bool)
    open_ = np.zeros(len(world.asset), dtype=bool)
    named = view("asset", "model")
    for notice in notices.notices():
        here = notices.of_model(world, notice) & named
        hit, unclear = _concerned(world, view, notice)
        concerned |= here & hit
        open_ |= here & unclear
    applies = of_kind(world, view, _KINDS) & (world.asset["status"] != "retired")
    yield Judged(
        "asset", judge(applies & view("asset", "record"), fails=concerned, unknown=open_ | ~named)
    )


def stated_weakness(world: World, view: View) -> Iterator[Judged]:
    """The maker's form says no to something demanded."""
    asset = world.asset
    verdict = np.full(len(asset), UNKNOWN)
    for form in notices.forms():
        told = {q for answer in ("yes", "no", "not_applicable") for q in form.get(answer, ())}
        says_no = bool(_QUESTIONS & set(form.get("no", ())))
        here = notices.of_model(world, form) & view("asset", "model")
        verdict[here] = FAIL if says_no else PASS if told >= _QUESTIONS else UNKNOWN
    applies = (
        of_kind(world, view, ("medical",)) & (asset["status"] != "retired") & asset["networked"]
    )
    yield Judged(
        "asset",
        judge(applies & view("asset", "record"), fails=verdict == FAIL, unknown=verdict == UNKNOWN),
    )


def _concerned(world: World, view: View, notice: Notice) -> tuple[Column, Column]:
    """Which assets the notice's versions or serial numbers are about, and of which that is open."""
    nothing = np.zeros(len(world.asset), dtype=bool)
    if "units" in notice:
        named = nothing.copy()
        named[notices.units(world, notice)] = True
        known = view("asset", "serial")
        return named & known, ~known
    if "below" not in notice:
        return ~nothing, nothing
    known = view("asset", "software")
    first, below = _numbers(notice.get("from", "0")), _numbers(notice["below"])
    hit = nothing.copy()
    device = world.device
    hit[device["asset_row"]] = [
        first <= _numbers(version) < below for version in device["firmware"].tolist()
    ]
    return hit & known, ~known


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


RULES = {"safety-notice": safety_notice, "stated-weakness": stated_weakness}
