"""What one sheet needs to know of the others: keys, hardware addresses, disks added up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from grunnmur.collect.claim import reference
from grunnmur.collect.rows import Row
from grunnmur.collect.rvtools.export import Export, number

MEBIBYTES_PER_TERABYTE = 1_000_000_000_000 / 1_048_576


@dataclass(frozen=True, slots=True)
class Survey:
    """Facts gathered over the whole workbook before rows are claimed."""

    seen_at: datetime | None
    hosts: frozenset[str]
    clusters: frozenset[str]
    machine_by_id: dict[str, str]
    machine_by_name: dict[str, str | None]
    macs: dict[str, tuple[str, ...]]
    disk_terabytes: dict[str, float]
    used_terabytes: dict[str, float]

    def machine(self, row: Row) -> str | None:
        """A reference to the virtual machine a row belongs to."""
        key = self.machine_key(row)
        return reference("record", key) if key else row.text("VM")

    def machine_key(self, row: Row) -> str | None:
        """The key of that machine's vInfo row; by id, else by a name only one of them has."""
        for heading in ("VM UUID", "VM ID"):
            if (written := row.text(heading)) and written in self.machine_by_id:
                return self.machine_by_id[written]
        return self.machine_by_name.get(row.text("VM") or "")

    def host(self, name: str | None) -> str | None:
        """A reference to a host: its row here, else whoever carries the name."""
        return self._member(name, self.hosts, "vHost")

    def cluster(self, name: str | None) -> str | None:
        """A reference to a cluster."""
        return self._member(name, self.clusters, "vCluster")

    def _member(self, name: str | None, known: frozenset[str], sheet: str) -> str | None:
        if name is None:
            return None
        return reference("record", f"{sheet}:{name}") if name in known else name


def survey(export: Export) -> Survey:
    """Reads the sheets that others lean on, once each."""
    by_id, by_name = _machines(export)
    draft = Survey(
        _seen_at(export),
        _names(export, "vHost"),
        _names(export, "vCluster"),
        by_id,
        by_name,
        {},
        {},
        {},
    )
    draft.macs.update(_macs(export, draft))
    draft.disk_terabytes.update(_added_up(export, draft, "vDisk", "Capacity"))
    draft.used_terabytes.update(_added_up(export, draft, "vPartition", "Consumed"))
    return draft


def machine_key(row: Row) -> str | None:
    """The natural key of a vInfo row."""
    written = row.text("VM UUID") or row.text("VM")
    return f"vInfo:{written}" if written else None


def _seen_at(export: Export) -> datetime | None:
    for row in export.rows("vMetaData"):
        if found := row.moment("xlsx creation datetime"):
            return found
    return None


def _names(export: Export, sheet: str) -> frozenset[str]:
    found = (
        row.text("Host" if sheet == "vHost" else "Name", "Cluster") for row in export.rows(sheet)
    )
    return frozenset(name for name in found if name)


def _machines(export: Export) -> tuple[dict[str, str], dict[str, str | None]]:
    by_id: dict[str, str] = {}
    by_name: dict[str, str | None] = {}
    for row in export.rows("vInfo"):
        key, name = machine_key(row), row.text("VM")
        if key is None:
            continue
        for heading in ("VM ID", "VM UUID"):
            if written := row.text(heading):
                by_id.setdefault(written, key)
        if name:
            by_name[name] = None if name in by_name else key
    return by_id, by_name


def _macs(export: Export, known: Survey) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in export.rows("vNetwork"):
        if (key := known.machine_key(row)) and (mac := row.text("Mac Address")):
            found[key][mac] = None
    for row in export.rows("vNIC"):
        if (host := row.text("Host")) and (mac := row.text("MAC")):
            found[f"vHost:{host}"][mac] = None
    return {key: tuple(macs) for key, macs in found.items()}


def _added_up(export: Export, known: Survey, sheet: str, measure: str) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for row in export.rows(sheet):
        key = known.machine_key(row)
        mebibytes = number(row, f"{measure} MiB", f"{measure} MB")
        if key and mebibytes is not None:
            total[key] += mebibytes
    return {key: round(mebibytes / MEBIBYTES_PER_TERABYTE, 6) for key, mebibytes in total.items()}
