"""Departures from what the made-up group has decided to run (standard.yaml), said once more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grunnmur.example.verdicts import Judged, View, judge, seen
from grunnmur.example.world import World

_KEPT = ("w2022", "w2025", "w11-23h2", "w11-24h2", "rhel8", "rhel9", "esxi80")
_LEFT = (
    *("w2003", "w2008", "w2008r2", "w2012", "w2012r2", "w2016"),
    *("w10-22h2", "w10-ltsc21", "w10-iot21", "w10-ltsc19", "w10-ltsb15", "w7", "wxp"),
    *("rhel7", "centos7", "esxi67", "esxi70"),
)
_FOR_A_WHILE = {"w2019": np.datetime64("2027-06-30")}


def standard_departure(world: World, view: View) -> Iterator[Judged]:
    """A thing in use runs what the group has decided to leave, or keeps it longer than decided."""
    key = seen(world.asset["os_key"], view("asset", "os")).astype(str)
    late = [one for one, last in _FOR_A_WHILE.items() if np.datetime64(world.on, "D") > last]
    fails = np.isin(key, (*_LEFT, *late))
    spoken_of = fails | np.isin(key, (*_KEPT, *_FOR_A_WHILE))
    applies = spoken_of & (world.asset["status"] != "retired") & view("asset", "record")
    yield Judged("asset", judge(applies, fails=fails, unknown=~applies))


RULES = {"standard-departure": standard_departure}
