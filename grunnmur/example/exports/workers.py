"""More processes for the work, where the system can copy this one."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Item = TypeVar("Item")
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


def each(work: Callable[[Item], Result], items: Sequence[Item], *, workers: int) -> list[Result]:
    """What the work gives for each item, in their order; every worker takes each so-manieth."""
    parts = [items[first::workers] for first in range(min(workers, len(items)))]
    with ExitStack() as stack:
        others = [
            stack.enter_context(another(lambda part=part: [work(one) for one in part]))  # type: ignore[misc]
            for part in parts[1:]
        ]
        done = [[work(one) for one in part] for part in parts[:1]]
        done += [other() for other in others]
    return [done[place % len(parts)][place // len(parts)] for place in range(len(items))]


def _work(work: Callable[[], object], pipe: Connection) -> None:
    pipe.send(work())
    pipe.close()


def _result(pipe: Connection) -> Any:  # noqa: ANN401 whatever the work gives
    try:
        return pipe.recv()
    except EOFError:
        raise RuntimeError("the second process ended before its work was done") from None
