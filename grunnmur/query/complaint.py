"""DuckDB's complaints, taken apart: which code, where, and which names are near."""

from __future__ import annotations

import difflib
import re

import duckdb

from grunnmur.errors import QueryError
from grunnmur.estate import TABLES

_PLACE = re.compile(r"\n\nLINE (\d+): (.*)\n(\s*)\^", re.DOTALL)
_MISSING = (
    ("query_no_table", re.compile(r"Table with name (\S+) does not exist")),
    ("query_no_table", re.compile(r'Referenced table "([^"]+)" not found')),
    ("query_no_column", re.compile(r'Referenced column "([^"]+)" not found')),
    ("query_no_column", re.compile(r'does not have a column named "([^"]+)"')),
    ("query_no_function", re.compile(r"Function with name (\S+) does not exist")),
    ("query_syntax", re.compile(r'syntax error at or near "(.*)"')),
)
_OTHER = (
    ("query_no_files", duckdb.PermissionException),
    ("query_no_files", duckdb.IOException),
    ("query_out_of_memory", duckdb.OutOfMemoryException),
    ("query_syntax_end", duckdb.ParserException),
    ("query_conversion", duckdb.ConversionException),
)


def of(error: duckdb.Error, *, lines_above: int = 0) -> QueryError:
    """The complaint as a QueryError with its facts: name, near, reason, and the place when known.

    `lines_above` is how many lines of ours stand above the question in what DuckDB was given.
    """
    place = _place(str(error), lines_above)
    message = str(error)
    reason = message.split("\n")[0].partition(": ")[2] or message
    for code, pattern in _MISSING:
        found = pattern.search(message)
        if found:
            name = found.group(1)
            return QueryError(code, name=name, near=_near(code, name, message), **place)
    for code, kind in _OTHER:
        if isinstance(error, kind):
            return QueryError(code, reason=reason, **place)
    return QueryError("query_failed", reason=reason, **place)


def _place(message: str, lines_above: int) -> dict[str, object]:
    found = _PLACE.search(message)
    if not found:
        return {}
    line, excerpt, spaces = found.groups()
    prefix = len(f"LINE {line}: ")
    return {
        "line": int(line) - lines_above,
        "excerpt": excerpt,
        "position": len(spaces) - prefix + 1,
    }


def _near(code: str, name: str, message: str) -> list[str]:
    """Names near the one that is missing: a table's, a column's, or what DuckDB itself proposes."""
    offered = re.findall(r'"([^"]+)"', message.partition("\n")[2].split("\n\n")[0])
    if code == "query_no_table":
        names = [*TABLES]
    elif code == "query_no_column":
        names = sorted({column for table in TABLES.values() for column in table.by_name})
    else:
        return offered if code == "query_no_function" else []
    bare = name.split(".")[-1]
    close = difflib.get_close_matches(bare.lower(), names, n=3, cutoff=0.6)
    return close or [offer.split(".")[-1] for offer in offered][:4]
