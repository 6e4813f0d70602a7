"""A made-up region and its run, for measurements that hold a result against the truth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from grunnmur import example, pipeline
from grunnmur.estate import Estate

ON = date(2026, 9, 1)


@dataclass(frozen=True, slots=True)
class Region:
    """Where the exports and their truth are, and what a run made of them."""

    exports: Path
    truth: Path
    estate: Estate


@contextmanager
def run(seed: int, size: float) -> Iterator[Region]:
    """A region of this seed and size, as far as the rules need it: who reaches what, and no plan."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        example.write(folder / "region", size=size, seed=seed)
        result = pipeline.run(folder / "region", folder / "workspace", on=ON, until="reach")
        yield Region(folder / "region", folder / "region" / "truth", result.estate)
