"""Words the made world is spelled with: plain data, one file a subject."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Any

from grunnmur.kit import yaml_text


@cache
def words(subject: str) -> dict[str, Any]:
    """The words of one subject, as they stand in its file."""
    text = resources.files(__name__).joinpath(f"{subject}.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml_text.parse(text)
    return read


@cache
def rows(subject: str) -> tuple[dict[str, str], ...]:
    """The rows of one subject's table."""
    text = resources.files(__name__).joinpath(f"{subject}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
