"""What can go wrong in a way a person can mend. Each carries a code and its facts; `text` makes the sentence.

GrunnmurError
├── SettingsError      the estate directory or its grunnmur.toml is not usable
├── CollectError       a source as a whole cannot be read (becomes a note; the run goes on)
├── DecisionConflict   two decisions of people contradict each other
├── WorkspaceError     a workspace is missing, locked or of another version
├── EngineError        what should add up the flows is not there or does not answer
├── QueryError         a question the tables cannot answer
├── ProblemError       a planning problem that means nothing (cycle, unknown id, no allowed period)
└── NothingUsable      no source gave a single claim
"""

from collections.abc import Sequence


class GrunnmurError(Exception):
    """A request that cannot be met: `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class SettingsError(GrunnmurError):
    """The estate directory or its grunnmur.toml is not usable."""


class CollectError(GrunnmurError):
    """A source, or one file of it, cannot be read. The run notes it and goes on."""


class DecisionConflict(GrunnmurError):
    """Two decisions of people contradict each other."""


class WorkspaceError(GrunnmurError):
    """A workspace is missing, locked or of another version."""


class EngineError(GrunnmurError):
    """What should add up the flows is not installed, not there or does not answer."""


class QueryError(GrunnmurError):
    """A question the tables cannot answer."""


class ProblemError(GrunnmurError):
    """A planning problem that means nothing: a cycle, an unknown id, no allowed period."""


class NothingUsable(GrunnmurError):
    """No source gave a single claim. `notes` say why: source, place, code and facts of each."""

    def __init__(
        self, code: str, *, notes: Sequence[tuple[str, str, str, str]] = (), **facts: object
    ) -> None:
        super().__init__(code, **facts)
        self.notes = tuple(notes)
