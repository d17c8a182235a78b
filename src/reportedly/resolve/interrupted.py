"""Contents that their own cue interrupts ("31 died, the monitor said, in two strikes"), put together again.

Comes in: a text and the reading's quotations. Goes out: the quotations with the parts of one content joined.
Knows nothing of who the sources are, of events and of files.
"""

import re
from collections.abc import Sequence

import msgspec

from reportedly.reader import Quotation

NEAR = 60  # code points between two parts of one content on the same side of their cue
_MARKS = "\"“”„«»″'‘’"
_SENTENCE = re.compile(r"[.!?…][\"”’')]*(?:\s|$)|\n")
_CLAUSE = re.compile(r"[\s,–—-]*(?:and|but|while|whereas|as|so)\b(?!\s+that\b)", re.IGNORECASE)


def whole(text: str, quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations; where one sentence holds two contents of one cue that are parts of one, the hull of both.

    Parts of one stand on either side of nothing but the cue and its source, unquoted, the second going on in lower
    case and not with a clause of its own ("and", "but"); or on one side, at most `NEAR` code points apart.
    """
    ordered = sorted(quotations, key=lambda q: (q.start, q.end))
    gone: set[int] = set()
    for i, first in enumerate(ordered):
        if i in gone or first.cue is None:
            continue
        for k in range(i + 1, len(ordered)):
            second = ordered[k]
            if k in gone or second.cue != first.cue or second.start < first.end:
                continue
            if not _one(text, first, second):
                break
            source = first if first.source else second
            first = ordered[i] = msgspec.structs.replace(
                first, end=second.end, score=min(first.score, second.score), source=source.source,
                source_score=source.source_score,
            )  # fmt: skip
            gone.add(k)
    return [quote for i, quote in enumerate(ordered) if i not in gone]


def _one(text: str, first: Quotation, second: Quotation) -> bool:
    """Whether two contents of one cue, in the order of the text, are parts of one."""
    gap = text[first.end : second.start]
    if _SENTENCE.search(gap) or (first.source and second.source and first.source != second.source):
        return False
    cue = first.cue or (0, 0)
    if not first.end <= cue[0] < second.start:
        return len(gap) <= NEAR and not _CLAUSE.match(gap) and not any(mark in gap for mark in '"“”″')
    if any(mark in gap for mark in '"“”″') or not text[second.start].islower():
        return False
    if _CLAUSE.match(text, second.start) or _CLAUSE.match(text, second.start - 1):
        return False
    return not re.search(r"\w", _without(text, first, second).replace("reportedly", ""))


def _without(text: str, first: Quotation, second: Quotation) -> str:
    """What stands between two contents, without the cue, the source and small words."""
    spans = [span for span in (first.cue, first.source, second.source) if span]
    kept = [
        character
        for at, character in enumerate(text[first.end : second.start], first.end)
        if not any(low <= at < high for low, high in spans)
    ]
    return re.sub(
        r"\b(?:have|has|had|been|be|is|are|was|were|the|a|an|also|in|on|\w*day)\b",
        "",
        "".join(kept),
        flags=re.IGNORECASE,
    )
