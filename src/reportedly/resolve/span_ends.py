"""Where a source's words end, when a reader stopped within them or ran over: "a statement released by", "AFP the".

Comes in: a source's span, its cue's, and the report's people, bodies and places. Goes out: the span, mended.
Knows nothing of names' fullest forms and of other sources.
"""

import re
from collections.abc import Sequence
from functools import cache

from reportedly.resolve.lexicon import table
from reportedly.resolve.register_words import words_of
from reportedly.resolve.source_match import head_kind

Span = tuple[int, int]
LONGEST = 300
"""Code points of a source's words that are looked at."""
_LAST = re.compile(r"(\S+)\s*$")
_NAMED = re.compile(r"\s+((?:the\s+)?[^\W\d_a-z][\w’'&.-]*(?:\s+(?:of\s+)?[^\W\d_a-z][\w’'&-]*){0,4})")
_NOUN = re.compile(r"\s+([a-z]+)\b")
_PARTICIPLE = re.compile(r"(?:[a-z]{2,}(?:ed|ing)|taken|shown|seen|given|held|over)$")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("sources.toml")["ends"][name])


def mended(text: str, source: Span, cue: Span | None, names: Sequence[Span]) -> Span:
    """The span that a source's words really have.

    Of two lines the one at the cue. Articles and auxiliaries at the end go; behind a preposition there the name goes on to
    its end ("a statement released by" the Corin Front), or the preposition goes with the participle before it.
    """
    start, end = source
    if end - start > LONGEST:
        return source
    lines = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^\n]+", text[start:end]) if m[0].strip()]
    if len(lines) > 1:
        start, end = lines[0] if cue is None or cue[1] <= start else lines[-1]
    read, linked = end, False
    while (last := _LAST.search(text, start, end)) and text[start : last.start()].strip():
        written = last[1].strip(".,;:\"'“”‘’()-")
        word = written if written.isupper() and len(written) > 1 else written.casefold()  # WHO and IS are names
        if word not in _words("links") and word not in _words("small"):
            break
        linked = linked or word in _words("links")
        end = last.start()
    if linked and end > start and (on := _goes_on(text, read, cue, names)):
        return start, on
    if linked and (last := _LAST.search(text, start, end)) and last.start() > start and _PARTICIPLE.match(last[1]):
        end = last.start()
    end = start + len(text[start:end].rstrip(" \t\r\xa0,;:"))
    return (start, end) if end > start else source


def _goes_on(text: str, end: int, cue: Span | None, names: Sequence[Span]) -> int | None:
    """Where the name ends that follows a preposition, before the cue."""
    stop = cue[0] if cue and cue[0] >= end else len(text)
    found = [
        high for low, high in names if 0 <= low - end <= 5 and high <= stop and text[end:low].strip() in ("", "the")
    ]
    if found:
        return max(found)
    named = _NAMED.match(text, end, min(stop, end + 80))
    if named and not any(word.casefold() in _words("days") for word in named[1].split()):
        return named.end()
    noun = _NOUN.match(text, end, stop)
    return noun.end() if noun and head_kind(words_of(noun[1])) else None
