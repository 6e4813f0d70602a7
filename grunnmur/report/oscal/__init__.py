"""The rule packs and what a run found of them, as OSCAL 1.1 (NIST): catalogues, components, results.

Reads an Estate. Gives a catalogue for each pack, a component definition that says which rules check
which controls, and assessment results. Promises that the same run gives the same bytes, that a finding
speaks of what a rule measures and never of a whole control, and that unknown is never `satisfied`.
"""

from grunnmur.report.oscal.documents import write_oscal

__all__ = ["write_oscal"]
