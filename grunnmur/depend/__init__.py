"""Depend: flows and declarations → who needs whom.

Reads flows, addresses, components and declared dependencies. Gives observed dependencies beside the
declared ones, between things and between applications. Promises that a flow whose ends cannot be
named at the time of the flow is counted in a note, never dropped in silence.
"""

from grunnmur.depend.depend import depend

__all__ = ["depend"]
