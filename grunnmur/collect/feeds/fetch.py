"""One file from an address: resumed, retried with patience, checked for length."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grunnmur.errors import CollectError

TRIES = 4
MOST = 1 << 30  # bytes of one answer; the largest feed is a hundredth of this
_CHUNK = 1 << 20
_SECONDS = 60  # that an answer may be silent
_LATER = (403, 429, 500, 502, 503, 504)  # NVD says 403 to who asks too often
_PASSING = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)
_AGENT = "grunnmur"


@dataclass(frozen=True, slots=True)
class Web:
    """How to ask: `pause` waits some seconds, `headers` go with every question."""

    pause: Callable[[float], None]
    headers: Mapping[str, str] = field(default_factory=dict)


class Unchanged(Exception):
    """The address has nothing newer than the mark that was sent."""


def fetch(web: Web, address: str, target: Path, *, mark: str | None = None) -> str | None:
    """Writes what the address gives to `target` and gives its mark (ETag), if it has one.

    What an earlier try left is asked for from where it stopped. Raises Unchanged when the address
    still has what `mark` stands for, and CollectError when it gives nothing whole after four tries.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    reason = ""
    for attempt in range(TRIES):
        try:
            return _once(web, address, target, mark)
        except urllib.error.HTTPError as error:
            if error.code == http.HTTPStatus.NOT_MODIFIED:
                raise Unchanged from error
            told = error.headers.get("message")  # NVD's, of a key it does not know
            reason = f"HTTP {error.code}" + (f", {told}" if told else "")
            if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                _forget(target)
            elif error.code not in _LATER:
                break
            wait = _wait(error.headers.get("Retry-After"), attempt)
        except _PASSING as error:
            reason = str(getattr(error, "reason", "") or error) or type(error).__name__
            wait = _wait(None, attempt)
        if attempt + 1 < TRIES:
            web.pause(wait)
    raise CollectError("feed_unreachable", address=address, reason=reason)


def _once(web: Web, address: str, target: Path, mark: str | None) -> str | None:
    part, kept = _part(target), _kept(target)
    have = part.stat().st_size if part.exists() and kept else 0
    headers = {"User-Agent": _AGENT}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": str(kept)}
    elif mark:
        headers["If-None-Match"] = mark
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 http(s) only, see Addresses
    for name, value in web.headers.items():
        request.add_unredirected_header(name, value)  # a key is for the one it was made for
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 see above
        have = have if answer.status == http.HTTPStatus.PARTIAL_CONTENT else 0
        etag = answer.headers.get("ETag")
        _part_mark(target).write_text(json.dumps(etag), encoding="utf-8")
        length = _pour(answer, part, have)
        said = answer.headers.get("Content-Length")
        if said is not None and length != have + int(said):
            raise http.client.IncompleteRead(b"", have + int(said) - length)
    part.replace(target)
    _forget(target)
    return str(etag) if etag else None


def _pour(answer: http.client.HTTPResponse, part: Path, have: int) -> int:
    """Adds the answer to what there is. Gives the length then."""
    length = have
    with part.open("ab" if have else "wb") as stream:
        while chunk := answer.read(_CHUNK):
            length += len(chunk)
            if length > MOST:
                raise CollectError("feed_too_large", file=part.name, most=MOST)
            stream.write(chunk)
    return length


def _wait(asked: str | None, attempt: int) -> float:
    """Seconds until the next try: what the publisher asks for, at most a minute, else 2, 4, 8."""
    if asked and asked.isdigit():
        return min(float(asked), 60.0)
    return 2.0 ** (attempt + 1)


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def _part_mark(target: Path) -> Path:
    return target.with_name(f".{target.name}.mark")


def _kept(target: Path) -> str | None:
    """The mark of what an earlier try left; without one nobody can tell whether it still fits."""
    path = _part_mark(target)
    said = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return said if isinstance(said, str) else None


def _forget(target: Path) -> None:
    _part(target).unlink(missing_ok=True)
    _part_mark(target).unlink(missing_ok=True)
