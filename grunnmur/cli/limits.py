"""What the numbers and files of options may be, said before any work is done."""

from __future__ import annotations

from pathlib import Path

from grunnmur.cli.shell import UsageError

MOST = 10**13
"""As in a problem: no number is larger."""
MOST_WORKERS = 256
"""More search no better: each has all of the problem in memory, and no machine so many cores."""


def require_number(
    option: str, value: float | None, *, least: float = 0, most: float = MOST
) -> None:
    """Usage error where the option's number is outside its limits, or none at all (NaN)."""
    if value is not None and not least <= value <= most:
        facts = {"name": option, "value": str(value), "least": least, "most": most}
        raise UsageError("cli_option_out_of_range", **facts)


def require_writable(path: Path | None) -> None:
    """OSError now where writing the file would raise it later. What is there stays as it is."""
    if path is None:
        return
    there = path.exists()
    path.open("ab").close()
    if not there:
        path.unlink()
