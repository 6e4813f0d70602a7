"""`grunnmur serve`: database, tables, the current run, a first account, and the site in front of it.

The supervisor holds the owner's address; the site's own process is given the other one only.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg

from grunnmur import settings, workspace
from grunnmur.errors import WorkspaceError
from grunnmur_web import store, trail
from grunnmur_web.environment import text
from grunnmur_web.store import embedded

_WATCH_SECONDS = 5.0
_FIRST = "admin"
_ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")
"""What each process is told for itself, and never by being started from here."""

Say = Callable[..., None]


def serve(
    folder: Path,
    *,
    port: int,
    environment: Mapping[str, str],
    say: Say,
    estate: Path | None = None,
    catalogue: Path | None = None,
) -> int:
    """Runs the site of a workspace until it is stopped. Gives the exit code.

    A new run in the workspace is loaded as soon as it is the current one. With the `estate` directory
    that it is made of, people may send files for its sources, and a worker tries and takes them,
    by the editions in the folder `catalogue`, else by those the settings name or the workspace holds.
    """
    if estate is not None:
        settings.read(estate, environment=environment)  # says what is wrong while somebody looks
    home = workspace.open_workspace(folder)
    current = home.current()
    if current is None:
        raise WorkspaceError("no_such_run", path=str(folder), run="", known="–")
    _require_free(port)
    owner, web, lives = _database(folder, environment)
    kept = embedded.home(folder)
    shared = {
        **{k: v for k, v in environment.items() if k.removesuffix("_FILE") not in _ADDRESSES},
        "DJANGO_SETTINGS_MODULE": "grunnmur_web.settings",
        "GRUNNMUR_SECRET_KEY": text("GRUNNMUR_SECRET_KEY", told=environment) or _secret_key(kept),
    }
    as_owner = {**shared, "DATABASE_OWNER_URL": owner, "DATABASE_URL": web}
    say("site_serve_preparing")
    _manage(as_owner, "prepare")
    _show(as_owner, folder, current.name, say)
    _first_account(as_owner, say)
    places = {} if estate is None else _places(folder, estate)
    site = start({**shared, **places, "DATABASE_URL": web}, port)
    say("site_serve_ready", address=f"http://localhost:{port}/")
    worker = _Worker(None if estate is None else lambda: _work(as_owner, places, catalogue))
    try:
        return _watch(
            site,
            home,
            lambda: _manage(as_owner, "load", str(folder), "--if-new"),
            _trail(owner, kept, text("GRUNNMUR_AUDIT_SYSLOG", told=environment), say),
            say,
            worker,
            lives,
        )
    finally:
        worker.end()


def _show(as_owner: Mapping[str, str], folder: Path, run: str, say: Say) -> None:
    """Has the current run shown. One that cannot be loaded keeps nobody from the one before."""
    try:
        _manage(as_owner, "load", str(folder), "--if-new")
    except subprocess.CalledProcessError:
        if not store.shows_a_run(as_owner["DATABASE_OWNER_URL"]):
            raise
        say("site_serve_not_loaded", run=run)


def _require_free(port: int) -> None:
    """WorkspaceError where the site could not listen, said before anything is begun."""
    if not 0 < port < 1 << 16:
        raise WorkspaceError("site_port_none", port=port)
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError as error:
            raise WorkspaceError("site_port_shut", port=port, reason=error.strerror) from error


def _first_account(environment: Mapping[str, str], say: Say) -> None:
    """Has the first account made where there is none. Its password is shown before the account is there.

    Killed in between, it is not there, and the next start makes it anew; never is it there with a password nobody saw.
    """
    command = [sys.executable, "-m", "django", "first_account", _FIRST, "--once-told"]
    with subprocess.Popen(  # noqa: S603 our own command line
        command,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        account = json.loads(process.stdout.readline() or "null")
        if account:
            say("site_serve_account", name=account["name"], password=account["password"])
        process.communicate("told\n" if account else None)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def _places(folder: Path, estate: Path) -> dict[str, str]:
    return {"GRUNNMUR_WORKSPACE": str(folder.resolve()), "GRUNNMUR_ESTATE": str(estate.resolve())}


def _work(
    environment: Mapping[str, str], places: Mapping[str, str], catalogue: Path | None
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "django", "work"]
    command += [places["GRUNNMUR_WORKSPACE"], places["GRUNNMUR_ESTATE"]]
    command += [] if catalogue is None else ["--catalogue", str(catalogue.resolve())]
    return subprocess.Popen(command, env=dict(environment))  # noqa: S603 our own command line


def _database(folder: Path, environment: Mapping[str, str]) -> tuple[str, str, Callable[[], bool]]:
    """A server of one's own where both addresses are given, else one from the wheel; and whether that still runs."""
    web, owner = (text(name, told=environment) for name in ("DATABASE_URL", "DATABASE_OWNER_URL"))
    if web and owner:
        return owner, web, lambda: True
    if web or owner:
        raise WorkspaceError("site_two_addresses")
    server = embedded.start(embedded.home(folder) / "postgres")
    pid = server.get_pid()
    return *embedded.addresses(server), lambda: embedded.lives(pid)


def _secret_key(kept: Path) -> str:
    kept.mkdir(parents=True, exist_ok=True)
    path = kept / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _manage(environment: Mapping[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.run(  # noqa: S603 our own command line
        command, env=dict(environment), check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def start(environment: Mapping[str, str], port: int) -> subprocess.Popen[bytes]:
    """The site's own process, on loopback."""
    workers = str(min(4, max(2, os.cpu_count() or 2)))
    command = [
        sys.executable, "-m", "gunicorn", "grunnmur_web.wsgi:application",
        "--bind", f"127.0.0.1:{port}", "--workers", workers, "--worker-class", "gthread",
        "--threads", "4", "--timeout", "60", "--graceful-timeout", "20", "--log-level", "warning",
        "--max-requests", "20000", "--max-requests-jitter", "2000", "--no-control-socket",
    ]  # fmt: skip
    return subprocess.Popen(command, env=dict(environment))  # noqa: S603 our own command line


class _Worker:
    """The worker's process, started again whenever it has ended; none where there is no estate directory."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]] | None) -> None:
        self._start = start
        self._process = start() if start else None

    def keep(self) -> None:
        """Starts it again if it has ended."""
        if self._start and self._process and self._process.poll() is not None:
            self._process = self._start()

    def end(self) -> None:
        """Stops it; what it was at is gone on with next time."""
        if self._process:
            self._process.terminate()
            self._process.wait()


def _trail(owner: str, kept: Path, address: str, say: Say) -> Callable[[], None]:
    """What sends new rows of the audit log on, if an address is given. One that is wrong stops the start."""
    if not address:
        return lambda: None
    trail.check(address)
    failing = False

    def send() -> None:
        nonlocal failing
        try:
            trail.send(owner, address, kept / "audit_sent")
            failing = False
        except (OSError, psycopg.Error) as error:
            if not failing:  # said once, not every few seconds
                say("site_serve_not_sent", address=address, reason=str(error))
            failing = True

    return send


def _watch(
    site: subprocess.Popen[bytes],
    home: workspace.Workspace,
    load: Callable[[], str],
    send: Callable[[], None],
    say: Say,
    worker: _Worker,
    lives: Callable[[], bool],
) -> int:
    """Waits for the site to end. Meanwhile loads what becomes current, keeps the worker and sends the log on.

    Without its database the site answers nothing, and only a new start brings that back: it ends as what has failed.
    """

    def stop(_signal: int, _frame: object) -> None:
        site.terminate()

    signal.signal(signal.SIGTERM, stop)
    shown = home.current()
    while True:
        try:
            return site.wait(_WATCH_SECONDS)
        except subprocess.TimeoutExpired:
            if not lives():
                say("site_serve_no_database")
                site.terminate()
                site.wait()
                return 1
            current = home.current()
            send()
        except KeyboardInterrupt:
            site.terminate()
            site.wait()
            return 0
        worker.keep()
        if current is not None and current != shown:
            shown = current
            try:
                load()
                say("site_serve_loaded", run=current.name)
            except subprocess.CalledProcessError:
                say("site_serve_not_loaded", run=current.name)
