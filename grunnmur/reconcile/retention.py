"""What tells where people were is kept no longer than the settings say."""

from __future__ import annotations

from datetime import date

from grunnmur.estate import TABLES, Estate


def forget_logons(estate: Estate, *, days: int | None, on: date) -> None:
    """Leaves out logons from before that many days ahead of the day judged. A note says how many.

    One whose moment is not known cannot be shown to be young enough, and goes too. All that follows
    from logons, follows from those that are left.
    """
    if days is None:
        return
    young = f"\"at\" >= date '{on.isoformat()}' - {days}"
    (old,) = estate.connection.execute(
        f"select count(*) from logon where ({young}) is not true"
    ).fetchall()[0]
    if not old:
        return
    noted = f"to_json({{'rows': {old}, 'days': {days}}})::varchar"
    estate.write(
        TABLES["note"],
        f"select * from note union all select '', 'privacy', 'logons_not_kept', {noted}",
    )
    estate.write(TABLES["logon"], f"select * from logon where {young}")
