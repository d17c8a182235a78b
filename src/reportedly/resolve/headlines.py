"""Headlines that name their source without a verb: "Air raids kill 25: monitor", "Army: city retaken".

Comes in: a report's text and the reading's quotations. Goes out: the quotations, and the headline's where it credits one.
Knows nothing of events, of other reports and of files.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from reportedly.reader import Quotation
from reportedly.resolve.carriers import is_medium
from reportedly.resolve.lexicon import table
from reportedly.resolve.names import bare
from reportedly.resolve.register import default
from reportedly.resolve.speakers import head_kind

LONGEST = 200  # code points of a first line that may be a headline
SHORTEST = 3  # words of what a headline credits
CREDIT_WORDS = 6  # words of a source that a headline names
SCORE = 0.8  # a rule's; the form leaves little doubt, the words may
_PARTS = re.compile(r"\s+(?:[|–—-]|\W_)\s+")
_COLON = re.compile(r"\s?:\s+")
_WORD = re.compile(r"[^\s]+")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = table("sources.toml")["headlines"]
    return data


@cache
def _bare() -> re.Pattern[str]:
    """A source at a headline's end whose colon or dash is lost: words that are hardly ever an object."""
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_data()["bare"], key=len, reverse=True))
    return re.compile(rf"\s(?:[-–—|:]\s?)?({words})$", re.IGNORECASE)


def with_headline(text: str, quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations, and one for the headline where it names its source by a mark or a bare word at an end.

    Nothing is added where the reader found a cue or a content in the headline already.
    """
    end = text.find("\n")
    if not 0 < end <= LONGEST:
        return list(quotations)
    if any((q.cue or (q.start, q.end))[0] < end for q in quotations):
        return list(quotations)
    found = credited(text[:end], [text[slice(*q.source)] for q in quotations if q.source])
    if found is None:
        return list(quotations)
    content, cue, source = found
    made = Quotation(*content, SCORE, cue, source, SCORE, "asserts", 1.0)
    return sorted([*quotations, made], key=lambda q: (q.start, -q.end))


Span = tuple[int, int]


def credited(line: str, sources: Sequence[str]) -> tuple[Span, Span | None, Span] | None:
    """Content, cue (the colon) and source of a headline, as spans of `line`; None where it credits nobody.

    `sources` are the words of the sources that the report names below.
    """
    marks = list(_PARTS.finditer(line))
    stop = marks[0].start() if marks else len(line)
    if marks:
        after = marks[0].end(), marks[1].start() if len(marks) > 1 else len(line)
        if _is_credit(line[slice(*after)], sources, last=True) and not is_medium(line[slice(*after)]):
            return _found(line, (0, stop), None, after)
    colons = list(_COLON.finditer(line, 0, stop))
    if colons:
        first, last = colons[0], colons[-1]
        if _is_credit(line[last.end() : stop], sources, last=True):
            return _found(line, (0, last.start()), _mark(last), (last.end(), stop))
        if _is_credit(line[: first.start()], sources, last=False):
            return _found(line, (first.end(), stop), _mark(first), (0, first.start()))
        return None
    found = _bare().search(line, 0, stop)
    return _found(line, (0, found.start()), None, found.span(1)) if found else None


def _mark(found: re.Match[str]) -> Span:
    at = found.start() + found[0].index(":")
    return at, at + 1


def _found(line: str, content: Span, cue: Span | None, source: Span) -> tuple[Span, Span | None, Span] | None:
    low, high = content
    high = low + len(line[low:high].rstrip(" ,;-–—"))
    low += len(line[low:high]) - len(line[low:high].lstrip())
    return ((low, high), cue, source) if len(_WORD.findall(line[low:high])) >= SHORTEST else None


def _is_credit(words: str, sources: Sequence[str], *, last: bool) -> bool:
    """Whether the words beside a headline's mark name a source; a bare country does so only as the last word."""
    name = words.strip()
    size = len(name.split())
    if not 1 <= size <= CREDIT_WORDS or name.casefold() in _data()["labels"]:
        return False
    entry = default().entry(name)
    if entry is not None:
        country = size <= 2 and entry.kind == "government" and entry.name.endswith(" government")
        return last or not country
    if head_kind(name.split()) not in (None, "document") or name.casefold() in _data()["credits"]:
        return True
    own = bare(name).casefold()
    return any(own == bare(one).casefold() or bare(one).casefold().endswith(" " + own) for one in sources)
