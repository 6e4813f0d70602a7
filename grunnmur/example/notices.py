"""What makers say of equipment in the made-up region: safety notices and security forms, all invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grunnmur.example.names import words
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column

ANSWERS = ("yes", "no", "not_applicable", "remark")
Notice = Mapping[str, Any]


def notices() -> list[Notice]:
    """The notices, as `names/notices.yaml` has them."""
    return list(words("notices")["notices"])


def forms() -> list[Mapping[str, Any]]:
    """The security forms: of each model the questions by answer."""
    return list(words("notices")["forms"])


def answers() -> Iterator[tuple[Mapping[str, Any], str, str]]:
    """Every question answered: the form, the question, the answer."""
    for form in forms():
        for answer in ANSWERS:
            yield from ((form, question, answer) for question in form.get(answer, ()))


def of_model(world: World, said: Mapping[str, Any]) -> Column:
    """Which assets are of the model that a notice or a form is about."""
    vendor, model = world.asset["vendor"], world.asset["model"]
    return np.asarray((vendor == said["vendor"]) & (model == said["model"]))


def units(world: World, notice: Notice) -> Column:
    """The assets whose serial numbers the notice names: the first of the model in use."""
    rows = np.flatnonzero(of_model(world, notice) & (world.asset["status"] != "retired"))
    return rows[: notice["units"]]


def versions(notice: Notice) -> str | None:
    """The versions concerned, as a maker would write them; None where serial numbers are named instead."""
    if "units" in notice:
        return "*"
    first, below = notice.get("from"), notice.get("below")
    if below is None:
        return "*"
    return f">= {first}, < {below}" if first else f"< {below}"


def rows(world: World) -> Iterator[dict[str, Any]]:
    """The rows of `safety_notice`."""
    for notice in notices():
        serials = (
            world.asset["serial"][units(world, notice)].tolist() if "units" in notice else [None]
        )
        for serial in serials:
            yield {
                "notice_id": notice["id"],
                "vendor": notice["vendor"],
                "model": notice["model"],
                "version": versions(notice),
                "serial": serial,
                "kind": notice["kind"],
                "title": notice["title"],
                "published_on": notice["published"],
                "remedy": notice["remedy"],
                "mended_in": notice.get("mended_in"),
                "statement": notice["statement"],
                "replace_by": notice.get("replace_by"),
            }
