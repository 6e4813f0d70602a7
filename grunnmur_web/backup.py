"""`grunnmur backup` and `grunnmur restore`: what the site remembers, in a file and out of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from grunnmur.errors import WorkspaceError
from grunnmur_web.store import embedded, kept
from grunnmur_web.store.kept import Restored


def backup(folder: Path, file: Path, environment: Mapping[str, str]) -> int:
    """Writes what the site of a workspace remembers to `file`. Gives its bytes. The site may go on."""
    return kept.write(_admin(folder, environment), file)


def restore(folder: Path, file: Path, environment: Mapping[str, str]) -> Restored:
    """Takes what `file` holds in the place of what the site remembers now, which is kept beside it."""
    return kept.restore(_admin(folder, environment), file, at=datetime.now(UTC))


def _admin(folder: Path, environment: Mapping[str, str]) -> str:
    """Whoever owns the tables is held to the policies as well: this one is not."""
    given = environment.get("DATABASE_ADMIN_URL")
    if given:
        return given
    if environment.get("DATABASE_OWNER_URL"):
        raise WorkspaceError("site_needs_admin")
    server = embedded.start(embedded.home(folder) / "postgres")
    embedded.addresses(server)
    return embedded.admin(server)
