"""What a log says of itself before its first line: which log it is, and where each field stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import orjson

from grunnmur.collect.document import Document

_SIGNATURES = {
    "conn": ("uid", "id.orig_h", "id.resp_h", "conn_state", "history"),
    "dhcp": ("mac", "lease_time"),
    "software": ("host", "software_type"),
    "dns": ("uid", "id.orig_h", "qtype"),
    "known_services": ("host", "port_num", "port_proto"),
    "x509": ("certificate.version", "certificate.serial"),
    "ntlm": ("uid", "id.orig_h", "username", "domainname"),
}
"""Fields that give a JSON log away when it does not carry its name."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A log's name and spelling. `fields` is empty for JSON lines, which name every value."""

    log: str
    fields: tuple[str, ...] = ()
    separator: str = "\t"
    unset: str = "-"
    empty: str = "(empty)"
    spelling: str = "."

    @property
    def is_json(self) -> bool:
        """Whether each line is a JSON object of its own."""
        return not self.fields

    def told(self, line: str) -> Heading:
        """The heading after one more `#` line."""
        name, _, value = line[1:].partition(self.separator)
        if line.startswith("#separator"):
            return replace(self, separator=_unescaped(line[10:].strip()))
        if name == "fields":
            return replace(self, fields=tuple(value.split(self.separator)))
        changed = {"path": "log", "unset_field": "unset", "empty_field": "empty"}.get(name)
        return replace(self, **{changed: value}) if changed else self  # type: ignore[arg-type]


def read(document: Document) -> Heading | None:
    """The log's heading, or None when this is no Zeek log."""
    lines = document.head.decode("utf-8", errors="replace").split("\n")
    if lines[0].startswith(("#separator ", "#fields\t")):
        return _tabular(lines, document.name)
    if lines[0].startswith("{"):
        return _json(lines[0])
    return None


def _tabular(lines: list[str], name: str) -> Heading | None:
    heading = Heading("")
    for line in lines:
        if not line.startswith("#"):
            break
        heading = heading.told(line.rstrip("\r"))
    if len(heading.fields) < 2:
        return None
    return heading if heading.log else replace(heading, log=_log_in(name))


def _log_in(name: str) -> str:
    """The log a file is named after: `conn.log`, `x_conn.070000-080000.log.gz`."""
    stem = re.split(r"[\\/!]", name)[-1].split(".")[0]
    known = ("conn", "dhcp", "software", "ntlm", "known_devices")
    return next((log for log in known if stem == log or stem.endswith(f"_{log}")), stem)


def _json(line: str) -> Heading | None:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(row, dict) or "ts" not in row:
        return None
    spelling = "_" if "id_orig_h" in row else "."
    named = row.get("_path") or (row.get("@stream") if "@proc" in row else None)
    log = named if isinstance(named, str) else _by_signature(row, spelling)
    return Heading(log, spelling=spelling) if log else None


def _by_signature(row: Mapping[str, object], spelling: str) -> str | None:
    for log, fields in _SIGNATURES.items():
        if all(field.replace(".", spelling) in row or field in row for field in fields):
            return log
    return "other" if isinstance(row.get("uid"), str) and f"id{spelling}orig_h" in row else None


def _unescaped(text: str) -> str:
    r"""A separator as written in the heading: `\x09` is a tab."""
    return re.sub(r"\\x([0-9a-fA-F]{2})", lambda match: chr(int(match[1], 16)), text) or "\t"
