"""What denials deny: the events and claims of a report that a denial answers.

Comes in: a report's text, its attributions and events. Goes out: the attributions, denials pointing at what they deny.
Knows nothing of other reports and of files.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec

from reportedly.records import Attribution, Event, Span
from reportedly.resolve.lexicon import table
from reportedly.resolve.names import is_pronoun
from reportedly.resolve.register import country_of, default, source_key
from reportedly.resolve.tellings import chain, enough, lemma, match, speech_types

MOST_CLAIMS = 300  # of a report that a denial is compared with
FEWEST_SHARED = 2  # words that a clause must share with another to be taken for its denial by them alone
REACH = 400  # code points beside a claim in which its sentence ends
ALMOST = 0.8  # share of the longer of two contents from which they are one
SHORT = 8  # words of a content that may only stand for another's claim ("those allegations by the opposition")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?][\"”’]?\s+(?=[A-Z“\"])|\n+")
_BY = re.compile(r"\b(?:by|from|of)\s+(.+)$")


class _Claim(NamedTuple):
    """Something told in the report that may be denied: an event, or an attribution without one."""

    id: str
    span: Span  # what is told
    voices: frozenset[str]  # keys of all who tell it
    names: tuple[str, ...]
    cue: str
    event: Event | None


@cache
def _data() -> dict[str, Any]:
    return table("denials.toml")


@cache
def _set(part: str, name: str) -> frozenset[str]:
    return frozenset(_data()[part][name])


def with_denied(text: str, attributions: Sequence[Attribution], events: Sequence[Event]) -> list[Attribution]:
    """The attributions; each whose stance is `denies` has in `denies` the ids of what it denies, in text order.

    An event is denied that others tell, or the outlet in its own voice, and that the denial's own event or words match; a
    content that only stands for another's claim ("those allegations") denies the best fitting one before it. What the
    denier says himself is never what he denies. The weights stand in `denials.toml`.
    """
    denials = [one for one in attributions if one.stance == "denies"]
    if not denials:
        return list(attributions)
    claims = list(_claims(attributions, events))[:MOST_CLAIMS]
    denied = {one.id: _denied(text, one, attributions, events, claims) for one in denials}
    return [msgspec.structs.replace(one, denies=denied[one.id]) if denied.get(one.id) else one for one in attributions]


def _claims(attributions: Sequence[Attribution], events: Sequence[Event]) -> Iterator[_Claim]:
    by_id = {one.id: one for one in attributions}
    with_events = {link for event in events for link in event.reported_by}
    for event in events:
        if event.status == "negated":
            continue
        links = chain(event, by_id)
        if any(link.stance == "denies" for link in links):
            continue
        yield _Claim(event.id, _reach(event), *_voices(links), _cue(links), event)
    for one in attributions:
        if one.stance != "denies" and one.id not in with_events and one.source is not None:
            yield _Claim(one.id, one.content, *_voices([one]), _cue([one]), None)


def _reach(event: Event) -> Span:
    """From the first to the last of an event's spans in the trigger's neighbourhood; its text is left out."""
    spans = [event.trigger, *event.actors, *event.recipients, *filter(None, (event.place,))]
    near = [one for one in spans if abs(one.start - event.trigger.start) < 200]
    return Span(text="", start=min(one.start for one in near), end=max(one.end for one in near))


def _voices(links: Sequence[Attribution]) -> tuple[frozenset[str], tuple[str, ...]]:
    names = tuple(one.source.name or one.source.text for one in links if one.source)
    return frozenset(source_key(name) for name in names), names


def _cue(links: Sequence[Attribution]) -> str:
    return links[-1].cue.text.casefold() if links and links[-1].cue else ""


def _denied(
    text: str,
    denial: Attribution,
    attributions: Sequence[Attribution],
    events: Sequence[Event],
    claims: Sequence[_Claim],
) -> list[str]:
    content = denial.content
    own = [one for one in events if denial.id in one.reported_by or _inside(one.trigger, content)]
    others = [one for one in claims if not _same_voice(denial, one) and _may_be_denied(denial, one)]
    if stands_for_claim(content.text):
        scored = [(_score_answer(text, denial, one), one) for one in others if one.span.start < content.start]
    else:
        scored = [(_score(text, denial, own, one), one) for one in others]
    fitting = [(score, one) for score, one in scored if score >= float(_data()["weights"]["enough"])]
    if not fitting:
        return []
    best = max(score for score, _ in fitting)
    # The same happening told again is denied with it; another claim only if it fits as well.
    first = next(one for score, one in fitting if score == best)
    kept = [one for _, one in fitting if one is first or _retold(one, first)]
    return [one.id for one in sorted(kept, key=lambda one: (one.span.start, one.span.end, one.id))]


def _retold(one: _Claim, first: _Claim) -> bool:
    """Whether two claims are tellings of one happening, as drift has it."""
    return one.event is not None and first.event is not None and match(one.event, first.event) >= enough()


def _inside(one: Span, content: Span) -> bool:
    return content.start <= one.start and one.end <= content.end


def _may_be_denied(denial: Attribution, claim: _Claim) -> bool:
    """Not what stands in the denial itself, nor what the denier says or does by speaking."""
    if claim.event is None and _nearly(claim.span, denial.content):
        return True  # "because, they say, it sides with the port, which the group denies": one content, told and denied
    if _inside(claim.span, denial.content):
        return False
    if claim.event is None:
        return True
    if _inside(claim.event.trigger, denial.content):
        return False
    if denial.cue and denial.cue.start <= claim.event.trigger.start < denial.cue.end:
        return False
    return claim.event.type == "ACCUSE" or claim.event.type not in speech_types()


def _nearly(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and shared >= ALMOST * max(one.end - one.start, other.end - other.start)


def _same_voice(denial: Attribution, claim: _Claim) -> bool:
    """Whether the denier, or another mouth of his state, tells the claim, or is the one who accuses."""
    if denial.source is None:
        return False
    name = denial.source.name or denial.source.text
    others = list(claim.names)
    if claim.event and claim.event.type == "ACCUSE":
        others += [actor.name for actor in claim.event.actors]
    if source_key(name) in claim.voices or source_key(name) in {source_key(other) for other in others}:
        return True
    mine = default().entry(name)
    if mine is None or mine.side != "state" or not mine.country:
        return False
    return any(
        (one := default().entry(other)) and (one.side, one.country) == ("state", mine.country) for other in others
    )


def stands_for_claim(content: str) -> bool:
    """Whether a content only stands for what somebody else says: "it", "those allegations", "claims by the rebels"."""
    words = [word.casefold() for word in _WORD.findall(content)]
    if not words or len(words) > SHORT:
        return False
    if len(words) == 1 and (words[0] in _set("answers", "pronouns") or is_pronoun(words[0])):
        return True
    head = next((n for n, word in enumerate(words) if word in _set("answers", "nouns")), None)
    return head is not None and head <= 3 and not any(w in ("that", "had", "was", "were", "has") for w in words)


def _telling_words(text: str) -> frozenset[str]:
    return frozenset(
        lemma(word)
        for word in _WORD.findall(text)
        if word.casefold() not in _set("small", "words")
        and word.casefold() not in _set("answers", "nouns")
        and len(word) > 2
    )


def _told(event: Event) -> Event:
    return msgspec.structs.replace(event, status="occurred")


def _between(text: str, one: Span, other: Span) -> int:
    low, high = sorted(((one.start, one.end), (other.start, other.end)))
    return min(8, sum(1 for _ in _SENTENCE.finditer(text, low[1], high[0]))) if low[1] < high[0] else 0


def _sentence(text: str, claim: Span, denial: Attribution) -> str:
    """The sentence that a claim stands in without the denial: "X accused Y of …" names Y outside the content."""
    start, end = claim.start, claim.end
    starts = [found.end() for found in _SENTENCE.finditer(text, max(0, start - REACH), start)]
    stop = _SENTENCE.search(text, end, end + REACH)
    first, last = starts[-1] if starts else max(0, start - REACH), stop.start() if stop else end + REACH
    spans = [one for one in (denial.source, denial.cue, denial.content) if one]
    low, high = min(one.start for one in spans), max(one.end for one in spans)
    if high <= first or last <= low:
        return text[first:last]
    return text[first : min(max(low, end), last)] if start < low else text[max(first, min(high, start)) : last]


def _names_denier(text: str, denial: Attribution, claim: _Claim) -> bool:
    if denial.source is None:
        return False
    name = denial.source.name or denial.source.text
    entry = default().entry(name)
    country = (entry.country if entry else "") or country_of(name)
    if claim.event and any(actor.country and actor.country == country for actor in claim.event.actors):
        return True
    words = {word.casefold() for word in _WORD.findall(name) if len(word) > 2} - _set("small", "words")
    around = _WORD.findall(_sentence(text, claim.span, denial))
    if any(word.casefold() in words for word in around):
        return True
    # In an event's sentence many countries stand; that of another who speaks says little.
    return (
        bool(country)
        and claim.event is None
        and any(country_of(word) == country for word in around if word[:1].isupper())
    )


def _common(text: str, denial: Attribution, claim: _Claim) -> float:
    weights: dict[str, float] = _data()["weights"]
    found = weights["sentences"] * _between(text, denial.content, claim.span)
    if _names_denier(text, denial, claim):
        found += weights["denier named"]
    if any(word in _set("charges", "cues") for word in claim.cue.split()):
        found += weights["charge"]
    return found


def _score_answer(text: str, denial: Attribution, claim: _Claim) -> float:
    """How well a claim is what "the allegations by the rebels" stands for."""
    weights: dict[str, float] = _data()["weights"]
    score = _common(text, denial, claim) + weights["shared words"] * _shared(text, denial, claim)[0]
    maker = _BY.search(denial.content.text)
    if maker:
        wanted = _telling_words(maker[1])
        named = {word for name in claim.names for word in _telling_words(name)}
        if wanted & named:
            score += weights["maker named"]
    if not claim.voices and not (
        claim.event and (claim.event.type == "ACCUSE" or claim.event.status == "hypothetical")
    ):
        return 0.0  # what the outlet tells as a fact is nobody's allegation
    return score + (weights["same sentence"] if _between(text, denial.content, claim.span) == 0 else 0.0)


def _shared(text: str, denial: Attribution, claim: _Claim) -> tuple[float, int]:
    """The share of the denial's telling words that the claim's sentence holds, and how many they are."""
    mine = _telling_words(denial.content.text)
    shared = mine & _telling_words(_sentence(text, claim.span, denial))
    return (len(shared) / len(mine) if mine else 0.0), len(shared)


def _score(text: str, denial: Attribution, own: Sequence[Event], claim: _Claim) -> float:
    """How well a claim is what a clause ("its planes had hit the market") denies."""
    weights: dict[str, float] = _data()["weights"]
    share, count = _shared(text, denial, claim)
    like = max((match(_told(one), _told(claim.event)) for one in own), default=0.0) if claim.event else 0.0
    if like == 0.0 and (count < FEWEST_SHARED or own or not claim.voices):
        return 0.0
    return _common(text, denial, claim) + weights["like event"] * like + weights["shared words"] * share
