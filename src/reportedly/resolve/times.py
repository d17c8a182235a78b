"""When: time expressions resolved to days against a publication date or a dateline.

Comes in: a time expression and the day it was written (the anchor). Goes out: first and last day it may mean.
Knows nothing of events; whether a day lies ahead is the caller's to say (`tense_hint`).
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from reportedly.records import Granularity, Zone
from reportedly.resolve import spans as cal
from reportedly.resolve.lexicon import table
from reportedly.resolve.named_days import DAYS, MONTHS, OPEN, Tense, TimeValue, any_of, named_days
from reportedly.resolve.numbers import WORDS as NUMBER_WORDS
from reportedly.resolve.numbers import exact_number
from reportedly.resolve.time_words import find_times

__all__ = ["TimeValue", "dateline_date", "find_times", "may_date", "resolve_time"]

_DATA: dict[str, Any] = table("times.toml")
LONGEST = 160  # code points of an expression that are looked at


_D, _M = any_of(DAYS), any_of(MONTHS)
_Y = r"(?:1[89]|20)\d\d"
_DN = r"\d{1,2}(?:st|nd|rd|th)?"
_U, _R = any_of(_DATA["units"]), any_of(_DATA["relative"])
_P = any_of(_DATA["parts_of_day"]["words"])
_NUM = rf"(?:\d[\d,]*|an?|(?:a )?couple(?: of)?|few|several|(?:{any_of(sorted(NUMBER_WORDS))})(?:[ -](?:{any_of(sorted(NUMBER_WORDS))}))*)"

_CLOCK = re.compile(
    r"(?:\bat )?\b(?:\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?|\d{1,2}:\d\d(?::\d\d)?|\d{4}(?= ?(?:gmt|utc|hrs|hours|local)))(?:\s?(?:gmt|utc|hrs|hours|local time))?,?(?: on)?"
)
_PHASE = re.compile(
    r"(?:(?:the )?(?P<edge>beginning|start|middle|end) of |(?P<phase>early|mid|late)[ -](?:(?:on|in) )?|(?P<shift>earlier|later|previously)(?: (?:on|in))? (?=(?:the|this|that|last|next|today|yesterday|in|on|same|\d|"
    + _D
    + "|"
    + _M
    + "))|previously )"
)
_WEEKDAY = re.compile(rf"(?:the )?(?:({_R}) )?({_D})s?(?:'s)?(?: (?:this|last|next) week)?(?: (?:{_P}|overnight))?")
_UNIT = re.compile(rf"(?:the |that |in the )?(?:({_R})|that|the) (?:({_NUM}) )?({_U})")
_AGO = re.compile(
    rf"(?:(?P<vague>at least|more than|about|nearly|almost|around|over|some|just|exactly) )*(?P<number>{_NUM}) ?-?(?P<unit>{_U})s? (?P<where>ago|earlier|before|previously|later|after)"
)
_LENGTH = re.compile(
    rf"(?:(?:for|over|during|in|within|throughout|at least|more than|about|nearly|almost|around|some|the|last|past|just|previous) )*({_NUM})[ -]({_U})(?:-old)?"
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
    text = " ".join(expression[:LONGEST].lower().replace("’", "'").replace("–", "-").replace("—", "-").split())
    try:
        return _resolve(text.strip(" .,;:\"()[]'“”"), anchor, tense_hint, context, 0)
    except (ValueError, OverflowError):  # a day that no calendar has: 31 June, year 0
        return OPEN


@lru_cache(maxsize=8192)
def _resolve(text: str, anchor: date | None, tense: Tense, context: date | None, depth: int) -> TimeValue:
    if depth > 4 or not text:
        return OPEN
    value = named_days(text, anchor, tense) or (_relative(text, anchor, tense, context) if anchor or context else None)
    if value is None:
        value = _composed(text, anchor, tense, context, depth)
    return value or OPEN


def _relative(text: str, anchor: date | None, tense: Tense, context: date | None) -> TimeValue | None:
    """Expressions that count from the anchor or the context."""
    here = cal.known(anchor or context)
    if text in _DATA["deictic"] or text.split(" ")[0] in _DATA["deictic"]:
        first, last = _DATA["deictic"][text.split(" ")[0]]
        rest = text.split(" ")[1:]
        if not rest or rest[0] in _DATA["parts_of_day"]["words"]:
            return TimeValue(cal.shift(here, first), cal.shift(here, last), "day" if first == last else "range")
    if match := _WEEKDAY.fullmatch(text):
        day = cal.weekday(DAYS[match[2]], match[1], here, tense)
        return TimeValue(day, day, "day")
    if match := _UNIT.fullmatch(text):
        return _unit(match[1], match[2], _DATA["units"][match[3]], text, here, context)
    if match := _AGO.fullmatch(text):
        count = _count(match["number"])
        base = here if match["where"] == "ago" else (context or here)
        back = match["where"] in ("ago", "earlier", "before", "previously") or (context is None)
        return _distance(count, _DATA["units"][match["unit"]], base, back)
    if match := _LENGTH.fullmatch(text):
        return _length(_count(match[1]), _DATA["units"][match[2]], text, here)
    if (
        text
        in ("then", "that time", "the time", "meanwhile", "the same time", "at the time", "the meantime", "meantime")
        and context
    ):
        return TimeValue(context, context, "day")
    if text in ("weekend", "the weekend"):
        return TimeValue(*cal.weekend(here, 1 if tense == "future" else 0), "range")
    return None


def _count(words: str) -> int | None:
    if words in ("a", "an"):
        return 1
    if words.startswith(("couple", "a couple")):
        return 2
    return exact_number(words)


def _unit(
    which: str | None, number: str | None, unit: str, text: str, here: date, context: date | None
) -> TimeValue | None:
    """`last week`, `the past 24 hours`, `this month`, `the next day`, `that year`."""
    sign = _DATA["relative"].get(which) if which else None
    plural = text.endswith("s")
    if sign == "recent" or (plural and number is None and unit not in ("hour",)):
        return OPEN
    if which in (None, "same", "following", "previous", "preceding", "prior") and context is not None:
        here = context
    if which is None and context is None:
        return (
            None
            if unit == "clock"
            else TimeValue(*cal.unit(unit, 0, here), _grain(unit))
            if text.startswith("that")
            else None
        )
    if number is not None:
        count = _count(number)
        if count is None or sign == 0:
            return OPEN
        return TimeValue(*cal.stretch(count, unit, int(sign or -1), here), "range")
    if unit in ("clock", "hour"):
        return TimeValue(cal.shift(here, -1 if sign == -1 else 0), here, "range") if sign == -1 else None
    return TimeValue(*cal.unit(unit, int(sign or 0), here), _grain(unit))


def _grain(unit: str) -> Granularity:
    if unit == "day":
        return "day"
    if unit == "week":
        return "week"
    if unit == "month":
        return "month"
    return "year" if unit == "year" else "range"


def _distance(count: int | None, unit: str, base: date, back: bool) -> TimeValue | None:
    if count is None:
        return OPEN
    sign = -1 if back else 1
    if unit == "clock" or (unit == "hour" and count < 12):
        return TimeValue(base, base, "day")
    if unit == "hour":
        day = cal.shift(base, sign * round(count / 24))
        return TimeValue(day, day, "day")
    if unit in ("day", "week", "fortnight"):
        day = cal.shift(base, sign * count * {"day": 1, "week": 7, "fortnight": 14}[unit])
        return TimeValue(day, day, "day")
    return TimeValue(*cal.unit(unit, sign * count, base), _grain(unit))


def _length(count: int | None, unit: str, text: str, here: date) -> TimeValue | None:
    """A duration is taken to end at the anchor: `for more than two years`; `two-year` starts with that calendar year."""
    if count is None:
        return OPEN
    if text.startswith(("in ", "within ")) and not re.search(r"\b(?:last|past)\b", text):
        return TimeValue(here, cal.stretch(count, unit, 1, here)[1], "range")
    if re.search(r"\w-\w", text) and unit == "year":
        return TimeValue(cal.unit("year", -count, here)[0], here, "range")
    return TimeValue(cal.back(count, unit, here), here, "range")


def _composed(text: str, anchor: date | None, tense: Tense, context: date | None, depth: int) -> TimeValue | None:
    """Expressions built from others: phases, clock times, `since`, `until`, ranges, and a time within more words."""

    def inner(part: str) -> TimeValue:
        return _resolve(part.strip(" ,"), anchor, tense, context, depth + 1)

    if (match := _BETWEEN.fullmatch(text)) and (
        value := _joined(inner(match[1]), inner(match[2]), match[1], match[2], anchor, tense, depth)
    ):
        return value
    if match := _UNTIL.fullmatch(text):
        return _until(
            match[1],
            _last_time(match[2], anchor, "future" if tense is None and match[1] != "before" else tense, context, depth),
            anchor,
        )
    if match := _FROM.fullmatch(text):
        begin = _last_time(match[2], anchor, tense or "past", context, depth)
        if begin.earliest is None:
            return OPEN
        if match[1] == "after":
            return TimeValue(begin.latest, None, "range")
        end = anchor if anchor and anchor >= begin.earliest else None
        return TimeValue(begin.earliest, end, "day" if end == begin.earliest else "range")
    if (match := _PHASE.match(text)) and match.end() < len(text):
        rest = text[match.end() :]
        period = _OF_PERIOD.fullmatch(rest)
        value = TimeValue(*cal.unit(period[1], 0, anchor), _grain(period[1])) if period and anchor else inner(rest)
        return _phased(value, match["edge"] or match["phase"] or match["shift"] or "earlier", anchor)
    if match := _PART_OF.fullmatch(text):
        return inner(match[1])
    clock = _CLOCK.search(text)
    if clock:
        rest = (text[: clock.start()] + text[clock.end() :]).strip(" ,")
        day = context or anchor
        return inner(rest) if rest else TimeValue(day, day, "day") if day else OPEN
    if match := _LEAD.match(text):
        return inner(text[match.end() :])
    if (match := _PAIR.fullmatch(text)) and (
        value := _joined(inner(match[1]), inner(match[2]), match[1], match[2], anchor, tense, depth)
    ):
        return value
    return _last_time(text, anchor, tense, context, depth)


def _last_time(text: str, anchor: date | None, tense: Tense, context: date | None, depth: int) -> TimeValue:
    value = named_days(text, anchor, tense) or (_relative(text, anchor, tense, context) if anchor or context else None)
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


def _until(word: str, value: TimeValue, anchor: date | None) -> TimeValue:
    if value.latest is None or value.earliest is None:
        return OPEN
    if word == "by":
        begin = anchor if anchor and anchor <= value.latest else None
        return TimeValue(begin, value.latest, "range")
    if word in ("before", "prior to", "ahead of"):
        return TimeValue(None, cal.shift(value.earliest, -1), "range")
    return TimeValue(None, value.latest, "range")


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
    rf"(?<![\w-])(?:(?:{_D})\.?,?\s+)?(?:{_DN}\s+(?:{_M})\.?,?\s+{_Y}|(?:{_M})\.?\s+{_DN},?\s+{_Y}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[-./]\d{{1,2}}[-./]{_Y})(?![\w-])",
    re.IGNORECASE,
)
_AGENCY_DATE = re.compile(
    rf"^[A-Z][A-Z ,.'’-]{{2,50}}[A-Za-z ,.]{{0,30}},\s+((?:{_M})\.?\s+\d{{1,2}}|\d{{1,2}}\s+(?:{_M}))\b", re.IGNORECASE
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
        word = re.search(r"[\w.'’-]+$", lead)
        headline = word is not None and word[0][0].isupper() and (not after or after[0].isupper())
        if opens or headline:
            value = resolve_time(match[0].replace("-", "/") if match[0][2:3] == "-" else match[0], None)
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
