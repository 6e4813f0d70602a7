"""What publishers send → rows of the knowledge tables.

Reads files a person carries in or a download left behind, recognised by content, packed or not.
Gives `Reading`s: rows in one of the known shapes, and notes. Promises that what cannot be read is
a note, and that JSON and tables of the same feed go through the same steps.
"""

from grunnmur.catalogue.feeds.reading import Note, Reading, Unreadable
from grunnmur.catalogue.feeds.recognise import read

__all__ = ["Note", "Reading", "Unreadable", "read"]
