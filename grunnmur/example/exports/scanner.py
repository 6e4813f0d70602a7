"""A vulnerability scanner's list: what it found on some of the Windows machines, and what it got wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grunnmur.example.exports import register
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Register
from grunnmur.example.names import words
from grunnmur.example.world.drawing import Stream
from grunnmur.example.world.frame import Column, missing

_KINDS = ("server", "vm", "client")
_SCANNED, _MISSED, _WRONG = 0.1, 0.05, 0.02
"""Shares: of machines it looked at, of holes it does not see, of closed holes it reports."""


def write(desk: Desk) -> Export:
    """One list of hosts and CVE numbers."""
    export = Export()
    asset = desk.world.asset
    rng = desk.stream()
    scanned = np.isin(asset["kind"].astype(str), _KINDS) & (asset["status"] != "retired")
    scanned &= ~missing(asset["fqdn"]) & (rng.random(len(asset)) < _SCANNED)
    hits = [
        (row, test)
        for test in words("scanned")["tests"]
        for row in _reported(desk, rng, scanned, test)
    ]
    register.write(
        desk,
        export,
        Register(
            "sarbarhetsskanner",
            "sikkerhet/skann.csv",
            "detection",
            cells={
                "Host": asset["fqdn"][[row for row, _ in hits]].tolist() if hits else [],
                "CVE": [test["cve"] for _, test in hits],
                "Name": [test["title"] for _, test in hits],
                "Risk": [test["severity"] for _, test in hits],
            },
            columns={
                "asset_id": "Host",
                "vulnerability_id": "CVE",
                "title": "Name",
                "severity": "Risk",
            },
            delimiter=",",
        ),
    )
    return export


def _reported(desk: Desk, rng: Stream, scanned: Column, test: Mapping[str, Any]) -> list[int]:
    """Rows of the machines it reports: mended before the update came, or never as far as anybody knows."""
    asset = desk.world.asset
    runs = scanned & np.isin(asset["os_key"].astype(str), test["systems"])
    mended = asset["patched_on"] >= np.datetime64(test["mended_on"], "D")
    luck = rng.random(len(asset))
    said = np.where(mended, luck < _WRONG, luck >= _MISSED)
    rows: list[int] = np.flatnonzero(runs & said).tolist()
    return rows
