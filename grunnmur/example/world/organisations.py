"""The region, its trusts, its suppliers and its partners.

Names and organisation numbers of the region and the trusts are plain facts of the public register
of legal entities; employees are estimates made for the example. Suppliers are made up.
"""

from __future__ import annotations

import numpy as np

from grunnmur.example.names import words
from grunnmur.example.world.drawing import Stream, count_of, mix, numbered
from grunnmur.example.world.frame import Column, Frame, column_of

# name, short, organisation number, employees, the platform most of it sits on, beds, sites
TRUSTS: tuple[tuple[str, str, str, int, str, int, int], ...] = (
    ("Oslo universitetssykehus HF", "OUS", "993467049", 24300, "A", 1700, 70),
    ("Akershus universitetssykehus HF", "AHUS", "983971636", 11400, "A", 1000, 35),
    ("Sykehuset Østfold HF", "SOHF", "983971768", 7500, "A", 600, 30),
    ("Vestre Viken HF", "VV", "894166762", 10300, "C", 850, 45),
    ("Sykehuset i Vestfold HF", "SIV", "983975259", 5200, "B", 430, 25),
    ("Sykehuset Telemark HF", "STHF", "983975267", 4200, "C", 380, 20),
    ("Sørlandet sykehus HF", "SSHF", "983975240", 7700, "B", 600, 40),
    ("Sykehuset Innlandet HF", "SIHF", "983971709", 9300, "B", 850, 70),
    ("Sunnaas sykehus HF", "SUN", "883971752", 850, "A", 160, 3),
    ("Sykehuspartner HF", "SP", "914637651", 1900, "A", 0, 8),
    ("Sykehusapotekene HF", "SA", "992281618", 1000, "A", 0, 15),
)
REGION = ("Helse Sør-Øst RHF", "RHF", "991324968", 200, "A", 0, 2)
OPERATOR = "SP"
STAFF = 80_000
SUPPLIERS = 150
_COUNTRIES = {
    "NO": 84, "SE": 18, "DK": 10, "DE": 10, "NL": 6, "IE": 5, "FR": 4, "GB": 5, "US": 6, "IN": 2,
}  # fmt: skip


def build(rng: Stream, size: float) -> Frame:
    """The region first, then the trusts in a fixed order, then suppliers, then partners."""
    own = (REGION, *TRUSTS)
    supplier = _suppliers(rng, count_of(SUPPLIERS, size, least=24))
    partners = ("Innbyggerportalen", "Nasjonalt meldingsnett", "Fastlegenes samarbeidsnett")
    total = sum(row[3] for row in own)
    head, tail = len(own), len(supplier) + len(partners)
    return Frame({
        "organisation_id": numbered("organisation-", head + tail, 4),
        "name": column_of([row[0] for row in own] + [name for name, _ in supplier] + [*partners]),
        "short": column_of([row[1] for row in own] + [None] * tail),
        "kind": column_of(["region"] + ["trust"] * len(TRUSTS) + ["supplier"] * len(supplier)
                          + ["partner"] * len(partners)),
        "parent_row": np.array([-1] + [0] * len(TRUSTS) + [-1] * tail, dtype=np.int64),
        "country": column_of(["NO"] * head + [land for _, land in supplier] + ["NO"] * 3),
        "organisation_no": column_of([row[2] for row in own]
                                     + [f"0{number:08d}" for number in range(10007, 10007 + tail)]),
        "domain": column_of([f"{row[1].lower()}.example" for row in own] + [
            f"leverandor{number:03d}.example" for number in range(1, tail + 1)]),
        "employees": np.array([round(row[3] * STAFF / total * size) for row in own] + [0] * tail),
        "platform": column_of([row[4] for row in own] + [None] * tail),
        "weight": np.array([row[3] / total for row in own] + [0.0] * tail),
        "beds": np.array([row[5] for row in own] + [0] * tail),
        "sites": np.array([max(1, round(row[6] * size)) for row in own] + [0] * tail),
    })  # fmt: skip


def rows_of(organisation: Frame, kind: str) -> Column:
    """Row numbers of the organisations of one kind."""
    return np.flatnonzero(organisation["kind"] == kind)


def operator_row(organisation: Frame) -> int:
    """The row of the trust that operates most of it for the others."""
    return int(np.flatnonzero(organisation["short"] == OPERATOR)[0])


def _suppliers(rng: Stream, count: int) -> list[tuple[str, str]]:
    word = words("suppliers")
    pairs = [f"{first} {last}" for first in word["first"] for last in word["last"]]
    chosen = rng.permutation(len(pairs))[:count]
    countries = mix(rng, _COUNTRIES, len(chosen))
    countries[:6] = ["US", "IN", "GB", "NO", "SE", "DE"]
    return [
        (f"{pairs[row]} {word['forms'][land]}", land)
        for row, land in zip(chosen.tolist(), countries.tolist(), strict=True)
    ]
