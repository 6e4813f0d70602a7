"""A publisher on this machine: an HTTP server whose answers a test decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from grunnmur.collect.feeds import Addresses


@dataclass(slots=True)
class Publisher:
    """Files by path; `trouble` may answer instead, with a status, headers and a body."""

    files: dict[str, bytes] = field(default_factory=dict)
    trouble: Callable[[str, int], tuple[int, dict[str, str], bytes] | None] = lambda _path, _n: None
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    pages: dict[str, object] = field(default_factory=dict)
    address: str = ""

    def put(self, path: str, document: object) -> None:
        self.files[path] = (
            document if isinstance(document, bytes) else json.dumps(document).encode()
        )

    def addresses(self) -> Addresses:
        here = self.address
        return Addresses(
            endoflife=f"{here}/eol",
            nvd=f"{here}/nvd",
            kev=f"{here}/kev",
            epss=f"{here}/epss",
            csaf=f"{here}/",
        )

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@contextmanager
def running() -> Iterator[Publisher]:
    """A publisher that answers until the block ends."""
    publisher = Publisher()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(publisher))
    server.daemon_threads = True
    publisher.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            path = url.path.lstrip("/")
            publisher.asked.append((path, dict(parse_qsl(url.query)), dict(self.headers)))
            answer = publisher.trouble(path, publisher.paths().count(path)) or self._file(path)
            status, headers, body = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _file(self, path: str) -> tuple[int, dict[str, str], bytes]:
            body = publisher.files.get(path)
            if body is None:
                return 404, {}, b""
            mark = f'"{hash(body) & 0xFFFF}"'
            if self.headers.get("If-None-Match") == mark:
                return 304, {"ETag": mark}, b""
            asked = self.headers.get("Range", "")
            if asked and self.headers.get("If-Range") == mark:
                start = int(asked.removeprefix("bytes=").rstrip("-"))
                return 206, {"ETag": mark}, body[start:]
            return 200, {"ETag": mark}, body

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler
