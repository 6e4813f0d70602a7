"""The two languages, and how one is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["nb", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "en")
_DEFAULT: Language = "nb"
_UNSET = {"", "c", "posix"}


def chosen(asked: str | None, environment: Mapping[str, str]) -> Language:
    """The language asked for, else that of GRUNNMUR_LANGUAGE, else the locale's, else Bokmål.

    Nynorsk and `no` read Bokmål. A locale of any third language reads English.
    """
    for wish in (asked, environment.get("GRUNNMUR_LANGUAGE")):
        language = _named(wish or "")
        if language is not None:
            return language
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = _locale(environment.get(name, ""))
        if locale not in _UNSET:
            return _named(locale) or "en"
    return _DEFAULT


def _locale(value: str) -> str:
    """The language part of a locale: `nb` of nb_NO.UTF-8, `c` of C.UTF-8."""
    return value.split(".")[0].split("_")[0].lower()


def _named(value: str) -> Language | None:
    name = _locale(value.replace("-", "_"))
    if name in ("nb", "nn", "no"):
        return "nb"
    return "en" if name == "en" else None
