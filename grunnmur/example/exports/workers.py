"""A second process for half of the work, where the system can copy this one."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Result = TypeVar("Result")


@contextmanager
def another(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Does the work in a copy of this process; calling what is given waits for the result.

    Systems that cannot copy a process (Windows) do the work here, when it is asked for.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        yield work
        return
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(work, theirs))
    process.start()
    theirs.close()
    try:
        yield lambda: _result(ours)
    finally:
        process.terminate()
        process.join()


def _work(work: Callable[[], object], pipe: Connection) -> None:
    pipe.send(work())
    pipe.close()


def _result(pipe: Connection) -> Any:  # noqa: ANN401 whatever the work gives
    try:
        return pipe.recv()
    except EOFError:
        raise RuntimeError("the second process ended before its work was done") from None
