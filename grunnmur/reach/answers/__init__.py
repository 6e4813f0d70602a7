"""What the tables of reach say to a person who asks, as plain values: words and layout are the shells' own.

`totals` adds up, `removals` says what to remove in which order, `about` tells all of one name, and
`names` what a thing is called.
"""

from grunnmur.reach.answers import about, names, removals, totals

__all__ = ["about", "names", "removals", "totals"]
