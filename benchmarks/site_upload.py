"""How long a file of new devices takes from its first byte until people find them. For `benchmarks.site_beside`."""

from __future__ import annotations

import csv
import hashlib
import http.client
import io
import json
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

Device = dict[str, str]
_POLL = 0.1
"""Seconds between two looks: they cost the site something too."""
_BOUNDARY = "a-file-of-new-devices"


@dataclass(frozen=True, slots=True)
class Upload:
    """Seconds from the first byte sent: until the site has the file, it is tried, it is taken, its things are found."""

    sent: float
    tried: float
    taken: float
    found: float


def upload(port: int, token: str, name: str, devices: Sequence[Device], *, source: str) -> Upload:
    """Sends the devices as a file for the source, takes it as soon as it is tried, and looks for the last of them."""
    site = _Site(port, token)
    body = _form(name, _csv(devices), source)
    began = time.perf_counter()
    sent = site.ask("uploads", body, kind=f"multipart/form-data; boundary={_BOUNDARY}")
    marks = [time.perf_counter() - began]
    address = f"uploads/{sent['upload_id']}"
    site.until(address, "tried")
    marks.append(time.perf_counter() - began)
    site.ask(f"{address}/confirmed", b"")
    site.until(address, "applied")
    marks.append(time.perf_counter() - began)
    while not site.ask(f"search?q={devices[-1]['name']}")["rows"]:
        time.sleep(_POLL)
    return Upload(*marks, time.perf_counter() - began)


@dataclass(frozen=True, slots=True)
class _Site:
    port: int
    token: str

    def ask(self, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=600)) as connection:
            connection.request(
                "GET" if body is None else "POST",
                f"/api/v1/{path}",
                body=body,
                headers={"Authorization": f"Bearer {self.token}", "Content-Type": kind},
            )
            answer = connection.getresponse()
            told = answer.read()
        if answer.status != 200:
            raise SystemExit(f"the site answers {answer.status} to {path}: {told[:300]!r}")
        return json.loads(told)

    def until(self, address: str, state: str) -> None:
        while (row := self.ask(address)["row"])["state"] != state:
            if row["why"]:
                raise SystemExit(f"the file was refused: {row['why']}")
            time.sleep(_POLL)


def _csv(devices: Sequence[Device]) -> bytes:
    """As ServiceNow exports its servers."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(
        (
            "sys_id",
            "name",
            "sys_class_name",
            "serial_number",
            "manufacturer",
            "model_id",
            "location",
            "install_status",
        )
    )
    writer.writerows(
        (
            hashlib.sha256(device["serial"].encode()).hexdigest()[:32], device["name"], "Server",
            device["serial"], device["vendor"], device["model"],
            device["location"], "Installed",
        )
        for device in devices
    )  # fmt: skip
    return written.getvalue().encode()


def _form(name: str, content: bytes, source: str) -> bytes:
    field = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="source"\r\n\r\n{source}\r\n'
    file = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    )
    return field.encode() + file.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
