"""What the site itself remembers: people, their grants, what they decided, and the log of it."""

from grunnmur_web.models.audit import AuditEntry
from grunnmur_web.models.decision import Decision
from grunnmur_web.models.grant import Grant
from grunnmur_web.models.token import Token
from grunnmur_web.models.upload import Upload
from grunnmur_web.models.user import User
from grunnmur_web.roles import ROLES

__all__ = ["ROLES", "AuditEntry", "Decision", "Grant", "Token", "Upload", "User"]
