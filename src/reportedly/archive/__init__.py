"""The archive: coded reports kept in one SQLite file, searchable, with an account of every input."""

from reportedly.archive.chains import event_chain, lineage, root, source_key, speaker
from reportedly.archive.grouping import Member, Review, ReviewAction
from reportedly.archive.overview import PlaceCount, SourceCount
from reportedly.archive.store import Accounts, Added, Archive, Found, Input, add_all

__all__ = [
    "Accounts", "Added", "Archive", "Found", "Input", "Member", "PlaceCount", "Review", "ReviewAction", "SourceCount", "add_all", "event_chain", "lineage",
    "root", "source_key", "speaker",
]  # fmt: skip
