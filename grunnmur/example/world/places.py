"""Sites, data centres, data rooms and clouds.

The main hospitals are named as the public names them; smaller sites are made up.
"""

from __future__ import annotations

import numpy as np

from grunnmur.example.names import words
from grunnmur.example.world.drawing import Stream, count_of, numbered
from grunnmur.example.world.frame import Column, Frame, column_of
from grunnmur.example.world.organisations import operator_row

_MAIN = {
    "RHF": ("Hamar kontor",),
    "OUS": ("Rikshospitalet", "Ullevål sykehus", "Radiumhospitalet", "Aker sykehus"),
    "AHUS": ("Nordbyhagen", "Kongsvinger sykehus", "Ski sykehus"),
    "SOHF": ("Kalnes", "Moss"),
    "VV": ("Drammen sykehus", "Bærum sykehus", "Ringerike sykehus", "Kongsberg sykehus"),
    "SIV": ("Tønsberg", "Larvik"),
    "STHF": ("Skien", "Notodden"),
    "SSHF": ("Kristiansand", "Arendal", "Flekkefjord"),
    "SIHF": ("Lillehammer", "Gjøvik", "Hamar", "Elverum", "Tynset"),
    "SUN": ("Nesodden",),
    "SP": ("Hovedkontor", "Driftssenter"),
    "SA": ("Sykehusapotek hovedkontor",),
}
_CENTRES = ("Datasenter Nord 1", "Datasenter Nord 2", "Datasenter Sør 1", "Datasenter Sør 2")
_CLOUDS = (
    ("Sky Norge øst", "NO"),
    ("Sky Sverige sentral", "SE"),
    ("Sky Irland vest", "IE"),
    ("Sky USA øst", "US"),
    ("Leverandørens driftssenter Chennai", "IN"),
    ("Leverandørens driftssenter, sted ukjent", None),
)
LOCAL_ROOMS = 50


def build(rng: Stream, organisation: Frame, size: float) -> Frame:
    """Sites of every trust, the regional data centres, local data rooms, clouds."""
    rows: list[tuple[str, str, int, str | None, int, str]] = []
    for number, short in enumerate(organisation["short"].tolist()):
        if short is not None:
            rows += _sites(rng, number, short, int(organisation["sites"][number]))
    operator = operator_row(organisation)
    weights = np.array([3.0 if row[0] in _mains() else 1.0 for row in rows])
    rooms = rng.choice(len(rows), size=min(len(rows), count_of(LOCAL_ROOMS, size, least=6)),
                       replace=False, p=weights / weights.sum())  # fmt: skip
    for number in sorted(rooms.tolist()):
        site = rows[number]
        rows.append((f"Datarom {site[0]}", "room", number, "NO", site[4], f"{site[5]}R"))
    for number, name in enumerate(_CENTRES, 1):
        rows.append((name, "data_centre", -1, "NO", operator, f"DS{number}"))
    for number, (name, land) in enumerate(_CLOUDS, 1):
        rows.append((name, "cloud", -1, land, -1, f"SKY{number}"))
    return Frame({
        "location_id": numbered("location-", len(rows), 4),
        "name": column_of([row[0] for row in rows]),
        "kind": column_of([row[1] for row in rows]),
        "parent_row": np.array([row[2] for row in rows], dtype=np.int64),
        "country": column_of([row[3] for row in rows]),
        "organisation_row": np.array([row[4] for row in rows], dtype=np.int64),
        "code": column_of([row[5] for row in rows]),
    })  # fmt: skip


def rows_of(location: Frame, *kinds: str) -> Column:
    """Row numbers of the places of these kinds."""
    return np.flatnonzero(np.isin(location["kind"].astype(str), kinds))


def sites_for(rng: Stream, location: Frame, organisation_rows: Column) -> Column:
    """A site for each thing, among its trust's: the first sites are the large ones."""
    chosen = np.full(len(organisation_rows), -1, dtype=np.int64)
    site = rows_of(location, "site")
    for trust in np.unique(organisation_rows):
        mine = site[location["organisation_row"][site] == trust]
        things = np.flatnonzero(organisation_rows == trust)
        share = 1.0 / np.arange(1, len(mine) + 1)
        chosen[things] = rng.choice(mine, size=len(things), p=share / share.sum())
    return chosen


def _sites(rng: Stream, number: int, short: str, count: int) -> list[
    tuple[str, str, int, str | None, int, str]
]:  # fmt: skip
    word = words("places")
    names = list(_MAIN[short])[: max(count, 1)] if count < len(_MAIN[short]) else [*_MAIN[short]]
    made = [f"{first}{last}" for first in word["first"] for last in word["last"]]
    order = rng.permutation(len(made))
    for row in order[: max(0, count - len(names))].tolist():
        kind = word["kinds"][int(rng.integers(len(word["kinds"])))]
        names.append(f"{made[row]} {kind}")
    return [
        (name, "site", -1, "NO", number, f"{short}{place:02d}")
        for place, name in enumerate(names, 1)
    ]


def _mains() -> set[str]:
    return {name for names in _MAIN.values() for name in names}
