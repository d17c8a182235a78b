"""What each stretch of a report's text is: title, body, caption, credit or boilerplate.

Comes in: a text, and what is already known of it (its title, captions and credits found in the page).
Goes out: zones that follow on one another from 0 to the text's end; white space belongs to the zone before it.
Knows nothing of formats, dates or of what the text says.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from reportedly.errors import DataError
from reportedly.intake.dates import is_date_line
from reportedly.records import Zone, ZoneKind

HEAD_WIDTH, TAIL_WIDTH = 400, 300  # code points of a line that the cues are searched in
HEADLINE_LENGTH = 130  # code points; wire headlines stay under 100
HEADLINE_WORDS = 22
SHORT_HEADLINE = 70  # code points, where nothing below is punctuated as prose is
SHORTEST_CAPTION = 4  # letters before a credit; fewer are a bullet or a bracket
REPEAT_WITHIN = 80  # code points (a date, an agency) that may stand before a title repeated at the head of the body

Piece = tuple[int, ZoneKind]  # where it begins, and what it is


def find_zones(
    text: str, *, title: str | None = None, captions: Iterable[str] = (), credits: Iterable[str] = ()
) -> list[Zone]:
    """The zones of `text`, in order, covering it: the first starts at 0, each ends where the next starts.

    `title` is the report's title where it has a separate one: the text then begins with it. Without one, a first line
    that reads as a headline is the title. `captions` and `credits` are lines known from the page.
    An empty text has no zones.
    """
    if not text:
        return []
    pieces: list[Piece] = []
    lines = list(_lines(text))
    first = 0
    if title and text.startswith(title):
        pieces.append((0, "title"))
        lines = [(start, line) for start, line in lines if start >= len(title)]
        pieces += _title_again(title, *lines[0]) if lines else []
        first = 1 if len(pieces) > 1 else 0
    elif not title and _is_headline(lines):
        pieces.append((lines[0][0], "title"))
        pieces += _title_again(lines[0][1], *lines[1])
        first = 2 if len(pieces) > 1 else 1
    known: dict[str, ZoneKind] = {squeeze(line): "credit" for line in credits}
    known.update({squeeze(line): "caption" for line in captions})
    for index in range(first, len(lines)):
        start, line = lines[index]
        found = _pieces(line, known)
        if found[0][1] == "caption" and pieces and pieces[-1][1] == "body" and pieces[-1][0] == lines[index - 1][0]:
            before = squeeze(lines[index - 1][1])
            if len(before) >= 20 and squeeze(line).startswith(before):
                pieces[-1] = (pieces[-1][0], "caption")  # a picture's alternative text, then its caption in full
        pieces += [(start + offset, kind) for offset, kind in found]
    return _cover(text, pieces)


def squeeze(line: str) -> str:
    """The line with each run of white space as one space, to compare by."""
    return " ".join(line.split())


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, stripped, with the offset of their first character."""
    start = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            yield start + line.index(stripped[0]), stripped
        start += len(line) + 1


def _cover(text: str, pieces: list[Piece]) -> list[Zone]:
    """Zones from where pieces begin; neighbours of one kind become one, save captions and credits, which stay apart."""
    merged: list[Piece] = []
    for start, kind in pieces:
        if merged and merged[-1][1] == kind and kind in ("body", "boilerplate"):
            continue
        merged.append((start, kind))
    if not merged:
        merged = [(0, "body")]
    merged[0] = (0, merged[0][1])
    ends = [start for start, _ in merged[1:]] + [len(text)]
    return [Zone(kind=kind, start=start, end=end) for (start, kind), end in zip(merged, ends, strict=True)]


def _title_again(title: str, start: int, line: str) -> list[Piece]:
    """The pieces of a body's first line when it repeats the title, after a date at most; else none."""
    at = line.find(title, 0, REPEAT_WITHIN + len(title)) if len(title) >= 15 else -1
    if at < 0:
        return []
    end = at + len(title)
    while end < len(line) and line[end] in ".:!? \t":
        end += 1
    pieces: list[Piece] = [(start, "body")] if at else []
    pieces.append((start + at, "title"))
    if end < len(line):
        pieces.append((start + end, "body"))
    return pieces


def _is_headline(lines: list[tuple[int, str]]) -> bool:
    """Whether the first line is a headline: short, no final full stop, no other kind of line, prose after it."""
    if len(lines) < 2:
        return False
    line = lines[0][1]
    if len(line) > HEADLINE_LENGTH or len(line.split()) > HEADLINE_WORDS or not any(char.isalpha() for char in line):
        return False
    if line[-1] in ".,;:-–—" or line[0].islower() or is_date_line(line):
        return False
    if _pieces(line, {}) != [(0, "body")]:
        return False
    # A list or a table has no line that is longer and ends as a sentence does.
    longer = [after for _, after in lines[1:8] if len(after) > len(line)]
    if any(after[-1] in ".!?”\"'’)" for after in longer):
        return True
    return len(line) <= SHORT_HEADLINE and any(len(after) > 2 * SHORT_HEADLINE for after in longer)


def _pieces(line: str, known: dict[str, ZoneKind]) -> list[Piece]:
    """The kinds of a line's stretches, by offset within the line; the first is at 0."""
    cues = _cues()
    squeezed = squeeze(line) if known else ""
    if known.get(squeezed) == "credit":
        return [(0, "credit")]
    head, tail_at = line[:HEAD_WIDTH], max(0, len(line) - TAIL_WIDTH)
    if known.get(squeezed) == "caption":
        credit = _tail(cues["photo_credit.tail"], line, tail_at)
        if credit is None:
            credit = next(
                (len(line) - len(k) for k, kind in known.items() if kind == "credit" and k and line.endswith(k)), None
            )
        if credit == 0 or _any(cues["wire_credit.line"], head):
            return [(0, "credit")]
        return [(0, "caption")] if credit is None else [(0, "caption"), (credit, "credit")]
    if len(line) <= cues["boilerplate.longest"] and _any(cues["boilerplate.line"], head):
        credit = _tail(cues["photo_credit.tail"], line, tail_at)
        if credit is None:
            at = _tail(cues["boilerplate.tail"], line, tail_at)
            return [(0, "body"), (at, "boilerplate")] if at else [(0, "boilerplate")]
    credit = _tail(cues["photo_credit.tail"], line, tail_at)
    if credit is not None:
        if sum(map(str.isalpha, line[:credit])) < SHORTEST_CAPTION:
            return [(0, "credit")]
        short = len(line) <= cues["caption.longest"]
        return [(0, "caption" if short else "body"), (credit, "credit")]
    if _any(cues["wire_credit.line"], head):
        return [(0, "credit")]
    if len(line) <= cues["caption.longest"] and (
        any(pattern.match(head) for pattern in cues["caption.head"])
        or _any(cues["caption.inner"], head)
        or _any(cues["caption.ending"], line[tail_at:])
    ):
        return [(0, "caption")]
    for tail, kind in (("boilerplate.tail", "boilerplate"), ("wire_credit.tail", "credit")):
        at = _tail(cues[tail], line, tail_at)
        if at is not None:
            return [(0, "body"), (at, kind)] if at else [(0, kind)]  # type: ignore[list-item]
    return [(0, "body")]


def _any(patterns: list[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _tail(patterns: list[re.Pattern[str]], line: str, start: int) -> int | None:
    """Where the first match in the line's tail begins, white space skipped; None if there is none."""
    found = [match.start() for pattern in patterns if (match := pattern.search(line, start))]
    if not found:
        return None
    at = min(found)
    while line[at].isspace():
        at += 1
    return at


@cache
def _cues() -> dict[str, Any]:
    """The cues by section and name, compiled."""
    try:
        table = tomllib.loads(files(__package__).joinpath("data/zone_cues.toml").read_text("utf-8"))
        agency = "|".join(re.escape(name) for name in sorted(table.pop("agency"), key=len, reverse=True))
        date = table.pop("dates")["month"] + r" \d{1,2}, \d{4}"
        cues: dict[str, Any] = {}
        for section, entries in table.items():
            for key, value in entries.items():
                if isinstance(value, list):
                    value = [re.compile(cue.replace("{agency}", agency).replace("{date}", date)) for cue in value]
                cues[f"{section}.{key}"] = value
    except (OSError, ValueError, KeyError, re.error) as error:
        raise DataError("intake/data/zone_cues.toml is missing or malformed") from error
    return cues


def check_cover(text: str, zones: list[Zone]) -> bool:
    """Whether the zones cover the text from 0 to its end, each beginning where the one before it ends."""
    if not text:
        return not zones
    return (
        bool(zones)
        and zones[0].start == 0
        and zones[-1].end == len(text)
        and all(a.end == b.start for a, b in pairwise(zones))
        and all(zone.start < zone.end for zone in zones)
    )
