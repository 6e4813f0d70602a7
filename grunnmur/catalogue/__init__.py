"""Knowledge as data: how long releases are supported, what names mean, and the rules.

Reads the files shipped here and those of a user's own folders; gives frozen values and the
table `release_cycle`. Promises that every fact names its source, and that `edition` tells two
states apart.
"""

from grunnmur.catalogue.edition import edition
from grunnmur.catalogue.files import CatalogueError

__all__ = ["CatalogueError", "edition"]
