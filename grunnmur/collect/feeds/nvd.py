"""NVD's API 2.0: pages of all vulnerabilities, or of those changed since the last time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from grunnmur.collect.feeds.fetch import Web, fetch
from grunnmur.errors import CollectError

PAGE = 2000  # the most NVD gives at once
LONGEST = timedelta(days=119)  # NVD answers about at most 120 days of changes
SECONDS, SECONDS_WITH_KEY = 6.0, 0.6  # between questions: 5, with a key 50, in 30 seconds
_OVERLAP = timedelta(hours=2)  # NVD publishes changes every two hours


@dataclass(frozen=True, slots=True)
class Window:
    """The changes to ask for; without a start, everything."""

    start_at: datetime | None
    end_at: datetime

    @property
    def name(self) -> str:
        """A folder's name: "all" or the start."""
        return "all" if self.start_at is None else self.start_at.strftime("%Y%m%dT%H%M%S")

    def question(self, start: int) -> str:
        """The address's question for the page that starts at `start`."""
        asked: dict[str, object] = {"resultsPerPage": PAGE, "startIndex": start}
        if self.start_at is not None:
            asked["lastModStartDate"] = self.start_at.isoformat(timespec="milliseconds")
            asked["lastModEndDate"] = self.end_at.isoformat(timespec="milliseconds")
        return urlencode(asked)


def windows(since_at: datetime | None, until_at: datetime) -> Iterator[Window]:
    """What to ask for: everything the first time, else the changes, in stretches NVD answers."""
    if since_at is None:
        yield Window(None, until_at)
        return
    start = since_at - _OVERLAP
    while start < until_at:
        end = min(start + LONGEST, until_at)
        yield Window(start, end)
        start = end


def download(web: Web, address: str, folder: Path, window: Window, *, seconds: float) -> int:
    """Writes the window's pages. Those already there are not asked for again. Gives their number."""
    start, total, pages = 0, 1, 0
    while start < total:
        target = folder / window.name / f"page-{start:08}.json"
        if not target.exists():
            if pages or start:
                web.pause(seconds)
            fetch(web, f"{address}?{window.question(start)}", target)
        page = _page(target, start)
        total, count = int(page["totalResults"]), len(page["vulnerabilities"])
        if not count and (start or total):  # asked for because there was said to be more
            target.unlink()
            raise CollectError("feed_page_empty", file=target.name, start=start, total=total)
        start += count
        pages += 1
    return pages


def _page(target: Path, start: int) -> dict[str, Any]:
    """The page. One that is not well-formed or not whole, or another than was asked for, is thrown away."""
    try:
        page: dict[str, Any] = json.loads(target.read_bytes())
        found, announced = len(page["vulnerabilities"]), page.get("resultsPerPage")
        if int(page["startIndex"]) == start and announced in (None, found):
            return page
        reason = f"startIndex {page['startIndex']}, resultsPerPage {announced}, found {found}"
    except (ValueError, KeyError, TypeError) as error:
        reason = str(error)
    target.unlink()
    raise CollectError("feed_broken", file=target.name, reason=reason)
