"""Readers at work: a few processes, each file on a leash of seconds and memory.

A file that takes too long, eats too much or kills its reader becomes a note; the other files of its
task are read again without it. What a file may cost grows with its size on disk, so a small file
can never cost much: `limits` is the price of the first megabyte.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import connection as mp_connection
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from grunnmur.collect import archives, formats
from grunnmur.collect.document import Document
from grunnmur.collect.writer import Writer
from grunnmur.errors import CollectError
from grunnmur.kit.solitude import leave_network
from grunnmur.settings import Limits

_TICK = 0.05
_PATIENCE = 10
"""A file may take this many times longer by the clock than it may work: other programs have the machine too."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One file to read, for one source."""

    source: str
    format: str
    path: Path
    name: str
    size: int
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Any
    task: tuple[Errand, ...]
    part: int
    errand: Errand | None = None
    started: float = 0.0
    memory: int = 0
    worked: float = 0.0


def read(
    tasks: list[tuple[Errand, ...]],
    folder: Path,
    *,
    limits: Limits,
    workers: int,
    done: Callable[[Errand], None],
) -> None:
    """Reads every errand into `folder`. What could not be read is a note there, under its source."""
    _Workshop(folder, limits, done).run(deque(tasks), workers)


def make_ready() -> None:
    """Starts the process that readers are made from, where somebody will soon wait for them."""
    _forkserver()
    forkserver.ensure_running()


def _forkserver() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["grunnmur.collect.workshop"])
    return context


class _Workshop:
    def __init__(self, folder: Path, limits: Limits, done: Callable[[Errand], None]) -> None:
        self._folder = folder
        self._limits = limits
        self._done = done
        self._context = _forkserver()
        self._parts = 0
        self._working: list[_Worker] = []
        self._reported: set[tuple[str, str]] = set()

    def run(self, tasks: deque[tuple[Errand, ...]], workers: int) -> None:
        idle: list[_Worker] = []
        try:
            while tasks or self._working:
                while tasks and len(self._working) < workers:
                    worker = idle.pop() if idle else self._hire()
                    self._give(worker, tasks.popleft())
                for worker in self._waited():
                    self._listen(worker, tasks, idle)
                for worker in list(self._working):
                    self._watch(worker, tasks)
        finally:
            for worker in (*self._working, *idle):
                worker.process.kill()

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        arguments = (theirs, self._folder, self._limits)
        process = self._context.Process(target=_work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, (), 0)

    def _give(self, worker: _Worker, task: tuple[Errand, ...]) -> None:
        self._parts += 1
        worker.task, worker.part, worker.errand = task, self._parts, None
        worker.pipe.send((task, worker.part))
        self._working.append(worker)

    def _waited(self) -> list[_Worker]:
        ready = set(mp_connection.wait([w.pipe for w in self._working], timeout=_TICK))
        return [worker for worker in self._working if worker.pipe in ready]

    def _listen(
        self, worker: _Worker, tasks: deque[tuple[Errand, ...]], idle: list[_Worker]
    ) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._lost(worker, tasks, "reader_died", {})
            return
        if message is None:
            self._working.remove(worker)
            idle.append(worker)
            self._finished(worker)
            return
        self._finished(worker)
        worker.errand, worker.started = worker.task[message], time.monotonic()
        worker.memory, worker.worked = _resident(worker.process.pid), _worked(worker.process.pid)

    def _finished(self, worker: _Worker) -> None:
        """Reports the file the worker had, once, even if its task is read again."""
        errand = worker.errand
        if errand is not None and (errand.source, errand.name) not in self._reported:
            self._reported.add((errand.source, errand.name))
            self._done(errand)

    def _watch(self, worker: _Worker, tasks: deque[tuple[Errand, ...]]) -> None:
        """Kills a reader whose present file has cost more than it may."""
        if worker.errand is None or worker not in self._working:
            return
        allowed = _allowance(self._limits, worker.errand.size)
        waited = time.monotonic() - worker.started
        worked = _worked(worker.process.pid) - worker.worked
        if worked > allowed.seconds or waited > _PATIENCE * allowed.seconds:
            self._lost(worker, tasks, "too_slow", {"seconds": round(allowed.seconds)})
        elif (_resident(worker.process.pid) - worker.memory) >> 20 > allowed.megabytes:
            self._lost(worker, tasks, "too_much_memory", {"megabytes": allowed.megabytes})

    def _lost(
        self, worker: _Worker, tasks: deque[tuple[Errand, ...]], code: str, facts: dict[str, object]
    ) -> None:
        """Notes the file that broke its reader and puts the rest of the task back."""
        worker.process.kill()
        worker.process.join()
        self._working.remove(worker)
        for stale in self._folder.glob(f"*/part-{worker.part:05}.parquet"):
            stale.unlink()
        culprit = worker.errand
        if culprit is None:  # it never came so far as to open a file: no file is to blame
            raise RuntimeError("a reader process cannot start; is the script's main part guarded?")
        rest = tuple(errand for errand in worker.task if errand is not culprit)
        if rest:
            tasks.append(rest)
        self._parts += 1
        writer = Writer(self._folder, self._parts)
        document = writer.document(culprit.source, culprit.name, culprit.format)
        document.note(code, facts)
        document.close()
        writer.flush()
        worker.errand = culprit
        self._finished(worker)


def _allowance(limits: Limits, size: int) -> Limits:
    megabytes = max(0.0, size / (1 << 20) - 1)
    return Limits(limits.seconds + 5 * megabytes, round(limits.megabytes * 0.8 + 20 * megabytes))


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


def _work(pipe: Any, folder: Path, limits: Limits) -> None:  # noqa: ANN401 multiprocessing's own type
    """A reader process: takes tasks until the pipe closes. No file is worth a word to the outside."""
    leave_network()
    while True:
        try:
            task, part = pipe.recv()
        except (EOFError, OSError):
            return
        writer = Writer(folder, part)
        for number, errand in enumerate(task):
            pipe.send(number)
            _read_file(writer, errand, limits)
        writer.flush()
        pipe.send(None)


def _read_file(writer: Writer, errand: Errand, limits: Limits) -> None:
    megabytes = _allowance(limits, errand.size).megabytes
    document = Document(errand.path, errand.name, errand.options, megabytes)
    with tempfile.TemporaryDirectory(prefix="grunnmur-") as scratch:
        try:
            for member in archives.documents(document, Path(scratch)):
                _read_document(writer, errand, member)
        except (CollectError, OSError) as error:
            _note_failure(writer, errand, errand.name, error)


def _read_document(writer: Writer, errand: Errand, document: Document) -> None:
    try:
        name = formats.recognised(document) if errand.format == "auto" else errand.format
        reader = formats.load(name)
    except (CollectError, OSError, EOFError) as error:
        _note_failure(writer, errand, document.name, error)
        return
    taken = writer.document(errand.source, document.name, name)
    try:
        for found in _parsed(reader, document):
            taken.take(found)
    except CollectError as error:
        taken.note(error.code, error.facts)
    finally:
        taken.close()


def _parsed(reader: formats.Format, document: Document) -> Iterator[Any]:
    """What the reader finds; whatever breaks it becomes one CollectError with the reason."""
    try:
        yield from reader.parse(document)
    except CollectError:
        raise
    except MemoryError as error:
        raise CollectError("too_much_memory", megabytes=0) from error
    except (
        Exception
    ) as error:  # a stranger's file may break a reader in any way; it must not stop the run
        raise CollectError("reader_failed", reason=f"{type(error).__name__}: {error}") from error


def _note_failure(writer: Writer, errand: Errand, name: str, error: Exception) -> None:
    taken = writer.document(errand.source, name, errand.format)
    if isinstance(error, CollectError):
        taken.note(error.code, error.facts)
    else:
        taken.note("file_unreadable", {"reason": str(error)})
    taken.close()
