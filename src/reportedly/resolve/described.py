"""Places that are described and not named: "the town", "a rebel-held village", "the country".

Comes in: a span without a name in it, and the report's resolved places. Goes out: the place it stands for, or None.
Knows nothing of the gazetteer, of events or of files.
"""

from collections.abc import Iterable
from functools import cache

import msgspec

from reportedly.records import Place
from reportedly.resolve.lexicon import table

TRUST = 0.6  # of a place that is only described: the nearest named one of its kind is right about two times in three
FAR = 1500  # code points: a description further from any name stands for nothing


@cache
def heads() -> dict[str, str]:
    """Words for kinds of places, and the precision of what they stand for."""
    return {word: precision for precision, words in table("described_places.toml").items() for word in words}


def wanted_precision(words: str) -> str | None:
    """What kind of place a description stands for ("settlement", "admin1", "country"), or None when it names a place."""
    if any(c.isupper() for c in words[1:]) or (words[:1].isupper() and " " not in words):
        return None
    for word in reversed(words.casefold().replace(",", " ").split()):
        if precision := heads().get(word.strip(".;:'\"’”")):
            return precision
    return None


def stands_for(description: Place, places: Iterable[Place]) -> Place | None:
    """The named place that a description stands for: the nearest before it, else the nearest after, of its kind.

    Its name and point are taken over, with `TRUST` in them and the flag "described".
    """
    precision = wanted_precision(description.text)
    if precision is None:
        return None
    kinds = ("settlement", "point") if precision == "settlement" else (precision,)
    named = [p for p in places if p.name and p.precision in kinds and "described" not in p.flags]
    before = [p for p in named if p.end <= description.start and description.start - p.end <= FAR]
    after = [p for p in named if p.start >= description.end and p.start - description.end <= FAR]
    found = max(before, key=lambda p: p.end, default=None) or min(after, key=lambda p: p.start, default=None)
    if found is None:
        return None
    return msgspec.structs.replace(
        found,
        text=description.text,
        start=description.start,
        end=description.end,
        confidence=round(found.confidence * TRUST, 3),
        flags=[*found.flags, "described"],
        runner_up=None,
    )
