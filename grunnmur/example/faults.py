"""What is wrong in the made world: every rule's meaning once more, in other words.

Written from what the rules mean and from the made world alone; it shares no code and no lifecycle
dates with the rules it is there to test. A *view* says which facts may be looked at: the whole
world, or only what the exports told. A fault is knowable when both views agree on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from grunnmur.example import (
    agreement_faults,
    notice_faults,
    reach_faults,
    standard_faults,
    thing_faults,
)
from grunnmur.example.verdicts import FAIL, UNKNOWN, Judged, View, whole
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column, column_of
from grunnmur.example.world.told import Told

Rule = Callable[[World, View], Iterator[Judged]]
RULES: dict[str, Rule] = {
    **thing_faults.RULES,
    **agreement_faults.RULES,
    **reach_faults.RULES,
    **standard_faults.RULES,
    **notice_faults.RULES,
}
UNREGISTERED = "unknown-to-registers"
_WORD = {FAIL: "fail", UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class _Found:
    rule_id: str
    noun: str
    entity_id: Column
    verdict: Column
    knowable: Column


def findings(world: World, told: Told) -> pa.Table:
    """Every fail and unknown that is true in the world: rule, subject, verdict, knowable."""
    found = [one for rule_id in RULES for one in _of_rule(rule_id, world, told)]
    found.append(_unregistered(world, told))
    counts = [len(one.entity_id) for one in found]
    table = pa.table({
        "rule_id": np.repeat([one.rule_id for one in found], counts),
        "subject_kind": np.repeat([one.noun for one in found], counts),
        "entity_id": pa.array(np.concatenate([one.entity_id for one in found]), pa.string()),
        "verdict": pa.array(np.concatenate([one.verdict for one in found]), pa.string()),
        "knowable": np.concatenate([one.knowable for one in found]),
    })  # fmt: skip
    return table.sort_by([(name, "ascending") for name in ("rule_id", "subject_kind", "entity_id")])


def _of_rule(rule_id: str, world: World, told: Told) -> Iterator[_Found]:
    def by_the_exports(noun: str, attribute: str) -> Column:
        return told.mask(noun, attribute, len(getattr(world, noun)))

    rule = RULES[rule_id]
    for true, seen in zip(rule(world, whole(world)), rule(world, by_the_exports), strict=True):
        rows = np.flatnonzero((true.verdict == FAIL) | (true.verdict == UNKNOWN))
        exists = by_the_exports(true.noun, "record")[rows]
        yield _Found(
            rule_id,
            true.noun,
            getattr(world, true.noun)[f"{true.noun}_id"][rows],
            column_of([_WORD[one] for one in true.verdict[rows].tolist()]),
            exists & (seen.verdict[rows] == true.verdict[rows]),
        )


def _unregistered(world: World, told: Told) -> _Found:
    """On the network, in no register; what the registers know stands in the exports only."""
    asset = world.asset
    online = asset["alive"] & asset["networked"] & (asset["kind"] != "home_device")
    seen = told.mask("asset", "seen", len(asset))
    registered = told.mask("asset", "register", len(asset))
    rows = np.flatnonzero((online | seen) & ~registered)
    return _Found(UNREGISTERED, "asset", asset["asset_id"][rows],
                  column_of(["fail"] * len(rows)), seen[rows])  # fmt: skip
