"""Pages as people meet them: asked for as somebody, and read without their marks."""

from __future__ import annotations

import html
import re
from typing import Any


def shown(ask: Any, who: str, path: str, language: str = "en") -> str:
    """The page as HTML. It has to be there."""
    response = ask.as_(who, language=language).get(path)
    assert response.status_code == 200
    content: str = response.content.decode()
    return content


def words_of(written: str) -> str:
    """What stands there, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", written)).split())
