"""Incidents: one real-world happening told by many reports, and on whose word it stands."""

from reportedly.incidents.build import Grouping, group, incidents
from reportedly.incidents.control import Entry, ledger
from reportedly.incidents.records import Incident
from reportedly.incidents.reviews import correct, merge, split, undo

__all__ = [
    "BadReview",
    "Entry",
    "Grouping",
    "Incident",
    "correct",
    "group",
    "incidents",
    "ledger",
    "merge",
    "split",
    "undo",
]
