"""What a judgement of the made world consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.example.world.frame import Column, either

if TYPE_CHECKING:
    from grunnmur.example.world import World

NOT_APPLICABLE, PASS, FAIL, UNKNOWN = 0, 1, 2, 3
# For a noun and an attribute: which of the noun's rows may be looked at.
View = Callable[[str, str], Column]


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict for each row of a noun."""

    noun: str
    verdict: Column


def whole(world: World) -> View:
    """The view that sees everything."""

    def everything(noun: str, attribute: str) -> Column:
        return np.ones(len(getattr(world, noun)), dtype=bool)

    return everything


def judge(applies: Column, *, fails: Column, unknown: Column) -> Column:
    """One verdict a row: fail before unknown before pass, where the rule applies at all."""
    verdict = np.where(fails, FAIL, np.where(unknown, UNKNOWN, PASS))
    return either(applies, verdict, NOT_APPLICABLE)


def seen(values: Column, mask: Column) -> Column:
    """The values that may be looked at; the others are None, NaT or −1."""
    nothing = {"M": np.datetime64("NaT"), "i": -1, "b": False}.get(values.dtype.kind)
    return either(mask, values, nothing)


def of_kind(world: World, view: View, kinds: tuple[str, ...]) -> Column:
    """Which assets are of these kinds, as far as anything says so; registers always do."""
    said = view("asset", "kind") | view("asset", "register")
    return np.asarray(said & np.isin(world.asset["kind"].astype(str), kinds))
