"""A made-up OpenID Connect directory on loopback: it says of everybody who asks what it was told to say."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt

CLIENT, SECRET = "grunnmur", "a secret of at least thirty-two letters"


@dataclass
class Directory:
    """Where it answers, and what it says of the person who comes next."""

    address: str
    person: dict[str, Any] = field(default_factory=dict)


@contextmanager
def running() -> Iterator[Directory]:
    """The directory while it runs."""
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    directory = Directory(f"http://127.0.0.1:{server.server_port}")
    server.directory = directory  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield directory
    server.shutdown()
    server.server_close()
    thread.join()


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        at = self._directory.address
        if self.path == "/.well-known/openid-configuration":
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            told = {f"{name}_endpoint": f"{at}/{path}" for name, path in ends.items()}
            self._say({**told, "issuer": at, "jwks_uri": f"{at}/keys"})
        elif self.path == "/userinfo":
            self._say({k: v for k, v in self._directory.person.items() if k != "groups"})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {"iss": self._directory.address, "aud": CLIENT, "iat": now, "exp": now + 60}
        token = jwt.encode({**claims, **self._directory.person}, SECRET, "HS256")
        self._say({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def log_message(self, *_: Any) -> None:
        """Nothing."""

    @property
    def _directory(self) -> Directory:
        return self.server.directory  # type: ignore[attr-defined]

    def _say(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
