"""Query: a person's own SQL over every table.

Reads an Estate. Gives rows, or a QueryError that says where the question went wrong and which names
are near. Promises that nothing is written and that no file but the estate's own is read.
"""

from grunnmur.query.ask import Answer, ask, tables

__all__ = ["Answer", "ask", "tables"]
