"""YAML files of knowledge: read quickly, and complained about with file and reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from grunnmur.errors import GrunnmurError
from grunnmur.kit import yaml_text


class CatalogueError(GrunnmurError):
    """A file of knowledge cannot be used. `facts` name the file and the reason."""


def read(path: Path) -> Mapping[str, Any]:
    """The file's mapping. Raises CatalogueError when it is no YAML or no mapping."""
    try:
        text = yaml_text.parse(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a day there is not
        raise CatalogueError("catalogue_unreadable", file=str(path), reason=str(error)) from error
    if not isinstance(text, dict):
        raise CatalogueError(
            "catalogue_unreadable", file=str(path), reason="the file holds no mapping"
        )
    return text


def require(path: Path, text: object, *names: str) -> None:
    """Raises CatalogueError naming the first of `names` that `text` lacks."""
    for name in names:
        if not isinstance(text, dict) or text.get(name) is None:
            raise CatalogueError("catalogue_incomplete", file=str(path), missing=name)


def mappings(path: Path, name: str, listed: object) -> list[Mapping[str, Any]]:
    """The list of mappings that `name` holds, empty where there is nothing. Raises CatalogueError for anything else."""
    if listed is None:
        return []
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise wrong(path, f"{name} is a list of entries with names and values")
    return listed


def wrong(path: Path, reason: str) -> CatalogueError:
    """The error that says what is wrong with the file."""
    return CatalogueError("catalogue_unreadable", file=str(path), reason=reason)


def reason(error: CatalogueError) -> str:
    """Why the file cannot be used, without its name."""
    missing = error.facts.get("missing")
    return f"{missing} is missing" if missing else str(error.facts.get("reason"))
