"""One language's voice: everything a shell says goes through it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from grunnmur.text import amounts, sentences, words
from grunnmur.text.languages import Language


@dataclass(frozen=True, slots=True)
class Voice:
    """Sentences, words, numbers and dates in one language. Calling it gives a sentence."""

    language: Language

    def __call__(self, code: str, /, **facts: object) -> str:
        """The sentence of `code` with its facts."""
        return sentences.sentence(code, self.language, **facts)

    def note(self, code: str, facts: str | Mapping[str, object] | None) -> str:
        """What a note says, of its facts or their JSON. A resource is called by its word, where it has one."""
        said: object = json.loads(facts or "{}") if isinstance(facts, str | None) else facts
        if not isinstance(said, Mapping):
            return self(code)
        if isinstance(resource := said.get("resource"), str):
            said = {**said, "resource": self.word("resource", resource, otherwise=resource)}
        return self(code, **said)

    def formats(self, codes: str | None) -> str:
        """What formats are called, of codes with a comma between; one of another package goes by its own name."""
        named = (one for one in (codes or "").split(", ") if one)
        return ", ".join(self.word("format", one, otherwise=one) for one in named)

    def word(self, group: str, code: str | None, *, otherwise: str | None = None) -> str:
        """The word for a table, kind, rule, value or column; without one, what else it is called."""
        return words.word(group, code, self.language, otherwise=otherwise)

    def amount(self, value: float | None, decimals: int = 0) -> str:
        """A number."""
        return amounts.amount(value, self.language, decimals=decimals)

    def share(self, value: float | None, decimals: int = 0) -> str:
        """A share between 0 and 1 as per cent: `12,5 %`, `12.5%`."""
        if value is None:
            return "–"
        space = "\u00a0" if self.language == "nb" else ""
        return f"{self.amount(100 * value, decimals)}{space}%"

    def day(self, value: date | None) -> str:
        """A day."""
        return amounts.day(value, self.language)

    def month(self, value: date) -> str:
        """The month a day is in, written out."""
        return amounts.month(value, self.language)

    def instant(self, value: datetime | None) -> str:
        """An instant, to the minute."""
        return amounts.instant(value, self.language)
