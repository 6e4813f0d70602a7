"""What a run reconciles with, besides the claims: the same for all of them and for newcomers alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from grunnmur.catalogue import lifecycle


@dataclass(frozen=True, slots=True)
class Given:
    """`decided` are people's decisions, as rows of the table `decision`; `decision_notes` what reading them noted.

    `products` are those the catalogue knows.
    """

    run_id: str
    on: date
    products: Sequence[lifecycle.Product]
    decided: Sequence[tuple[str | None, ...]] = ()
    decision_notes: Sequence[tuple[str, ...]] = ()
    progress: Callable[[str, float], None] = lambda _name, _share: None
