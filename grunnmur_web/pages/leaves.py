"""Lists beside others, a leaf at a time: the rows of one leaf, and where the leaves before and after it are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, QueryDict

from grunnmur_web import reading
from grunnmur_web.grids import Leaf
from grunnmur_web.queries import listing
from grunnmur_web.reading import Row, Window

Read = Callable[[Window], list[Row]]


def leaf(request: HttpRequest, read: Read, *, anchor: str) -> tuple[list[Row], Leaf]:
    """The leaf that the address asks for of a list of which `read` gives any window; at most `MOST` rows.

    The list stands at the `anchor`, and its page is named after that: there may be several beside each other.
    """
    page = listing.page(request.GET, f"{anchor}_page")
    rows = read(Window(reading.MOST + 1, (page - 1) * reading.MOST))
    before = _address(request.GET, page - 1, anchor) if page > 1 else ""
    after = _address(request.GET, page + 1, anchor) if len(rows) > reading.MOST else ""
    return rows[: reading.MOST], Leaf(before, after)


def newest(
    request: HttpRequest, read: Callable[[int, int | None], list[Row]]
) -> tuple[list[Row], Leaf]:
    """The leaf of a list that grows at its head, newest first: what is numbered (`id`) below what the address says."""
    written = request.GET.get("below", "")
    below = int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None
    rows = read(reading.MOST + 1, below)
    kept = rows[: reading.MOST]
    after = f"?below={kept[-1]['id']}" if len(rows) > len(kept) else ""
    return kept, Leaf("?" if below else "", after, "site_page_newest", "site_page_older")


def _address(asked: QueryDict, page: int, anchor: str) -> str:
    query = asked.copy()
    query[f"{anchor}_page"] = str(page)
    return f"?{query.urlencode()}#{anchor}"
