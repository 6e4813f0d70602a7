"""Whether who acts may do so: asked where the deed is done, so that pages and the API cannot differ."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from grunnmur_web import reading


def require(right: str, organisation: str) -> None:
    """PermissionDenied unless this request's person holds the right there; nowhere (`""`) is the whole group."""
    if not reading.value("select access.may(%s, %s)", [right, organisation]):
        raise PermissionDenied(right)
