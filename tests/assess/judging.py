"""Judges small worlds by one rule."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from grunnmur.assess import assess
from grunnmur.catalogue import lifecycle, rules
from grunnmur.catalogue.rules import Rule
from grunnmur.estate import Estate
from tests.worlds import Row, world

ON = date(2026, 11, 22)
_PRODUCTS = (
    "microsoft:windows",
    "microsoft:windows_server",
    "redhat:enterprise_linux",
    "fortinet:fortios",
)


def verdicts(folder: Path, rule_id: str, *, on: date = ON, **tables: list[Row]) -> dict[str, str]:
    """What the rule answers about each subject, counted from the tables it writes.

    Fails and unknowns stand in `finding`; a subject in neither is "good": passed or not applicable.
    """
    estate = judged(folder, rule_id, on=on, **tables)
    found = estate.table("finding").fetchall()
    columns = estate.table("finding").columns
    return {row[columns.index("subject_id")]: row[columns.index("verdict")] for row in found}


def counts(folder: Path, rule_id: str, *, on: date = ON, **tables: list[Row]) -> tuple[int, ...]:
    """How many subjects passed, failed, are unknown, and are not asked."""
    estate = judged(folder, rule_id, on=on, **tables)
    sums = "sum(passed), sum(failed), sum(unknown), sum(not_applicable)"
    return estate.connection.execute(f"select {sums} from rule_result").fetchall()[0]


def judged(folder: Path, rule_id: str, *, on: date = ON, **tables: list[Row]) -> Estate:
    """The world after this one rule has judged it."""
    estate = world(folder, **tables)
    lifecycle.write(estate, products())
    result = assess(estate, on=on, rules=(rule(rule_id),))
    assert result.broken == ()
    return estate


@cache
def rule(rule_id: str) -> Rule:
    return next(rule for rule in rules.load().rules if rule.rule_id == rule_id)


@cache
def products() -> tuple[lifecycle.Product, ...]:
    return tuple(product for product in lifecycle.load() if product.product_id in _PRODUCTS)
