"""Readers at work: a few processes, each file on a leash of seconds and memory.

A file that takes too long, eats too much or kills its reader becomes a note; the other files of its
task are read again without it. What a file may cost grows with its size on disk, so a small file
can never cost much: `limits` is the price of the first megabyte.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection as mp_connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from types import ModuleType
from typing import Any

from grunnmur.collect import reader
from grunnmur.collect.reader import Errand
from grunnmur.collect.writer import Writer
from grunnmur.errors import GrunnmurError
from grunnmur.settings import Limits

_TICK = 0.05
_PATIENCE = 10
"""A file may take this many times longer by the clock than it may work: other programs have the machine too."""

PARCEL_BYTES = 8 << 20
"""On disk: so much is read in one go."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files that one reader reads in one go, and the number of the part it writes of them.

    `key` is made of all that decides what is read of them, `stamps` of when each file was last written.
    """

    errands: tuple[Errand, ...]
    part: int
    key: str = ""
    stamps: tuple[int, ...] = ()

    @property
    def source(self) -> str:
        """The source all its files are of; none without files."""
        return self.errands[0].source if self.errands else ""

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(errand.size for errand in self.errands)

    def stands(self) -> bool:
        """Whether its files are still those that the key was made of."""
        try:
            return self.stamps == tuple(e.path.stat().st_mtime_ns for e in self.errands)
        except OSError:
            return False


SPARE = 1 << 29
"""From here on parts are numbered that a parcel is read into when it broke its reader."""


def written(folder: Path, table: str, part: int) -> Path:
    """Where a part of a table is."""
    return folder / table / f"part-{part:05}.parquet"


def all_written(folder: Path, part: int) -> Iterator[Path]:
    """What there is of a part, of all tables."""
    return folder.glob(f"*/part-{part:05}.parquet")


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Any
    parcel: Parcel | None = None
    errand: Errand | None = None
    started: float = 0.0
    memory: int = 0
    worked: float = 0.0
    new: bool = True
    """Started for what it has: if it ends before any file, no other will do better."""


def read(
    parcels: Iterable[Parcel],
    folder: Path,
    *,
    limits: Limits,
    workers: int,
    done: Callable[[Errand], None],
) -> list[Parcel]:
    """Reads every errand into `folder`. What could not be read is a note there, under its source.

    Gives the parcels that were read in one go. Of others, what is there says also how busy the machine was.
    """
    return _Workshop(folder, limits, done).run(deque(parcels), workers)


def make_ready() -> None:
    """Starts a reader where somebody will soon wait for one, and with it the process that readers are made from."""
    _WAITING.append(_started())


_WAITING: list[_Worker] = []
"""Readers that were started before there was anything to read."""


def _hire() -> _Worker:
    while _WAITING:
        worker = _WAITING.pop()
        if worker.process.is_alive():
            worker.new = False
            return worker
    return _started()


def _started() -> _Worker:
    context = _forkserver()
    ours, theirs = context.Pipe()
    process = context.Process(target=reader.work, args=(theirs,), daemon=True)
    with _apart_from_main():
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _forkserver() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    # pyarrow looks at the first list it is given with pandas, where that is there: a fifth of a second a reader
    context.set_forkserver_preload([reader.__name__, "pandas"])
    return context


@contextmanager
def _apart_from_main() -> Iterator[None]:
    """A process started inside knows nothing of the script that started it.

    Else it would run the script again, down to where the script asks for readers: all it had done would
    be done twice, unless its main part is guarded; and a script from standard input could not be found.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class _Workshop:
    def __init__(self, folder: Path, limits: Limits, done: Callable[[Errand], None]) -> None:
        self._folder = folder
        self._limits = limits
        self._done = done
        self._spare = SPARE
        self._whole: list[Parcel] = []
        self._working: list[_Worker] = []
        self._reported: set[tuple[str, str]] = set()

    def run(self, parcels: deque[Parcel], workers: int) -> list[Parcel]:
        idle: list[_Worker] = []
        try:
            while parcels or self._working:
                while parcels and len(self._working) < workers:
                    worker = idle.pop() if idle else _hire()
                    self._give(worker, parcels.popleft())
                for worker in self._waited():
                    self._listen(worker, parcels, idle)
                for worker in list(self._working):
                    self._watch(worker, parcels)
        finally:
            for worker in (*self._working, *idle):
                worker.process.kill()
        return self._whole

    def _give(self, worker: _Worker, parcel: Parcel) -> None:
        worker.parcel, worker.errand = parcel, None
        self._working.append(worker)
        with suppress(OSError):  # it has ended: that is seen where it is listened to
            worker.pipe.send((parcel.errands, parcel.part, self._folder, self._limits))

    def _waited(self) -> list[_Worker]:
        ready = set(mp_connection.wait([w.pipe for w in self._working], timeout=_TICK))
        return [worker for worker in self._working if worker.pipe in ready]

    def _listen(self, worker: _Worker, parcels: deque[Parcel], idle: list[_Worker]) -> None:
        assert worker.parcel is not None
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._lost(worker, parcels, "reader_died", {})
            return
        if message is None:
            self._working.remove(worker)
            worker.new = False
            idle.append(worker)
            self._finished(worker)
            if worker.parcel.part < SPARE:
                self._whole.append(worker.parcel)
            return
        self._finished(worker)
        worker.errand, worker.started = worker.parcel.errands[message], time.monotonic()
        worker.memory, worker.worked = _resident(worker.process.pid), _worked(worker.process.pid)

    def _finished(self, worker: _Worker) -> None:
        """Reports the file the worker had, once, even if its task is read again."""
        errand = worker.errand
        if errand is not None and (errand.source, errand.name) not in self._reported:
            self._reported.add((errand.source, errand.name))
            self._done(errand)

    def _watch(self, worker: _Worker, parcels: deque[Parcel]) -> None:
        """Kills a reader whose present file has cost more than it may."""
        if worker.errand is None or worker not in self._working:
            return
        allowed = reader.allowance(self._limits, worker.errand.size)
        waited = time.monotonic() - worker.started
        worked = _worked(worker.process.pid) - worker.worked
        if worked > allowed.seconds or waited > _PATIENCE * allowed.seconds:
            self._lost(worker, parcels, "too_slow", {"seconds": round(allowed.seconds)})
        elif (_resident(worker.process.pid) - worker.memory) >> 20 > allowed.megabytes:
            self._lost(worker, parcels, "too_much_memory", {"megabytes": allowed.megabytes})

    def _lost(
        self, worker: _Worker, parcels: deque[Parcel], code: str, facts: dict[str, object]
    ) -> None:
        """Notes the file that broke its reader and puts the rest of the parcel back."""
        assert worker.parcel is not None
        worker.process.kill()
        worker.process.join()
        self._working.remove(worker)
        for stale in all_written(self._folder, worker.parcel.part):
            stale.unlink()
        culprit = worker.errand
        if culprit is None and not worker.new:  # it ended while it had nothing to do
            parcels.appendleft(worker.parcel)
            return
        if culprit is None:  # it never came so far as to open a file: no file is to blame
            raise GrunnmurError("reader_cannot_start", status=worker.process.exitcode)
        rest = tuple(errand for errand in worker.parcel.errands if errand is not culprit)
        if rest:
            parcels.append(Parcel(rest, self._next()))
        writer = Writer(self._folder, self._next())
        document = writer.document(culprit.source, culprit.name, culprit.format)
        document.note(code, facts)
        document.close()
        writer.flush()
        worker.errand = culprit
        self._finished(worker)

    def _next(self) -> int:
        self._spare += 1
        return self._spare


def _resident(pid: int) -> int:
    """Resident bytes of a process; 0 where the system does not say."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * 4096


def _worked(pid: int) -> float:
    """Seconds of work a process has done; by the clock where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, IndexError):
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
