"""The instances asked for: files, archives, or members of archives."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
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

    `SET.tar.xz` is all of it, `SET.tar.xz:j301_1.sm` a member, `SET.tar.xz:j30*_1.sm` several. SystemExit
    where there is none.
    """
    for one in wanted:
        found = list(_found(one))
        if not found:
            raise SystemExit(f"{one}: no instance here ({', '.join(_ENDINGS)})")
        yield from found


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
