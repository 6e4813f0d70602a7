"""The instances asked for: files, archives, members of archives, or lists of them by name."""

from __future__ import annotations

import lzma
import os
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path, PurePosixPath

_ENDINGS = (".sm", ".mm", ".rcp", ".sch")


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance as it was found. `path` ends with its set, folders within it, and its name."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.path).name


def instances(wanted: list[str]) -> Iterator[Instance]:
    """Each instance of each thing wanted, in the order given; of an archive or folder, by name.

    `SET.tar.xz` is all of it, `SET.tar.xz:j301_1.sm` a member, `SET.tar.xz:j30*_1.sm` several; a
    `.txt` holds such things a line, of archives in the shared folder. SystemExit where there is none,
    or an archive is damaged.
    """
    for one in chain.from_iterable(_named(one) for one in wanted):
        try:
            found = list(_found(one))
        except (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError) as trouble:
            raise SystemExit(f"{one}: a damaged archive") from trouble
        if not found:
            raise SystemExit(f"{one}: no instance here ({', '.join(_ENDINGS)})")
        yield from found


def shared_folder() -> Path:
    """Where the public sets are: `scheduling` in GRUNNMUR_DATA, or beside the repository."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(os.environ.get("GRUNNMUR_DATA", beside)) / "scheduling"


def _named(one: str) -> list[str]:
    if not one.endswith(".txt"):
        return [one]
    if not Path(one).is_file():
        raise SystemExit(f"{one}: not found")
    lines = Path(one).read_text(encoding="utf-8").splitlines()
    return [str(shared_folder() / line) for line in lines if line and not line.startswith("#")]


def _found(one: str) -> Iterator[Instance]:
    archive, _, member = one.partition(":")
    path = Path(archive)
    if archive.endswith((".tar.xz", ".tar.gz", ".tar", ".tgz")):
        yield from _members(path, member or "*")
        return
    if not Path(one).exists():
        raise SystemExit(f"{one}: not found")
    files = sorted(Path(one).rglob("*")) if Path(one).is_dir() else [Path(one)]
    for file in files:
        if file.suffix.lower() in _ENDINGS:
            yield Instance(file.resolve().as_posix(), file.read_text(encoding="latin-1"))


def _members(archive: Path, pattern: str) -> Iterator[Instance]:
    if not archive.is_file():
        raise SystemExit(f"{archive}: not found")
    with tarfile.open(archive) as opened:
        for member in sorted(opened.getmembers(), key=lambda member: member.name):
            name = PurePosixPath(member.name)
            if not member.isfile() or name.suffix.lower() not in _ENDINGS:
                continue
            if fnmatch(member.name, pattern) or fnmatch(name.name, pattern):
                content = opened.extractfile(member)
                assert content is not None
                yield Instance(member.name, content.read().decode("latin-1"))
