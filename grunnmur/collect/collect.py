"""The verb: from settings to claims on disk."""

from __future__ import annotations

import glob
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from io import BufferedReader
from pathlib import Path

from grunnmur.collect import in_store, privacy, workshop
from grunnmur.collect.reader import Errand
from grunnmur.collect.readings import Readings, code_digest, key
from grunnmur.collect.workshop import PARCEL_BYTES, Parcel
from grunnmur.collect.writer import Writer
from grunnmur.kit import stores
from grunnmur.settings import FILE, Settings, SourceSettings

IN_PLACE = "flows-parquet"
"""The format whose files are read where they lie, which may be an object store."""

_PARCEL_FILES = 200
_ALONE_BYTES = 64 << 10
"""Takes as long to read as a parcel of its own costs: such a file comes and goes without the others of its source."""
_ALONE_MOST = 32
"""So many files of a source at most are parcels of their own: a parcel costs every step that reads claims."""
_NUMBERS = 1 << 28
"""Parcels are numbered from here on; below is what is made without files, and above what a reader broke on."""
_END = 1 << 16


@dataclass(frozen=True, slots=True)
class Claims:
    """Where the claims are, and a digest of every byte they came from."""

    folder: Path
    digest: str
    files: int
    parcels: tuple[Parcel, ...] = ()


@dataclass(frozen=True, slots=True)
class Parting:
    """Where claims part from what a directory gave before: parts that are other ones now, in the folder of claims, and
    those they were before, in a folder of their own. `beside` are parts of the same `sources` that stand.
    """

    sources: tuple[str, ...]
    now: tuple[int, ...]
    before: tuple[int, ...]
    beside: tuple[int, ...]
    folder: Path
    digest: str


def collect(
    settings: Settings,
    folder: Path,
    *,
    readings: Readings | None = None,
    workers: int = 2,
    progress: Callable[[str, float], None] = lambda _name, _share: None,
) -> Claims:
    """Reads all sources of `settings` into `folder`; what `readings` hold of the same files is taken from there.

    Largest parcels go first, so no reader ends alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = _found(settings)
    errands = _errands(settings, found)
    stored = list(_take_without_files(settings, found, folder))
    total = sum(errand.size for errand in errands) or 1
    read = 0

    def done(errand: Errand) -> None:
        nonlocal read
        read += errand.size
        progress(errand.name, read / total)

    contents = [_content(errand) for errand in errands]
    parcels, unread = _parcels(settings, errands, contents), []
    for parcel in parcels:
        if readings is not None and readings.take(parcel, folder):
            for errand in parcel.errands:
                done(errand)
        else:
            unread.append(parcel)
    whole = workshop.read(unread, folder, limits=settings.limits, workers=workers, done=done)
    if readings is not None:
        readings.keep(parcels, whole, folder, logons=settings.logon_days is None)
    digest = _digest(settings, errands, contents, stored)
    return Claims(folder, digest, len(errands) + len(stored), tuple(parcels))


def part(claims: Claims, settings: Settings, folder: Path, *, readings: Readings) -> Parting | None:
    """How the claims part from those of a directory as `settings` tell of it; its own parts go into `folder`.

    What was read of those and is not kept is read again. None where files lie in an object store.
    """
    if any(_is_store(source) for source in settings.sources):
        return None
    errands = _errands(settings, _found(settings))
    contents = [_content(errand) for errand in errands]
    parcels = {parcel.key: parcel for parcel in _parcels(settings, errands, contents)}
    new = [parcel for parcel in claims.parcels if parcel.key not in parcels]
    folder.mkdir(parents=True, exist_ok=True)
    gone = [p for key, p in parcels.items() if key not in {p.key for p in claims.parcels}]
    unread = [parcel for parcel in gone if not readings.take(parcel, folder)]
    workshop.read(unread, folder, limits=settings.limits, workers=1, done=lambda _errand: None)
    sources = {parcel.source for parcel in (*new, *gone)}
    return Parting(
        sources=tuple(sorted(sources)),
        now=tuple(p.part for p in new),
        before=tuple(p.part for p in gone),
        beside=tuple(p.part for p in claims.parcels if p.source in sources and p not in new),
        folder=folder,
        digest=_digest(settings, errands, contents, []),
    )


def make_ready() -> None:
    """Does what every reading begins with, where somebody will soon wait for one."""
    workshop.make_ready()
    code_digest()


def storable(settings: Settings) -> Settings:
    """The settings with what may not be stored cleaned out of the sources' paths, as out of what files hold."""
    sources = tuple(
        replace(source, path=privacy.cleaned(source.path)[0]) for source in settings.sources
    )
    return replace(settings, sources=sources)


_Found = Sequence[tuple[SourceSettings, Sequence[Path]]]
"""What lies where each source says."""


def _errands(settings: Settings, found: _Found) -> list[Errand]:
    root = settings.directory.resolve()
    return [
        Errand(
            source=source.name,
            format=source.format,
            path=path,
            name=_name(root, path),
            size=path.stat().st_size,
            options=dict(source.options),
        )
        for source, paths in found
        for path in paths
        if path.is_file()
    ]


def _name(root: Path, path: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def _found(settings: Settings) -> _Found:
    root = settings.directory.resolve()
    return [(source, _lying(root, source)) for source in settings.sources]


def _lying(root: Path, source: SourceSettings) -> list[Path]:
    """What a source's path, glob or folder names, sorted, but no folders: files, links to nowhere, pipes and the like.

    A name with glob marks in it is itself if it exists.
    """
    if _is_store(source):
        return []
    base = root / source.path
    found = (
        [base]
        if base.exists()
        else [
            Path(name)
            for name in glob.glob(str(base), recursive=True)  # noqa: PTH207 absolute patterns
        ]
    )
    below = (one for path in found for one in (path.rglob("*") if path.is_dir() else (path,)))
    return sorted({one for one in below if one.name != FILE and not one.is_dir()})


def _is_store(source: SourceSettings) -> bool:
    """Whether the source is a folder of an object store."""
    return source.format == IN_PLACE and stores.is_stored(source.path)


def _take_without_files(settings: Settings, found: _Found, folder: Path) -> Iterator[str]:
    """Sources that have no file here: what a store holds, or a note that nothing is there. What is found and is no file
    is noted as well.

    Yields what tells a stored file from another.
    """
    root = settings.directory.resolve()
    writer = Writer(folder, 0)
    for source, paths in found:
        if _is_store(source):
            yield from in_store.take(source, writer)
            continue
        for path in paths:
            if not path.is_file():
                document = writer.document(source.name, _name(root, path), source.format)
                document.note("not_a_file", {})
                document.close()
        if not any(path.is_file() for path in paths):
            document = writer.document(source.name, source.path, source.format)
            document.note("no_such_file", {"path": source.path})
            document.close()
    writer.flush()


@dataclass(frozen=True, slots=True)
class _Content:
    """What a file holds, in one digest, and when it was written."""

    digest: bytes
    written: int


def _content(errand: Errand) -> _Content:
    """Of a file that is read in place the size and the end count: Parquet's end names and measures all before it.

    One that cannot be read has none; whoever reads it notes why.
    """
    try:
        with errand.path.open("rb") as stream:
            told = os.fstat(stream.fileno())
            as_it_is = (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
            seen = (*as_it_is, errand.size if errand.format == IN_PLACE else None)
            if seen not in _DIGESTS:
                _DIGESTS[seen] = _digested(stream, errand)
    except OSError:
        return _Content(b"", -1)
    return _Content(_DIGESTS[seen], told.st_mtime_ns)


_DIGESTS: dict[tuple[int | None, ...], bytes] = {}
"""Of files as they were: a trial looks at the same ones as its mirror and as the directory has them."""


def _digested(stream: BufferedReader, errand: Errand) -> bytes:
    whole = hashlib.blake2b(digest_size=32)
    if errand.format == IN_PLACE:
        whole.update(str(errand.size).encode())
        stream.seek(max(0, errand.size - _END))
    whole.update(hashlib.file_digest(stream, "blake2b").digest())
    return whole.digest()


def _parcels(settings: Settings, errands: list[Errand], contents: list[_Content]) -> list[Parcel]:
    """Errands in parcels, the largest first: small files of a source share a reader's write.

    They do so in a stated order, so that a file that has changed changes few parcels.
    """
    groups: list[list[tuple[Errand, _Content]]] = []
    before, weight = "", 0
    large = Counter(errand.source for errand in errands if errand.size >= _ALONE_BYTES)

    def is_alone(errand: Errand) -> bool:
        return errand.size >= _ALONE_BYTES and large[errand.source] <= _ALONE_MOST

    ordered = sorted(
        zip(errands, contents, strict=True),
        key=lambda one: (one[0].source, is_alone(one[0]), one[0].name),
    )
    for errand, content in ordered:
        full = weight + errand.size > PARCEL_BYTES or (groups and len(groups[-1]) >= _PARCEL_FILES)
        if errand.source != before or full or is_alone(errand):
            groups.append([])
            before, weight = errand.source, 0
        groups[-1].append((errand, content))
        weight += errand.size
    numbers: set[int] = set()
    parcels = [_parcel(settings, group, numbers) for group in groups]
    return sorted(parcels, key=lambda parcel: (-parcel.size, parcel.part))


def _parcel(settings: Settings, group: list[tuple[Errand, _Content]], numbers: set[int]) -> Parcel:
    """The files as a parcel. Its number follows from what is in it, since what is kept of it is numbered by it."""
    told = [(e.source, e.format, e.name, e.options, content.digest.hex()) for e, content in group]
    name = key(astuple(settings.limits), settings.logon_days is None, told)
    number = _NUMBERS + int(name[:7], 16)
    while number in numbers:
        number += 1
    numbers.add(number)
    files, stamps = tuple(e for e, _ in group), tuple(content.written for _, content in group)
    return Parcel(files, number, f"{name}-{number}", stamps)


def _digest(
    settings: Settings, errands: list[Errand], contents: list[_Content], stored: list[str]
) -> str:
    """One digest over the settings and every file's content, in a stated order. Of a file in a store it is its size and
    when it was written.
    """
    whole = hashlib.blake2b((settings.directory / FILE).read_bytes(), digest_size=16)
    for line in sorted(stored):
        whole.update(line.encode())
    named = [
        (e.source, e.name, content.digest) for e, content in zip(errands, contents, strict=True)
    ]
    for _source, name, content in sorted(named):
        whole.update(name.encode())
        whole.update(content)
    return whole.hexdigest()
