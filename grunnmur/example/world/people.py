"""Staff, and named persons at suppliers. All made up."""

from __future__ import annotations

from datetime import date

import numpy as np

from grunnmur.example.names import words
from grunnmur.example.world import identity_numbers
from grunnmur.example.world.drawing import (
    Stream,
    count_of,
    flags,
    mix,
    numbered,
    numbers,
    pick,
)
from grunnmur.example.world.frame import DAYS, Column, Frame, column_of
from grunnmur.example.world.organisations import STAFF, rows_of

SUPPLIER_PERSONS = 1_200
_LEFT = 0.06
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ć": "c", "ö": "o", "ü": "u", "ó": "o",
                        "á": "a", "ń": "n", "'": "", " ": ""})  # fmt: skip


def build(rng: Stream, organisation: Frame, *, size: float, on: date) -> Frame:
    """Staff first, then the suppliers' persons; some of both have left."""
    staff, outside = count_of(STAFF, size, least=200), count_of(SUPPLIER_PERSONS, size, least=40)
    count = staff + outside
    own = np.flatnonzero(organisation["weight"] > 0)
    supplier = rows_of(organisation, "supplier")
    employer = np.concatenate(
        [
            own[numbers(rng, organisation["weight"][own], staff)],
            supplier[numbers(rng, 1 / np.arange(1, len(supplier) + 1), outside)],
        ]
    )
    country = np.concatenate(
        [column_of(["NO"] * staff), _countries(rng, organisation, employer[staff:])]
    )
    first, last = _names(rng, country)
    email = _unique(
        [
            f"{one}.{other}".lower().translate(_PLAIN)
            for one, other in zip(first.tolist(), last.tolist(), strict=True)
        ]
    )
    ended, started = _employment(rng, on, count)
    domain = organisation["domain"][employer].tolist()
    return Frame({
        "person_id": numbered("person-", count, 6),
        "name": column_of([f"{one} {other}" for one, other in zip(first, last, strict=True)]),
        "first_name": first,
        "last_name": last,
        "organisation_row": employer,
        "country": country,
        "started_on": started,
        "ended_on": ended,
        "email": column_of([f"{one}@{where}" for one, where in zip(email, domain, strict=True)]),
        "account_name": _account_names(first, last),
        "employee_no": numbered("", count, 6, start=300_001),
        "national_identity_no": identity_numbers.synthetic(rng, count),
        "title": np.concatenate([pick(rng, words("people")["titles"], staff),
                                 pick(rng, words("people")["it_titles"], outside)]),
        "unit": pick(rng, words("places")["wards"], count),
        "phone": column_of([f"+47 {one:08d}" for one in
                            rng.integers(20_000_000, 99_999_999, count).tolist()]),
        "supplier": np.arange(count) >= staff,
        "in_hr": (np.arange(count) < staff) & ~flags(rng, 0.01, count),
    })  # fmt: skip


def _countries(rng: Stream, organisation: Frame, employer: Column) -> Column:
    """Most work from where their employer is; a few from outside the EEA."""
    home = organisation["country"][employer]
    far = mix(rng, {"IN": 55, "US": 25, "UA": 10, "PH": 10}, len(home))
    country = np.where(flags(rng, 0.012, len(home)), far, home)
    country[:2] = ["IN", "US"]
    return country


def _names(rng: Stream, country: Column) -> tuple[Column, Column]:
    word = words("people")
    count = len(country)
    first, last = pick(rng, word["first"], count), pick(rng, word["family"], count)
    away = np.flatnonzero(~np.isin(country.astype(str), ("NO", "SE", "DK")))
    first[away] = pick(rng, word["foreign_first"], len(away))
    last[away] = pick(rng, word["foreign_family"], len(away))
    double = np.flatnonzero(flags(rng, 0.25, count))
    second = pick(rng, word["first"], count)
    first[double] = [f"{one} {other}" for one, other in zip(
        first[double].tolist(), second[double].tolist(), strict=True)]  # fmt: skip
    return first, last


def _unique(names: list[str]) -> list[str]:
    """The names, with a number behind the second and later of each."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        made.append(name if seen[name] == 1 else f"{name}{seen[name]}")
    return made


def _account_names(first: Column, last: Column) -> Column:
    stems = [(one[:2] + other[:3]).lower().translate(_PLAIN) for one, other in zip(
        first.tolist(), last.tolist(), strict=True)]  # fmt: skip
    return column_of(_unique(stems))


def _employment(rng: Stream, on: date, count: int) -> tuple[Column, Column]:
    today = np.datetime64(on, "D")
    left = flags(rng, _LEFT, count)
    left[[1, 3]] = True
    ended = np.where(left, today - rng.integers(3, 500, count).astype("timedelta64[D]"),
                     np.datetime64("NaT")).astype(DAYS)  # fmt: skip
    begun = today - rng.integers(520, 9000, count).astype("timedelta64[D]")
    return ended, begun
