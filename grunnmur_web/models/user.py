"""A person with an account."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Django's user. What a user may do stands in grants, never in Django's own permissions."""

    class Meta:
        """Where it is kept."""

        db_table = "web_user"

    def __str__(self) -> str:
        return self.get_full_name() or self.username
