"""What follows from who talks to whom: roles, the giant component, what was probably not seen, what was declared.

Reads flows with named ends and the dependencies that `depend` wrote. Gives `provider_role`, `split`, `unseen` and
`dependency_match`, and the probability of having been missed in `dependency`. Promises that what rests on too little
is null, and that a person's decision about a role wins.
"""

from grunnmur.depend.conclude.conclude import conclude

__all__ = ["conclude"]
