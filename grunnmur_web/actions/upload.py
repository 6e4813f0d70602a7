"""Sending a file for a source, and saying what is to become of it. The worker does the rest."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from grunnmur_web.actions import audit
from grunnmur_web.models import Upload, User
from grunnmur_web.uploads import spool
from grunnmur_web.uploads.offer import Offer

FROM = {
    "confirmed": ("tried",),
    "discarded": ("waiting", "trying", "tried", "refused", "outdated"),
    "waiting": ("outdated", "refused", "tried"),
}
"""What a person may say, and of which uploads."""
CHANNEL = "upload_moved"
"""On which the database calls the worker when that is committed."""


@transaction.atomic
def send(offer: Offer, chunks: Iterable[bytes], *, workspace: Path, acting_user: User) -> Upload:
    """Keeps the file until its trial is done. Nothing of the estate is touched."""
    upload_id = secrets.token_hex(8)
    kept, whole = spool.of(workspace, upload_id), hashlib.sha256()
    try:
        size = kept.keep(_counted(chunks, whole.update))
        upload = Upload.objects.create(
            upload_id=upload_id,
            file_name=offer.file_name,
            size=size,
            digest=whole.hexdigest(),
            source=offer.source,
            new_source=offer.new,
            organisation=offer.organisation,
            sent_by=acting_user.username,
            sent_at=timezone.now(),
        )
        audit.record(
            actor=acting_user.username,
            action="send_file",
            subject=("upload", upload_id),
            after={"file": offer.file_name, "source": offer.source, "digest": upload.digest},
        )
        _call_worker()
    except BaseException:
        shutil.rmtree(kept.folder, ignore_errors=True)
        raise
    return upload


@transaction.atomic
def say(upload_id: str, state: str, *, acting_user: User) -> bool:
    """Moves the upload on. False where it is no longer what the person saw."""
    moved = Upload.objects.filter(upload_id=upload_id, state__in=FROM[state]).update(state=state)
    if moved:
        audit.record(
            actor=acting_user.username,
            action={"waiting": "try_file", "confirmed": "take_file", "discarded": "drop_file"}[
                state
            ],
            subject=("upload", upload_id),
            after={"state": state},
        )
        _call_worker()
    return bool(moved)


def _call_worker() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"notify {CHANNEL}")


def _counted(chunks: Iterable[bytes], count: Callable[[bytes], None]) -> Iterator[bytes]:
    for chunk in chunks:
        count(chunk)
        yield chunk
