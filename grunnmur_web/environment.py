"""Settings from the environment, by typed readers. A wrong value stops the start.

Each may instead be the content of the file that `X_FILE` names: what is secret need not stand in a unit or a shell.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from grunnmur.errors import SettingsError


def text(name: str, default: str = "", told: Mapping[str, str] = os.environ) -> str:
    """The text of the file that `X_FILE` names, else of `X`, else the default.

    A file that is named and cannot be read is an error, never an empty secret.
    """
    path = told.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError("site_setting_file", name=f"{name}_FILE", path=path) from error
    return told.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Whether `X` is on: 1, true, yes, on; or 0, false, no, off."""
    written = text(name).strip().lower()
    if not written:
        return default
    if written in ("1", "true", "yes", "on"):
        return True
    if written in ("0", "false", "no", "off"):
        return False
    raise SettingsError("site_setting_flag", name=name, value=written)


def whole(name: str, default: int) -> int:
    """The whole number in `X`."""
    written = text(name).strip()
    if not written:
        return default
    try:
        return int(written)
    except ValueError as error:
        raise SettingsError("site_setting_whole", name=name, value=written) from error


def folder(name: str) -> Path | None:
    """The folder in `X`; None where there is none."""
    written = text(name).strip()
    return Path(written).resolve() if written else None
