"""Diff: what changed between two runs, and why.

Reads two Estates of one workspace. Gives tables: things that appeared, went, were merged or split,
attributes that changed with the evidence that won, findings opened and closed with the reason.
Promises that every row names a reason, and that two equal runs differ in nothing.
"""

from grunnmur.diff.difference import TABLES, Difference, between, diff

__all__ = ["TABLES", "Difference", "between", "diff"]
