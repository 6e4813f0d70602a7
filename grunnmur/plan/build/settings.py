"""How a problem is built: the [plan] part of the settings."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grunnmur.errors import SettingsError


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What a region may set. None takes the catalogue's judgement; `wave_limit` None is no limit.

    `stability` is the NOK that moving a workload to another month than in the run before must save. `moves_to` are
    places by the places their things move to, each by its name or id.
    """

    months: int = 60
    wave_limit: int | None = None
    hub_applications: int | None = None
    group_applications: int | None = None
    stability: int | None = None
    moves_to: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _are_names(self.moves_to):
            raise SettingsError("plan_setting_not_places", name="moves_to")
        for setting in dataclasses.fields(self):
            if setting.name == "moves_to":
                continue
            value = getattr(self, setting.name)
            least = 0 if setting.name == "stability" else 1
            whole = isinstance(value, int) and not isinstance(value, bool) and value >= least
            if not whole and (value is not None or setting.name == "months"):
                raise SettingsError("plan_setting_not_a_number", name=setting.name, value=value)
        if self.months > 240:
            raise SettingsError("plan_setting_not_a_number", name="months", value=self.months)


def _are_names(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(place, str) for pair in value.items() for place in pair
    )


def read(settings: Mapping[str, Any]) -> BuildSettings:
    """The settings in the [plan] part. Raises SettingsError naming what it does not know."""
    known = {field.name for field in dataclasses.fields(BuildSettings)}
    for name in settings:
        if name not in known:
            raise SettingsError("plan_setting_unknown", name=name, known=", ".join(sorted(known)))
    return BuildSettings(**settings)
