"""Where a table goes that reconcile has made: into the estate, or beside it to be put there with others."""

from __future__ import annotations

from collections.abc import Callable

from grunnmur.estate import Table

Put = Callable[[Table, str], object]
"""Called with the table and the query that selects its rows."""
