"""Changes as people write them: `workload=2027-03`, `workload=2027-03..2027-06:replatform`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grunnmur.errors import ProblemError

if TYPE_CHECKING:
    from grunnmur.plan.period import Period

_MONTH = re.compile(r"(\d{4})-(\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a workload: cutover in a period `first` ≤ p < `before`, done so.

    `before` None is no last period; `disposition` empty is any.
    """

    workload: str
    first: int = 0
    before: int | None = None
    disposition: str = ""


def read_wish(written: str, periods: Sequence[Period]) -> Wish:
    """The wish in `WORKLOAD=PERIOD[..PERIOD][:DISPOSITION]` or `WORKLOAD=DISPOSITION`.

    ProblemError where it cannot be understood or a period is not one of these.
    """
    workload, equals, said = written.rpartition("=")
    if not equals or not workload or not said:
        raise ProblemError("wish_not_understood", written=written)
    when, colon, disposition = said.partition(":")
    if not colon and not _is_period(when.partition("..")[0]):
        return Wish(workload, disposition=said)
    first, dots, last = when.partition("..")
    begin, end = read_period(first, periods)
    if dots:
        end = read_period(last, periods)[1]
    if end <= begin or (colon and not disposition):
        raise ProblemError("wish_not_understood", written=written)
    return Wish(workload, begin, end, disposition)


def read_period(written: str, periods: Sequence[Period]) -> tuple[int, int]:
    """First period and the one after the last, of a month `2027-03`, a day or a period's number.

    A month is the periods that begin in it. ProblemError where there is none.
    """
    text = written.strip()
    if _MONTH.fullmatch(text):
        found = [n for n, row in enumerate(periods) if f"{row.starts_on:%Y-%m}" == text]
    elif _DAY.fullmatch(text):
        found = [
            n
            for n, row in enumerate(periods)
            if row.starts_on.isoformat() <= text <= row.ends_on.isoformat()
        ]
    else:
        found = [int(text)] if _NUMBER.fullmatch(text) and int(text) < len(periods) else []
    if not found:
        raise ProblemError("period_not_in_plan", written=written)
    return found[0], found[-1] + 1


def _is_period(text: str) -> bool:
    return any(form.fullmatch(text.strip()) for form in (_MONTH, _DAY, _NUMBER))
