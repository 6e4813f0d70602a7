"""The services to treat apart so that the rest falls into groups of at most a size.

Reads an undirected graph and a weight for every vertex. Gives a set of vertices and a lower bound on
the weight of any such set. Promises that the bound is worked out in whole numbers from multipliers,
so that no solver need be believed.
"""

from grunnmur.depend.conclude.apart.graph import Graph
from grunnmur.depend.conclude.apart.search import Apart, apart

__all__ = ["Apart", "Graph", "apart"]
