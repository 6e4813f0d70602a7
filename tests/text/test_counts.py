"""A number before a noun has the noun for so many: never "1 rows", in either language."""

import re
from functools import cache
from itertools import zip_longest

import pytest

from grunnmur.text import Language, sentence, sentences

_COUNTED = re.compile(r"\{(\w+):([^}]*\|[^}]*)\}")
_BEFORE_A_WORD = re.compile(r"\{(\w+)\} (?:more )?(\w+)")
_LIKE_PLURALS: dict[Language, str] = {
    "nb": r"(?!eller|etter)\w{2,}(er|ene)",
    "en": r"(?!is|was|has)\w*[^\Ws]s",
}

_NO_COUNTS = {
    ("cell_too_long", "characters"): "a limit, never 1",
    ("flow_columns_of_other_type", "columns"): "names of columns",
    ("free_capacity", "names"): "names of resources",
    ("json_too_large_value", "characters"): "a limit, never 1",
    ("precedence_broken", "after"): "a workload",
    ("site_first_only", "most"): "a limit, never 1",
    ("report_lede", "failed"): "a share",
    ("report_lede", "unknown"): "a share",
}
"""Facts with the name of a count that are none in this sentence, and what they are."""


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_sentence_says_one_of_several(language):
    plurals = _plurals(language)
    wrong = re.compile(rf"\b1 (?:\w+ )?(?:{'|'.join(plurals)})\b")
    assert len(plurals) > 50
    said = {code: _said_of_one(code, language) for code in sentences.entries()}
    assert {code for code, text in said.items() if wrong.search(text)} == set()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_count_before_a_plural_asks_for_the_word_for_so_many(language):
    plural = re.compile(_LIKE_PLURALS[language])
    fixed = {
        code
        for code, entry in sentences.entries().items()
        for name, word in _BEFORE_A_WORD.findall(entry[language])
        if _is_count(code, name) and plural.fullmatch(word)
    }
    assert fixed == set()


def _said_of_one(code: str, language: Language) -> str:
    """The sentence of one of each that it counts."""
    names = set(re.findall(r"\{(\w+)", sentences.entries()[code][language]))
    return sentence(code, language, **{n: 1 if _is_count(code, n) else "…" for n in names})


def _is_count(code: str, name: str) -> bool:
    """By name: one that has words for so many in some sentence, or that is a plural itself."""
    return (code, name) not in _NO_COUNTS and (name in _counts() or bool(re.search("[^s]s$", name)))


@cache
def _counts() -> set[str]:
    return {
        name
        for entry in sentences.entries().values()
        for text in entry.values()
        for name, _ in _COUNTED.findall(text)
    }


def _plurals(language: Language) -> set[str]:
    """The sentences' own words for several: after a number, the first that is another than for one."""
    found: set[str] = set()
    for entry in sentences.entries().values():
        for _, words in _COUNTED.findall(entry[language]):
            one, many = (part.split() for part in words.split("|")[-2:])
            others = [plural for single, plural in zip_longest(one, many) if plural != single]
            if not words.startswith("|"):
                found |= {word for word in others[:1] if word}
    return found
