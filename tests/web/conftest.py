"""One database for all tests of the site, with a small region loaded, and people to ask as."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

pytest.importorskip("django", reason="the site is not installed (grunnmur[web])")
os.environ["DJANGO_SETTINGS_MODULE"] = "grunnmur_web.settings"
os.environ["GRUNNMUR_SECRET_KEY"] = "only-for-tests"

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 needs settings
from django.test import Client  # noqa: E402 needs settings

from grunnmur_web import reading, store  # noqa: E402 needs settings
from grunnmur_web.models import Grant, User  # noqa: E402 needs settings
from grunnmur_web.store import embedded  # noqa: E402 needs settings
from tests.web import region  # noqa: E402 needs settings

Answer = TypeVar("Answer")
PASSWORD = "riktig-hest-batteri"
PEOPLE: dict[str, tuple[tuple[str, str], ...]] = {
    "north": (("reader", region.NORTH), ("owner", region.NORTH), ("approver", region.NORTH)),
    "south": (("reader", region.SOUTH), ("owner", region.SOUTH), ("approver", region.SOUTH)),
    "north_reads_south": (("owner", region.NORTH), ("reader", region.SOUTH)),
    "north_security": (("security", region.NORTH),),
    "planner": (("planner", ""),),
    "auditor": (("auditor", ""),),
    "chief": tuple(
        (role, "") for role in ("reader", "security", "administrator", "auditor", "owner")
    ),
    "administrator": (("administrator", ""),),
    "north_administrator": (("administrator", region.NORTH),),
    "north_auditor": (("auditor", region.NORTH),),
    "newcomer": (),
    "key_holder": (("planner", ""),),  # who has a passkey is asked for it from then on
}


@dataclass(frozen=True, slots=True)
class Site:
    """A loaded database: its addresses, and the folder of the run it shows."""

    owner: str
    web: str
    run: Path
    admin: str


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The site's database, as `grunnmur serve` makes it.

    Not in pytest's own folder, which every new session closes to the user the database runs as.
    """
    with tempfile.TemporaryDirectory(prefix="grunnmur-web-") as folder:
        yield from _site(Path(folder))


def _site(folder: Path) -> Iterator[Site]:
    server = embedded.start(folder / "postgres")
    owner, web = embedded.addresses(server)
    environment = {**os.environ, "DATABASE_OWNER_URL": owner, "DATABASE_URL": web}
    subprocess.run([sys.executable, "-m", "django", "prepare"], env=environment, check=True)
    run = region.make(folder / "workspace")
    store.load(owner, run)
    _connect(owner)  # no one gives the first roles
    _people()
    connection.close()
    _connect(web)
    yield Site(owner, web, run, embedded.admin(server))
    connection.close()
    server.cleanup()


@pytest.fixture
def ask(site: Site) -> Iterator[Asking]:
    """Pages as a person sees them: `ask.as_("north").get("/estate/asset")`."""
    yield Asking()
    connection.close()


class Asking:
    """Clients logged in as people of the region."""

    def as_(self, username: str | None, **cookies: str) -> Client:
        """A client; nobody is logged in without a name."""
        client = Client(HTTP_HOST="localhost")
        if username is not None:
            with transaction.atomic():
                client.force_login(User.objects.get(username=username))
        for name, value in cookies.items():
            client.cookies[name] = value
        return client

    def rows(self, username: str | None, query: str) -> list[reading.Row]:
        """What the database itself answers this person."""
        return self.answer(username, lambda: reading.rows(query))

    def answer(self, username: str | None, asked: Callable[[], Answer]) -> Answer:
        """What a query gives this person."""
        with transaction.atomic():
            user = None if username is None else User.objects.get(username=username).pk
            reading.enter(connection, user)
            return asked()


def _connect(address: str) -> None:
    from grunnmur_web import settings as module

    connection.settings_dict.update(module._database(address), CONN_MAX_AGE=None)


def _people() -> None:
    with transaction.atomic():
        for username, grants in PEOPLE.items():
            user = User.objects.create_user(username, password=PASSWORD)
            Grant.objects.bulk_create(
                Grant(user=user, role=role, organisation_id=organisation)
                for role, organisation in grants
            )
