"""Slips of a reader that are plain to see, put right before anything is resolved.

Comes in: a report and its reading. Goes out: the reading without them. Knows nothing of gazetteers, dates or files.

A headline and the body are two voices' texts: no quotation runs from one into the other. A role or source of function
words alone ("the") is none, and a source ends where its words do (`span_ends`). Where a cue has a content of several words, a lone word beside it is none. One content of
one source is told by one cue: of two readings of it, that with a cue of more than small words ("has", "also") stays.
Bylines and credits name nobody who says or does what the report tells.
"""

from collections.abc import Sequence
from functools import cache
from importlib import resources

import msgspec

from reportedly.reader import Quotation, Reading
from reportedly.records import Report
from reportedly.resolve.span_ends import mended
from reportedly.resolve.wire import credits_only


@cache
def _empty() -> frozenset[str]:
    lines = (
        (resources.files("reportedly.resolve") / "data" / "empty_words.txt").read_text(encoding="utf-8").splitlines()
    )
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_empty(words: str) -> bool:
    """Whether a span holds nothing but function words and punctuation; IS is a name."""
    bare = [word.strip(".,;:\"'“”‘’()-") for word in words.split()]
    return all(word.casefold() in _empty() | {""} and word != "IS" for word in bare)


def title_end(report: Report) -> int:
    """Where the headline ends, in code points; 0 without one."""
    first = report.zones[0] if report.zones else None
    return first.end if first and first.kind == "title" and first.start == 0 else 0


def clipped(text: str, quote: Quotation, end: int) -> Quotation | None:
    """The quotation kept on its cue's side of the headline's end; None when nothing of it is left there."""
    if quote.cue is None or not quote.start < end < quote.end:
        return quote
    start, stop = (quote.start, end) if quote.cue[0] < end else (end, quote.end)
    start += len(text[start:stop]) - len(text[start:stop].lstrip())
    stop = start + len(text[start:stop].rstrip())
    return msgspec.structs.replace(quote, start=start, end=stop) if stop > start else None


def once(text: str, quotations: list[Quotation]) -> list[Quotation]:
    """The quotations without second readings of one content of one source, the surer and better cued one kept."""

    def rank(quote: Quotation) -> tuple[bool, float]:
        return quote.cue is not None and not is_empty(text[slice(*quote.cue)]), quote.score

    gone: set[int] = set()
    for i, one in enumerate(quotations):
        for k in range(i + 1, len(quotations)):
            other = quotations[k]
            if i not in gone and k not in gone and one.cue != other.cue and _second(one, other):
                gone.add(i if rank(one) < rank(other) else k)
    return [quote for i, quote in enumerate(quotations) if i not in gone]


def _second(one: Quotation, other: Quotation) -> bool:
    """Whether two quotations have nearly one content, and sources that meet."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    if shared <= 0.8 * max(one.end - one.start, other.end - other.start):
        return False
    if one.source is None or other.source is None:
        return one.source is other.source
    return one.source[0] < other.source[1] and other.source[0] < one.source[1]


def without_credits(reading: Reading, credits: Sequence[tuple[int, int]]) -> Reading:
    """The reading without sources, cues, happenings and people of bylines and credits (`wire.find_wire`); a content begins behind
    the dateline that it was read with."""
    if not credits:
        return reading

    def inside(span: tuple[int, int] | None) -> bool:
        return span is not None and credits_only(credits, *span)

    quotations = []
    for quote in reading.quotations:
        if inside(quote.cue) or inside(quote.source) or inside((quote.start, quote.end)):
            continue
        start = next((high for low, high in credits if low <= quote.start < high), quote.start)
        quotations.append(msgspec.structs.replace(quote, start=start) if start < quote.end else quote)
    return Reading(
        [m for m in reading.mentions if m.kind not in ("person", "organization") or not inside((m.start, m.end))],
        [t for t in reading.triggers if not inside((t.start, t.end))],
        quotations,
    )


def tidy(report: Report, reading: Reading, credits: Sequence[tuple[int, int]] = ()) -> Reading:
    """The reading with its plain slips put right; order and everything else unchanged.

    `credits`: the stretches that only say who wrote or carried the report.
    """
    text, head = report.text, title_end(report)
    reading = without_credits(reading, credits)
    triggers = [
        msgspec.structs.replace(t, roles=[r for r in t.roles if not is_empty(text[r.start : r.end])])
        for t in reading.triggers
    ]
    names = [(m.start, m.end) for m in reading.mentions]
    quotations = []
    for quote in (clipped(text, q, head) for q in reading.quotations):
        if quote is None or is_empty(text[quote.start : quote.end]):
            continue
        source = mended(text, quote.source, quote.cue, names) if quote.source else None
        if source is None or is_empty(text[slice(*source)]):
            quote = msgspec.structs.replace(quote, source=None, source_score=0.0)
        elif source != quote.source:
            quote = msgspec.structs.replace(quote, source=source)
        quotations.append(quote)
    long = {q.cue for q in quotations if q.cue and " " in text[q.start : q.end].strip()}
    quotations = [q for q in quotations if q.cue not in long or " " in text[q.start : q.end].strip()]
    return Reading(reading.mentions, triggers, once(text, quotations))
