"""Time expressions that count from another day: weekdays, `last week`, `two days ago`, `for three months`.

Comes in: an expression in lower case, the anchor, and a context day. Goes out: days, or None.
Knows nothing of expressions that name their date.
"""

import re
from datetime import date
from typing import Any

from reportedly.records import Granularity
from reportedly.resolve import spans as cal
from reportedly.resolve.lexicon import table
from reportedly.resolve.named_days import DAYS, OPEN, Tense, TimeValue, any_of
from reportedly.resolve.numbers import WORDS as NUMBER_WORDS
from reportedly.resolve.numbers import exact_number

_DATA: dict[str, Any] = table("times.toml")
_D, _U, _R, _P = any_of(DAYS), any_of(_DATA["units"]), any_of(_DATA["relative"]), any_of(_DATA["parts_of_day"]["words"])
_NUM = rf"(?:\d[\d,]*|an?|(?:a )?couple(?: of)?|few|several|(?:{any_of(sorted(NUMBER_WORDS))})(?:[ -](?:{any_of(sorted(NUMBER_WORDS))}))*)"
_WEEKDAY = re.compile(rf"(?:the )?(?:({_R}) )?({_D})s?(?:'s)?(?: (?:this|last|next) week)?(?: (?:{_P}|overnight))?")
_UNIT = re.compile(rf"(?:the |that |in the )?(?:({_R})|that|the) (?:({_NUM}) )?({_U})")
_AGO = re.compile(
    rf"(?:(?P<vague>at least|more than|about|nearly|almost|around|over|some|just|exactly) )*(?P<number>{_NUM}) ?-?(?P<unit>{_U})s? (?P<where>ago|earlier|before|previously|later|after)"
)
_LENGTH = re.compile(
    rf"(?:(?:for|over|during|in|within|throughout|at least|more than|about|nearly|almost|around|some|the|last|past|just|previous) )*({_NUM})[ -]({_U})(?:-old)?"
)
_FEW = re.compile(
    rf"(?:(?:for|over|during|in|within|throughout|the|these|last|past|previous|recent|coming|next|following|a|many) )*(?:(few|several|couple of|recent|coming) )({_U})"
)
_BESIDE = re.compile(rf"the ({_U}) (before|earlier|previously|after|later)")
_LATER = re.compile(r"(?:just |a few |several )?(?:minutes|hours|moments) (?:later|earlier|before|ago|previously)")
_LONG = re.compile(rf"({_NUM} )?({_U})[ -]long")
_PART = re.compile(rf"(?:the |in the |at )?(?:early |late )?(?:{_P})(?: hours)?")
_AT_NIGHT = re.compile(r"(?:in|during|throughout|through|over) the night|through the night")
_NIGHT = re.compile(
    rf"(?:in )?(last|this|that|the same|the previous|the next|the following|the) (?:early |late )?(?:{_P})"
)


def counted_days(text: str, anchor: date | None, tense: Tense, context: date | None) -> TimeValue | None:
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
    if (match := _FEW.fullmatch(text)) and (value := _few(match[1], match[2], text, here)):
        return value
    if match := _UNIT.fullmatch(text):
        return _unit(match[1], match[2], _DATA["units"][match[3]], text, here, context, tense)
    if match := _AGO.fullmatch(text):
        count = _count(match["number"])
        base = here if match["where"] == "ago" else (context or here)
        # "It came two days after they met": the day of what stands behind "after", counted back from what it came after.
        back = match["where"] != "later" or context is None
        return _distance(count, _DATA["units"][match["unit"]], base, back)
    if match := _BESIDE.fullmatch(text):
        unit = _DATA["units"][match[1]]
        sign = 1 if match[2] in ("after", "later") and context else -1
        return None if unit in ("clock", "hour") else TimeValue(*cal.unit(unit, sign, context or here), grain(unit))
    if _AT_NIGHT.fullmatch(text):
        day = context or here
        return TimeValue(cal.shift(day, -1), day, "range")
    if (context and _LATER.fullmatch(text)) or _PART.fullmatch(text):
        day = context or here
        return TimeValue(day, day, "day")
    if match := _LONG.fullmatch(text):
        return _length(_count((match[1] or "a").strip()), _DATA["units"][match[2]], text, here, tense)
    if match := _LENGTH.fullmatch(text):
        return _length(_count(match[1]), _DATA["units"][match[2]], text, here, tense)
    if (
        text
        in ("then", "that time", "the time", "meanwhile", "the same time", "at the time", "the meantime", "meantime")
        and context
    ):
        return TimeValue(context, context, "day")
    if match := _NIGHT.fullmatch(text):
        if match[1] in ("that", "the same", "the"):
            here = context or here
        day = cal.shift(
            here, -1 if match[1] in ("last", "the previous") else 1 if match[1] in ("the next", "the following") else 0
        )
        return TimeValue(day, day, "day")
    if text in ("the day", "the whole day", "the same date") and context:
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


def _few(which: str, unit: str, text: str, here: date) -> TimeValue | None:
    """`recent weeks`, `the last few days`, `the coming days`: a stretch whose length is a convention (`data/times.toml`)."""
    unit = _DATA["units"][unit]
    ahead = re.search(r"\b(?:coming|next|following)\b", text) is not None
    reach = _DATA["vague"]["recent" if which in ("recent", "coming") else "few"].get(unit)
    if unit == "hour" and re.search(r"\b(?:last|past|recent)\b", text):
        return TimeValue(here, here, "day")
    if reach is None:
        return None
    if ahead:
        return TimeValue(cal.shift(here, 1), cal.shift(here, reach), "range")
    first = cal.shift(here, -reach)
    return TimeValue(first.replace(day=1) if unit == "month" else first, here, "range")


def _unit(
    which: str | None, number: str | None, unit: str, text: str, here: date, context: date | None, tense: Tense
) -> TimeValue | None:
    """`last week`, `the past 24 hours`, `this month`, `the next day`, `that year`.

    "This week" of what has happened, written on a Monday, is the week that has just ended.
    """
    sign = _DATA["relative"].get(which) if which else None
    plural = text.endswith("s")
    if sign == "recent" or (plural and number is None and unit not in ("hour",)):
        return OPEN
    told = which == "next" and unit == "day" and text.startswith("the ")  # "the next day" is that after the day told of
    if (told or which in (None, "same", "following", "previous", "preceding", "prior")) and context is not None:
        here = context
    if which is None and context is None:
        return (
            None
            if unit == "clock"
            else TimeValue(*cal.unit(unit, 0, here), grain(unit))
            if text.startswith("that")
            else None
        )
    rolling = which == "past" or (which == "last" and text.startswith(("the ", "in the ")))
    if number is None and rolling and unit in ("week", "fortnight", "month", "quarter", "year", "decade"):
        number = "one"  # "the past year" ends today; "last year" is the calendar's
    if number is not None:
        count = _count(number)
        if count is None or sign == 0:
            return OPEN
        return TimeValue(*cal.stretch(count, unit, int(sign or -1), here), "range")
    if unit in ("clock", "hour"):
        return TimeValue(cal.shift(here, -1 if sign == -1 else 0), here, "range") if sign == -1 else None
    first, last = cal.unit(unit, int(sign or 0), here)
    if sign == 0 and tense == "past" and which == "this":
        if unit == "week" and first == here:
            first = cal.shift(first, -7)
        return TimeValue(first, max(first, min(last, here)), grain(unit))
    return TimeValue(first, last, grain(unit))


def grain(unit: str) -> Granularity:
    """The granularity of one calendar unit."""
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
    return TimeValue(*cal.unit(unit, sign * count, base), grain(unit))


def _length(count: int | None, unit: str, text: str, here: date, tense: Tense) -> TimeValue | None:
    """A duration is taken to end at the anchor: `for more than two years`; `two-year` starts with that calendar year.

    `in two days` lies ahead, but not of what has happened.
    """
    if count is None:
        return OPEN
    if tense != "past" and text.startswith(("in ", "within ")) and not re.search(r"\b(?:last|past)\b", text):
        return TimeValue(here, cal.stretch(count, unit, 1, here)[1], "range")
    if re.search(r"\w-\w", text) and unit == "year":
        return TimeValue(cal.unit("year", -count, here)[0], here, "range")
    return TimeValue(cal.back(count, unit, here), here, "range")
