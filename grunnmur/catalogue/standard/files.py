"""A standard as a person writes it: YAML, or a sheet saved as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
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
_EXCEPTS = {"owner", "expires_on"}
_NORWEGIAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def read(path: Path) -> Standard:
    """The standard in a YAML or CSV file. Raises CatalogueError saying which entry is wrong and why.

    In CSV, a row with `owner` or `expires_on` is an exception, and the edition is the file's name.
    """
    if path.suffix.lower() == ".csv":
        rows = _csv(path)
        return _standard(
            path,
            path.stem,
            [row for row in rows if not _EXCEPTS & set(row)],
            [row for row in rows if _EXCEPTS & set(row)],
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
        standard_id=_said(row, "id"),
        product_id=_product(row),
        span=_versions(row),
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
        exception_id=_said(row, "id"),
        product_id=_product(row),
        span=_versions(row),
        owner=str(row["owner"]),
        expires_on=expires_on,
        organisation=row.get("organisation") or None,
        subject=row.get("subject") or None,
        reason=row.get("reason") or None,
    )


def _said(row: Mapping[str, Any], name: str) -> str:
    written = str(row[name] if row[name] is not None else "").strip()
    if not written:
        raise KeyError(name)
    return written


def _product(row: Mapping[str, Any]) -> str:
    product = _said(row, "product").lower()
    vendor, _, name = product.partition(":")
    if not vendor or not name:
        raise ValueError(f"a product is written vendor:product, as in CPE, not {product!r}")
    return product


def _versions(row: Mapping[str, Any]) -> Span:
    """All where nothing is written at all. YAML reads 3.10 without quotes as 3.1."""
    if "versions" not in row:
        return Span()
    if isinstance(row["versions"], float):
        raise ValueError(f"versions is a number ({row['versions']}): write it in quotes")
    return Span.of(_said(row, "versions"))


def _day(written: object) -> date | None:
    if written in (None, ""):
        return None
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    if norwegian := _NORWEGIAN.fullmatch(str(written).strip()):
        day, month, year = map(int, norwegian.groups())
        return date(year, month, day)
    return date.fromisoformat(str(written))


def _csv(path: Path) -> list[dict[str, str]]:
    """The rows, each with what its cells hold. Excel writes Norwegian sheets in Windows' own letters."""
    written = path.read_bytes()
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = written.decode("cp1252")
        except UnicodeDecodeError as error:
            raise _wrong(path, "", str(error)) from error
    separator = ";" if text.partition("\n")[0].count(";") else ","
    lines = csv.reader(io.StringIO(text), delimiter=separator)
    heading = [name.strip() for name in next(lines, [])]
    rows = []
    for place, cells in enumerate(lines, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < len(heading):
            raise _wrong(
                path,
                f"line {place}",
                "it has fewer cells than the heading: the file may be cut off",
            )
        if any(cell.strip() for cell in cells[len(heading) :]):
            raise _wrong(path, f"line {place}", "it has more cells than the heading")
        rows.append(
            {
                name: cell.strip()
                for name, cell in zip(heading, cells, strict=False)
                if name and cell.strip()
            }
        )
    return rows


def _wrong(path: Path, entry: str, reason: str) -> CatalogueError:
    said = f"{entry}: {reason}" if entry else reason
    return CatalogueError("catalogue_unreadable", file=str(path), reason=said)
