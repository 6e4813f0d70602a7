"""A table in parts: Parquet files side by side that are never changed, so that a later run links them and adds its own.

The first is `name.parquet`, the next `name.001.parquet` and so on.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from grunnmur.kit import quoted

_MOST = 16
"""Parts a table may have: each is opened by every question."""


def paths(folder: Path, name: str) -> list[Path]:
    """The table's parts, in order; none where it was never written."""
    found: list[Path] = []
    while (path := _part(folder, name, len(found))).is_file():
        found.append(path)
    return found


def following(folder: Path, name: str) -> Path:
    """Where the next part is to be written."""
    return _part(folder, name, len(paths(folder, name)))


def _part(folder: Path, name: str, number: int) -> Path:
    return folder / (f"{name}.{number:03d}.parquet" if number else f"{name}.parquet")


def link(earlier: Path, folder: Path, name: str) -> None:
    """Makes the parts in one folder those in the other; a copy where the file system links nothing."""
    if earlier.resolve() == folder.resolve():
        return
    remove(folder, name)
    for path in paths(earlier, name):
        share(path, folder / path.name)


def share(path: Path, target: Path) -> None:
    """The file, which nobody changes, under another name too; a copy where the file system links nothing."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)


def remove(folder: Path, name: str, *, after_first: bool = False) -> None:
    """Takes the parts away, or all but the first."""
    for path in paths(folder, name)[int(after_first) :]:
        path.unlink()


def are_same(one: Path, other: Path, name: str) -> bool:
    """Whether the table is the same in both folders, byte by byte; also where neither has it."""
    pairs = paths(one, name), paths(other, name)
    if len(pairs[0]) != len(pairs[1]):
        return False
    return all(
        a.samefile(b) or filecmp.cmp(a, b, shallow=False) for a, b in zip(*pairs, strict=True)
    )


def is_worn(folder: Path, name: str) -> bool:
    """Whether it is time to write the table whole: many parts, or more in later ones than in the first."""
    sizes = [path.stat().st_size for path in paths(folder, name)]
    return len(sizes) >= _MOST or sum(sizes[1:]) > sum(sizes[:1])


def listed(found: Iterable[Path | str]) -> str:
    """The files as `read_parquet` takes them."""
    return f"[{', '.join(map(quoted.text, found))}]"
