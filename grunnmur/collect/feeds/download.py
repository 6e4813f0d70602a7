"""All feeds into one folder, each on its own: one that fails leaves the others alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from grunnmur.collect.feeds import csaf, nvd
from grunnmur.collect.feeds.addresses import FEEDS, Addresses
from grunnmur.collect.feeds.fetch import Unchanged, Web, fetch
from grunnmur.errors import CollectError

_STATE = ".state.json"
_FILES = {"endoflife": "endoflife.json", "kev": "kev.json", "epss": "epss.csv.gz"}

Progress = Callable[[str], None]
"""Called with the feed that is being asked for."""


@dataclass(frozen=True, slots=True)
class Download:
    """What came down: the folder with the files, what to remember when they are taken in, and the
    codes and facts of what did not come."""

    folder: Path
    state: Mapping[str, Any]
    notes: tuple[tuple[str, str, Mapping[str, object]], ...] = field(default=())


def download(
    folder: Path,
    *,
    until_at: datetime,
    pause: Callable[[float], None],
    addresses: Addresses | None = None,
    feeds: Collection[str] = FEEDS,
    nvd_key: str | None = None,
    progress: Progress = lambda _feed: None,
) -> Download:
    """Fetches what is new since the last time into `folder`. `until_at` is now, UTC.

    A feed that cannot be had is a note. What an interrupted download left is used.
    """
    where = addresses or Addresses()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _tidy(folder)
    before = _state(folder)
    state: dict[str, Any] = dict(before)
    notes: list[tuple[str, str, Mapping[str, object]]] = []
    for feed in sorted(feeds):
        progress(feed)
        try:
            state[feed], left = _feed(
                feed, where, folder, before.get(feed, {}), until_at, pause, nvd_key
            )
            notes += [("feed_left", path, {"file": path, "reason": why}) for path, why in left]
        except Unchanged:
            notes.append(("feed_unchanged", feed, {"feed": feed}))
        except CollectError as error:
            notes.append((error.code, feed, {"feed": feed, **error.facts}))
    return Download(folder, state, tuple(notes))


def done(downloaded: Download, taken: Collection[str]) -> None:
    """Remembers how far the feeds that were taken in have come, and throws their files away.

    What is still on its way lies in hidden folders and stays.
    """
    for path in downloaded.folder.iterdir():
        if not path.name.startswith("."):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    state = _state(downloaded.folder)
    state |= {feed: how for feed, how in downloaded.state.items() if feed in taken}
    fresh = downloaded.folder / f"{_STATE}.new"
    fresh.write_text(json.dumps(state, sort_keys=True, indent=1), encoding="utf-8")
    fresh.replace(downloaded.folder / _STATE)


def _tidy(folder: Path) -> None:
    """Hides again what an earlier call brought whole and nobody took in: it is asked for once more."""
    for path in folder.iterdir():
        if path.is_dir() and not path.name.startswith("."):
            shutil.rmtree(folder / f".{path.name}", ignore_errors=True)
            path.rename(folder / f".{path.name}")


def _state(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}  # the worst that follows is that everything is fetched again
    return found


def _feed(
    feed: str,
    addresses: Addresses,
    folder: Path,
    before: Mapping[str, Any],
    until_at: datetime,
    pause: Callable[[float], None],
    nvd_key: str | None,
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Fetches one feed. Gives what to remember of it, and what was left out."""
    web, address = Web(pause), str(getattr(addresses, feed))
    hidden = folder / f".{feed}"  # until it is whole
    if feed == "nvd":
        found = _nvd(address, hidden, before, until_at, pause, nvd_key)
        hidden.rename(folder / feed)
        return found, []
    if feed == "csaf":
        since = str(before.get("until", ""))
        newest, left = csaf.download(web, address, hidden, since=since)
        hidden.rename(folder / feed)
        return {"until": since if left else newest}, left
    mark = fetch(web, address, folder / _FILES[feed], mark=before.get("mark"))
    return ({"mark": mark} if mark else {}), []


def _nvd(
    address: str,
    folder: Path,
    before: Mapping[str, Any],
    until_at: datetime,
    pause: Callable[[float], None],
    key: str | None,
) -> dict[str, Any]:
    """Asks for the windows. An interrupted download keeps its end, so that its pages still fit."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / ".until"
    if not kept.exists():
        kept.write_text(until_at.isoformat(), encoding="ascii")
    until_at = datetime.fromisoformat(kept.read_text(encoding="ascii"))
    since_at = datetime.fromisoformat(before["until"]) if before.get("until") else None
    web = Web(pause, {"apiKey": key} if key else {})
    seconds = nvd.SECONDS_WITH_KEY if key else nvd.SECONDS
    for number, window in enumerate(nvd.windows(since_at, until_at)):
        if number:
            pause(seconds)
        nvd.download(web, address, folder, window, seconds=seconds)
    return {"until": until_at.isoformat()}
