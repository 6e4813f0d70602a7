"""Archives are read through: each member becomes a document of its own."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_MEMBERS = 100_000
_DEPTH = 3


def documents(document: Document, scratch: Path, *, depth: int = 0) -> Iterator[Document]:
    """The document itself, or the members of the archive it is, archives within archives included.

    Raises CollectError for an archive that is damaged, encrypted, too deep or unpacks to more than
    the document's limit. Members are unpacked under `scratch` and removed when the next is asked for.
    """
    if not _is_archive(document):
        yield document
        return
    if depth >= _DEPTH:
        raise CollectError("archive_too_deep", depth=_DEPTH)
    budget = _Budget(document.megabytes << 20)
    try:
        for name, stream in _members(document):
            target = scratch / f"member-{depth}"
            with stream, target.open("wb") as out:
                budget.copy(stream, out)
            member = Document(
                target, f"{document.name}!{name}", document.options, document.megabytes
            )
            yield from documents(member, scratch, depth=depth + 1)
            target.unlink()
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise CollectError("archive_damaged", reason=str(error)) from error


def _is_archive(document: Document) -> bool:
    head = document.head
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return not _is_office(document.path)
    return len(head) > 262 and head[257:262] == b"ustar"


def _is_office(path: Path) -> bool:
    """Workbooks are zip files too; they are for a reader, not for us."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" in archive.NameToInfo
    except zipfile.BadZipFile:
        return False


def _members(document: Document) -> Iterator[tuple[str, IO[bytes]]]:
    if document.head.startswith(b"PK"):
        with zipfile.ZipFile(document.path) as archive:
            entries = sorted(
                (entry for entry in archive.infolist() if not entry.is_dir()),
                key=lambda e: e.filename,
            )
            if len(entries) > _MEMBERS:
                raise CollectError("archive_too_many", members=len(entries), limit=_MEMBERS)
            for entry in entries:
                yield entry.filename, archive.open(entry)
        return
    with document.open() as raw, tarfile.open(fileobj=raw, mode="r|") as tar:
        for count, member in enumerate(tar):
            if count > _MEMBERS:
                raise CollectError("archive_too_many", members=count, limit=_MEMBERS)
            stream = tar.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield member.name, stream
    if document.damage:
        raise EOFError(document.damage[0])


class _Budget:
    """Bytes that may still come out of the archive, all members together."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._limit = limit

    def copy(self, stream: IO[bytes], out: IO[bytes]) -> None:
        while block := stream.read(1 << 20):
            self._left -= len(block)
            if self._left < 0:
                raise CollectError("too_large_unpacked", megabytes=self._limit >> 20)
            out.write(block)
        out.flush()
