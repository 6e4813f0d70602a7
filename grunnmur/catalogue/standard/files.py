"""A standard as a person writes it: YAML, or a sheet saved as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from grunnmur.catalogue import files
from grunnmur.catalogue.files import CatalogueError
from grunnmur.catalogue.standard.standard import Entry, Exemption, Span, Standard

_Made = TypeVar("_Made")
_ENTRY = {"id", "product", "versions", "service", "decision", "allowed_from", "allowed_until",
          "replacement", "reason"}  # fmt: skip
_EXCEPTION = {"id", "product", "versions", "owner", "expires_on", "organisation", "subject",
              "reason"}  # fmt: skip


def read(path: Path) -> Standard:
    """The standard in a YAML or CSV file. Raises CatalogueError saying which entry is wrong and why.

    In CSV, a row with `expires_on` is an exception, and the edition is the file's name.
    """
    if path.suffix.lower() == ".csv":
        rows = _csv(path)
        return _standard(
            path,
            path.stem,
            [row for row in rows if not row.get("expires_on")],
            [row for row in rows if row.get("expires_on")],
        )
    text = files.read(path)
    files.require(path, text, "edition", "standards")
    return _standard(
        path,
        str(text["edition"]),
        files.mappings(path, "standards", text["standards"]),
        files.mappings(path, "exceptions", text.get("exceptions")),
    )


def _standard(
    path: Path,
    edition: str,
    entries: Sequence[Mapping[str, Any]],
    exceptions: Sequence[Mapping[str, Any]],
) -> Standard:
    read_entries = tuple(_checked(path, row, _ENTRY, _entry) for row in entries)
    read_exceptions = tuple(_checked(path, row, _EXCEPTION, _exception) for row in exceptions)
    try:
        return Standard(edition, read_entries, read_exceptions)
    except ValueError as error:
        raise _wrong(path, "", str(error)) from error


def _checked(
    path: Path, row: Mapping[str, Any], known: set[str], make: Callable[[Mapping[str, Any]], _Made]
) -> _Made:
    name = str(row.get("id", "?"))
    try:
        unknown = sorted(set(row) - known)
        if unknown:
            raise ValueError(f"{unknown[0]} is not one of {', '.join(sorted(known))}")
        return make(row)
    except KeyError as error:
        raise _wrong(path, name, f"{error.args[0]} is missing") from error
    except (ValueError, TypeError) as error:
        raise _wrong(path, name, str(error)) from error


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(
        standard_id=str(row["id"]),
        product_id=str(row["product"]),
        span=Span.of(row.get("versions", "*")),
        decision=str(row.get("decision") or "allowed"),
        service=row.get("service") or None,
        allowed_from=_day(row.get("allowed_from")),
        allowed_until=_day(row.get("allowed_until")),
        replacement=row.get("replacement") or None,
        reason=row.get("reason") or None,
    )


def _exception(row: Mapping[str, Any]) -> Exemption:
    expires_on = _day(row["expires_on"])
    if expires_on is None or not row["owner"]:
        raise ValueError("an exception has an owner and a day it expires")
    return Exemption(
        exception_id=str(row["id"]),
        product_id=str(row["product"]),
        span=Span.of(row.get("versions", "*")),
        owner=str(row["owner"]),
        expires_on=expires_on,
        organisation=row.get("organisation") or None,
        subject=row.get("subject") or None,
        reason=row.get("reason") or None,
    )


def _day(written: object) -> date | None:
    if written in (None, ""):
        return None
    return written if isinstance(written, date) else date.fromisoformat(str(written))


def _csv(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(path, "", str(error)) from error
    separator = ";" if text.partition("\n")[0].count(";") else ","
    rows = csv.DictReader(io.StringIO(text), delimiter=separator)
    return [{name: value for name, value in row.items() if name and value} for row in rows]


def _wrong(path: Path, entry: str, reason: str) -> CatalogueError:
    said = f"{entry}: {reason}" if entry else reason
    return CatalogueError("catalogue_unreadable", file=str(path), reason=said)
