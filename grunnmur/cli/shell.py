"""What every command holds: a voice, an output for data, another for everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from grunnmur.errors import GrunnmurError
from grunnmur.text import Language, Voice

_NARROW, _WIDE = 80, 100


class UsageError(GrunnmurError):
    """What was written on the command line does not mean anything. Ends with exit code 2."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The voice and the two consoles of one call."""

    voice: Voice
    out: Console
    err: Console

    def complain(self, code: str, **facts: object) -> None:
        """Says what is wrong, on standard error."""
        said = Text.assemble((self.voice("cli_error"), "bold red"), " ", self.voice(code, **facts))
        self.err.print(said, soft_wrap=False)

    def tell(self, code: str, **facts: object) -> None:
        """Says what was asked for, on standard output."""
        self.out.print(self.voice(code, **facts), markup=False)

    def heading(self, code: str, **facts: object) -> None:
        """Says over what comes next, on standard output, apart from what came before."""
        self.out.print()
        self.out.print(self.voice(code, **facts), markup=False, style="bold")

    def hint(self, code: str, **facts: object) -> None:
        """Says something helpful, on standard error."""
        self.err.print(self.voice(code, **facts), markup=False, style="dim")


def shell(language: Language, environment: Mapping[str, str]) -> Shell:
    """The shell of this process: 80 columns where there is no terminal, at most 100 on one."""
    return Shell(Voice(language), _console(environment), _console(environment, stderr=True))


def _console(environment: Mapping[str, str], *, stderr: bool = False) -> Console:
    plain = "NO_COLOR" in environment and environment["NO_COLOR"] != ""
    console = Console(stderr=stderr, highlight=False, no_color=plain, emoji=False)
    console.width = min(console.width, _WIDE) if console.is_terminal else _NARROW
    return console
