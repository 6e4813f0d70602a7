"""The standard catalogue: what the group has decided to run, which version from when until when.

Reads a user's own YAML or CSV files and the estate; gives the tables `standard` and
`standard_exception`, verdicts on what departs, and what a new edition of the standard changes.
Promises that what the standard does not mention is never called a departure.
"""

from grunnmur.catalogue.standard.compare import Change, compare_standard
from grunnmur.catalogue.standard.departures import departures
from grunnmur.catalogue.standard.files import read
from grunnmur.catalogue.standard.standard import Entry, Exemption, Span, Standard, stored, write

__all__ = [
    "Change",
    "Entry",
    "Exemption",
    "Span",
    "Standard",
    "compare_standard",
    "departures",
    "read",
    "stored",
    "write",
]
