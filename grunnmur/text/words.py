"""Words for tables, columns and values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from grunnmur.kit import yaml_text
from grunnmur.text.languages import Language

_ON_THEIR_OWN = ("skill", "resource", "unit", "heading", "fact", "country", "actor")
"""Groups that share no codes with values. People make them up, a unit `h` is not the value `h`, which is hardware;
or they name columns in few words, facts of a finding, countries, or who acts.
"""


def word(group: str, code: str | None, language: Language, *, otherwise: str | None = None) -> str:
    """The word for `code` among the words of `group` (table, tables, kind, verdict…).

    A code without a word shows what it is called `otherwise`, or itself; no code is `unknown`.
    """
    if code is None or code == "":
        code = "unknown"
    known = words()
    entry = known.get(group, {}).get(code)
    if entry is None and (group not in _ON_THEIR_OWN or code == "unknown"):
        entry = known["value"].get(code)
    if entry:
        return entry[language]
    return code.replace("_", " ") if otherwise is None else otherwise


@cache
def words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Every word of every words*.yaml: group → code → language → word."""
    loaded: dict[str, dict[str, dict[str, str]]] = {}
    files = (
        one for one in resources.files("grunnmur.text").iterdir() if one.name.startswith("words")
    )
    for file in sorted(files, key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            for group, entries in yaml_text.parse(file.read_text(encoding="utf-8")).items():
                loaded.setdefault(group, {}).update(entries)
    return loaded
