"""Places and times that stand in an event's own sentence, for events to which the reader gave none.

Comes in: a trigger, its sentence, the report's places. Goes out: the one place or time that the sentence leaves, or None.
Knows nothing of the gazetteer or of files.

A sentence that names one place only, outside its participants and its sources, nearly always says where; with two or
more, nothing is guessed.
"""

from collections.abc import Sequence

import msgspec

from reportedly.records import Place
from reportedly.resolve.times import find_times

TRUST = 0.7  # in a place that was taken from the sentence and not read as the event's


def sentence_of(sentences: Sequence[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The sentence that holds the code point `at`, or None."""
    return next(((start, end) for start, end in sentences if start <= at < end), None)


def inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether [start, end) lies in one of the spans."""
    return any(low <= start and end <= high for low, high in spans)


def only_place(sentence: tuple[int, int], places: Sequence[Place], taken: Sequence[tuple[int, int]]) -> Place | None:
    """The one named place of a sentence that is not part of a `taken` span (participants, sources), flagged "same-sentence"."""
    here = [p for p in places if p.name and inside(p.start, p.end, [sentence]) and not inside(p.start, p.end, taken)]
    finer = [p for p in here if p.precision != "country"] or here
    if len({p.geonameid or p.name for p in finer}) != 1:
        return None
    found = finer[0]
    return msgspec.structs.replace(
        found, confidence=round(found.confidence * TRUST, 3), flags=[*found.flags, "same-sentence"]
    )


def only_time(text: str, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """The one time expression of a sentence, or None."""
    start, end = sentence
    found = find_times(text[start:end])
    return (start + found[0][0], start + found[0][1]) if len(found) == 1 else None
