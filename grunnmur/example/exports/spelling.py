"""How tools and people write the same thing: days, makers, models, hardware addresses, comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grunnmur.example.world.frame import Column, plain

PLACEHOLDERS = (
    "To Be Filled By O.E.M.",
    "Default string",
    "System Serial Number",
    "0",
    "None",
    "N/A",
    "Ukjent",
    "XXXXXXXX",
    "123456789",
    "se merkeplate",
    "-",
    "mangler",
)
"""Serials that are none: what boards say when nobody set one, and what people type."""
_MAKERS: Mapping[str, tuple[str, ...]] = {
    "Dell": ("Dell", "Dell Inc.", "DELL", "Dell EMC"),
    "HPE": ("HPE", "Hewlett Packard Enterprise", "HP", "Hewlett-Packard"),
    "HP": ("HP", "HP Inc.", "Hewlett-Packard", "hp"),
    "Lenovo": ("Lenovo", "LENOVO", "Lenovo Norge"),
    "Cisco": ("Cisco", "Cisco Systems", "CISCO SYSTEMS, INC."),
    "B. Braun": ("B. Braun", "B.Braun", "BBraun", "B Braun Medical AS"),
    "GE HealthCare": (
        "GE HealthCare",
        "GE Healthcare",
        "GE",
        "General Electric",
        "GE Medical Systems",
    ),
    "Philips": ("Philips", "PHILIPS", "Philips Medical", "Philips Healthcare", "Philips Norge AS"),
    "Siemens Healthineers": ("Siemens Healthineers", "Siemens", "SIEMENS", "Siemens Healthcare"),
    "Dräger": ("Dräger", "Drager", "Dräger Medical", "DRÄGER", "Draeger"),
    "Fresenius Kabi": ("Fresenius Kabi", "Fresenius", "FRESENIUS KABI NORGE AS"),
    "Getinge": ("Getinge", "Maquet", "Getinge/Maquet"),
    "Fresenius Medical Care": ("Fresenius Medical Care", "FMC", "Fresenius"),
}


def maker(rng: np.random.Generator, makers: Column, share: float) -> list[str | None]:
    """Makers, of which about `share` are written otherwise than the clean way."""
    free = rng.random(len(makers)) < share
    turn = rng.integers(0, 60, size=len(makers))
    return [
        _one_maker(name, number) if loose else name
        for name, loose, number in zip(plain(makers), free.tolist(), turn.tolist(), strict=True)
    ]


def _one_maker(name: str | None, turn: int) -> str | None:
    if name is None:
        return None
    known = _MAKERS.get(name) or (name.upper(), f"{name} AS", name.lower())
    return known[turn % len(known)]


def model(rng: np.random.Generator, models: Column, share: float) -> list[str | None]:
    """Models, of which about `share` are written with another space, dash, case or cut."""
    free = rng.random(len(models)) < share
    turn = rng.integers(0, 6, size=len(models))
    return [
        _one_model(name, number) if loose and name else name
        for name, loose, number in zip(plain(models), free.tolist(), turn.tolist(), strict=True)
    ]


def _one_model(name: str, turn: int) -> str:
    return (
        name.upper(),
        name.lower(),
        name.replace(" ", ""),
        name.replace(" ", "-"),
        name.split(" (")[0][:14].strip(),
        f"{name} ",
    )[turn]


def days(column: Column, style: str = "nb") -> list[str | None]:
    """Days as text: `nb` 01.09.2026, `iso` 2026-09-01, `short` 01.09.26. Not known is None."""
    written = np.datetime_as_string(column.astype("datetime64[D]")).tolist()
    return [None if text == "NaT" else _day(text, style) for text in written]


def _day(text: str, style: str) -> str:
    if style == "iso":
        return text
    year = text[2:4] if style == "short" else text[:4]
    return f"{text[8:10]}.{text[5:7]}.{year}"


def instants(column: Column, style: str = "iso") -> list[str | None]:
    """Instants as text: `iso` 2026-09-01 06:00:00, `nb` 01.09.2026 06:00. Not known is None."""
    written = np.datetime_as_string(column.astype("datetime64[s]")).tolist()
    if style == "iso":
        return [None if text == "NaT" else text.replace("T", " ") for text in written]
    return [None if text == "NaT" else f"{_day(text, 'nb')} {text[11:16]}" for text in written]


def epoch(column: Column, missing: int = -1) -> list[int]:
    """Instants as Unix seconds."""
    seconds = column.astype("datetime64[s]").astype(np.int64)
    return [int(second) for second in np.where(np.isnat(column), missing, seconds).tolist()]


def yes_no(column: Sequence[Any], yes: str = "Ja", no: str = "Nei") -> list[str | None]:
    """Flags as words; not known is None."""
    return [None if flag is None else yes if flag else no for flag in column]


def mac(value: str | None, style: str) -> str | None:
    """A hardware address as tools write it: `colon`, `dash` (Windows), `dot` (Cisco), `bare`."""
    if value is None or style == "colon":
        return value
    digits = value.replace(":", "")
    if style == "dash":
        return value.replace(":", "-").upper()
    if style == "dot":
        return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
    return digits.upper()


def swapped(uuid: str) -> str:
    """The UUID with its first three fields in the other byte order, as firmware tables hold it."""
    a, b, c, rest = uuid[:8], uuid[9:13], uuid[14:18], uuid[18:]
    turned = ["".join(part[i : i + 2] for i in range(len(part) - 2, -1, -2)) for part in (a, b, c)]
    return "-".join(turned) + rest


def texts(column: Column) -> list[Any]:
    """The column's values; None where nothing is known."""
    return plain(column)


def looked_up(column: Column, rows: Column) -> list[Any]:
    """The value in `column` of each row number; -1 gives None."""
    if not len(column):
        return [None] * len(rows)
    found = plain(column[np.maximum(rows, 0)])
    return [value if row >= 0 else None for value, row in zip(found, rows.tolist(), strict=True)]


def given(column: Column) -> Column:
    """Which of the column's values are not None."""
    return np.array([value is not None for value in column.tolist()], dtype=bool)


def kept(column: Column, where: Column) -> list[Any]:
    """The column's values where the flag is up, None elsewhere."""
    return [
        value if yes else None for value, yes in zip(plain(column), where.tolist(), strict=True)
    ]
