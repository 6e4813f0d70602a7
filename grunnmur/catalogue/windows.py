"""Windows as inventories write it, with release, servicing channel and service pack.

One product for servers and one for clients; the version says the rest: "2012 R2", "7 SP1",
"11 23H2 Enterprise", "10 1809 LTSC". What a name does not tell is left out of the version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grunnmur.catalogue import files

SERVER = "microsoft:windows_server"
CLIENT = "microsoft:windows"
EMBEDDED = "microsoft:windows_embedded"

_MAKER = re.compile(r"^(?:microsoft|ms)\W+(?=win|w\d|hyper)")
_BEGINNING = re.compile(r"win|w(?:10|11|7|8|2k|s20|es)|xpe|hyper-v server")
_SERVER_YEAR = re.compile(
    r"^(?:windows|win|w|ws|hyper-v)[ -]?(?:server|srv|svr)?[ -]?"
    r"(?:standard |enterprise |datacenter )?"
    r"(2000|2003|2008|2012|2016|2019|2022|2025|2k3|2k8|2k12|2k16|2k19|2k22)(?!\d)"
)
_SEMIANNUAL = re.compile(
    r"^windows server (?:version )?(1709|1803|1809|1903|1909|2004|20h2|23h2)\b"
)
_CLIENT_MAJOR = re.compile(
    r"^(?:windows|win|w)[ -]?(xp|vista|7|8\.1|8|10|11|nt 4\.0|2000 pro\w*)(?![\d.]*\d)"
)
_MAJORS = re.compile(r"\b(?:windows|server)(?: server)? (xp|vista|7|8\.1|8|10|11|2000|20[012]\d)\b")
_RELEASE = re.compile(r"\b(1507|1511|1607|1703|1709|1803|1809|1903|1909|2004|2[0-9]h[12])\b")
_BUILD = re.compile(r"\b(?:10\.0[ .(]*|6\.[0-3][ .(]*|build )(\d{4,5})\b")
_KERNEL = re.compile(r"(?:^| )(5\.[012]|6\.[0123])\b")
_SERVICE_PACK = re.compile(r"\b(?:sp|service pack) ?(\d)\b")
_LONG_TERM = re.compile(r"\blts[bc]\b")
_EDITION = (
    (re.compile(r"\b(?:enterprise|education|enterprise n|multi-session)\b"), "Enterprise"),
    (re.compile(r"\b(?:pro|professional|home|core)\b"), "Pro"),
)
_WITH_R2 = ("2008", "2012")  # 2003 R2 ended with 2003


@dataclass(frozen=True, slots=True)
class Tables:
    """What builds, kernels, years and service packs say, from naming/windows.yaml."""

    no_system: re.Pattern[str]
    embedded: tuple[tuple[re.Pattern[str], str], ...]
    short_years: dict[str, str]
    client_builds: dict[str, str]
    server_builds: dict[str, str]
    client_kernels: dict[str, str]
    server_kernels: dict[str, str]
    long_term_years: dict[str, dict[str, str]]
    service_packs: dict[str, list[int]]


@cache
def tables(path: Path) -> Tables:
    """The tables of a file like naming/windows.yaml."""
    text: dict[str, Any] = dict(files.read(path))
    for name in ("client_builds", "server_builds"):
        text[name] = {str(build): release for build, release in text[name].items()}
    text["no_system"] = re.compile(rf"\b(?:{'|'.join(text['no_system'])})\b")
    text["embedded"] = tuple((re.compile(name), version) for name, version in text["embedded"])
    return Tables(**text)


def recognise(name: str, kind_hint: str | None, known: Tables) -> tuple[str, str | None] | None:
    """(product_id, version) of a cleaned, lower-case name that begins with Windows, else None.

    A name that says several Windows at once ("Windows 7 or Windows Server 2008 R2") is none.
    """
    name = _MAKER.sub("", name)
    several = len(set(_MAJORS.findall(name))) > 1
    if several or not _BEGINNING.match(name) or known.no_system.search(name):
        return None
    return (
        _embedded(name, known)
        or _server(name, known)
        or _client(name, known)
        or _bare(name, kind_hint, known)
    )


def _embedded(name: str, known: Tables) -> tuple[str, str | None] | None:
    for pattern, version in known.embedded:
        if match := pattern.search(name):
            return EMBEDDED, version.format(*match.groups())
    return (EMBEDDED, None) if name.startswith("windows embedded") else None


def _server(name: str, known: Tables) -> tuple[str, str | None] | None:
    if re.match(r"windows 2000 pro", name):
        return None
    if match := _SEMIANNUAL.match(name):
        return SERVER, _capital(match[1]) + (" AC" if match[1] == "23h2" else " SAC")
    if match := _SERVER_YEAR.match(name):
        year = known.short_years.get(match[1], match[1])
        second = year in _WITH_R2 and re.match(r"\W?r2\b", name[match.end() :])
        release = f"{year} R2" if second else year
        return SERVER, release + _service_pack(release, name, known)
    if re.match(r"windows server\b", name):
        return SERVER, known.server_builds.get(_build(name) or "")
    return None


def _client(name: str, known: Tables) -> tuple[str, str | None] | None:
    match = _CLIENT_MAJOR.match(name)
    if not match:
        return None
    major = {"xp": "XP", "vista": "Vista", "nt 4.0": "NT 4.0"}.get(match[1], match[1].split()[0])
    if major not in ("10", "11"):
        return CLIENT, major + _service_pack(major, name, known)
    release = _release(major, name[match.end() :], known)
    if release is None and re.search(r"\biot\b", name) and not _LONG_TERM.search(name):
        return CLIENT, major  # people write IoT Enterprise for its long-term releases too
    return CLIENT, f"{release or major} {_channel(name)}".rstrip()


def shorter(version: str) -> tuple[str, ...]:
    """What is left of a client's version when its release is not said: "10 Enterprise".

    A name with an edition but without LTSC is of the general channel: Windows names the channel.
    """
    major, _, rest = version.partition(" ")
    if major not in ("10", "11") or (rest.endswith("IoT") and "LTSC" not in rest):
        return ()
    if "LTSC" in rest:
        return (f"{major} LTSC", f"{major} LTSC IoT")
    channels = ("Enterprise", "Pro")
    named = [channel for channel in channels if rest.endswith(channel)]
    return tuple(f"{major} {channel}" for channel in named or channels)


def told(product_id: str, version: str, known: Tables) -> str | None:
    """The version that a bare build or kernel number tells: "10 22H2" for "10.0.19045"."""
    hint = {SERVER: "server", CLIENT: "client"}.get(product_id)
    found = _bare(version.casefold(), hint, known) if hint else None
    return found[1] if found and found[0] == product_id else None


def _bare(name: str, kind_hint: str | None, known: Tables) -> tuple[str, str | None] | None:
    """Windows by build or kernel number only. Servers and clients share some; the hint decides."""
    match = _KERNEL.search(name)
    build, kernel = _build(name) or "", match[1] if match else ""
    client = known.client_builds.get(build) or known.client_kernels.get(kernel)
    server = known.server_builds.get(build) or known.server_kernels.get(kernel)
    if server and (kind_hint == "server" or not client):
        return SERVER, server
    if client and (kind_hint == "client" or not server):
        return CLIENT, client
    return None


def _release(major: str, rest: str, known: Tables) -> str | None:
    """The feature release: said, or told by the build, or by the year of a long-term release."""
    said = {_capital(found) for found in _RELEASE.findall(rest)}
    if len(said) == 1:
        return f"{major} {said.pop()}"
    built = known.client_builds.get(_build(rest) or "")
    if built and built.startswith(major):
        return built
    if _LONG_TERM.search(rest):
        for year, release in known.long_term_years[major].items():
            if re.search(rf"\b{year}\b", rest):
                return f"{major} {release}"
    return None


def _channel(name: str) -> str:
    """LTSC, LTSC IoT, Enterprise (also education), Pro (also home); empty when not said."""
    if _LONG_TERM.search(name):
        return "LTSC IoT" if re.search(r"\biot\b", name) else "LTSC"
    return next((channel for pattern, channel in _EDITION if pattern.search(name)), "")


def _service_pack(release: str, name: str, known: Tables) -> str:
    match = _SERVICE_PACK.search(name)
    if match and int(match[1]) in known.service_packs.get(release, []):
        return f" SP{match[1]}"
    return ""


def _build(name: str) -> str | None:
    match = _BUILD.search(name)
    return match[1] if match else None


def _capital(release: str) -> str:
    return release.upper()
