"""Starts trials and holds each on a leash: so much time, so much memory, no secrets."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from grunnmur_web.uploads.offer import Offer
from grunnmur_web.uploads.spool import Spool

Ended = tuple[str, dict[str, object]] | None
_TICK = 0.5
MADE, TOLD = "made", "told"
"""What a trial says on its standard output: that its run is made, and which; that all it found lies in the spool."""
_SECRET = ("DATABASE_", "GRUNNMUR_", "DJANGO_")
"""Beginnings of names of the environment that the site alone may know."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one trial may cost."""

    seconds: float = 3600.0
    megabytes: int = 8192
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be tried: the offer against a run, in an estate directory and its workspace.

    `catalogue` holds the editions it is judged by, where one said so or the estate or workspace does.
    """

    estate: Path
    workspace: Path
    base: Path
    on: str
    until: str
    offer: Offer
    place: PurePosixPath
    catalogue: Path | None = None


@dataclass(slots=True)
class Leash:
    """Trials, one after the other, within the same limits.

    The process of the next one may be started before it is asked for: to import what it needs takes longer than a
    small file. It has left the network and is bound before it knows what it is to do.
    """

    limits: Limits
    environment: Mapping[str, str]
    estate: Path | None = None
    """Whose files are tried, where it is known before they come."""
    _ready: subprocess.Popen[str] | None = None
    _over: list[subprocess.Popen[str]] = field(default_factory=list)

    def make_ready(self) -> None:
        """Starts the process of the next trial, unless it waits already."""
        self._over = [process for process in self._over if process.poll() is None]
        if self._ready is not None and self._ready.poll() is None:
            return
        self._let_go()
        self._ready = self._start()

    def close(self) -> None:
        """Ends the process that waits, and waits for those that are over."""
        self._let_go()
        for process in self._over:
            process.wait()

    def _let_go(self) -> None:
        """A process that nobody asks for anything any more ends by itself."""
        if self._ready is None:
            return
        for pipe in filter(None, (self._ready.stdin, self._ready.stdout)):
            pipe.close()
        self._over.append(self._ready)
        self._ready = None

    def run(
        self,
        trial: Trial,
        spool: Spool,
        *,
        wanted: Callable[[], bool] = lambda: True,
        made: Callable[[str], None] = lambda _run: None,
    ) -> Ended:
        """None when the trial came to a result, which lies in the spool; else why not, a code and facts.

        It is ended as soon as it is no longer `wanted`. Of its run `made` is told while the trial still compares it.
        """
        spool.begin()
        self.make_ready()
        process, self._ready = self._ready, None
        assert process is not None and process.stdin is not None
        ended: Ended = ("upload_trial_died", {})
        try:
            with process.stdin as told:
                told.write(json.dumps(_told(trial, spool, self.limits)))
            ended = _watched(process, self.limits, wanted, made)
        except BrokenPipeError:  # it died while it waited
            ended = "upload_trial_died", {"code": process.wait()}
        finally:
            self._end(process, at_once=ended is not None)
        return ended

    def _end(self, process: subprocess.Popen[str], *, at_once: bool) -> None:
        """Ends the trial and whatever it started. One that has said all need not be waited for."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        assert process.stdout is not None
        process.stdout.close()
        if at_once:
            process.wait()
        else:
            self._over.append(process)

    def _start(self) -> subprocess.Popen[str]:
        given = {n: value for n, value in self.environment.items() if not n.startswith(_SECRET)}
        known = () if self.estate is None else (str(self.estate),)
        return subprocess.Popen(  # noqa: S603 our own module
            [
                sys.executable,
                "-m",
                "grunnmur_web.uploads.trial",
                str(self.limits.megabytes),
                *known,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=given,
            start_new_session=True,
            text=True,
        )


def _told(trial: Trial, spool: Spool, limits: Limits) -> dict[str, object]:
    return {
        **{
            name: None if value is None else str(value)
            for name, value in asdict(trial).items()
            if name != "offer"
        },
        "offer": asdict(trial.offer),
        "spool": str(spool.folder),
        "megabytes": limits.megabytes,
        "workers": limits.workers,
    }


def _watched(
    process: subprocess.Popen[str],
    limits: Limits,
    wanted: Callable[[], bool],
    made: Callable[[str], None],
) -> Ended:
    began = time.monotonic()
    for line in _heard(process):
        said, _, run = line.partition(" ")
        if said == TOLD:
            return None
        if said == MADE:
            made(run)
        elif time.monotonic() - began > limits.seconds:
            return "upload_too_slow", {"minutes": round(limits.seconds / 60)}
        elif _resident(process.pid) >> 20 > limits.megabytes:
            return "upload_too_much_memory", {"megabytes": limits.megabytes}
        elif not wanted():
            return "upload_not_wanted", {}
    code = process.wait()
    return None if code == 0 else ("upload_trial_died", {"code": code})


def _heard(process: subprocess.Popen[str]) -> Iterator[str]:
    """The lines that the trial says until it ends, and an empty one every tick in which it says nothing."""
    assert process.stdout is not None
    out, pending = process.stdout.fileno(), b""
    while True:
        if not select.select([out], [], [], _TICK)[0]:
            yield ""
            continue
        more = os.read(out, 1 << 12)
        if not more:
            return
        *lines, pending = (pending + more).split(b"\n")
        yield from (line.decode() for line in lines)


def _resident(session: int) -> int:
    """Resident bytes of all processes of the session; 0 where the system does not say."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[3]) == session:
            total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return total
