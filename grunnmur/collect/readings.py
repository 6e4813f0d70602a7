"""What was read of files, kept from run to run: files that are the same are not read again (decision 074)."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import pyarrow.parquet as pq

from grunnmur import collect, estate, kit
from grunnmur.collect import workshop
from grunnmur.collect.workshop import Parcel
from grunnmur.estate import RAW
from grunnmur.kit import code, parts

_NEVER = frozenset(("_place",))
"""Where a file was read in place."""
_LOGONS = frozenset(("logon", "batch-logon"))
_LOOKING = frozenset(("netflow",))
"""Formats whose files are read with what stands in files beside them."""
_NAME = re.compile(r"[\w.-]+")
"""What a requirement begins with."""
_PASSING = frozenset(("file_unreadable", "too_much_memory"))
"""Notes that another day may not be made."""


@dataclass(frozen=True, slots=True)
class Readings:
    """A folder with what was read of each parcel of files, under a key of all that it follows from.

    One that is not `growing` is read and left as it is. `also` is another such folder that is only read.
    """

    folder: Path
    growing: bool = True
    also: Path | None = None

    def take(self, parcel: Parcel, folder: Path) -> bool:
        """Puts what was read of the parcel into the folder of claims. False where it has to be read."""
        places = (self.folder, self.also) if self.also else (self.folder,)
        return any(_taken(place / parcel.key, parcel.part, folder) for place in places)

    def keep(
        self, parcels: Sequence[Parcel], read: Iterable[Parcel], folder: Path, *, logons: bool
    ) -> None:
        """Keeps what was `read` now into the folder of claims, and clears away what is of none of the `parcels`.

        What comes by the hundred million is kept where its source is one file or small, and `logons` where the group
        need not forget them.
        """
        if not self.growing:
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        sizes, counts = Counter[str](), Counter(parcel.source for parcel in parcels)
        for parcel in parcels:
            sizes[parcel.source] += parcel.size
        never = _NEVER if logons else _NEVER | _LOGONS
        for parcel in read:
            few = counts[parcel.source] == 1 or sizes[parcel.source] <= workshop.PARCEL_BYTES
            self._keep(parcel, folder, never if few else never | RAW.keys())
        wanted = {parcel.key for parcel in parcels}
        for path in sorted(self.folder.iterdir()):
            if path.name not in wanted:
                _clear(path)

    def take_over(self, other: Path) -> None:
        """Makes what another such folder holds its own, as far as it has it not. What cannot be moved is read again."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for kept in other.glob("[!.]*"):
            with suppress(OSError):
                if not (self.folder / kept.name).exists():
                    kept.rename(self.folder / kept.name)

    def _keep(self, parcel: Parcel, folder: Path, left: Set[str]) -> None:
        found = {path.parent.name: path for path in workshop.all_written(folder, parcel.part)}
        if found.keys() & left or _hangs_on_more(found) or not parcel.stands():
            return
        partial = self.folder / f".{parcel.key}"
        shutil.rmtree(partial, ignore_errors=True)
        try:
            partial.mkdir(mode=0o700)
            for name, path in found.items():
                parts.share(path, partial / f"{name}.parquet")
            partial.rename(self.folder / parcel.key)
        except OSError:  # another run was first, or there is no room: the next run reads again
            shutil.rmtree(partial, ignore_errors=True)


def _taken(kept: Path, part: int, folder: Path) -> bool:
    taken: list[Path] = []
    for path in kept.glob("*.parquet"):
        target = workshop.written(folder, path.stem, part)
        if not target.parent.is_dir():
            target.parent.mkdir(exist_ok=True)
        try:
            parts.share(path, target)
        except FileNotFoundError:  # another run has cleared it away meanwhile
            for one in taken:
                one.unlink()
            return False
        taken.append(target)
    return bool(taken)


def _hangs_on_more(found: Mapping[str, Path]) -> bool:
    """Whether something else than the files decided what was read: files beside them, or how the machine was."""
    return any(
        not others.isdisjoint(pq.ParquetFile(found[name]).read([column])[column].to_pylist())
        for name, column, others in (("_count", "format", _LOOKING), ("_note", "code", _PASSING))
        if name in found
    )


def _clear(folder: Path) -> None:
    """Takes the folder away, out of sight first: whoever takes from it meanwhile has all of it, or nothing."""
    hidden = folder.with_name(f".{folder.name.lstrip('.')}")
    if folder != hidden:
        shutil.rmtree(hidden, ignore_errors=True)
        folder.rename(hidden)
    shutil.rmtree(hidden, ignore_errors=True)


def key(*told: object) -> str:
    """One name for what is told, under the code that reads: what other code read is not used."""
    text = json.dumps((code_digest(), *told), sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@cache
def code_digest() -> str:
    """A digest of all that decides what is read: ours, and the versions of what we build on."""
    packages = (collect, estate, kit)
    files = (f for one in packages for f in Path(*one.__path__).rglob("*") if f.suffix != ".pyc")
    needed = [
        _NAME.match(one) for one in metadata.requires("grunnmur") or () if "extra ==" not in one
    ]
    versions = [f"{name[0]} {metadata.version(name[0])}" for name in needed if name]
    return " ".join((code.digest(file for file in files if file.is_file()), *versions))
