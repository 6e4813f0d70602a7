"""The page: measures in, HTML out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from grunnmur.estate import Estate
from grunnmur.report import charts, contents
from grunnmur.report.contents import REASONS
from grunnmur.report.writing import Writer
from grunnmur.text import Language, Voice, counted, pattern

_FOLDER = Path(__file__).parent


def write_report(estate: Estate, path: Path, *, language: Language, board: bool = False) -> None:
    """Writes the report to `path`; with `board`, one page. Same estate, same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(estate, language=language, board=board), encoding="utf-8")


def page(estate: Estate, *, language: Language, board: bool = False) -> str:
    """The report as HTML."""
    voice = Voice(language)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER / "page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(
        say=voice,
        tell=lambda code, **figures: _told(language, code, figures),
        voice=voice,
        write=Writer(voice),
        charts=charts,
        contents=contents,
        reasons=REASONS,
        language=language,
        note=voice.note,
        css=(_FOLDER / "page" / "report.css").read_text(encoding="utf-8"),
    )
    template = environment.get_template("board.html" if board else "report.html")
    return template.render(c=contents.read(estate.connection.cursor()))


def _told(language: Language, code: str, figures: Mapping[str, object]) -> Markup:
    """A sentence with figures in it; what is no HTML of ours is escaped."""
    shown = {name: _Figure(escape(figure)) for name, figure in figures.items()}
    return escape(pattern(code, language)).format(**shown)


class _Figure(Markup):
    """A figure in a sentence, which may ask for it with the word for so many."""

    __slots__ = ()

    def __html_format__(self, words: str) -> _Figure:
        return _Figure(counted(self.striptags(), words, shown=self)) if words else self
