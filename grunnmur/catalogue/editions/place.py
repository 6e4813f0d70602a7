"""Where a user's catalogue lies."""

from __future__ import annotations

import tomllib
from pathlib import Path

from grunnmur.catalogue.files import CatalogueError
from grunnmur.kit import toml

_SETTINGS = "grunnmur.toml"
_NAME = "catalogue"


def place(
    *, given: Path | None = None, estate: Path | None = None, workspace: Path | None = None
) -> Path | None:
    """The folder of editions: the one given, else `[catalogue] path` of the estate directory's
    settings, else `catalogue` in the workspace. None when none of the three is known.

    Raises CatalogueError when the settings cannot be read.
    """
    if given is not None:
        return given
    named = _named(estate / _SETTINGS) if estate is not None else None
    if estate is not None and named is not None:
        return estate / named
    return workspace / _NAME if workspace is not None else None


def standards(estate: Path) -> tuple[Path, ...]:
    """The standard catalogues that `[catalogue] standard` of the settings names, in order."""
    said = _part(estate / _SETTINGS).get("standard", [])
    names = said if isinstance(said, list) else [said]
    return tuple(estate / str(name) for name in names)


def _named(path: Path) -> str | None:
    said = _part(path).get("path")
    return str(said) if said else None


def _part(path: Path) -> dict[str, object]:
    try:
        part: dict[str, object] = toml.read(path).get(_NAME, {})
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError("catalogue_unreadable", file=str(path), reason=str(error)) from error
    return part
