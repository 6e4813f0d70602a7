"""Days as people write them on the command line."""

from __future__ import annotations

from datetime import date, datetime

from grunnmur.cli.shell import UsageError


def parse(written: str) -> date:
    """The day of `2026-09-01` or `01.09.2026`. Anything else is a usage error."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 a day has no time zone
        except ValueError:
            continue
    raise UsageError("cli_bad_day", written=written)
