"""Report: one self-contained page on what there is, how it stands, and what the plan does about it.

Reads an Estate. Gives an HTML file in Bokmål or English, whole or on one page for a board. Promises
that every number on it carries the SQL that gives it, and that unknown is shown as its own part.
"""

from grunnmur.report.report import write_report

__all__ = ["write_report"]
