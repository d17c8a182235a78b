"""Documents that speak: "the statement said" is the ministry's whose statement it is.

Comes in: a report's text, the words of a source, and the sources named before it. Goes out: who made a document.
Knows nothing of events, of contents and of other reports.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from reportedly.resolve.lexicon import table
from reportedly.resolve.names import Candidate, bare, is_pronoun

BEFORE = 3000  # code points in which a document's maker is looked for
BESIDE = 120  # code points between a maker and the first mention of the document
LONGEST = 8  # words of a document's mention

_SENTENCE = re.compile(r"[.!?][\"”’']?\s+(?=[A-Z“\"])|\n+")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = table("sources.toml")["documents"]
    return data


@cache
def _heads() -> frozenset[str]:
    return frozenset(_data()["made"])


def made_name(text: str, start: int, end: int, named: Sequence[tuple[Candidate, bool]]) -> str | None:
    """The name of a document that is only referred to (`the statement`): its maker's and what it is, as "Byron Council
    statement"; None where the report doesn't tell the maker.

    `named`: people and bodies before it, and whether each is a source. The maker is the one beside whose name the document
    stands when it first comes up (`said in a statement`, `a report by X`, `X's letter`, `X issued a statement`).
    """
    words = text[start:end].split()
    if not 1 <= len(words) <= 3 or words[-1].casefold() not in _heads():
        return None
    if len(words) > 1 and words[0].casefold() not in _data()["known_by"]:
        return None
    if any(word[:1].isupper() for word in words[1:]):
        return None
    head = words[-1].casefold()
    low = max(0, start - BEFORE)
    places = list(re.finditer(rf"\b{re.escape(head)}\b", text[low:start], re.IGNORECASE))
    for found in reversed(places):
        maker = _beside(text, low + found.start(), low + found.end(), named)
        if maker:
            return f"{bare(maker)} {head}" if head not in maker.casefold() else maker
    return None


def _beside(text: str, first: int, last: int, named: Sequence[tuple[Candidate, bool]]) -> str | None:
    """Who made the document that [first, last) mentions: named right before it, behind `by`, or the sentence's speaker."""
    for one, _ in named:
        if 0 <= first - one.end <= 3 and _is_maker(one):
            return one.name
    behind = re.match(r"\s+(?:\w+\s+){0,3}?(?:by|from)\s+(?:the\s+)?", text[last : last + 60])
    if behind:
        at = last + behind.end()
        near = [one for one, _ in named if one.start <= at + 4 and at < one.end and _is_maker(one)]
        return max(near, key=lambda one: one.end - one.start).name if near else None
    if not re.search(_data()["in_a"], text[max(0, first - 60) : first]):
        return None
    breaks = [found.end() for found in _SENTENCE.finditer(text, max(0, first - 600), first)]
    begin = max([*breaks, first - 600, 0])
    end = _SENTENCE.search(text, last, last + 400)
    stop = end.start() if end else last
    speaking = [one for one, speaks in named if speaks and begin <= one.start < stop and _is_maker(one)]
    if speaking:
        return min(speaking, key=lambda one: abs(one.start - first)).name
    others = [one for one, _ in named if begin <= one.start < first and _is_maker(one)]
    return min(others, key=lambda one: one.start).name if others else None


def _is_maker(one: Candidate) -> bool:
    return one.kind != "document" and not is_pronoun(one.name) and any(word[:1].isupper() for word in one.name.split())
