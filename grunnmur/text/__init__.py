"""What codes say, in Norwegian Bokmål and English.

Reads the YAML files beside it: errors, notes.<area>, cli and report hold sentences, words holds the
words for tables, columns and values. Promises that an unknown code still gives something readable.
"""

from grunnmur.text.amounts import amount, day, instant
from grunnmur.text.languages import LANGUAGES, Language, chosen
from grunnmur.text.sentences import counted, pattern, sentence
from grunnmur.text.voice import Voice
from grunnmur.text.words import word

__all__ = [
    "LANGUAGES",
    "Language",
    "Voice",
    "amount",
    "chosen",
    "counted",
    "day",
    "instant",
    "pattern",
    "sentence",
    "word",
]
