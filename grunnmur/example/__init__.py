"""A made-up hospital group of any size, written as exports the way tools write them.

Reads nothing. Gives a directory of exports with settings, and the truth beside it. The same size,
seed and day give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from grunnmur.errors import SettingsError
from grunnmur.example import exports, truth, world
from grunnmur.example.exports import settings
from grunnmur.example.world import World
from grunnmur.settings import FILE

__all__ = ["DAY", "STANDARD", "Summary", "World", "write"]

VERB = "example"
DAY = date(2026, 9, 1)
STANDARD = Path(__file__).parent / "standard.yaml"
"""What the made-up group has decided to run, as it is laid beside the exports."""
# Shares of the whole time that are spent when the world and when the exports are done.
_WORLD, _EXPORTS = 0.15, 0.95
Progress = Callable[[str, str, float], None]
"""Called with the verb, what was just written, and how far it has come (0–1)."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: true things by noun, sources, truth rows, files and bytes."""

    directory: Path
    things: dict[str, int]
    sources: int
    truth: dict[str, int]
    files: int
    bytes: int


def write(
    directory: Path,
    *,
    size: float = 1.0,
    seed: int = 7,
    on: date = DAY,
    flow_days: int = 3,
    flow_records: int | None = None,
    flow_format: str = "zeek",
    progress: Progress | None = None,
) -> Summary:
    """Writes the example region into an empty or new directory.

    `size` 1.0 is the founding case. `flow_records` is about how many connections the sensors saw in
    `flow_days` days, as many as there were unless given; `flow_format` is `zeek` or `parquet`. Raises
    SettingsError where the directory already holds something.
    """
    say = progress or _silent
    _empty(directory)

    def exported(part: str, share: float) -> None:
        say(VERB, part, _WORLD + share * (_EXPORTS - _WORLD))

    region = world.build(size=size, seed=seed, on=on)
    say(VERB, "world", _WORLD)
    flows = exports.Flows(days=flow_days, records=flow_records, form=flow_format)
    sources, records, told, talked = exports.write_all(
        region, directory, seed=seed, flows=flows, progress=exported
    )
    (directory / STANDARD.name).write_bytes(STANDARD.read_bytes())
    (directory / FILE).write_text(settings.text(region, sources), encoding="utf-8", newline="\n")
    rows = truth.write(region, directory, records, told, talked)
    say(VERB, "truth", 1.0)
    written = [path for path in directory.rglob("*") if path.is_file()]
    return Summary(
        directory=directory,
        things=region.counts(),
        sources=len(sources),
        truth=rows,
        files=len(written),
        bytes=sum(path.stat().st_size for path in written),
    )


def _empty(directory: Path) -> None:
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise SettingsError("example_directory_not_empty", path=str(directory))
    directory.mkdir(parents=True, exist_ok=True)


def _silent(verb: str, part: str, share: float) -> None:
    """Nobody wants to know."""
