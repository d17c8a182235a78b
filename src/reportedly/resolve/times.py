"""When: time expressions resolved to days against a publication date or a dateline.

Comes in: a time expression and the day it was written (the anchor). Goes out: first and last day it may mean.
Knows nothing of events; whether a day lies ahead is the caller's to say (`tense_hint`).
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from reportedly.records import Zone
from reportedly.resolve import spans as cal
from reportedly.resolve.counted_days import counted_days, grain
from reportedly.resolve.lexicon import table
from reportedly.resolve.named_days import DAYS, MONTHS, OPEN, Tense, TimeValue, any_of, named_days
from reportedly.resolve.time_words import find_times

__all__ = ["TimeValue", "dateline_date", "find_times", "may_date", "resolve_time"]

_DATA: dict[str, Any] = table("times.toml")
LONGEST = 160  # code points of an expression that are looked at


_D, _M = any_of(DAYS), any_of(MONTHS)
_Y = r"(?:1[89]|20)\d\d"
_DN = r"\d{1,2}(?:st|nd|rd|th)?"
_U, _R = any_of(_DATA["units"]), any_of(_DATA["relative"])
_P = any_of(_DATA["parts_of_day"]["words"])

_CLOCK = re.compile(
    r"(?:\bat )?\b(?:\d{1,2}(?:[:.]?\d\d)?\s?[ap]\.?m\b\.?|\d{1,2}:\d\d(?::\d\d)?|\d{4}(?= ?(?:gmt|utc|hrs|hours|local)))(?:\s?(?:gmt|utc|hrs|hours|local time))?,?(?: on)?"
)
_HOURS = re.compile(rf"(?:(?:at|around|about|by|before|after|shortly|just|approximately|the|in|early|{_P})\b ?)*")
_PHASE = re.compile(
    r"(?:(?:the )?(?P<edge>beginning|start|middle|end) of |(?P<phase>early|mid|late)[ -](?:(?:on|in) )?|(?P<shift>earlier|later|previously)(?: (?:on|in))? (?=(?:the|this|that|last|next|today|yesterday|in|on|same|\d|"
    + _D
    + "|"
    + _M
    + "))|previously )"
)
_PIECE = re.compile(
    r"(?:the )?(first|second|last|final|third|fourth|opening|closing) (week|half|days|weeks|months) of (.+)"
)
_PART_OF = re.compile(rf"(?:the )?(?:{_P})(?: (?:of|on|in))? (.+)")
_OF_PERIOD = re.compile(r"(?:the )?(week|month|year|decade|day|century|weekend|quarter)")
_FROM = re.compile(rf"({any_of(_DATA['connectives']['from'])}) (.+)", re.S)
_UNTIL = re.compile(rf"({any_of(_DATA['connectives']['until'])}) (.+)", re.S)
_BETWEEN = re.compile(r"(?:from|between) (.+?) (?:to|and|until|through|-) (.+)")
_PAIR = re.compile(r"(.+?) ?(?:\bto\b|\band\b|\buntil\b|\bthrough\b|-) ?(.+)")
_LEAD = re.compile(r"(?:on|in|at|during|throughout|over|within|around|about|of|the early hours of|sometime|for)\s+")


def resolve_time(
    expression: str, anchor: date | None, *, tense_hint: Tense = None, context: date | None = None
) -> TimeValue:
    """The days that `expression` may mean, written on the day `anchor`.

    Weekdays are the last such day up to the anchor, or the next one when `tense_hint` is "future" or the expression
    says so. A day without a year is the one nearest to the anchor (with a hint, the nearest on that side). `last week`
    is the calendar week before, Monday to Sunday; `last September` the latest one that has ended. `since X` runs to
    the anchor; `until X` is open to the left. `N days ago` is a day, `N years ago` that calendar year.
    Dates like 04/05/2016 read as day/month, unless only month/day is possible.
    `a day earlier`, `the same day`, `since then` count from `context`, a day resolved before; without one, from the anchor.
    What fixes no day (`in the initial stages`) is `(None, None, "open")`; so is what needs an anchor when there is none.
    Never raises.
    """
    text = " ".join(expression[:LONGEST].lower().replace("’", "'").replace("–", "-").replace("—", "-").split()).replace(
        " ,", ","
    )
    try:
        return _resolve(text.strip(" .,;:\"()[]'“”"), anchor, tense_hint, context, 0)
    except (ValueError, OverflowError):  # a day that no calendar has: 31 June, year 0
        return OPEN


@lru_cache(maxsize=8192)
def _resolve(text: str, anchor: date | None, tense: Tense, context: date | None, depth: int) -> TimeValue:
    if depth > 4 or not text:
        return OPEN
    value = named_days(text, anchor or context, tense) or (
        counted_days(text, anchor, tense, context) if anchor or context else None
    )
    if value is None:
        value = _composed(text, anchor, tense, context, depth)
    return value or OPEN


def _composed(text: str, anchor: date | None, tense: Tense, context: date | None, depth: int) -> TimeValue | None:
    """Expressions built from others: phases, clock times, `since`, `until`, ranges, and a time within more words."""

    def inner(part: str) -> TimeValue:
        return _resolve(part.strip(" ,"), anchor, tense, context, depth + 1)

    if (match := _BETWEEN.fullmatch(text)) and (
        value := _joined(inner(match[1]), inner(match[2]), match[1], match[2], anchor, tense, depth)
    ):
        return value
    if (match := _UNTIL.fullmatch(text)) and _HOURS.fullmatch(_CLOCK.sub("", match[2])):
        day = context or anchor  # "before dawn", "by 10 a.m."
        return TimeValue(day, day, "day") if day else OPEN
    if match := _UNTIL.fullmatch(text):
        return _until(
            match[1],
            _last_time(match[2], anchor, "future" if tense is None and match[1] != "before" else tense, context, depth),
            anchor,
            tense,
        )
    if match := _FROM.fullmatch(text):
        begin = _last_time(match[2], anchor, tense or "past", context, depth)
        if begin.earliest is None:
            return OPEN
        if match[1] == "after":
            return TimeValue(begin.latest, None, "range")
        first = _middle(begin) if match[2].startswith("mid") else begin.earliest
        end = anchor if anchor and anchor >= first else None
        return TimeValue(first, end, "day" if end == first else "range")
    if (match := _PHASE.match(text)) and match.end() < len(text):
        rest = text[match.end() :]
        period = _OF_PERIOD.fullmatch(rest)
        value = TimeValue(*cal.unit(period[1], 0, anchor), grain(period[1])) if period and anchor else inner(rest)
        return _phased(value, match["edge"] or match["phase"] or match["shift"] or "earlier", anchor)
    if match := _PIECE.fullmatch(text):
        return _piece(match[1], match[2], inner(match[3]))
    if match := _PART_OF.fullmatch(text):
        return inner(match[1])
    clock = _CLOCK.search(text)
    if clock:
        rest = _CLOCK.sub("", text).strip(" ,()/")
        day = context or anchor
        return inner(rest) if not _HOURS.fullmatch(rest) else TimeValue(day, day, "day") if day else OPEN
    if match := _LEAD.match(text):
        return inner(text[match.end() :])
    if (match := _PAIR.fullmatch(text)) and (
        value := _joined(inner(match[1]), inner(match[2]), match[1], match[2], anchor, tense, depth)
    ):
        return value
    return _last_time(text, anchor, tense, context, depth)


def _middle(span: TimeValue) -> date:
    """Where what goes on since the middle of a month began: on the 15th. Of longer spans, their first day."""
    first, last = cal.known(span.earliest), cal.known(span.latest)
    return cal.shift(first, (last - first).days // 2) if (last - first).days < 15 else first


def _piece(which: str, size: str, whole: TimeValue) -> TimeValue | None:
    """`the first week of May` (its first seven days), `the second half of 2016`; others are left to the whole."""
    first, last = whole.earliest, whole.latest
    if first is None or last is None or first == last:
        return whole
    late = which in ("last", "final", "closing")
    if size == "half" and which in ("first", "second", "last", "opening", "closing"):
        middle = cal.shift(first, (last - first).days // 2)
        return (
            TimeValue(first, middle, "range")
            if which in ("first", "opening")
            else TimeValue(cal.shift(middle, 1), last, "range")
        )
    if size == "week":
        start = (
            cal.shift(last, -6)
            if late
            else cal.shift(first, 7 * ("first", "second", "third", "fourth").index(which) if which != "opening" else 0)
        )
        return TimeValue(start, min(cal.shift(start, 6), last), "range")
    return TimeValue(*cal.third(first, last, "late" if late else "early"), "range")


def _last_time(text: str, anchor: date | None, tense: Tense, context: date | None, depth: int) -> TimeValue:
    value = named_days(text, anchor, tense) or (
        counted_days(text, anchor, tense, context) if anchor or context else None
    )
    if value is not None:
        return value
    # months and weekday abbreviations are only seen with a capital
    shown = re.sub(rf"\b(?:{_M}|{_D})\b", lambda found: found[0].capitalize(), text)
    for start, end in reversed(find_times(shown)):
        if end - start < len(text):
            value = _resolve(text[start:end], anchor, tense, context, depth + 1)
            if value != OPEN:
                return value
    return (
        OPEN
        if depth > 3 or not (_PHASE.match(text) or _LEAD.match(text))
        else _resolve(text, anchor, tense, context, depth + 1)
    )


def _joined(
    first: TimeValue, last: TimeValue, left: str, right: str, anchor: date | None, tense: Tense, depth: int
) -> TimeValue | None:
    if last.latest is None:
        return None
    if left.isdigit() and last.granularity == "day" and last.earliest:
        first = TimeValue(last.earliest.replace(day=int(left)), None, "day")
    if first.earliest is None:
        return None
    begin = first.earliest
    if begin > last.latest:  # "May 2014 to June", "Friday and Saturday" across the anchor
        later = _resolve(right, begin, "future", None, depth + 1)
        earlier = _resolve(left, last.latest, "past", None, depth + 1)
        if tense != "future" and earlier.earliest and earlier.earliest <= last.latest:
            first = earlier
        elif later.latest and later.latest >= begin:
            last = later
        else:
            return None
    return TimeValue(first.earliest, last.latest, "range")


def _until(word: str, value: TimeValue, anchor: date | None, tense: Tense) -> TimeValue:
    if value.latest is None or value.earliest is None:
        return OPEN
    if word == "by":
        begin = anchor if anchor and anchor <= value.latest else None
        return TimeValue(begin, value.latest, "range")
    if word in ("before", "prior to", "ahead of"):
        return TimeValue(None, cal.shift(value.earliest, -1), "range")
    return TimeValue(anchor if tense == "future" and anchor and anchor <= value.latest else None, value.latest, "range")


def _phased(value: TimeValue, phase: str, anchor: date | None) -> TimeValue:
    """The part of a span that `early`, `late`, `earlier` … leaves. Days stay days; thirds of a year are four months."""
    first, last = value.earliest, value.latest
    if first is None or last is None or first == last:
        return value
    if phase in ("earlier", "previously"):
        return TimeValue(first, min(last, anchor) if anchor and anchor >= first else last, "range")
    if phase == "later":
        return TimeValue(max(first, cal.shift(anchor, 1)) if anchor and anchor < last else first, last, "range")
    if phase == "end":  # the end of a span, said of a day to come, is where it stops
        phase = "late"
    return TimeValue(
        *cal.third(first, last, {"beginning": "early", "start": "early", "middle": "mid"}.get(phase, phase)), "range"
    )


_HEAD_DATE = re.compile(
    rf"(?<![\w-])(?i:(?P<day>{_D})\.?,?\s+)?(?i:{_DN}\s+(?:{_M})\.?,?\s+{_Y}|(?:{_M})\.?\s+{_DN},?\s+{_Y}|(?:{_M})\.?\s+[0-3]\d{_Y}"
    rf"|\d{{4}}-\d\d-\d\d|\d{{1,2}}[-./]\d{{1,2}}[-./]{_Y})(?=[A-Z][a-z]|(?![\w-]))"
)
_BEFORE_A_DATE = frozenset(
    {"on", "of", "since", "until", "last", "by", "from", "to", "and", "before", "after", "for", "killed"}
)
_GLUED = re.compile(rf"([0-3]\d)({_Y})$")  # "Jun 062016": a comma and its space were lost
_AGENCY_DATE = re.compile(
    rf"^[A-Z][A-Z ,.'’-]{{2,50}}[A-Za-z ,.]{{0,30}},?\s+((?:{_M})\.?\s+\d{{1,2}}|\d{{1,2}}\s+(?:{_M}))\b", re.IGNORECASE
)
_COPYRIGHT = re.compile(r"©|\(c\)\s*\d{4}|copyright|all rights reserved", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:posted|published|publication|updated|released|date|dated|issued)(?: (?:on|at|of|in|online))*\W*$",
    re.IGNORECASE,
)


def dateline_date(text: str, published: date | None = None) -> date | None:
    """The date at the head of a report's text, as `Wed 05 Apr 2017 …`, `2 July 2016 …`, `DAMASCUS, March 3 (Xinhua)`.

    Looks at the first 400 code points, and never at a copyright line. The date must open a line, follow a label
    (`Posted on`) or an agency's or a headline's capitals; one inside a sentence (`killed on 3 May 2016`) is no dateline.
    A dateline without a year takes the one nearest to `published`, and gives None without it.
    """
    head = text[:400]
    for match in _HEAD_DATE.finditer(head):
        begin = head.rfind("\n", 0, match.start()) + 1
        line_end = head.find("\n", match.end())
        lead = head[begin : match.start()].rstrip()
        after = head[match.end() : match.end() + 3].strip()
        if _COPYRIGHT.search(head[begin : line_end if line_end >= 0 else len(head)]):
            continue
        opens = not lead or lead[-1] in ":|(—–-•" or _LABEL.search(lead)
        word = re.search(r"[\w.'’]+$", lead)
        headline = (
            word is not None and (word[0][0].isupper() or word[0].isdigit()) and not (after and after[0].islower())
        )
        dated = match["day"] and not (word and word[0].lower() in _BEFORE_A_DATE)
        if opens or headline or dated:
            written = _GLUED.sub(r"\1 \2", match[0])
            value = resolve_time(
                written.replace("-", "/") if written[1:3].strip("0123456789") == "-" else written, None
            )
            if value.earliest:
                return value.earliest
    for line in head.splitlines()[:4]:
        agency = _AGENCY_DATE.match(line)
        if agency and published and agency[0].split(",")[0].isupper():
            return resolve_time(agency[1], published).earliest
    return None


def may_date(text: str, start: int, zones: Sequence[Zone] = ()) -> bool:
    """Whether the time expression at `start` may date anything: not in boilerplate or a credit, nor on a copyright line."""
    if any(zone.kind in ("boilerplate", "credit") and zone.start <= start < zone.end for zone in zones):
        return False
    begin = text.rfind("\n", max(0, start - 300), start) + 1
    end = text.find("\n", start, start + 300)
    line = text[max(begin, start - 120) : end if end >= 0 else start + 120]
    return not _COPYRIGHT.search(line)
