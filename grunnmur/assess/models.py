"""Whether a model as a register writes it is the one that a notice, a form or an advisory names.

A register writes "MX450" or "Philips IntelliVue MX450", cuts a long name, or leaves the maker out; makers write
families, lists and ranges: "Vivid products, not including EchoPAC", "MX400-MX850".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grunnmur.catalogue.learnt import Learnt, Words

SURE, PERHAPS, NOT = 2, 1, 0
MAKER_NOT_KNOWN, MODEL_NOT_ENOUGH = "maker_not_known", "model_not_enough"
CUT_FROM = 12
"""A register that cuts long names keeps at least so many characters; what is shorter is a name of its own."""

_EXCEPT = re.compile(r"[,(]?\s*\b(?:not including|excluding|except(?:ing| for)?)\b.*$", re.I)
_LIST = re.compile(r"\s*(?:[/,;|()\[\]]|\band\b|\bor\b|\bog\b)\s*", re.I)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_PART_OF = re.compile(
    r"\b(?:module|card|board|adapter|interface)s? (?:of|in|for) (?:the )?[a-z]+", re.I
)
"""What is built into all of a series: "Agilia Connect WiFi module of the pumps" is about Agilia pumps."""
_RANGE = re.compile(r"\b([a-z]+) ?(\d+) ?[-–] ?(?:\1 ?)?(\d+)\b", re.I)


@dataclass(frozen=True, slots=True)
class Name:
    """A model, read: `words` are those that tell it apart, `letters` all ways to write it without gaps."""

    written: str
    words: Words
    letters: frozenset[str]
    aliases: frozenset[str]
    parts: tuple[Words, ...]  # of a list: "EPIQ/Affiniti"; the series that something is built into
    ranges: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Models:
    """Names as others write them, each with the makers it is of."""

    names: Learnt
    told: Sequence[tuple[frozenset[str], Name]]
    by_maker: Mapping[str, tuple[int, ...]]

    def like(self, maker: str, model: str) -> Iterator[tuple[int, str | None]]:
        """The place of each name that may be this model, and what is not sure of it."""
        makers = self.names.known_as(maker)
        own = read(self.names, makers, model)
        for place in self.of(maker):
            if found := likeness(own, self.told[place][1]):
                yield place, None if found == SURE else MODEL_NOT_ENOUGH
        if not makers:
            yield from self._of_any_maker(model)

    def of(self, maker: str) -> list[int]:
        """The places of this maker's."""
        makers = self.names.known_as(maker)
        return sorted({place for one in makers for place in self.by_maker.get(one, ())})

    def _of_any_maker(self, model: str) -> Iterator[tuple[int, str | None]]:
        """Where no maker stands, the model may say it; a model of the same name alone is perhaps this one."""
        words = self.names.words_in_order(model)
        whose = {makers: read(self.names, makers, model) for makers, _ in self.told}
        said = {makers for makers in whose if self.names.without_maker(makers, words) != words}
        for place, (makers, theirs) in enumerate(self.told):
            if likeness(whose[makers], theirs) == SURE:
                yield place, None if makers in said else MAKER_NOT_KNOWN


def models(names: Learnt, written: Iterable[tuple[str, str]]) -> Models:
    """The names, each given as maker and model, in the order given."""
    told: list[tuple[frozenset[str], Name]] = []
    by_maker: dict[str, list[int]] = {}
    for place, (maker, model) in enumerate(written):
        makers = names.known_as(maker)
        told.append((makers, read(names, makers, model)))
        for one in makers:
            by_maker.setdefault(one, []).append(place)
    return Models(names, told, {maker: tuple(places) for maker, places in by_maker.items()})


def stated(text: str) -> str:
    """The text without what it says it is not about."""
    return _EXCEPT.sub("", text)


def read(names: Learnt, makers: frozenset[str], model: str) -> Name:
    """The model of one of these makers, without the maker in front and without what it says it is not."""
    written = stated(model)
    words = names.words_in_order(written)
    own = names.without_maker(makers, words)
    parts = (
        names.kind_words(names.without_maker(makers, names.words_in_order(part)))
        for part in _LIST.split(written)
    )
    series = (own[:1],) if _PART_OF.search(written) else ()
    return Name(
        written,
        names.kind_words(own),
        frozenset(("".join(words), "".join(own))) - {""},
        frozenset("".join(names.words_in_order(one)) for one in _IN_BRACKETS.findall(written)),
        tuple(part for part in (*parts, *series) if any(map(_is_telling, part))),
        tuple(
            (series.casefold(), int(first), int(last))
            for series, first, last in _RANGE.findall(written)
        ),
    )


def likeness(own: Name, theirs: Name) -> int:
    """Whether the two are one model: for sure, perhaps, or not."""
    if own.letters & (theirs.letters | theirs.aliases):
        return SURE
    found = _held(own.words, theirs.words)
    if found == NOT and (
        _is_cut(own, theirs)
        or _is_in_range(own, theirs)
        or any(_held(own.words, part) for part in theirs.parts)
    ):
        return PERHAPS
    return found


def _held(one: Words, other: Words) -> int:
    """One says more than the other: only words ahead of the last number they share make no other model of it."""
    shorter, longer = sorted((one, other), key=len)
    if not any(map(_is_telling, shorter)) or not set(shorter) <= set(longer):
        return NOT
    if set(shorter) == set(longer):
        return SURE
    shared = [place for place, word in enumerate(longer) if word in shorter and _is_numbered(word)]
    extra = [place for place, word in enumerate(longer) if word not in shorter]
    is_said = not all(map(str.isdigit, shorter))  # "900" alone is also the number of another
    return SURE if is_said and shared and max(extra) < max(shared) else PERHAPS


def _is_cut(own: Name, theirs: Name) -> bool:
    if len(own.written.rstrip()) < CUT_FROM:
        return False
    return any(whole.startswith(begun) for whole in theirs.letters for begun in own.letters)


def _is_in_range(own: Name, theirs: Name) -> bool:
    """Whether "MX450" is in "IntelliVue patient monitor MX400-MX850"."""
    for series, first, last in theirs.ranges:
        for word in own.words:
            number = word.removeprefix(series)
            if number != word and number.isdigit() and first <= int(number) <= last:
                return set(own.words) - {word} <= set(theirs.words)
    return False


def _is_telling(word: str) -> bool:
    """A word that is more than a letter or a small number."""
    return len(word) > (2 if word.isdigit() else 1)


def _is_numbered(word: str) -> bool:
    return any(map(str.isdigit, word))
