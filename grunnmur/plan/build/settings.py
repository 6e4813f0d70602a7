"""How a problem is built: the [plan] part of the settings."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grunnmur.errors import SettingsError


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What a region may set. None takes the catalogue's judgement; `wave_limit` None is no limit.

    `stability` is the NOK that moving a workload to another month than in the run before must save.
    """

    months: int = 60
    wave_limit: int | None = None
    hub_applications: int | None = None
    group_applications: int | None = None
    stability: int | None = None

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            least = 0 if field.name == "stability" else 1
            whole = isinstance(value, int) and not isinstance(value, bool) and value >= least
            if not whole and (value is not None or field.name == "months"):
                raise SettingsError("plan_setting_not_a_number", name=field.name, value=value)
        if self.months > 240:
            raise SettingsError("plan_setting_not_a_number", name="months", value=self.months)


def read(settings: Mapping[str, Any]) -> BuildSettings:
    """The settings in the [plan] part. Raises SettingsError naming what it does not know."""
    known = {field.name for field in dataclasses.fields(BuildSettings)}
    for name in settings:
        if name not in known:
            raise SettingsError("plan_setting_unknown", name=name, known=", ".join(sorted(known)))
    return BuildSettings(**settings)
