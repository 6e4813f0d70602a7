"""grunnmur.toml for the example: the same bytes for the same entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grunnmur.example.world import World

_HEAD = """\
# The example region: a made-up health region with real trust names and invented everything else.
# Every [[source]] below is an export as a tool or a register would write it.

[group]
name = "Helse Sør-Øst (eksempel)"
country = "NO"

# The largest exports of the full-size region take a busy laptop more than the usual ten seconds.
[limits]
seconds = 120

# What the group has decided to run.
[catalogue]
standard = "standard.yaml"
"""
_OUT_OF_SCOPE = (
    ("patient_record", "Pasientjournalen byttes i et eget program"),
    ("radiology", "Radiologiløsningen byttes i et eget program"),
)
_PRECEDENCE: Mapping[str, tuple[str, ...]] = {
    "asset.os_name": (
        "patcheliste",
        "nettutstyr",
        "klienter-*",
        "glpi",
        "rvtools-*",
        "mtu-*",
        "ad-*",
        "cmdb",
        "nmap-*",
    ),
    "asset.version": (
        "patcheliste",
        "nettutstyr",
        "klienter-*",
        "glpi",
        "rvtools-*",
        "mtu-*",
        "ad-*",
        "cmdb",
        "nmap-*",
    ),
    "asset.organisation_id": (
        "klienter-*",
        "mtu-*",
        "skrivere",
        "telefoner",
        "patcheliste",
        "cmdb",
    ),
    "asset.kind": (
        "rvtools-*",
        "mtu-*",
        "klienter-*",
        "kontrollere",
        "cmdb",
        "patcheliste",
        "nmap-*",
        "ad-*",
    ),
}


def text(world: World, sources: Sequence[Mapping[str, Any]]) -> str:
    """The whole file."""
    parts = [_HEAD, *(_source(source) for source in sources)]
    present = set(world.application["function"].tolist())
    parts += [_scope(function, reason) for function, reason in _OUT_OF_SCOPE if function in present]
    rows = [f"{_string(key)} = {_value(list(names))}" for key, names in _PRECEDENCE.items()]
    parts.append("[precedence]\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _scope(function: str, reason: str) -> str:
    return (
        "[[scope]]\n"
        'noun = "application"\n'
        f"where = {{ function = [{_string(function)}] }}\n"
        'scope = "out"\n'
        f"reason = {_string(reason)}\n"
    )


def _source(entry: Mapping[str, Any]) -> str:
    rows = [f"{_key(key)} = {_value(value)}" for key, value in entry.items()]
    return "[[source]]\n" + "\n".join(rows) + "\n"


def _value(value: Any) -> str:  # noqa: ANN401 anything TOML holds
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items()) + " }"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    return _string(str(value))


def _key(key: str) -> str:
    """A bare key where TOML allows one, else a quoted one."""
    bare = key.isascii() and key.replace("_", "a").replace("-", "a").isalnum()
    return key if bare else _string(key)


def _string(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{escaped}"'
