"""Words for tables, columns and values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from grunnmur.text.languages import Language


def word(group: str, code: str | None, language: Language) -> str:
    """The word for `code` among the words of `group` (table, tables, kind, verdict…).

    A code without a word shows itself; no code is `unknown`.
    """
    if code is None or code == "":
        code = "unknown"
    entry = words().get(group, {}).get(code) or words()["value"].get(code)
    return entry[language] if entry else code.replace("_", " ")


@cache
def words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Every word: group → code → language → word."""
    text = (resources.files("grunnmur.text") / "words.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(text)
    return loaded
