"""Progress: bars that move on a terminal, one line a step elsewhere. Always on standard error."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

from grunnmur.cli.shell import Shell

_DETAIL = 20


@contextmanager
def progress(here: Shell) -> Iterator[Report]:
    """What a library function may call with (verb, detail, fraction done of the verb)."""
    report = Bars(here) if here.err.is_terminal else Lines(here)
    with report:
        yield report


class Lines:
    """One line when a verb is done."""

    def __init__(self, here: Shell) -> None:
        self.here = here
        self.verb: str | None = None
        self.began = time.monotonic()

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._done()

    def __call__(self, verb: str, _detail: str = "", _fraction: float = 0.0) -> None:
        """Notes that the verb is going on."""
        if verb != self.verb:
            self._done()
            self.verb, self.began = verb, time.monotonic()

    def _done(self) -> None:
        if self.verb is not None:
            self.here.err.print(
                _line(self.here, self.verb, time.monotonic() - self.began), markup=False
            )


class Bars:
    """One bar a verb: the verb, the bar, the share, the seconds, what is being done."""

    def __init__(self, here: Shell) -> None:
        self.here = here
        self.bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            TaskProgressColumn(),
            TextColumn("{task.fields[spent]}", justify="right"),
            TextColumn("{task.fields[detail]}", style="dim", markup=False),
            console=here.err,
        )
        self.verb: str | None = None
        self.task = TaskID(0)
        self.began = time.monotonic()

    def __enter__(self) -> None:
        self.bars.start()

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._done()
        self.bars.stop()

    def __call__(self, verb: str, detail: str = "", fraction: float = 0.0) -> None:
        """Moves the verb's bar; a new verb ends the one before."""
        if verb != self.verb:
            self._done()
            self.verb, self.began = verb, time.monotonic()
            name = self.here.voice.word("verb", verb).ljust(22)
            self.task = self.bars.add_task(name, total=1.0, spent="", detail="")
        shown = detail if len(detail) <= _DETAIL else f"…{detail[1 - _DETAIL :]}"
        self.bars.update(self.task, completed=fraction, detail=shown, spent=self._spent())

    def _done(self) -> None:
        if self.verb is not None:
            self.bars.update(self.task, completed=1.0, detail="", spent=self._spent())

    def _spent(self) -> str:
        return _seconds(self.here, time.monotonic() - self.began)


Report = Lines | Bars


def _line(here: Shell, verb: str, seconds: float) -> str:
    return f"{here.voice.word('verb', verb).ljust(26)} {_seconds(here, seconds)}"


def _seconds(here: Shell, seconds: float) -> str:
    return f"{here.voice.amount(seconds, 1)} s".rjust(9)
