"""Score: how right an estate is, where the truth is known.

Reads an Estate and a folder of truth (record, entity, finding). Gives precision and recall per noun
and kind of asset for reconciliation, and per rule for findings. Promises that unknown is no answer:
a thing nobody found lowers recall, a figure without a denominator is None.
"""

from grunnmur.score.score import other_day, score

__all__ = ["other_day", "score"]
