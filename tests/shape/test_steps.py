"""What steps may not say, because the engine would do it slowly."""

import re
from pathlib import Path

import pytest

import grunnmur

LIBRARY = Path(grunnmur.__file__).parent
_LEFT_JOIN = re.compile(
    r"left join (?:[\w\".$]+|\((?:[^()]|\([^()]*\))*\))\s+(?:as\s+)?(\w+)\s+on\s+(.*?)"
    r"(?=\b(?:left|inner|cross|full|asof)\s+join\b|\b(?:join|where|group by|order by|union|qualify)\b|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_COMPARED = re.compile(r"\w+\.\w+\s*(?:=|<|>|is\b|in\b)")


def lonely(sql):
    """Conditions of left joins that do not name the table joined. Nested cases are left alone."""
    text = re.sub(r"--.*", "", sql)
    for alias, condition in _LEFT_JOIN.findall(text):
        if "case" in condition.lower() or "between" in condition.lower():
            continue
        for part in re.split(r"\band\b", condition):
            if _COMPARED.search(part) and not re.search(rf"\b{alias}\.", part):
                yield part.strip()


def test_a_condition_that_names_only_the_left_side_is_found():
    sql = "select * from a left join b x on a.kind = 'one' and x.id = a.id where true"

    assert list(lonely(sql)) == ["a.kind = 'one'"]


@pytest.mark.parametrize(
    "path", sorted(LIBRARY.rglob("*.sql")), ids=lambda p: str(p.relative_to(LIBRARY))
)
def test_every_condition_of_a_left_join_names_what_is_joined(path):
    """Else every row is compared with every other (decision 005): put it into the key with a case."""
    assert list(lonely(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("package", ["grunnmur", "grunnmur_web", "benchmarks"])
def test_every_connection_is_made_in_one_place(package):
    """There the optimiser that loses rows is off (decision 036)."""
    made = [
        path.name
        for path in sorted((LIBRARY.parent / package).rglob("*.py"))
        if "duckdb.connect(" in path.read_text(encoding="utf-8")
    ]

    assert made == (["engine.py"] if package == "grunnmur" else [])
