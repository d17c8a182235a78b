"""Places: an offline gazetteer, and a resolver of place names in reports.

Comes in: a text and the spans of place names in it. Goes out: `records.Place`, or an honest "not resolved".
Knows nothing of events, attributions, files or the archive.
"""

from reportedly.resolve.places.gazetteer import Gazetteer, gazetteer
from reportedly.resolve.places.resolver import PlaceResolver

__all__ = ["Gazetteer", "PlaceResolver", "gazetteer"]
