"""Where the process starts and ends: one language, one command, one exit code."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

import typer

from grunnmur import text
from grunnmur.cli import app, notes, usage
from grunnmur.cli.shell import Shell, UsageError, shell
from grunnmur.errors import GrunnmurError, NothingUsable, QueryError

DONE, FAILED, MISUSED, STOPPED = 0, 1, 2, 130
_OPTION = "--language"


def main() -> NoReturn:
    """Runs the command line and ends the process: 0 done, 1 failed, 2 usage, 130 stopped."""
    code = run(sys.argv[1:], os.environ)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
    sys.exit(code)


_WRITING = re.compile(r'IO Error: Could not write[^"]*"([^"]+)": (.+)')
"""How DuckDB says that the system did not let it write, with the path and the system's reason."""


def run(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    build: Callable[[Shell], typer.Typer] = app.build,
) -> int:
    """The exit code of the command that `arguments` name."""
    asked, rest = _language(arguments)
    here = shell(text.chosen(asked, environment), environment)
    if asked is not None and asked.lower() not in text.LANGUAGES:
        here.complain("cli_language", language=asked)
        return MISUSED
    try:
        code = app.call(build(here), rest)
    except KeyboardInterrupt:
        code = STOPPED
    except (BrokenPipeError, SystemExit):  # both libraries below end the process on a broken pipe
        _forget_stdout()
        return DONE
    except Exception as error:  # the last line: a person gets a sentence, whatever happened
        if not _was_stopped(error):
            return _explain(here, error)
        code = STOPPED
    if code == STOPPED:
        here.err.print()
        here.hint("cli_stopped")
    return code


def _language(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The language asked for anywhere among the arguments, and the arguments without it."""
    asked: str | None = None
    rest: list[str] = []
    waiting = False
    for argument in arguments:
        if waiting:
            asked, waiting = argument, False
        elif argument == _OPTION:
            asked, waiting = "", True
        elif argument.startswith(f"{_OPTION}="):
            asked = argument.partition("=")[2]
        else:
            rest.append(argument)
    return asked, rest


def _was_stopped(error: BaseException) -> bool:
    """Whether a person stopped it: a library that is stopped raises an error of its own, because of that."""
    cause: BaseException | None = error
    seen: set[int] = set()  # a chain of causes may run in a ring
    while cause is not None and not isinstance(cause, KeyboardInterrupt) and id(cause) not in seen:
        seen.add(id(cause))
        cause = cause.__cause__ or cause.__context__
    return isinstance(cause, KeyboardInterrupt)


def _explain(here: Shell, error: Exception) -> int:
    if usage.is_misuse(error):
        usage.explain(here, error)
        return MISUSED
    if isinstance(error, GrunnmurError):
        if isinstance(error, NothingUsable):
            notes.tell(here, error.notes)
        here.complain(error.code, **error.facts)
        if isinstance(error, QueryError):
            usage.point_at(here, error)
        return MISUSED if isinstance(error, UsageError) else FAILED
    if isinstance(error, OSError):
        here.complain("cli_system", reason=error.strerror or str(error), path=error.filename or "")
        return FAILED
    if refused := _WRITING.match(str(error)):
        here.complain("cli_system", reason=refused[2], path=refused[1])
        return FAILED
    here.err.print("".join(traceback.format_exception(error)), markup=False, soft_wrap=True)
    here.complain("cli_our_fault", reason=f"{type(error).__name__}: {error}")
    return FAILED


def _forget_stdout() -> None:
    """The reader of a pipe has gone; nothing more may be written, not even when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
