"""The audit log for other machines: its rows as lines of JSON, and sent on to syslog as they come.

Every line carries the row's number and hash, so that who keeps the lines sees a row that was changed
or left out here later.
"""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from datetime import datetime
from logging.handlers import SysLogHandler
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from grunnmur.errors import SettingsError

_ROWS = "select * from web_audit where id > %s order by id"
_NAME = "grunnmur-audit"


def lines(owner: str, *, after: int = 0) -> Iterator[tuple[int, str]]:
    """Number and JSON of every row after the one numbered `after`."""
    with psycopg.connect(owner, row_factory=dict_row) as connection:
        for row in connection.execute(_ROWS, [after]):
            yield row["id"], json.dumps(row, default=_plain, ensure_ascii=False, sort_keys=True)


def send(owner: str, address: str, mark: Path) -> int:
    """Sends syslog every row it was not sent yet; `mark` remembers the last one. Gives how many.

    A row is marked after it is sent: one may come twice after a crash, none is left out.
    """
    after = int(mark.read_text(encoding="ascii")) if mark.exists() else 0
    sent = 0
    handler = _handler(address)
    try:
        for number, line in lines(owner, after=after):
            handler.emit(logging.LogRecord(_NAME, logging.INFO, "", 0, line, None, None))
            _write(mark, str(number))
            sent += 1
    finally:
        handler.close()
    return sent


def check(address: str) -> None:
    """Raises where the address means nothing. Whether somebody listens there shows when sending."""
    _place(address)


class _Sender(SysLogHandler):
    """Raises where the library's own would print to standard error and go on."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 the library's name
        raise


def _handler(address: str) -> SysLogHandler:
    kind, place = _place(address)
    handler = _Sender(
        place,
        facility=SysLogHandler.LOG_AUTHPRIV,
        socktype=socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM,
    )
    handler.ident = f"{_NAME}: "
    handler.append_nul = False
    handler.setFormatter(logging.Formatter("%(message)s\n" if kind == "tcp" else "%(message)s"))
    return handler


def _place(address: str) -> tuple[str, str | tuple[str, int]]:
    """`unix:/dev/log`, `udp:host:514` or `tcp:host:601`."""
    kind, _, rest = address.partition(":")
    host, _, port = rest.rpartition(":")
    if kind == "unix" and rest:
        return kind, rest
    if kind in ("udp", "tcp") and host and port.isdigit():
        return kind, (host, int(port))
    raise SettingsError("site_setting_syslog", value=address)


def _write(mark: Path, text: str) -> None:
    partial = mark.with_suffix(".partial")
    partial.write_text(text, encoding="ascii")
    partial.replace(mark)


def _plain(value: object) -> str:
    assert isinstance(value, datetime), value
    return value.isoformat()
