"""Faults of logs, of copies left behind, and of systems that do the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from grunnmur.example.verdicts import Judged, View, judge, seen
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column, missing

# Functions that gather much that is unlike; the same as nobody would call duplicates.
_BROAD = ("administrative", "clinical_specialist", "medical_near", "research", "utility", "other")


def logging_missing(world: World, view: View) -> Iterator[Judged]:
    """A thing holds patients' data and sends no log that is still kept to any other thing."""
    store, logging = world.data_store, world.logging
    content = seen(store["data_class"], view("data_store", "data_class"))
    on = seen(store["asset_row"], view("data_store", "asset"))
    count = len(world.asset)
    holds, perhaps = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    holds[on[(on >= 0) & (content == "patient")]] = True
    perhaps[on[(on >= 0) & missing(content)]] = True
    kept = logging["retained_until"] >= np.datetime64(world.on, "D")
    kept &= logging["target_row"] != logging["asset_row"]
    logged = np.zeros(count, dtype=bool)
    logged[logging["asset_row"][kept]] = True
    yield Judged("asset", judge(holds | perhaps, fails=holds & ~logged, unknown=~logged))


def residual_copy(world: World, view: View) -> Iterator[Judged]:
    """Patients' data whose time is out, or whose system or thing is retired; loose copies without an end."""
    store, today = world.data_store, np.datetime64(world.on, "D")
    content = seen(store["data_class"], view("data_store", "data_class"))
    until = seen(store["retained_until"], view("data_store", "retained_until"))
    gone = _retired(world.asset["status"], store["asset_row"])
    gone |= _retired(world.application["status"], store["application_row"])
    over = (until < today) | gone
    loose = (store["kind"] == "copy") & np.isnat(until) & ~over
    applies = (content == "patient") | missing(content)
    yield Judged(
        "data_store", judge(applies, fails=over & (content == "patient"), unknown=over | loose)
    )


def duplicate_function(world: World, view: View) -> Iterator[Judged]:
    """Several suppliers' systems are in use for one function."""
    application = world.application
    living = (application["status"] != "retired") & view("application", "record")
    suppliers: dict[str, set[int]] = defaultdict(set)
    rows = np.flatnonzero(living)
    for function, supplier in zip(
        application["function"][rows].tolist(),
        application["supplier_row"][rows].tolist(),
        strict=True,
    ):
        if supplier >= 0:
            suppliers[function].add(supplier)
    several = np.array([len(suppliers[one]) > 1 for one in application["function"].tolist()])
    applies = living & ~np.isin(application["function"].astype(str), _BROAD)
    yield Judged("application", judge(applies, fails=several, unknown=np.zeros_like(several)))


def _retired(status: Column, row: Column) -> Column:
    return np.asarray((row >= 0) & (status[row] == "retired"))


RULES = {
    "logging-missing": logging_missing,
    "residual-copy": residual_copy,
    "duplicate-function": duplicate_function,
}
