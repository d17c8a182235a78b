"""Drift within a report: what a bolder telling of a happening lost of a more careful one.

Comes in: a report's text, its events and attributions. Goes out: `Drift` records, in text order of the bolder tellings.
Knows nothing of other reports and of files.
"""

import re
from collections.abc import Iterator, Sequence

from reportedly.records import Actor, Attribution, Drift, Dropped, Event, Span
from reportedly.resolve.names import is_pronoun
from reportedly.resolve.register import country_of, default
from reportedly.resolve.tellings import (
    Telling,
    alike_any,
    apart_words,
    called,
    cue_rung,
    enough,
    generic,
    match,
    new_words,
    overlap,
    rungs,
    shared_points,
    sides,
    specific,
    speech_types,
    telling,
)

MOST_EVENTS = 400  # of a report that are compared with one another
LONGEST_SENTENCE = 1000  # code points
HEAD = 400  # code points of a report in which headline and lead stand
NEXT = 200  # code points behind a telling in which the next sentence tells it again
REACH = 40  # code points before a trigger in which words stand that tell of another happening
NEAR = 350  # code points behind a source's telling in which the next sentences may still be its
_NEW = re.compile(rf"\b(?:{'|'.join(new_words())})\s+(?:\w+\s+){{0,3}}$", re.IGNORECASE)
_APART = re.compile(rf"(?:{'|'.join(apart_words())})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[.!?][”\"’]?\s+(?=[A-Z“\"])|\n")
_END = re.compile(r"[.!?][”\"’]?\s+[A-Z“\"]|\n|[.!?]\s[^\w\s]")
_BACK = re.compile(r"\b(?:the|this|that|these|those|its|their|his|her)\s+(?:\w+[\s-]+){0,2}$", re.IGNORECASE)

Found = tuple[Dropped, Span, Span]


def find_drift(text: str, events: Sequence[Event], attributions: Sequence[Attribution]) -> list[Drift]:
    """What a later or outer telling of a happening dropped, narrowed, swapped or strengthened, ids d1, d2 …

    Two events are compared when they are tellings of one happening (`tellings.match`) and the bolder one is the outlet's
    own voice, a carrier's of the other, or the same source's. Tellings of sources that are independent of each other may
    differ without any drift. For each bold telling and kind of drift the best matching careful one is given.
    """
    by_id = {one.id: one for one in attributions}
    told = [telling(text, event, by_id) for event in events[:MOST_EVENTS]]
    best: dict[tuple[str, Dropped], tuple[float, int, Drift]] = {}
    for bold in told:
        for careful in told:
            if bold is careful or not passes_on(bold, careful) or one_sentence(text, bold.event, careful.event):
                continue
            score = match(careful.event, bold.event)
            if score < enough() or not one_happening(text, careful.event, bold.event):
                continue
            for what, before, after in _differences(text, careful, bold, told):
                needed = enough() + (1.0 if what == "actor swapped" else 0.0)
                key = bold.event.id, what
                near = -abs(before.start - after.start)
                if score < needed or (key in best and best[key][:2] >= (score, near)):
                    continue
                drift = Drift(
                    id="",
                    what=what,
                    careful=careful.event.id,
                    bold=bold.event.id,
                    before=before,
                    after=after,
                    careful_by=careful.root,
                    bold_by=bold.root,
                    confidence=round(min(careful.event.confidence, bold.event.confidence, score / (score + 1)), 3),
                )
                best[key] = (score, near, drift)
    ordered = sorted((entry[2] for entry in best.values()), key=lambda d: (d.after.start, d.after.end, d.what))
    return [
        Drift(**{**{name: getattr(one, name) for name in one.__struct_fields__}, "id": f"d{number}"})
        for number, one in enumerate(ordered, 1)
    ]


def one_happening(text: str, careful: Event, bold: Event) -> bool:
    """Whether two events that match share enough that is their own, and not only the kind of thing that happens often.

    A headline or lead tells again what follows; a later telling is more often of another happening of the kind, or goes
    on with what the source said, so it must share more and stand further off.
    """
    points = shared_points(careful, bold)
    rules: dict[str, list[list[str]]] = specific()
    later = bold.trigger.start > careful.trigger.start
    if "other recipient" in points and (later or not points & {"same toll", "same word"}):
        return False
    if (later and another(text, bold)) or earlier_on(text, careful) != earlier_on(text, bold):
        return False
    if _retold_next(careful, bold):
        return True
    head = bold.trigger.start < HEAD
    kinds = ["later"] if later else ["earlier", "head"] if head else ["earlier"]
    return any(points >= set(one) for kind in kinds for one in rules[kind])


def another(text: str, event: Event) -> bool:
    """Whether the words before a trigger tell of another happening ("another strike", "also shelled")."""
    return _NEW.search(text, max(0, event.trigger.start - REACH), event.trigger.start) is not None


def earlier_on(text: str, event: Event) -> bool:
    """Whether an event's sentence begins with words that set it apart in time from what was told before ("Earlier in the
    day a source said …")."""
    at = event.trigger.start
    starts = [found.end() for found in _STOP.finditer(text, max(0, at - LONGEST_SENTENCE), at)]
    return _APART.match(text, starts[-1] if starts else max(0, at - LONGEST_SENTENCE)) is not None


def _retold_next(careful: Event, bold: Event) -> bool:
    """Whether the next sentence tells it again: the same kind of thing in the same place."""
    gap = bold.trigger.start - careful.trigger.end
    points = shared_points(careful, bold)
    return 0 <= gap < NEXT and any(points >= set(one) for one in specific()["next"])


def passes_on(bold: Telling, careful: Telling) -> bool:
    """Whether the bolder telling can rest on the other: the outlet's own, a carrier's of it, or the same source's."""
    if not bold.voices:
        return True
    return careful.voices[: len(bold.voices)] == bold.voices or (
        bool(careful.voices) and careful.voices[-1] == bold.voices[-1]
    )


def one_sentence(text: str, one: Event, other: Event) -> bool:
    """Whether two triggers stand in one sentence: it tells one thing, however it puts it."""
    start, end = sorted((one.trigger.start, other.trigger.start))
    return end - start < LONGEST_SENTENCE and not _END.search(text, start, end)


def refers_back(text: str, event: Event) -> bool:
    """Whether an event is only taken up again ("the attack came hours after"): a definite noun, not a clause that asserts it."""
    found = _BACK.search(text, max(0, event.trigger.start - 40), event.trigger.start)
    return found is not None and not any(
        found.start() <= one.start < event.trigger.start for one in (*event.actors, *event.recipients)
    )


def _differences(text: str, careful: Telling, bold: Telling, told: Sequence[Telling]) -> Iterator[Found]:
    asserted = bold.hard and not refers_back(text, bold.event)
    yield from _hedge(careful, bold, asserted)
    if not _carried_on(text, careful, bold) and not _names(text, careful, bold):
        yield from _source(careful, bold, told, asserted)
    outer = len(bold.voices) < len(careful.voices) or bold.event.trigger.start > careful.event.trigger.start
    if outer:
        yield from _range(careful, bold)
    if outer and careful.voices:  # what the outlet says twice itself it may say in other words
        yield from _actor(careful, bold)
        yield from _verb(careful, bold)
        yield from _cue(careful, bold)


def _carried_on(text: str, careful: Telling, bold: Telling) -> bool:
    """Whether the bolder telling stands in the sentences right behind the source's: they may still be its words."""
    gap = bold.event.trigger.start - careful.event.trigger.end
    return (
        0 <= gap < NEAR
        and "\n" not in text[careful.event.trigger.end : bold.event.trigger.start]
        and not _retold_next(careful.event, bold.event)
    )


def _names(text: str, careful: Telling, bold: Telling) -> bool:
    """Whether the sentence of the bolder telling holds the source's name or what it is called: headlines drop the verb."""
    if careful.source is None:
        return False
    at = bold.event.trigger
    starts = [found.end() for found in _STOP.finditer(text, max(0, at.start - LONGEST_SENTENCE), at.start)]
    stop = _STOP.search(text, at.end, at.end + LONGEST_SENTENCE)
    first = starts[-1] if starts else max(0, at.start - LONGEST_SENTENCE)
    sentence = text[first : stop.start() if stop else len(text)]
    if first <= careful.source.start < first + len(sentence):
        return False
    around = {word.casefold() for word in _WORD.findall(sentence)}
    name = careful.root or careful.source.text
    capitals = [word for word in _WORD.findall(name) if word[:1].isupper() and word.casefold() != "the"]
    acronyms = {"".join(word[0] for word in capitals), *(word for word in capitals if word.isupper())}
    kept = capitals[-1:] if careful.person else capitals
    own = {word.casefold() for word in kept if not country_of(word)}
    entry = default().entry(name)
    observed = entry is not None and entry.side == "observer" and bool(around & called())
    return (
        observed
        or bool({word.casefold() for word in acronyms if len(word) > 2} & around)
        or (bool(own) and own <= around)
    )


def _hedge(careful: Telling, bold: Telling, asserted: bool) -> Iterator[Found]:
    if bold.hedge or not asserted:
        return
    if careful.hedge or careful.event.status in ("predicted", "hypothetical"):
        yield "hedge dropped", careful.hedge or careful.event.trigger, bold.event.trigger


def _source(careful: Telling, bold: Telling, told: Sequence[Telling], asserted: bool) -> Iterator[Found]:
    """The outlet's own voice for what one source says; with two sources it rests on more than the one."""
    if not asserted or careful.source is None or not careful.hard or bold.event.type in speech_types():
        return
    if len(bold.voices) >= len(careful.voices) or careful.voices[: len(bold.voices)] != bold.voices:
        return
    roots = {
        one.voices[-1] for one in told if one.voices and one is not bold and match(one.event, bold.event) >= enough()
    }
    if bold.voices or len(roots) <= 1:
        yield "source dropped", careful.source, bold.event.trigger


def _range(careful: Telling, bold: Telling) -> Iterator[Found]:
    for wide in careful.event.casualties:
        for narrow in bold.event.casualties:
            if wide.outcome != narrow.outcome or not overlap(wide, narrow) or narrow.low is None or narrow.high is None:
                continue
            opened = wide.low is None or wide.high is None or wide.high - wide.low > narrow.high - narrow.low
            shares = (wide.low is not None and 0 <= wide.low - narrow.low <= 1) or (
                wide.high is not None and 0 <= narrow.high - wide.high <= 1
            )
            if opened and shares:
                yield (
                    "range narrowed",
                    Span(text=wide.text, start=wide.start, end=wide.end),
                    Span(text=narrow.text, start=narrow.start, end=narrow.end),
                )
                return


def _actor(careful: Telling, bold: Telling) -> Iterator[Found]:
    first, second = ([one for one in told.event.actors if not is_pronoun(one.text)] for told in (careful, bold))
    if not first or not second or alike_any(first, second):
        return
    if all(_apart(a, b) for a in first for b in second):
        yield (
            "actor swapped",
            Span(text=first[0].text, start=first[0].start, end=first[0].end),
            Span(text=second[0].text, start=second[0].start, end=second[0].end),
        )


def _apart(one: Actor, other: Actor) -> bool:
    """Whether two actors can't be one under two names: other countries, other sides, or two known bodies."""
    if generic(one) or generic(other):
        return False
    state, against = sides()
    if one.country and other.country:
        if one.country != other.country:
            return True
        opposed = {one.sector in state, other.sector in state} == {True, False}
        return opposed and bool({one.sector, other.sector} & against)
    known = default().entry(one.name), default().entry(other.name)
    return known[0] is not None and known[1] is not None and known[0] != known[1]


def _verb(careful: Telling, bold: Telling) -> Iterator[Found]:
    shared = rungs(careful.event.trigger.text, bold.event.trigger.text)
    if shared is not None and shared[1] > shared[0]:
        yield "verb strengthened", careful.event.trigger, bold.event.trigger


def _cue(careful: Telling, bold: Telling) -> Iterator[Found]:
    """What one source "claimed" is told as what it "said" or "confirmed"."""
    before, after = cue_rung(careful.cue), cue_rung(bold.cue)
    same = bool(careful.voices and bold.voices) and careful.voices[-1] == bold.voices[-1]
    if same and before == 0 and after and careful.cue and bold.cue:
        yield "verb strengthened", careful.cue, bold.cue
