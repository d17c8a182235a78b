"""Who carried it: the medium that a speaker told, or that quoted him, where the text names it beside the cue.

Comes in: a report's text and its quotations. Goes out: the quotations with their carriers', and who carries whom.
Knows nothing of events and of names' fullest forms.
"""

import calendar
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import msgspec

from reportedly.reader import Quotation
from reportedly.resolve.lexicon import table
from reportedly.resolve.names import bare, is_pronoun
from reportedly.resolve.register import default
from reportedly.resolve.wire import is_outlet

CARRIER_SCORE = (
    0.8  # a carrier found by rule: names of media are a closed list, what they carry is the reader's content
)
REACH = 160  # code points around cue and source in which a carrier may be named
LONGEST_NAME = 8  # words of a medium's name

Span = tuple[int, int]

_WORD = r"[^\W_][\w’'.&/-]*"
_NAME = re.compile(rf"(?:the\s+|an?\s+|a\s+)?({_WORD}(?:[^\S\n]+{_WORD}){{0,{LONGEST_NAME - 1}}})", re.IGNORECASE)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """What leads to a carrier: after a cue, after `quoted`, and what stands between a carrier and the source it quotes."""
    data = table("sources.toml")["carriers"]

    def either(words: Sequence[str]) -> str:
        return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)

    return {
        "told": re.compile(rf"(?:{either(data['told'])})$", re.IGNORECASE),
        "after": re.compile(rf"[^.!?\n]{{0,80}}?\b(?:{either(data['after'])})\s+", re.IGNORECASE),
        "beside": re.compile(rf"[,”\"]?\s*(?:also\s+)?(?:{either(data['beside'])})\s+", re.IGNORECASE),
        "quoted": re.compile(rf"(?:^|[\s,])(?:{either(data['quoted'])})\s+(?:the\s+)?$", re.IGNORECASE),
        "reported": re.compile(r"\breport(?:s|ed)\s+(?:the\s+)?$", re.IGNORECASE),
        "speaking": re.compile(rf"\b(?:{either(data['speaking'])})\s+", re.IGNORECASE),
        "saying": re.compile(r"(?:as\s+)?(?:saying|stating|telling|adding|warning)\b", re.IGNORECASE),
    }


@cache
def _heads() -> frozenset[str]:
    return frozenset(table("sources.toml")["kind"]["media"]) | frozenset(table("sources.toml")["carriers"]["shows"])


@cache
def _small_words() -> frozenset[str]:
    """Words in lower case that may stand in a medium's name or description."""
    return frozenset(word for head in _heads() for word in head.split()) | {"of", "the", "run", "state-run", "official"}


@cache
def _calendar() -> frozenset[str]:
    return frozenset(name for names in (calendar.day_name, calendar.month_name) for name in names if name)


def is_medium(name: str) -> bool:
    """Whether a name is a medium's: by the register, or by its last word (`Radio Byron` is in no list, `Byron TV` tells)."""
    entry = default().entry(bare(name))
    if entry is not None:
        return entry.kind == "media"
    words = bare(name).split()
    if len(words) > 1 and any(word[:1].isupper() for word in words):
        first = default().entry(re.sub(r"['’]s?$", "", words[0]))
        return words[-1].casefold() in _heads() or bool(
            first and first.kind == "media" and words[0].endswith(("'s", "’s"))
        )
    return False


def medium_at(text: str, start: int) -> Span | None:
    """The span of the medium whose name begins at `start` (after an article), the longest reading first."""
    found = _NAME.match(text, start, start + REACH)
    if not found:
        return None
    base = found.start(1)
    ends: list[int] = []
    for word in re.finditer(_WORD, found[1]):
        small = word[0][:1].islower() and word[0] not in _small_words()
        if small or (not ends and word[0] in _calendar()):
            break
        ends.append(base + word.end())
        if word[0].endswith((".", ",")) and not re.fullmatch(r"(?:[A-Z]\.)+", word[0]):
            break
    for end in reversed(ends):
        name = text[base:end].rstrip(".,;’'")
        if name[:1].isalpha() and not name.casefold().endswith((" the", " of")) and is_medium(name):
            return base, base + len(name)
    return None


@cache
def _generic() -> re.Pattern[str]:
    words = "|".join(
        re.escape(word).replace(r"\ ", r"\s+")
        for word in sorted(table("sources.toml")["carriers"]["generic"], key=len, reverse=True)
    )
    return re.compile(rf"(?P<which>(?:the|this|our|an?)\s+)?(?:[a-z-]+\s+){{0,2}}?(?P<head>{words})\b(?!\s*[’'-])")


def generic_at(text: str, start: int) -> Span | None:
    """The span of a medium without a name that begins at `start`, with its article: `the newspaper`, `state media`."""
    found = _generic().match(text, start, start + 60)
    if not found or (
        not found["which"] and not any(word in found["head"] for word in ("media", "television", "tv", "radio"))
    ):
        return None
    return found.span()


def is_ours(text: str, where: Span, outlet: str | None, media: Sequence[Span]) -> bool:
    """Whether a medium that was told is the report's own outlet: by name, as `our correspondent`, `this newspaper`, or as
    `the agency` where no other medium was named before."""
    words = text[slice(*where)]
    if is_outlet(words, outlet) or is_outlet(
        re.sub(r"['’]?s?\s+(?:own\s+)?(?:\w+\s+)?(?:correspondent|reporter|service|bureau|newsroom)s?$", "", words),
        outlet,
    ):
        return True
    if is_outlet(re.split(r"['’]s?\s", words)[0], outlet):
        return True
    first = words.split()[0].casefold()
    if first in table("sources.toml")["carriers"]["ours"]:
        return True
    if first != "the" or not generic_at(text, where[0]):
        return False
    return not any(
        one[1] <= where[0] and is_medium(text[slice(*one)]) and not is_outlet(text[slice(*one)], outlet)
        for one in media
    )


def carrier_of(text: str, quote: Quotation, others: Sequence[Span]) -> Span | None:
    """The span of the medium that carries a quotation by the words beside its cue and source, or None.

    `X told AFP`; `X said in an interview with CNN`, `according to Press TV`; `SANA quoted X as saying`. `others` are spans
    of sources and organizations of the report, of which a carrier before `quoted` is one.
    """
    if quote.cue is None or quote.source is None:
        return None
    patterns = _patterns()
    cue, source = quote.cue, quote.source
    behind = max(cue[1], source[1]) if source[0] - cue[1] < 40 else cue[1]
    if source[1] <= cue[0] + 3 and patterns["told"].search(text, max(0, cue[0]), cue[1]):
        at = _skip(text, cue[1])
        found = medium_at(text, at) or generic_at(text, at)
        if found:
            return found
    for name in ("beside", "after"):
        stop = _stop(text, behind, quote)
        lead = patterns[name].match(text, behind, stop)
        found = medium_at(text, lead.end()) if lead else None
        if lead and not found and name == "after":
            found = generic_at(text, lead.end())
        if found:
            return found
    before = text[max(0, source[0] - REACH) : source[0]]
    for lead in patterns["speaking"].finditer(before):
        begin = max(0, source[0] - REACH) + lead.end()
        found = medium_at(text, begin)
        if found and found[1] <= source[0] and not re.search(r"[^\W\d_]", _without_days(text[found[1] : source[0]])):
            return found
    if patterns["quoted"].search(before) or (
        patterns["reported"].search(before) and patterns["saying"].match(text, cue[0], cue[1] + 10)
    ):
        begin = max(source[0] - REACH, text.rfind("\n", 0, source[0]) + 1)
        near = [one for one in others if begin <= one[0] and one[1] < source[0] and not _ends(text, one[1], source[0])]
        return max(near, key=lambda one: (one[1], one[0])) if near else None
    return None


def _without_days(words: str) -> str:
    """What is left without days and small words between a medium and the speaker."""
    return " ".join(w for w in words.split() if w.strip(",.") not in _calendar() and w not in ("on", "the", "a", "an"))


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \xa0":
        at += 1
    return at


def _stop(text: str, at: int, quote: Quotation) -> int:
    """Where the words beside a cue end: with the sentence, or where the content begins."""
    end = min(len(text), at + REACH)
    if quote.start >= at:
        end = min(end, max(quote.start, at))
    found = re.compile(r"[.!?][”\"]?\s+[A-Z“\"]|\n").search(text, at, end)
    return found.start() if found else end


def _ends(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two places."""
    return bool(re.search(r"[.!?][”\"]?\s+[A-Z“\"]|\n", text[start:end]))


class Carried(NamedTuple):
    """Quotations in the order of the text, and for those that a medium carries beside the cue the index of its quotation."""

    quotations: list[Quotation]
    by: dict[int, int]


def in_order(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Quotations by content, the longer first; of one content, as they came."""
    return sorted(quotations, key=lambda q: (q.start, -q.end))


def speaker_before(text: str, cue: Span, names: Sequence[Span]) -> Span | None:
    """Who stands before a cue of telling: who is named there (`named_before`), else the words back to a mark."""
    named = named_before(text, cue, names)
    if named:
        return named
    begin = max(0, cue[0] - REACH)
    found = re.search(
        r"(?:^|[.,;:!?\"”“\n(])\s*(?:(?:and|but|that)\s+)?([^.,;:!?\"”“\n(]{2,80}?)\s*$", text[begin : cue[0]]
    )
    return (begin + found.start(1), begin + found.end(1)) if found else None


def named_before(text: str, cue: Span, names: Sequence[Span]) -> Span | None:
    """The longest of `names` that ends at a cue of telling, or one that is introduced up to there ("Ada Byron, a medic in the
    port, told")."""
    begin = max(0, cue[0] - REACH)
    before = [one for one in names if begin <= one[0] and one[1] <= cue[0]]
    introduced = [one for one in before if _INTRODUCED.fullmatch(text, one[1], cue[0]) and not _held(text, one[0])]
    near = [one for one in before if _VERBAL.fullmatch(text, one[1], cue[0])]
    if introduced and not (near and cue[0] - max(near)[1] <= 1):
        return min(introduced)
    return min(near, default=None)


_ADVERBS = r"(?:(?:has|have|had|later|also|then|\w+ly)\s+){0,3}"
_VERBAL = re.compile(rf",?\s*{_ADVERBS}")
_INTRODUCED = re.compile(
    rf"(?:,\s[^.!?;:\n\"”“]{{2,140}},|\s(?:an?|the|of|from|in|head|who)\s[^.,!?;:\n\"”“]{{2,120}})\s+{_ADVERBS}"
)
_HOLDS = re.compile(r"\b(?:of|for|to|by|with|in|at|from|against|on|the|an?|and|or|than|like)\s+$", re.IGNORECASE)


def _held(text: str, start: int) -> bool:
    """Whether a name belongs to what stands before it: "a medic of Corin, a port, told" is not Corin's telling."""
    return _HOLDS.search(text, max(0, start - 10), start) is not None


def with_speakers(text: str, quotations: Sequence[Quotation], names: Sequence[Span]) -> list[Quotation]:
    """The quotations, and one of the speaker for each of which the reader took who was told for the source.

    Of `Ada Byron told AFP` AFP is who carries it, not who says it; of `Ada Byron told Corin` Corin only hears it.
    """
    made: list[Quotation] = []
    for quote in quotations:
        cue, source = quote.cue, quote.source
        if cue and source and 0 < source[0] - cue[1] <= 6 and _patterns()["told"].search(text, cue[0], cue[1]):
            spoken = any(q is not quote and q.cue == cue and q.source and q.source[1] <= cue[0] for q in quotations)
            medium = is_medium(text[slice(*source)]) or medium_at(text, source[0]) is not None
            before = speaker_before if medium else named_before
            speaker = None if spoken else before(text, cue, names)
            if speaker:
                if medium:
                    made.append(quote)
                made.append(msgspec.structs.replace(quote, source=speaker))
                continue
        made.append(quote)
    return made


def with_carriers(
    text: str, quotations: Sequence[Quotation], outlet: str | None, names: Sequence[Span] = ()
) -> Carried:
    """The quotations, and one for each carrier named beside a cue that the reader took for none (the same content).

    `names` are spans of the report's persons and organizations. What the speaker told the report's own outlet has no carrier, and a quotation that the reader made of it is left out.
    """
    quotations = with_speakers(text, quotations, names)
    kept = list(quotations)
    pairs: list[tuple[Quotation, Quotation]] = []  # carried, carrier
    sources = sorted({q.source for q in quotations if q.source} | set(names))
    for quote in quotations:
        where = carrier_of(text, quote, [s for s in sources if s != quote.source])
        if where is None or where == quote.source:
            continue
        twins = [
            other for other in kept
            if other is not quote and other.source and _meet(other.source, where)
            and (_alike(other, quote) or other.cue == quote.cue)
        ]  # fmt: skip
        twins.sort(key=lambda other: not _alike(other, quote))
        if is_ours(text, where, outlet, sources):
            kept = [one for one in kept if not any(one is twin for twin in twins)]
            continue
        if twins:
            carrier = twins[0]
        else:
            carrier = msgspec.structs.replace(
                quote, source=where, score=min(quote.score, CARRIER_SCORE), source_score=CARRIER_SCORE, stance="asserts"
            )
            at = next(i for i, one in enumerate(kept) if one is quote)
            kept.insert(at, carrier)
        pairs.append((quote, carrier))
    pairs = [(one, other) for one, other in pairs if not any(one is back and other is forth for forth, back in pairs)]
    for quote, carrier in pairs:  # of one content the carrier comes first
        inner, outer = _index(kept, quote), _index(kept, carrier)
        if inner is not None and outer is not None and outer > inner and _alike(quote, carrier):
            kept.insert(inner, kept.pop(outer))
    ordered = in_order(kept)
    by: dict[int, int] = {}
    for quote, carrier in pairs:
        inner, outer = _index(ordered, quote), _index(ordered, carrier)
        if inner is not None and outer is not None:
            by[inner] = outer
    for i, quote in enumerate(ordered):  # what the speaker goes on to say in the same breath ("told AFP …, adding …")
        if i not in by and quote.cue and quote.source:
            twin = next((k for k in by if ordered[k].source == quote.source), None)
            if twin is not None and by[twin] != i:
                by[i] = by[twin]
    return Carried(ordered, by | _gone_on(text, ordered, by))


def _gone_on(text: str, ordered: Sequence[Quotation], by: dict[int, int]) -> dict[int, int]:
    """Carriers of quotations that go on from the one before: `he added`, behind what he told a medium."""
    carriers = set(by.values())
    spoken = sorted(
        (quote.cue, i) for i, quote in enumerate(ordered) if quote.cue and quote.source and i not in carriers
    )
    found: dict[int, int] = {}
    for (_, before), (cue, i) in pairwise(spoken):
        source = ordered[i].source
        if i in by or source is None or text[slice(*cue)].casefold() not in _going_on():
            continue
        known = by | found
        if before in known and known[before] != i and is_pronoun(text[slice(*source)]):
            found[i] = known[before]
    return found


@cache
def _going_on() -> frozenset[str]:
    return frozenset(table("sources.toml")["carriers"]["going_on"])


def _index(quotations: Sequence[Quotation], wanted: Quotation) -> int | None:
    return next((i for i, one in enumerate(quotations) if one is wanted), None)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _alike(one: Quotation, other: Quotation) -> bool:
    """Whether two quotations have the same content, but for a few words at its ends."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0.8 * max(one.end - one.start, other.end - other.start)
