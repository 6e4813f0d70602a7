"""Whether a deed may be done: asked where it is done, so that pages and the API cannot differ."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from grunnmur.errors import GrunnmurError
from grunnmur_web import reading


class Refused(GrunnmurError):
    """What is asked means nothing, or would undo who asks; whoever it is, it is not done."""


def require(right: str, organisation: str) -> None:
    """PermissionDenied unless this request's person holds the right there; nowhere (`""`) is the whole group."""
    if not reading.value("select access.may(%s, %s)", [right, organisation]):
        raise PermissionDenied(right)
