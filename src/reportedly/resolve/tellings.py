"""Two tellings of one happening: whether they are, and how sure each is.

Comes in: a report's text, its events and attributions. Goes out: tellings with their voices and hedges, and how well two match.
Knows nothing of what is made of their differences.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from reportedly.records import Actor, Attribution, Event, Place, Span, Toll
from reportedly.resolve.lexicon import table
from reportedly.resolve.likelihood import evidential_hedges, find_likelihood
from reportedly.resolve.register import source_key

HEDGE_REACH = 60  # code points before a trigger in which a hedge may grade it
_CLAUSE = re.compile(r"[.!?;:\n—]|,\s+(?:and|but|while|as|after|before|although|though|whereas)\b")
_GENERIC = re.compile(
    r"\b(?:troops|forces|army|military|soldiers|government|regime|authorities|warplanes|jets|police)\b", re.I
)


class Telling(NamedTuple):
    """An event as one voice tells it: `voices` are the keys of its sources, outermost first; none is the outlet's own."""

    event: Event
    voices: tuple[str, ...]
    root: str | None
    source: Span | None
    hedge: Span | None
    hard: bool  # told as having happened
    cue: Span | None = None  # with which the innermost named source is quoted
    person: bool = False  # whether that source is a person


@cache
def _data() -> dict[str, Any]:
    return table("drift.toml")


@cache
def _ladders() -> dict[str, list[tuple[int, int]]]:
    """The ladders that a word stands on, with its rung on each."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, ladder in enumerate(_data()["ladder"]):
        for rung, words in enumerate(ladder["rungs"]):
            for word in words:
                found.setdefault(word, []).append((number, rung))
    return found


@lru_cache(maxsize=8192)
def lemma(trigger: str) -> str:
    """The word that a trigger is a form of, as the ladders have it; else its first word without a common ending."""
    words = re.findall(r"[^\W\d_]+", trigger.casefold())
    forms: Mapping[str, str] = _data()["forms"]
    for word in reversed(words):
        if word in forms:
            return forms[word]
        for stem in _stems(word):
            if stem in _ladders():
                return stem
    return _stems(words[-1])[-1] if words else ""


def _stems(word: str) -> list[str]:
    """The word, and what it may be an inflected form of, the barest last."""
    found = [word]
    for ending in ("ings", "ing", "ed", "es", "s", "d"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            bare = word[: -len(ending)]
            found += [bare, bare + "e"]
            if len(bare) > 3 and bare[-1] == bare[-2]:
                found.append(bare[:-1])
            if bare.endswith("i"):
                found.append(bare[:-1] + "y")
    return [*found, min(found, key=len)] if len(found) > 1 else found


def rungs(first: str, second: str) -> tuple[int, int] | None:
    """The rungs of two words on a ladder that both stand on."""
    for ladder, rung in _ladders().get(lemma(first), ()):
        for other, level in _ladders().get(lemma(second), ()):
            if ladder == other:
                return rung, level
    return None


def cue_rung(cue: Span | None) -> int | None:
    """How far a cue vouches for what it brings: 0 keeps away ("claimed"), 1 only tells ("said"), 2 vouches ("confirmed")."""
    if cue is None:
        return None
    words = cue.text.casefold().split()
    return next(
        (rung for rung, cues in enumerate(_data()["cues"]["rungs"]) if any(word in cues for word in words)), None
    )


def chain(event: Event, by_id: Mapping[str, Attribution]) -> list[Attribution]:
    """The attributions behind an event, outermost first, with those they came through."""
    found: list[Attribution] = []
    for one in event.reported_by:
        links: list[Attribution] = []
        current: str | None = one
        while current is not None and current in by_id and by_id[current] not in links and len(links) < 20:
            links.append(by_id[current])
            current = by_id[current].via
        found += [link for link in reversed(links) if link not in found]
    return found


def telling(text: str, event: Event, by_id: Mapping[str, Attribution]) -> Telling:
    """The event with its voices, what hedges it, and whether it is told as a fact."""
    links = chain(event, by_id)
    named = [link for link in links if link.source is not None]
    voices = tuple(source_key(link.source.name or link.source.text) for link in named if link.source)
    root = named[-1].source if named else None
    unnamed = next((link.cue for link in links if link.source is None and link.cue is not None), None)
    return Telling(
        event,
        voices,
        (root.name or root.text) if root else None,
        Span(text=root.text, start=root.start, end=root.end) if root else None,
        unnamed or hedge_of(text, event),
        event.status in ("occurred", "ongoing"),
        named[-1].cue if named else None,
        root is not None and root.kind == "person",
    )


def hedge_of(text: str, event: Event) -> Span | None:
    """The word that grades an event in its own clause (`reportedly`, `likely`, `may have`), or None."""
    begin = max(0, event.trigger.start - HEDGE_REACH)
    for mark in _CLAUSE.finditer(text, begin, event.trigger.start):
        begin = mark.end()
    evidential = evidential_hedges(text, begin, event.trigger.start)
    if evidential:
        start, end = evidential[-1]
        return Span(text=text[start:end], start=start, end=end)
    graded = find_likelihood(text, begin, event.trigger.start)
    if graded is None:
        return None
    at = text.find(graded.word, begin)
    return Span(text=graded.word, start=at, end=at + len(graded.word))


def match(one: Event, other: Event) -> float:
    """How much speaks for two events being one happening; 0 when something is at odds. `weights.enough` is enough."""
    weights: dict[str, float] = _data()["weights"]
    return sum(weights[name] for name in shared_points(one, other))


def shared_points(one: Event, other: Event) -> frozenset[str]:
    """What speaks for and against two events being one happening (names of `weights`); empty when something is at odds."""
    if "negated" in (one.status, other.status) or "planned" in (one.status, other.status):
        return frozenset()  # a denial or a plan is another matter than a telling of what happened
    shared = rungs(one.trigger.text, other.trigger.text)
    linked = (
        one.id == other.same_as or other.id == one.same_as or (one.same_as is not None and one.same_as == other.same_as)
    )
    if one.type != other.type and not linked and shared is None:
        return frozenset()
    if _days_at_odds(one, other) or _tolls_at_odds(one.casualties, other.casualties):
        return frozenset()
    same_word = lemma(one.trigger.text) == lemma(other.trigger.text)
    if one.mode and other.mode and one.mode != other.mode and not (shared or same_word or linked):
        return frozenset()
    if one.place and other.place and not compatible(one.place, other.place):
        return frozenset()
    points = {
        "same word": same_word,
        "same ladder": shared is not None and not same_word,
        "same mode": one.mode is not None and one.mode == other.mode,
        "same place": bool(one.place and other.place) and not _wide(one.place) and not _wide(other.place),
        "same actor": alike_any(one.actors, other.actors),
        "same recipient": alike_any(one.recipients, other.recipients),
        "same toll": any(
            a.outcome == b.outcome and a.low == b.low and a.low for a in one.casualties for b in other.casualties
        ),
        "other recipient": bool(one.recipients and other.recipients)
        and not alike_any(one.recipients, other.recipients),
        "same days": bool(one.when and other.when and one.when.earliest == other.when.earliest and one.when.earliest),
        "same as": linked,
    }
    points["actor's country"] = not points["same actor"] and bool(_countries(one.actors) & _countries(other.actors))
    return frozenset(name for name, holds in points.items() if holds)


def enough() -> float:
    """From what sum of `match` on two events are taken for one happening."""
    return float(_data()["weights"]["enough"])


def specific() -> dict[str, list[list[str]]]:
    """Sets of points of which one must hold, for a bolder telling before the careful one, in the head, or after it."""
    rules: dict[str, list[list[str]]] = _data()["specific"]
    return rules


def new_words() -> list[str]:
    """Words before a trigger that tell of another happening than the one told before ("another", "also")."""
    words: list[str] = _data()["words"]["new"]
    return words


def apart_words() -> list[str]:
    """Words at a sentence's beginning that set its happening apart in time from those told before ("earlier in the day")."""
    words: list[str] = _data()["words"]["apart"]
    return words


def called() -> frozenset[str]:
    """What headlines call an observer."""
    return frozenset(_data()["words"]["observers"])


def _wide(place: Place | None) -> bool:
    return place is None or place.precision == "country"


def compatible(one: Place, other: Place) -> bool:
    """Whether two places can be where one thing happened: the same, or one in the other."""
    if one.geonameid and one.geonameid == other.geonameid:
        return True
    names = [(place.name or place.text).casefold() for place in (one, other)]
    if names[0] == names[1] or names[0] in names[1] or names[1] in names[0]:
        return True
    if one.country and other.country and one.country != other.country:
        return False
    for larger, finer in ((one, other), (other, one)):
        if larger.precision == "country":
            return larger.country == finer.country
        if larger.precision in ("admin1", "admin2", "region") and finer.precision not in ("admin1", "region"):
            inside = (finer.admin1 or "").casefold()
            if inside and inside in ((larger.admin1 or "").casefold(), (larger.name or "").casefold()):
                return True
    return one.relation != "in" and other.relation != "in" and one.admin1 == other.admin1 and bool(one.admin1)


def _days_at_odds(one: Event, other: Event) -> bool:
    first, second = one.when, other.when
    if first is None or second is None:
        return False
    starts = [value for value in (first.earliest, second.earliest) if value]
    ends = [value for value in (first.latest, second.latest) if value]
    return bool(starts and ends) and max(starts) > min(ends)


def _tolls_at_odds(first: Sequence[Toll], second: Sequence[Toll]) -> bool:
    """Whether the tolls of every outcome that both tell can't both be true."""
    pairs = [(a, b) for a in first for b in second if a.outcome == b.outcome]
    return bool(pairs) and not any(overlap(a, b) for a, b in pairs)


def overlap(one: Toll, other: Toll) -> bool:
    """Whether two tolls can both be true; "more than 250" and "250" are one apart and count as such."""
    low = max(one.low or 0, other.low or 0)
    highs = [toll.high for toll in (one, other) if toll.high is not None]
    return not highs or low <= min(highs) + 1


def alike(one: Actor, other: Actor) -> bool:
    """Whether two actors are one by name: the same source key, or one's words among the other's."""
    first, second = (set(re.findall(r"[^\W_]+", actor.name.casefold())) - {"the", "a", "of"} for actor in (one, other))
    return source_key(one.name, one.country) == source_key(other.name, other.country) or (
        bool(first and second) and (first <= second or second <= first)
    )


def alike_any(first: Sequence[Actor], second: Sequence[Actor]) -> bool:
    """Whether any of the one's actors is one of the other's."""
    return any(alike(a, b) for a in first for b in second)


def _countries(actors: Sequence[Actor]) -> set[str]:
    return {actor.country for actor in actors if actor.country}


def generic(actor: Actor) -> bool:
    """Whether an actor is told only by what it is (`troops`), so that it may be anyone's."""
    return actor.country is None and bool(_GENERIC.search(actor.name))


def sides() -> tuple[frozenset[str], frozenset[str]]:
    """Sectors of the state, and of those against it."""
    return frozenset(_data()["sides"]["state"]), frozenset(_data()["sides"]["against"])


def speech_types() -> frozenset[str]:
    """Event types that are acts of speech."""
    return frozenset(_data()["speech"]["types"])
