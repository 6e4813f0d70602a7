"""Which thing had which address when: static ones, leases, docking stations, addresses reused."""

from __future__ import annotations

from datetime import date

import numpy as np

from grunnmur.example.world.drawing import Stream, flags
from grunnmur.example.world.frame import INSTANTS, Column, Frame, column_of, missing

DOCKED = 0.06
REUSED = 0.09
_DOCK_SHARED_BY = 5
_ROOM = 480
_DAY = 86400


def build(rng: Stream, asset: dict[str, Column], network: Frame, network_row: Column, *,
          on: date) -> Frame:  # fmt: skip
    """One row per thing, hardware address, address and time."""
    rows = np.flatnonzero(network_row >= 0)
    offset = _offsets(rng, network_row[rows])
    leased = network["dhcp"][network_row[rows]] & ~np.isin(
        asset["kind"][rows].astype(str), ("gateway",))  # fmt: skip
    current = _current(rng, asset, rows, network_row[rows], offset, leased, on)
    pieces = [
        current,
        _earlier(rng, current),
        _docks(rng, asset, network_row, current, on),
        _second(asset, network_row, rows, on),
    ]
    return _frame(pieces, asset, network)


def _offsets(rng: Stream, networks: Column) -> Column:
    """A place in its network for each thing; no two things of one network share one."""
    order = np.lexsort((rng.random(len(networks)), networks))
    ordered = networks[order]
    begin = np.searchsorted(ordered, ordered, side="left")
    offset = np.empty(len(networks), dtype=np.int64)
    offset[order] = np.arange(len(networks)) - begin + 10
    return offset


def _current(rng: Stream, asset: dict[str, Column], rows: Column, networks: Column,
             offset: Column, leased: Column, on: date) -> dict[str, Column]:  # fmt: skip
    """Where each thing is now; things that no longer answer are kept out of the leases."""
    midnight = np.datetime64(on, "s")
    begun = midnight - rng.integers(2 * _DAY, 29 * _DAY, len(rows)).astype("timedelta64[s]")
    since = np.where(leased, begun, asset["first_seen_at"][rows])
    gone = ~asset["alive"][rows]
    until = np.where(gone, asset["last_seen_at"][rows], np.datetime64("NaT")).astype(INSTANTS)
    since = np.where(gone, until - np.timedelta64(8 * 3600, "s"), since).astype(INSTANTS)
    return {
        "asset_row": rows,
        "mac": asset["mac"][rows],
        "network_row": networks,
        "offset": offset,
        "from_at": since,
        "to_at": until,
        "leased": leased,
        "dock": np.zeros(len(rows), dtype=bool),
        "reused": np.zeros(len(rows), dtype=bool),
    }


def _earlier(rng: Stream, current: dict[str, Column]) -> dict[str, Column]:
    """Some leased addresses were another thing's of the same network some days before."""
    able = np.flatnonzero(current["leased"] & np.isnat(current["to_at"]))
    taken = able[flags(rng, REUSED, len(able))]
    order = able[np.argsort(current["network_row"][able], kind="stable")]
    place = np.searchsorted(current["network_row"][order], current["network_row"][taken])
    last = np.searchsorted(current["network_row"][order], current["network_row"][taken], "right")
    before = order[place + rng.integers(0, 1 << 30, len(taken)) % (last - place)]
    other = before != taken
    taken, before = taken[other], before[other]
    until = np.minimum(current["from_at"][taken], current["from_at"][before])
    until = until - rng.integers(1800, 12 * 3600, len(taken)).astype("timedelta64[s]")
    current["reused"][taken] = True
    return {
        **{name: current[name][before] for name in ("asset_row", "mac", "leased")},
        "network_row": current["network_row"][taken],
        "offset": current["offset"][taken],
        "from_at": until - rng.integers(_DAY, 6 * _DAY, len(taken)).astype("timedelta64[s]"),
        "to_at": until,
        "dock": np.zeros(len(taken), dtype=bool),
        "reused": np.ones(len(taken), dtype=bool),
    }


def _docks(rng: Stream, asset: dict[str, Column], network_row: Column,
           current: dict[str, Column], on: date) -> dict[str, Column]:  # fmt: skip
    """Laptops in docking stations answer with the dock's address, and docks are shared."""
    laptop = (asset["kind"] == "client") & (asset["form"] == "laptop") & asset["alive"]
    rows = np.flatnonzero(laptop & flags(rng, DOCKED / 0.5, len(laptop)))
    rows = rows[np.argsort(network_row[rows], kind="stable")]
    dock = np.arange(len(rows)) // _DOCK_SHARED_BY
    home = network_row[rows][dock * _DOCK_SHARED_BY]
    turn = np.arange(len(rows)) % _DOCK_SHARED_BY
    midnight = np.datetime64(on, "s")
    start = midnight - ((turn + 1) * _DAY + rng.integers(0, 3600, len(rows))).astype(
        "timedelta64[s]")  # fmt: skip
    return {
        "asset_row": rows,
        "mac": column_of([f"02:d0:cc:{one >> 16:02x}:{one >> 8 & 255:02x}:{one & 255:02x}"
                          for one in dock.tolist()]),
        "network_row": home,
        "offset": _ROOM + dock % 28,
        "from_at": start,
        "to_at": start + np.timedelta64(9 * 3600, "s"),
        "leased": np.ones(len(rows), dtype=bool),
        "dock": np.ones(len(rows), dtype=bool),
        "reused": np.ones(len(rows), dtype=bool),
    }  # fmt: skip


def _second(asset: dict[str, Column], network_row: Column, rows: Column,
            on: date) -> dict[str, Column]:  # fmt: skip
    """Servers with a second interface have a second address in the same network."""
    server = np.isin(asset["kind"][rows].astype(str), ("server", "vm"))
    mine = rows[server & ~missing(asset["mac2"][rows]) & asset["alive"][rows]]
    mine = mine[np.argsort(network_row[mine], kind="stable")]
    begin = np.searchsorted(network_row[mine], network_row[mine], side="left")
    turn = np.arange(len(mine)) - begin
    mine, turn = mine[turn < _ROOM - 380], turn[turn < _ROOM - 380]
    return {
        "asset_row": mine,
        "mac": asset["mac2"][mine],
        "network_row": network_row[mine],
        "offset": 380 + turn,
        "from_at": asset["first_seen_at"][mine],
        "to_at": np.full(len(mine), np.datetime64("NaT"), dtype=INSTANTS),
        "leased": np.zeros(len(mine), dtype=bool),
        "dock": np.zeros(len(mine), dtype=bool),
        "reused": np.zeros(len(mine), dtype=bool),
    }


def _frame(pieces: list[dict[str, Column]], asset: dict[str, Column], network: Frame) -> Frame:
    joined = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    order = np.lexsort((joined["from_at"].astype(np.int64), joined["asset_row"]))
    joined = {name: column[order] for name, column in joined.items()}
    ip = network["base"][joined["network_row"]] + joined["offset"]
    named = asset["name"][joined["asset_row"]].copy()
    return Frame({
        "asset_row": joined["asset_row"],
        "realm": network["realm"][joined["network_row"]],
        "mac": joined["mac"],
        "ip": column_of([f"{one >> 24}.{one >> 16 & 255}.{one >> 8 & 255}.{one & 255}"
                         for one in ip.tolist()]),
        "network_row": joined["network_row"],
        "from_at": joined["from_at"].astype(INSTANTS),
        "to_at": joined["to_at"].astype(INSTANTS),
        "how": np.where(joined["leased"], "dhcp", "static").astype(object),
        "dock": joined["dock"],
        "reused": joined["reused"],
        "hostname": named,
    })  # fmt: skip
