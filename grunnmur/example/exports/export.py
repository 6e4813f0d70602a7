"""What writing one export gives: its [[source]] entries, the truth about its rows, what it told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.example.world.frame import Column

if TYPE_CHECKING:
    from grunnmur.example.world import World

Text = str | None


@dataclass(frozen=True, slots=True)
class Flows:
    """Which traffic is written: of how many days, about how many records, in which form.

    Without `records` there are as many as there truly are, at most two million at size 1. `form` is
    `zeek` (text, as sensors write it) or `parquet` (the columns of `flow_record`, by day).
    """

    days: int = 3
    records: int | None = None
    form: str = "zeek"
    workers: int = 2

    def __post_init__(self) -> None:
        if self.days < 1 or self.workers < 1:
            raise ValueError("there is at least one day, and someone to write it")
        if self.records is not None and self.records < 1:
            raise ValueError("records are counted from one")
        if self.form not in ("zeek", "parquet"):
            raise ValueError("flows are written as zeek or parquet")


@dataclass(frozen=True, slots=True)
class Written:
    """Rows of one file that a run makes a record of: which thing each is truly about.

    `marks` are the genuine identifiers each row carries, in the world's own spelling, by kind; a
    kind may end ".2" for a second one. A placeholder, a clone or a cut serial is None here.
    `ips` are addresses seen at the instant `at` in `realm`.
    """

    source: str
    file: str
    noun: str
    keys: Sequence[str]
    rows: Column
    marks: Mapping[str, Sequence[Text]] = field(default_factory=dict)
    ips: Sequence[Text] | None = None
    realm: str = ""
    at: np.datetime64 | None = None


@dataclass(frozen=True, slots=True)
class Leases:
    """Rows that tie a hardware address to an address for a while, as written."""

    realm: str
    macs: Sequence[Text]
    ips: Sequence[str]
    from_at: Column
    to_at: Column


@dataclass(frozen=True, slots=True)
class Export:
    """What was written, all lists in the order it was done."""

    sources: list[dict[str, Any]] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    leases: list[Leases] = field(default_factory=list)
    told: list[tuple[str, str, Column, bool]] = field(default_factory=list)
    talked: list[Column] = field(default_factory=list)
    """For each conversation of the world how many answered connections the sensors saw."""

    def tell(self, noun: str, attributes: str, rows: Column) -> None:
        """Notes that the rows' true values of these attributes (space-separated) are written."""
        self._note(noun, attributes, rows, true=True)

    def spoil(self, noun: str, attributes: str, rows: Column) -> None:
        """Notes that something false that may win is written of these attributes."""
        self._note(noun, attributes, rows, true=False)

    def _note(self, noun: str, attributes: str, rows: Column, *, true: bool) -> None:
        known = np.asarray(rows, dtype=np.int64)
        self.told.extend(
            (noun, attribute, known[known >= 0], true) for attribute in attributes.split()
        )

    def add(self, other: Export) -> None:
        """Takes in all of another export."""
        self.sources.extend(other.sources)
        self.written.extend(other.written)
        self.leases.extend(other.leases)
        self.told.extend(other.told)
        self.talked.extend(other.talked)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an exporter sits: the world it copies from, where it writes, its chance."""

    world: World
    directory: Path
    part: int
    flows: Flows = Flows()

    def stream(self, number: int = 0) -> np.random.Generator:
        """The exporter's stream of chance; streams of other numbers do not disturb each other."""
        return np.random.default_rng([self.world.seed, 100 + self.part, number])

    def place(self, path: str) -> Path:
        """The file of that path in the estate directory; its folder is made."""
        target = self.directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    @property
    def now(self) -> np.datetime64:
        """The instant most exports were taken: the morning of the day the estate is judged for."""
        return np.datetime64(self.world.on, "s") - np.timedelta64(18, "h")
