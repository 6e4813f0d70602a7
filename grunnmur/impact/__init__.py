"""Impact: what stops if this thing stops.

Reads dependencies, components, hosts, data stores and clinical services of an Estate. Gives every
thing that stands on the subject, directly or through others, each with the shortest chain to it.
Promises that cycles end, and that a redundancy group with a member left is weakened, not stopped.
"""

from grunnmur.impact.impact import Affected, Impact, Link, impact
from grunnmur.impact.subject import find, most_needed

__all__ = ["Affected", "Impact", "Link", "find", "impact", "most_needed"]
