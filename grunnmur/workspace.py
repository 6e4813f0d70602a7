"""A workspace: runs side by side, the current one swapped in at once, readable by its owner only."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grunnmur.errors import WorkspaceError
from grunnmur.estate import Estate
from grunnmur.kit import engine

SCHEMA_VERSION = 1
_MARK = "workspace.json"
_CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder that holds the runs."""

    folder: Path

    @property
    def readings(self) -> Path:
        """Where what was read of files is kept. May be taken away at any time: it is read again."""
        return self.folder / "readings"

    def runs(self) -> tuple[str, ...]:
        """Finished runs, oldest first."""
        found = (path for path in (self.folder / "runs").glob("*") if not path.name.startswith("."))
        return tuple(sorted(path.name for path in found))

    def current(self) -> Path | None:
        """The folder of the current run, or None before the first."""
        pointer = self.folder / _CURRENT
        if not pointer.exists():
            return None
        path = self.folder / "runs" / pointer.read_text(encoding="utf-8").strip()
        return path if path.is_dir() else None


def create(folder: Path) -> Workspace:
    """The workspace in `folder`, made if need be. Refuses a folder that holds something else."""
    mark = folder / _MARK
    if mark.exists():
        _check_version(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise WorkspaceError("not_a_workspace", path=str(folder))
    else:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        mark.write_text(json.dumps({"schema_version": SCHEMA_VERSION}) + "\n", encoding="utf-8")
    (folder / "runs").mkdir(exist_ok=True, mode=0o700)
    return Workspace(folder)


def beside(folder: Path, run: Path) -> Workspace:
    """A new workspace whose current run is another one's, read where it lies.

    A run made there keeps that run's ids, and changes nothing in the other workspace.
    """
    made = create(folder)
    (folder / "runs" / run.name).symlink_to(run.resolve(), target_is_directory=True)
    _point(folder, run.name)
    return made


def adopt(workspace: Workspace, run: Path) -> Path:
    """The finished run of another workspace, copied here and made the current one.

    May be asked again: a run that is here already is only made current.
    """
    here = workspace.folder / "runs" / run.name
    if here.is_dir():
        if (here / "run.parquet").read_bytes() != (run / "run.parquet").read_bytes():
            raise WorkspaceError("run_taken", path=str(workspace.folder), run=run.name)
        with _locked(workspace.folder):
            _point(workspace.folder, run.name)
        return here
    with new_run(workspace, run.name) as partial:
        shutil.copytree(run, partial, dirs_exist_ok=True)
    return here


def is_workspace(folder: Path) -> bool:
    """Whether there is one in the folder, of whatever version."""
    return (folder / _MARK).is_file()


def open_workspace(folder: Path) -> Workspace:
    """An existing workspace. WorkspaceError when there is none."""
    if not (folder / _MARK).exists():
        raise WorkspaceError("no_workspace", path=str(folder))
    _check_version(folder)
    return Workspace(folder)


def runs(folder: Path) -> tuple[str, ...]:
    """The workspace's finished runs, oldest first."""
    return open_workspace(folder).runs()


def open_run(folder: Path, run_id: str | None = None) -> Estate:
    """The estate of a run, the current one unless `run_id` says another."""
    workspace = open_workspace(folder)
    path = workspace.current() if run_id is None else folder / "runs" / run_id
    if path is None or not path.is_dir():
        known = ", ".join(workspace.runs())
        if not known:
            raise WorkspaceError("no_run_finished", path=str(folder))
        raise WorkspaceError("no_such_run", path=str(folder), run=run_id or "", known=known)
    return Estate(path, engine.connect())


@contextmanager
def new_run(workspace: Workspace, run_id: str) -> Iterator[Path]:
    """A folder to write a run in. It becomes the current run when the block ends well, else it is gone.

    Only one run writes at a time; what a killed run left behind is cleared by the next.
    """
    folder = workspace.folder
    with _locked(folder):
        for stale in (folder / "runs").glob(".*"):
            shutil.rmtree(stale, ignore_errors=True)
        partial = folder / "runs" / f".{run_id}"
        previous_mask = os.umask(0o077)
        try:
            partial.mkdir()
            yield partial
            _seal(partial)
            partial.rename(folder / "runs" / run_id)
            _point(folder, run_id)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        finally:
            os.umask(previous_mask)


def _seal(folder: Path) -> None:
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _point(folder: Path, run_id: str) -> None:
    """Moves `current` to the run in one step, so that a reader sees the old or the new, never neither."""
    temporary = folder / f".{_CURRENT}"
    temporary.write_text(run_id + "\n", encoding="utf-8")
    temporary.replace(folder / _CURRENT)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Holds the workspace's lock; the system frees it when the process ends, however it ends."""
    import fcntl

    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WorkspaceError("workspace_locked", path=str(folder)) from error
        yield


def _check_version(folder: Path) -> None:
    try:
        version = json.loads((folder / _MARK).read_text(encoding="utf-8"))["schema_version"]
    except (ValueError, KeyError) as error:
        raise WorkspaceError("workspace_damaged", path=str(folder)) from error
    if version != SCHEMA_VERSION:
        raise WorkspaceError(
            "workspace_version", path=str(folder), found=version, wanted=SCHEMA_VERSION
        )
