"""Starts trials and holds each on a leash: so much time, so much memory, no secrets."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from grunnmur_web.uploads.offer import Offer
from grunnmur_web.uploads.spool import Spool

Ended = tuple[str, dict[str, object]] | None
_TICK = 0.5
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
    _ready: subprocess.Popen[str] | None = None

    def make_ready(self) -> None:
        """Starts the process of the next trial, unless it waits already."""
        if self._ready is not None and self._ready.poll() is None:
            return
        if self._ready is not None and self._ready.stdin is not None:
            self._ready.stdin.close()
        self._ready = self._start()

    def run(
        self, trial: Trial, spool: Spool, *, wanted: Callable[[], bool] = lambda: True
    ) -> Ended:
        """None when the trial came to a result, which lies in the spool; else why not, a code and facts.

        It is ended as soon as it is no longer `wanted`.
        """
        spool.begin()
        self.make_ready()
        process, self._ready = self._ready, None
        assert process is not None and process.stdin is not None
        try:
            with process.stdin as told:
                told.write(json.dumps(_told(trial, spool, self.limits)))
            return _watched(process, self.limits, wanted)
        except BrokenPipeError:  # it died while it waited
            return "upload_trial_died", {"code": process.wait()}
        finally:
            _end(process)

    def _start(self) -> subprocess.Popen[str]:
        given = {n: value for n, value in self.environment.items() if not n.startswith(_SECRET)}
        return subprocess.Popen(  # noqa: S603 our own module
            [sys.executable, "-m", "grunnmur_web.uploads.trial", str(self.limits.megabytes)],
            stdin=subprocess.PIPE,
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


def _watched(process: subprocess.Popen[str], limits: Limits, wanted: Callable[[], bool]) -> Ended:
    began = time.monotonic()
    while True:
        try:
            code = process.wait(_TICK)
        except subprocess.TimeoutExpired:
            if time.monotonic() - began > limits.seconds:
                return "upload_too_slow", {"minutes": round(limits.seconds / 60)}
            if _resident(process.pid) >> 20 > limits.megabytes:
                return "upload_too_much_memory", {"megabytes": limits.megabytes}
            if not wanted():
                return "upload_not_wanted", {}
            continue
        return None if code == 0 else ("upload_trial_died", {"code": code})


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


def _end(process: subprocess.Popen[str]) -> None:
    """Ends the trial and whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
