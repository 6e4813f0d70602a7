"""What we show people who operate the site is what the site understands."""

from __future__ import annotations

import re

import pytest

from grunnmur_web import roles
from grunnmur_web.assets.locked import ROOT

EXAMPLES = ROOT / "examples" / "operate"
SOURCES = "".join(path.read_text() for path in (ROOT / "grunnmur_web").rglob("*.py"))


@pytest.mark.parametrize("place", ["examples/operate", "docs/web"])
def test_every_setting_that_is_named_is_one_that_is_read(place):
    named = {
        name
        for path in (ROOT / place).iterdir()
        if path.is_file()
        for name in re.findall(r"GRUNNMUR_[A-Z_]*[A-Z]", path.read_text())
    }

    unknown = sorted(n for n in named if f'"{n.removesuffix("_FILE")}"' not in SOURCES)

    assert named
    assert unknown == []


def test_the_mapping_we_show_is_understood():
    commented = (EXAMPLES / "roles.toml").read_text()
    shown = re.sub(r"^# (?=\[\[|[a-z]+ = )", "", commented, flags=re.MULTILINE)

    assert roles.read(commented) == ()
    assert [given.role for given in roles.read(shown)] == ["reader"]
