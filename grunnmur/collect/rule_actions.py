"""What a rule does to a packet, in one word: allow or deny, however a firewall or a person writes it."""

from __future__ import annotations

_BY_WORD = {
    written: word
    for word, all_written in {
        "allow": "allow allowed permit permitted accept accepted pass tillat tillatt tillate tillates",
        "deny": "deny denied drop dropped discard reject rejected block blocked "
        "nekt nektet nektes avvis avvist avvises blokker blokkert blokkeres sperr sperret sperres forby forbudt",
    }.items()
    for written in all_written.split()
}


def word(written: str) -> str | None:
    """`allow` or `deny`; None for what is neither."""
    return _BY_WORD.get(written.strip().casefold())
