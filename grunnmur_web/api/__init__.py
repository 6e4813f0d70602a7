"""The API, version 1: what a page can do, for programs. Described by itself at /api/v1/openapi.json."""

from grunnmur_web.api.api import api

__all__ = ["api"]
