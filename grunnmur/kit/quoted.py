"""Text inside composed SQL, where no parameter may stand: names of files, mostly."""

from __future__ import annotations


def text(written: object) -> str:
    """The text as SQL writes it, with its quotation marks."""
    return "'" + str(written).replace("'", "''") + "'"
