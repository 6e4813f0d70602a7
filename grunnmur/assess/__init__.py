"""What is wrong, by which rule, resting on what.

Reads every table, `release_cycle` among them, and the rules of the catalogue; gives `finding` and
`rule_result`. Promises that unknown is never counted as good, and that a broken rule is noted with
file and reason while the others run.
"""

from grunnmur.assess.assess import Assessment, assess

__all__ = ["Assessment", "assess"]
