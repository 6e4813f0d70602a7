"""Which known vulnerabilities concern what runs, set at a time.

Reads an edition of the catalogue, what runs on every thing, and the day it was last mended; gives
`situation`, `situation_vulnerability`, `update_gain`, `detection_check` and `unmatched_name`. Promises
that nothing is called clear that is not known, and that a condition ("running on") is never itself
affected.
"""

from grunnmur.assess.vulnerable.vulnerable import Settings, judge, judge_nothing

__all__ = ["Settings", "judge", "judge_nothing"]
