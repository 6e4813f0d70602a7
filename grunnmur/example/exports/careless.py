"""What people write wrong in registers, with the shares it is done with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grunnmur.example.exports.spelling import PLACEHOLDERS, texts
from grunnmur.example.world.frame import Column, Frame

PLACEHOLDER = 0.028
"""Share of typed serials that are none: "Ukjent", "-", "se merkeplate"."""
TRUNCATED = 0.012
"""Share of typed serials that lack an end."""
MISTYPED = 0.006
"""Share of typed serials with one character wrong."""
MODEL_INSTEAD = 0.004
"""Share of serials for which the model was typed, so that many things have the same."""
_COMMENT = 0.06
_SENSITIVE = 0.05
_SECRETS = (
    "Passord: Service123!",
    "admin/passord=Pumpe2020",
    "servicekode, pwd: Lab!nstr1",
    "snmp community=sykehus-ro",
)
_REMARKS = (
    "Byttet batteri",
    "Flyttet fra 3. etg.",
    "Mangler strømledning",
    "Lånt ut",
    "Står på lager",
    "Defekt skjerm, meldt",
    "Kalibrert",
    "Avtale utløpt",
    "Kontroll utført uten anmerkning",
)
_SHORT = (
    ("Microsoft Windows XP Professional SP3", "Win XP SP3"),
    ("Microsoft Windows 7 Professional SP1", "Win7 SP1"),
    ("Microsoft Windows Server 2008 R2", "Win 2008 R2"),
    ("Microsoft Windows Server 2012 R2", "Win2012R2"),
    ("Microsoft Windows Server 2016", "W2016"),
    ("Microsoft Windows Server 2019", "Win 2019 Std"),
    ("Microsoft Windows 10 IoT Enterprise LTSC 2021", "Win 10 IoT LTSC 2021"),
)


@dataclass(frozen=True, slots=True)
class Serials:
    """Serials as typed, and those of them that are right."""

    written: list[str | None]
    genuine: list[str | None]


def typed_serials(rng: np.random.Generator, serials: Column, models: Column) -> Serials:
    """Serials a person read off a plate and typed."""
    luck = rng.random(len(serials)).tolist()
    turn = rng.integers(0, 1 << 16, size=len(serials)).tolist()
    written, genuine = [], []
    rows = zip(texts(serials), texts(models), luck, turn, strict=True)
    for serial, name, chance, number in rows:
        typed = name if chance > 1 - MODEL_INSTEAD else _typed(serial, chance, number)
        written.append(typed)
        genuine.append(serial if typed == serial else None)
    return Serials(written, genuine)


def _typed(serial: str | None, chance: float, turn: int) -> str | None:
    if serial is None:
        return None
    if chance < PLACEHOLDER:
        return PLACEHOLDERS[turn % len(PLACEHOLDERS)]
    if chance < PLACEHOLDER + TRUNCATED:
        return serial[: -(2 + turn % 3)]
    if chance < PLACEHOLDER + TRUNCATED + MISTYPED:
        place = turn % len(serial)
        return serial[:place] + ("8" if serial[place] != "8" else "B") + serial[place + 1 :]
    return serial


def os_labels(rng: np.random.Generator, labels: Column, share: float) -> list[str | None]:
    """Operating systems as people write them: mostly without maker, some in the shortest way."""
    luck = rng.random(len(labels)).tolist()
    return [
        None if label is None else _os_label(label, chance < share / 3)
        for label, chance in zip(texts(labels), luck, strict=True)
    ]


def _os_label(label: str, shortest: bool) -> str:
    if shortest:
        for start, short in _SHORT:
            if label.startswith(start):
                return short
    return label.removeprefix("Microsoft ")


def forgotten(
    rng: np.random.Generator, values: Sequence[str | None], share: float
) -> list[str | None]:
    """The values, of which about `share` were never filled in."""
    gone = (rng.random(len(values)) < share).tolist()
    return [None if lost else value for value, lost in zip(values, gone, strict=True)]


def comments(rng: np.random.Generator, count: int, person: Frame) -> list[str | None]:
    """Remarks on some rows; a few hold what a register may never hold."""
    luck = rng.random(count).tolist()
    turn = rng.integers(0, 1 << 30, size=count).tolist()
    identity = person["national_identity_no"]
    return [
        _comment(chance / _COMMENT, number, identity) if chance < _COMMENT else None
        for chance, number in zip(luck, turn, strict=True)
    ]


def contacts(
    rng: np.random.Generator, values: Sequence[str | None], person: Frame
) -> list[str | None]:
    """Contacts, some with a password or somebody's identity number beside them."""
    luck = rng.random(len(values)).tolist()
    turn = rng.integers(0, 1 << 30, size=len(values)).tolist()
    identity = person["national_identity_no"]
    return [
        f"{value} {_sensitive(number, identity)}" if value and chance < 0.004 else value
        for value, chance, number in zip(values, luck, turn, strict=True)
    ]


def _comment(share: float, turn: int, identity: Column) -> str:
    return _sensitive(turn, identity) if share < _SENSITIVE else _REMARKS[turn % len(_REMARKS)]


def _sensitive(turn: int, identity: Column) -> str:
    if turn % 2 or not len(identity):
        return _SECRETS[turn % len(_SECRETS)]
    return f"fnr {identity[turn % len(identity)]} ringte om feil"
