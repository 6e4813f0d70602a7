"""Editions of the catalogue: what publishers said, as Parquet, one folder an edition.

Reads files of publishers through `feeds`; gives a new edition beside the earlier ones, swapped in
at once. Promises that a broken feed leaves what was known before, and that the same files give the
same bytes.
"""

from grunnmur.catalogue.editions.edition import Edition, editions, open_edition
from grunnmur.catalogue.editions.update import Update, update

__all__ = ["Edition", "Update", "editions", "open_edition", "update"]
