"""Knowledge as data: how long releases are supported, what names mean, and the rules.

Reads the files shipped here, those of a user's own folders, and editions of what publishers say;
gives frozen values and the tables of knowledge. Promises that every fact names its source, and that
`edition` tells two states apart.
"""

from grunnmur.catalogue.edition import edition
from grunnmur.catalogue.editions import Edition
from grunnmur.catalogue.editions import open_edition as open
from grunnmur.catalogue.files import CatalogueError

__all__ = ["CatalogueError", "Edition", "edition", "open"]
