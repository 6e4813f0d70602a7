"""How much durations vary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grunnmur.catalogue import files

_FILE = Path(files.__file__).parent / "effort" / "duration.yaml"


@dataclass(frozen=True, slots=True)
class Variation:
    """A duration is planned · median · exp(own · e + team · z), never shorter than planned.

    e is standard normal and the workload's own; z is standard normal and common to all that use
    the same teams.
    """

    median: float
    own: float
    team: float


@cache
def usual() -> Variation:
    """The variation in catalogue/effort/duration: judgements, with the source of their form."""
    told = files.read(_FILE)
    return Variation(told["median"]["share"], told["own"]["spread"], told["team"]["spread"])
