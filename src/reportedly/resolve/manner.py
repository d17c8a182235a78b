"""Whether a content stands in quotation marks: direct, indirect or mixed.

Comes in: a report's text and a content's span. Goes out: its manner.
Knows nothing of sources and cues.
"""

import re
from functools import lru_cache

from reportedly.records import Manner

_OPEN = "“«„‹‟"
_CLOSE = "”»›"
_STRAIGHT = '"″'
_QUOTES = _OPEN + _CLOSE + _STRAIGHT
_QUOTE = re.compile(f"[{_QUOTES}]|(?:(?<=\\s)|^)[‘'](?=\\w)|(?<=[\\w.,!?])[’'](?=\\s|[.,;:]|$)(?<!s[’'])|``|''")
_QUOTE_MARK = re.compile(f"[{_QUOTES}]")
_LOOK_BACK = 3000  # code points around a span that are looked at


_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|WE|[Oo]ur|[Uu]s|[Mm]y|I'm|I've|[Oo]urselves|[Mm]yself)\b(?!\.S)")


def find_manner(text: str, start: int, end: int, outer: tuple[int, int] | None = None) -> Manner:
    """`direct` when all of `text[start:end]` is quoted, `mixed` when part of it is, else `indirect`.

    Counts straight and curly double quotes and guillemets, and single quotes that stand as quotation marks; those
    just outside the span count as its own. A missing partner is forgiven at a paragraph's ends. `outer` is the content
    that this one is nested in: only marks inside it count, as its own marks quote another speaker.
    Texts whose quotation marks were lost altogether (no mark near the span) are direct where the speaker says I or we.
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return "indirect"
    begin, stop = _paragraph(text, start, end)
    if outer is not None:
        begin, stop = max(begin, outer[0] + 1), min(stop, outer[1] - 1)
        while begin < start and not text[begin].isalnum():
            begin += 1  # a mark that reopens the outer quotation in this paragraph
    marked, pairs = _pairs(text, begin, stop)
    if not marked and outer is None:
        lost = not _QUOTE_MARK.search(text, max(0, start - _LOOK_BACK), end + _LOOK_BACK) or text[
            :start
        ].rstrip().endswith(":")
        return "direct" if lost and _FIRST_PERSON.search(text, start, end) else "indirect"
    body = sum(map(str.isalnum, text[start:end]))
    quoted = sum(sum(map(str.isalnum, text[max(a, start) : min(b, end)])) for a, b in pairs if a < end and b > start)
    if not body or not quoted:
        return "indirect"
    return "direct" if quoted >= 0.97 * body or body - quoted <= 3 else "mixed"


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph around a span; of a very long one the part near it, in steps so that neighbours share theirs."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = stop if stop >= 0 else len(text)
    if stop - begin > 4 * _LOOK_BACK:
        begin = max(begin, (start - _LOOK_BACK) // _LOOK_BACK * _LOOK_BACK)
        stop = min(stop, (end + 2 * _LOOK_BACK) // _LOOK_BACK * _LOOK_BACK)
    return begin, stop


@lru_cache(maxsize=256)
def _pairs(text: str, begin: int, stop: int) -> tuple[bool, list[tuple[int, int]]]:
    """Whether there is any quotation mark, and the disjoint quoted stretches, as spans between their marks."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    mark = ""
    marked = False
    floor = begin  # where the current paragraph begins
    for match in _QUOTE.finditer(text, begin, stop):
        sign = match[0]
        marked = True
        if (
            opened is not None
            and mark not in "'‘"
            and (line := text.find("\n", opened, match.start())) >= 0
            and _is_opening(text, match)
        ):
            found.append((opened, line))  # a quotation of several paragraphs opens each of them anew
            opened = None
        if opened is None:
            floor = max(floor, text.rfind("\n", begin, match.start()) + 1)
            if sign in "'’" and not _is_opening(text, match):
                continue
            if not _is_opening(text, match):
                if not found or found[-1][1] < floor:  # its partner is lost: it opened the paragraph
                    found.append((floor, match.start()))
            else:
                opened, mark = match.end(), sign
            continue
        if (sign in "'’‘") != (mark in "'‘"):
            continue  # a quotation inside the quotation
        if _is_opening(text, match):
            opened, mark = match.end(), sign  # the partner of the first is lost
            continue
        found.append((opened, match.start()))
        opened = None
    if opened is not None and mark not in "'‘":
        line = text.find("\n", opened, stop)
        found.append((opened, line if line >= 0 else stop))  # its partner is lost, or it goes on in the next paragraph
    return marked, found


def _is_opening(text: str, match: re.Match[str]) -> bool:
    """Whether a mark opens: by its shape, or for a straight one by the characters on its sides."""
    if match[0] in _OPEN or match[0] in ("‘", "``"):
        return True
    if match[0] in _CLOSE or match[0] in ("’", "''"):
        return False
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    return (not before or before.isspace() or before in "([—–-:") and bool(after) and not after.isspace()
