"""Settings from the environment, by three typed readers. A wrong value stops the start."""

from __future__ import annotations

import os
from pathlib import Path

from grunnmur.errors import SettingsError


def text(name: str, default: str = "") -> str:
    """The text of `X`, else of the file that `X_FILE` names, else the default.

    A file that is named and cannot be read is an error, never an empty secret.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError("site_setting_file", name=f"{name}_FILE", path=path) from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Whether `X` is on: 1, true, yes, on; or 0, false, no, off."""
    written = os.environ.get(name, "").strip().lower()
    if not written:
        return default
    if written in ("1", "true", "yes", "on"):
        return True
    if written in ("0", "false", "no", "off"):
        return False
    raise SettingsError("site_setting_flag", name=name, value=written)


def whole(name: str, default: int) -> int:
    """The whole number in `X`."""
    written = os.environ.get(name, "").strip()
    if not written:
        return default
    try:
        return int(written)
    except ValueError as error:
        raise SettingsError("site_setting_whole", name=name, value=written) from error


def folder(name: str) -> Path | None:
    """The folder in `X`; None where there is none."""
    written = os.environ.get(name, "").strip()
    return Path(written).resolve() if written else None
