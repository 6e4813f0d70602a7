"""Approving a wave for an organisation, or sending it back: the wave as it is, with what moves in it."""

from __future__ import annotations

from grunnmur_web.actions import decide
from grunnmur_web.actions.allowed import Refused
from grunnmur_web.models import Decision, User
from grunnmur_web.reading import Row


def answer(
    kind: str, wave: Row, organisation: str, reason: str, *, seen: str, acting_user: User
) -> Decision:
    """Writes down the answer, `approve` or `send_back`. Refused where the wave is no longer what the person saw.

    `seen` is the wave's digest as it was shown; empty for who does not say.
    """
    if seen not in ("", wave["digest"]):
        raise Refused("wave_changed")
    choice = decide.Choice(
        kind, "wave", wave["wave_id"], organisation, reason, members=wave["members"]
    )
    before = {"state": wave["state"], "members": wave["decided_members"]}
    return decide.decide(choice, acting_user=acting_user, before=before)
