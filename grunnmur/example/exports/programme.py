"""What the programme itself enters: freezes, people, cutovers, money, deadlines, room."""

from __future__ import annotations

from typing import Any

from grunnmur.example.exports import addresses, register
from grunnmur.example.exports.access import machine_names
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import days, looked_up, texts
from grunnmur.example.world.frame import Frame

_HARD = {"hard": "Absolutt", "soft": "Ønsket"}
Cells = dict[str, Any]


def write(desk: Desk) -> Export:
    """One small file a table."""
    export = Export()
    world = desk.world
    short, place = world.organisation["short"], addresses.place_names(world)
    freeze, slot, capacity = world.freeze, world.cutover_slot, world.resource_capacity
    _file(
        desk,
        export,
        "frys",
        "freeze",
        {
            "organisation_id": ("Foretak", looked_up(short, freeze["organisation_row"])),
            "service_id": (
                "Tjeneste",
                looked_up(world.clinical_service["name"], freeze["service_row"]),
            ),
            "starts_on": ("Fra", days(freeze["starts_on"])),
            "ends_on": ("Til", days(freeze["ends_on"])),
            "reason": ("Årsak", texts(freeze["reason"])),
        },
    )
    _file(desk, export, "kompetanse", "skill_capacity", _skills(world.skill_capacity))
    _file(
        desk,
        export,
        "flyttevinduer",
        "cutover_slot",
        {
            "organisation_id": ("Foretak", looked_up(short, slot["organisation_row"])),
            "from_on": ("Fra", days(slot["from_on"])),
            "slots": ("Antall per måned", slot["slots"].tolist()),
        },
    )
    _file(
        desk,
        export,
        "budsjett",
        "budget",
        {
            "year": ("År", world.budget["year"].tolist()),
            "amount_nok": ("Kroner", world.budget["amount_nok"].tolist()),
        },
    )
    _deadlines(desk, export)
    _file(
        desk,
        export,
        "faste-kostnader",
        "fixed_cost",
        {
            "subject_kind": ("Gjelder", texts(world.fixed_cost["subject_kind"])),
            "subject_id": ("Hva", texts(world.fixed_cost["subject"])),
            "nok_per_month": ("Kroner per måned", world.fixed_cost["nok_per_month"].tolist()),
        },
    )
    _file(
        desk,
        export,
        "kapasitet",
        "resource_capacity",
        {
            "resource": ("Ressurs", texts(capacity["resource"])),
            "location_id": ("Sted", looked_up(place, capacity["location_row"])),
            "from_on": ("Fra", days(capacity["from_on"])),
            "amount": ("Mengde", _decimal(capacity["amount"].tolist())),
        },
    )
    _uses(desk, export)
    return export


def _skills(skill: Frame) -> Cells:
    return {
        "skill": ("Kompetanse", texts(skill["skill"])),
        "from_on": ("Fra", days(skill["from_on"])),
        "person_days": ("Dagsverk per måned", _decimal(skill["person_days"].tolist())),
    }


def _deadlines(desk: Desk, export: Export) -> None:
    deadline = desk.world.deadline
    _file(
        desk,
        export,
        "frister",
        "deadline",
        {
            "subject_kind": ("Gjelder", texts(deadline["subject_kind"])),
            "subject_id": ("Hva", texts(deadline["subject"])),
            "due_on": ("Frist", days(deadline["due_on"])),
            "hardness": ("Type", [_HARD[word] for word in deadline["hardness"]]),
            "penalty_nok_per_month": (
                "Dagmulkt per måned",
                deadline["penalty_nok_per_month"].tolist(),
            ),
            "reason": ("Årsak", texts(deadline["reason"])),
        },
        values={"hardness": {word: meaning for meaning, word in _HARD.items()}},
    )


def _uses(desk: Desk, export: Export) -> None:
    """What physical things use; the virtual ones' use stands in their vCenter."""
    world = desk.world
    use = world.resource_use.take(world.asset["kind"][world.resource_use["asset_row"]] != "vm")
    _file(
        desk,
        export,
        "ressursbruk",
        "resource_use",
        {
            "resource": ("Ressurs", texts(use["resource"])),
            "asset_id": ("Maskin", machine_names(desk, use["asset_row"])),
            "amount": ("Mengde", _decimal(use["amount"].tolist())),
        },
    )


def _file(
    desk: Desk,
    export: Export,
    name: str,
    into: str,
    cells: Cells,
    values: dict[str, Any] | None = None,
) -> None:
    register.write(
        desk,
        export,
        Register(
            name,
            f"program/{name}.csv",
            into,
            cells=dict(cells.values()),
            columns={column: heading for column, (heading, _) in cells.items()},
            values=values or {},
        ),
    )


def _decimal(numbers: list[float]) -> list[str]:
    """Numbers with a decimal comma."""
    return [
        f"{number:g}".replace(".", ",") if number < 1e5 else str(round(number))
        for number in numbers
    ]
