"""Writes the estate directory's settings as TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_FILE = "grunnmur.toml"
# Patient-record and radiology systems stay where they are; everything else moves.
_SCOPES: tuple[Mapping[str, Any], ...] = (
    {
        "noun": "application",
        "where": {"function": ["Pasientjournal", "Radiologisystem"]},
        "scope": "out",
        "reason": "Pasientjournal- og radiologisystemer flyttes ikke av programmet.",
    },
)


def write(directory: Path, group: str, sources: Sequence[Mapping[str, Any]]) -> None:
    """Writes grunnmur.toml with the sources in the order given."""
    lines = ["[group]", f"name = {_value(group)}", 'country = "NO"', ""]
    for part, entries in (("source", sources), ("scope", _SCOPES)):
        for entry in entries:
            lines += [f"[[{part}]]", *(f"{_key(key)} = {_value(entry[key])}" for key in entry), ""]
    (directory / _FILE).write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else json.dumps(name, ensure_ascii=False)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return str(value)
