"""Countries by the two letters of ISO 3166, however a register writes them.

`countries.csv` has the codes of ISO 3166-1 with ISO's English short names, and the names of Unicode CLDR in
Bokmål, Nynorsk and English (as Babel 2.19 holds them). `also` has what else is met: former names, `UK`, and
`EL` as the EU writes Greece.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_suffix(".csv")


def code(written: str) -> str | None:
    """The country's two capital letters, from two or three letters or a name; None when it is none."""
    return _by_name().get(" ".join(written.casefold().split()))


@cache
def _by_name() -> Mapping[str, str]:
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return {
            name.casefold(): row["code"] for row in csv.DictReader(stream) for name in _names(row)
        }


def _names(row: Mapping[str, str]) -> Iterator[str]:
    yield from (row["code"], row["three"], row["nb"], row["en"])
    yield from (name for name in row["also"].split("|") if name)
