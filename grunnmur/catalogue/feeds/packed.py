"""Opening what a person carries in: files, folders and archives, packed or not."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

import zstandard

from grunnmur.catalogue.feeds.reading import Unreadable
from grunnmur.kit import zstd

MOST = 4 << 30  # bytes of one unpacked file; the whole of NVD as JSON is about 2 GiB

_MARKS = {b"\x1f\x8b": "gzip", b"\xfd7zXZ\x00": "xz", b"BZh": "bzip2", b"\x28\xb5\x2f\xfd": "zstd"}
_DEEP = 4
"""Archives within each other: one more has another purpose than to carry a feed."""
_BROKEN = (EOFError, OSError, lzma.LZMAError, zlib.error, tarfile.TarError, zipfile.BadZipFile,
           zstandard.ZstdError, RuntimeError)  # fmt: skip
"""RuntimeError: an archive that is encrypted, or packed in a way nobody here can unpack."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One unpacked file: where it lay and its bytes.

    `sealed` says that it came out of a container that would have shown it to be cut off.
    """

    place: str
    raw: bytes
    sealed: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.raw).hexdigest()


def opened(path: Path, *, most: int = MOST) -> Iterator[Carried | Unreadable]:
    """Every file under the path, sorted by name, archives opened. What cannot be, is its error."""
    within = sorted(item for item in path.rglob("*") if item.is_file())
    for item in within if path.is_dir() else [path]:
        if any(part.startswith(".") for part in item.relative_to(path).parts):
            continue
        place = str(item.relative_to(path)) if path.is_dir() else item.name
        try:
            with item.open("rb") as stream:
                yield from _unpacked(place, stream, most)
        except Unreadable as error:
            yield error
        except _BROKEN as error:
            yield Unreadable("feed_broken", file=place, reason=str(error) or type(error).__name__)


def _unpacked(place: str, stream: IO[bytes], most: int, *, depth: int = 0) -> Iterator[Carried]:
    if depth > _DEEP:
        raise Unreadable("feed_broken", file=place, reason="archives within archives")
    raw, sealed = _all(place, stream, most), depth > 0
    form = next((form for mark, form in _MARKS.items() if raw.startswith(mark)), None)
    if form is not None:
        with _unpacker(form, io.BytesIO(raw)) as unpacked:
            raw, sealed = _all(place, unpacked, most), True
    if raw.startswith(b"PK\x03\x04"):
        yield from _zip_members(place, raw, most, depth + 1)
    elif raw[257:262] == b"ustar":
        yield from _tar_members(place, raw, most, depth + 1)
    else:
        yield Carried(place, raw, sealed)


def _unpacker(form: str, stream: IO[bytes]) -> IO[bytes]:
    if form == "gzip":
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    if form == "xz":
        return cast(IO[bytes], lzma.open(stream))
    if form == "bzip2":
        return cast(IO[bytes], bz2.open(stream))
    return io.BufferedReader(zstd.Unpacked(cast(BinaryIO, stream)))


def _zip_members(place: str, raw: bytes, most: int, depth: int) -> Iterator[Carried]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in sorted(name for name in archive.namelist() if not name.endswith("/")):
            with archive.open(name) as member:
                yield from _unpacked(f"{place}!{name}", member, most, depth=depth)


def _tar_members(place: str, raw: bytes, most: int, depth: int) -> Iterator[Carried]:
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        for entry in sorted(archive.getmembers(), key=lambda entry: entry.name):
            member = archive.extractfile(entry) if entry.isfile() else None
            if member is not None:
                yield from _unpacked(f"{place}!{entry.name}", member, most, depth=depth)


def _all(place: str, stream: IO[bytes], most: int) -> bytes:
    raw = stream.read(most + 1)
    if len(raw) > most:
        raise Unreadable("feed_too_large", file=place, most=most)
    return raw
