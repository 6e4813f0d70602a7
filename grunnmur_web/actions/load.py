"""Showing people a run of the workspace. As the owner, whom Django is connected as."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

from grunnmur_web import store


def load(folder: Path) -> store.Loaded:
    """Loads the run, whether or not it is the one that is shown."""
    return store.load(_address(), folder)


def load_new(
    folder: Path, *, instead_of: Path | None = None, staged_from: Path | None = None
) -> store.Loaded | None:
    """Loads the run; None where it is shown already, or something else than the run `instead_of`."""
    return store.load_new(_address(), folder, instead_of=instead_of, staged_from=staged_from)


def ground(folder: Path, *, beside: Executor) -> Future[store.Ground]:
    """Opens the run, for another to be staged in its place, while the caller goes on."""
    return beside.submit(store.ground, folder)


def stage(folder: Path, *, instead_of: Future[store.Ground], beside: Executor) -> Future[None]:
    """Makes all ready to show the run, where the run `instead_of` is shown, while the caller goes on."""
    address = _address()
    return beside.submit(lambda: store.stage(address, folder, instead_of=instead_of.result()))


def _address() -> str:
    given = connection.get_connection_params()
    known = {
        name: given[name]
        for name in ("host", "port", "user", "password", "dbname")
        if name in given
    }
    return make_conninfo("", **known)
