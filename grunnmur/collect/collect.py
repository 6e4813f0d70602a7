"""The verb: from settings to claims on disk."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grunnmur.collect import in_store, workshop
from grunnmur.collect.workshop import Errand
from grunnmur.collect.writer import Writer
from grunnmur.kit import stores
from grunnmur.settings import FILE, Settings, SourceSettings

IN_PLACE = "flows-parquet"
"""The format whose files are read where they lie, which may be an object store."""

_TASK_BYTES = 8 << 20
_TASK_FILES = 200
_END = 1 << 16


@dataclass(frozen=True, slots=True)
class Claims:
    """Where the claims are, and a digest of every byte they came from."""

    folder: Path
    digest: str
    files: int


def collect(
    settings: Settings,
    folder: Path,
    *,
    workers: int = 2,
    progress: Callable[[str, float], None] = lambda _name, _share: None,
) -> Claims:
    """Reads all sources of `settings` into `folder`. Largest files go first, so no reader ends alone."""
    folder.mkdir(parents=True, exist_ok=True)
    errands = [errand for source in settings.sources for errand in _errands(settings, source)]
    stored = list(_take_without_files(settings, errands, folder))
    total = sum(errand.size for errand in errands) or 1
    read = 0

    def done(errand: Errand) -> None:
        nonlocal read
        read += errand.size
        progress(errand.name, read / total)

    workshop.read(_tasks(errands), folder, limits=settings.limits, workers=workers, done=done)
    return Claims(folder, _digest(settings, errands, stored), len(errands) + len(stored))


def _errands(settings: Settings, source: SourceSettings) -> Iterator[Errand]:
    root = settings.directory.resolve()
    if _is_store(source):
        return
    for path in _files(root, source.path):
        name = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
        yield Errand(
            source.name, source.format, path, name, path.stat().st_size, dict(source.options)
        )


def _files(root: Path, pattern: str) -> list[Path]:
    """Files that a path, glob or folder names, sorted. A name with glob marks in it is itself if it exists."""
    base = root / pattern
    found = (
        [base]
        if base.exists()
        else [
            Path(name)
            for name in glob.glob(str(base), recursive=True)  # noqa: PTH207 absolute patterns
        ]
    )
    return sorted({file for path in found for file in _below(path) if file.name != FILE})


def _below(path: Path) -> Iterator[Path]:
    """The file itself, or the files below the folder."""
    return (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else iter((path,))


def _is_store(source: SourceSettings) -> bool:
    """Whether the source is a folder of an object store."""
    return source.format == IN_PLACE and stores.is_stored(source.path)


def _take_without_files(settings: Settings, errands: list[Errand], folder: Path) -> Iterator[str]:
    """Sources that have no file here: what a store holds, or a note that nothing is there.

    Yields what tells a stored file from another.
    """
    found = {errand.source for errand in errands}
    writer = Writer(folder, 0)
    for source in settings.sources:
        if _is_store(source):
            yield from in_store.take(source, writer)
        elif source.name not in found:
            document = writer.document(source.name, source.path, source.format)
            document.note("no_such_file", {"path": source.path})
            document.close()
    writer.flush()


def _tasks(errands: list[Errand]) -> list[tuple[Errand, ...]]:
    """Errands in parcels of a few megabytes: small files share a reader's write, large ones go alone."""
    tasks: list[tuple[Errand, ...]] = []
    parcel: list[Errand] = []
    weight = 0
    for errand in sorted(errands, key=lambda errand: (-errand.size, errand.source, errand.name)):
        if parcel and (weight + errand.size > _TASK_BYTES or len(parcel) >= _TASK_FILES):
            tasks.append(tuple(parcel))
            parcel, weight = [], 0
        parcel.append(errand)
        weight += errand.size
    if parcel:
        tasks.append(tuple(parcel))
    return tasks


def _digest(settings: Settings, errands: list[Errand], stored: list[str]) -> str:
    """One digest over the settings and every file's content, in a stated order.

    Of a file that is read in place the size and the end count: Parquet's end names and measures all before it.
    Of one in a store it is its size and when it was written.
    """
    whole = hashlib.blake2b((settings.directory / FILE).read_bytes(), digest_size=16)
    for line in sorted(stored):
        whole.update(line.encode())
    for errand in sorted(errands, key=lambda errand: (errand.source, errand.name)):
        with errand.path.open("rb") as stream:
            whole.update(errand.name.encode())
            if errand.format == IN_PLACE:
                whole.update(str(errand.size).encode())
                stream.seek(max(0, errand.size - _END))
            whole.update(hashlib.file_digest(stream, "blake2b").digest())
    return whole.hexdigest()
