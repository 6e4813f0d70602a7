"""Suppliers, counted over what one may see of what they supply."""

from __future__ import annotations

from grunnmur_web import reading
from grunnmur_web.reading import Row


def suppliers() -> list[Row]:
    """Everyone who supplies an application or has a contract, the largest first."""
    return reading.rows(
        "select * from supplier order by applications desc, contracts desc, name nulls last, organisation_id"
    )
