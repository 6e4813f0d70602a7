"""What publishers say of versions, ranked: every statement an interval of ranks among its product's versions.

Reads an edition's `affected`; gives `ranked_*` tables, kept with the edition, so that a run places only
the versions that run. Promises that ranks compare as versions do, and that what cannot be placed is
marked unread.
"""

from grunnmur.catalogue.ranked.ranked import (
    FOLDER,
    TABLES,
    is_current,
    is_ready,
    rank,
    register,
    store,
    targets,
)

__all__ = ["FOLDER", "TABLES", "is_current", "is_ready", "rank", "register", "store", "targets"]
