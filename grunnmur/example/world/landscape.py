"""The three platforms: their realms, directory domains and vCenters. Neutral names, made up."""

from __future__ import annotations

import numpy as np

from grunnmur.example.world.drawing import Stream
from grunnmur.example.world.frame import Column, Frame, column_of, missing

PLATFORMS = ("A", "B", "C")
SHARE = {"A": 55.0, "B": 28.0, "C": 17.0}
DOMAIN = {platform: f"{platform.lower()}.helseregion.example" for platform in PLATFORMS}
VCENTERS = (
    ("vc-a1", "A", 60.0),
    ("vc-a2", "A", 40.0),
    ("vc-b1", "B", 100.0),
    ("vc-c1", "C", 100.0),
)


def domains(rng: Stream) -> Frame:
    """One directory domain a platform."""
    sids = ["S-1-5-21-" + "-".join(map(str, rng.integers(10**8, 4 * 10**9, size=3).tolist()))
            for _ in PLATFORMS]  # fmt: skip
    return Frame({
        "name": column_of([DOMAIN[platform] for platform in PLATFORMS]),
        "netbios": column_of([f"REGION{platform}" for platform in PLATFORMS]),
        "sid": column_of(sids),
        "platform": column_of(list(PLATFORMS)),
        "realm": column_of(list(PLATFORMS)),
    })  # fmt: skip


def vcenters(location: Frame) -> Frame:
    """Every vCenter, each in a data centre."""
    centres = np.flatnonzero(location["kind"] == "data_centre")
    return Frame({
        "name": column_of([name for name, _, _ in VCENTERS]),
        "platform": column_of([platform for _, platform, _ in VCENTERS]),
        "realm": column_of([platform for _, platform, _ in VCENTERS]),
        "location_row": centres[np.arange(len(VCENTERS)) % len(centres)],
    })  # fmt: skip


def realm_of(platform: Column, home: Column) -> Column:
    """The realm a thing's addresses lie in: its platform's, else its trust's."""
    return np.where(missing(platform), home, platform)


def fqdns(names: Column, domains_: Column) -> Column:
    """Full DNS names; None where there is no domain."""
    return column_of(
        [name and domain and f"{name}.{domain}"
         for name, domain in zip(names.tolist(), domains_.tolist(), strict=True)]
    )  # fmt: skip
