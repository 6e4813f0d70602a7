"""What publishers put on the network → files in a folder, as a person would carry them in.

Reads the publishers' public addresses; gives files that the catalogue reads, and notes. Promises
that what was fetched is whole (length, digest, form), that a broken download goes on where it
stopped, and that nothing is sent but the question. This is no format of an estate's sources.
"""

from grunnmur.collect.feeds.addresses import FEEDS, Addresses
from grunnmur.collect.feeds.download import Download, done, download

__all__ = ["FEEDS", "Addresses", "Download", "done", "download"]
