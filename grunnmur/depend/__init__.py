"""Depend: flows and declarations → who needs whom.

Reads flow records, addresses, components and declared dependencies. Gives traffic per day with both ends
named, and observed dependencies beside the declared ones, between things and between applications. Promises
that a flow whose ends cannot be named at the time of the flow is counted in a note by reason, never dropped
in silence, and the same answer on DuckDB and on Spark.
"""

from grunnmur.depend.conclude import conclude
from grunnmur.depend.depend import depend
from grunnmur.depend.engines import adding_up
from grunnmur.depend.records import has_records

__all__ = ["adding_up", "conclude", "depend", "has_records"]
