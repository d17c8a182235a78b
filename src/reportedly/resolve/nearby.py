"""Places that stand around an event to which the reader gave none.

Comes in: a trigger, its sentence, the report's places. Goes out: the place that the words around it leave, or None.
Knows nothing of the gazetteer or of files.

A sentence that names one place only, outside its participants and its sources, nearly always says where. Where it names
several or none, only events that happen somewhere (`data/placed_events.toml`) are given one: of several the one that a
preposition leads to, of none the one that was told of just before. What was taken so is flagged.
"""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from reportedly.records import Place
from reportedly.resolve.lexicon import table

TRUST = 0.7  # in a place that was taken from the sentence and not read as the event's
TRUST_CHOSEN = 0.6  # in one of several of its sentence
TRUST_CARRIED = 0.5  # in one of an earlier sentence
TRUST_COUNTRY = 0.5  # in the country of a headline's participants
CARRIED = 400  # code points: how far before an event a place may stand that is carried to it
LEAD = 40  # code points before a place in which a preposition may lead to it


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


def likely_place(
    text: str, trigger: tuple[int, int], event_type: str, sentence: tuple[int, int], places: Sequence[Place],
    taken: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]], last: Place | None,
) -> Place | None:  # fmt: skip
    """Where an event without a place of its own happened, flagged "same-sentence" or "described"; None if nothing says.

    `last`: the place of the event told of before, when its own words named it.
    """
    kinds = _kinds()
    if event_type in kinds["on_land"]:
        places = [p for p in places if p.country or p.precision == "country"]
    if found := only_place(sentence, places, taken):
        return found
    if event_type not in kinds["somewhere"]:
        return None
    here = [p for p in places if p.name and inside(p.start, p.end, [sentence]) and not inside(p.start, p.end, taken)]
    if here:
        finer = [p for p in here if p.precision != "country"] or here
        led = [p for p in finer if p.start >= trigger[1] and _leads(text[max(sentence[0], p.start - LEAD) : p.start])]
        found = led[0] if led else min(finer, key=lambda p: abs(p.start - trigger[0]))
        return _weaker(found, TRUST_CHOSEN, "same-sentence")
    finer = [p for p in places if p.name and p.precision != "country" and p.end <= sentence[0]]
    previous = next((s for s in reversed(sentences) if s[1] <= sentence[0]), None)
    if previous and (one := only_place(previous, finer, [])):
        return _weaker(_own(one, finer), TRUST_CARRIED, "described")
    if last is not None and last.precision != "country":
        return _weaker(last, TRUST_CARRIED, "described")
    near = max((p for p in finer if sentence[0] - p.end < CARRIED), key=lambda p: p.end, default=None)
    if near is None and previous is None:
        near = _only_country(sentence, places)
        return _weaker(near, TRUST_COUNTRY, "same-sentence") if near else None
    return _weaker(near, TRUST_CARRIED, "described") if near else None


def _only_country(sentence: tuple[int, int], places: Sequence[Place]) -> Place | None:
    """The one country that a headline names, be it in a participant: "21 killed as Syrian rebels shell rally"."""
    here = [p for p in places if p.precision == "country" and inside(p.start, p.end, [sentence])]
    return here[0] if len({p.country for p in here}) == 1 else None


def stands_beside(lost: Place, found: Place) -> Place:
    """A place that the gazetteer lacks, at the point of one that is told beside it, flagged "described"."""
    flags = [*(flag for flag in found.flags if flag not in ("same-sentence", "described")), "described"]
    return msgspec.structs.replace(found, text=lost.text, start=lost.start, end=lost.end, flags=flags, runner_up=None)


@cache
def _kinds() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table("placed_events.toml").items()}


@cache
def _leading() -> re.Pattern[str]:
    words = "|".join(sorted(_kinds()["prepositions"]))
    return re.compile(rf"\b(?:{words})\s+(?:the\s+)?(?:[\w'’-]+\s+){{0,3}}$", re.I)


def _leads(before: str) -> bool:
    """Whether a preposition leads to the place that follows these words."""
    return _leading().search(before) is not None


def _own(found: Place, places: Sequence[Place]) -> Place:
    """The place as it was before `only_place` marked it."""
    return next(p for p in places if (p.start, p.end) == (found.start, found.end))


def _weaker(place: Place, trust: float, flag: str) -> Place:
    """The place with less trust in it and the flag that says why."""
    flags = place.flags if flag in place.flags else [*place.flags, flag]
    return msgspec.structs.replace(place, confidence=round(place.confidence * trust, 3), flags=flags)
