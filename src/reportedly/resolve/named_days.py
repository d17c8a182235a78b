"""Time expressions that name their day, month, season or year.

Comes in: an expression in lower case, and the anchor for what it leaves out (the year). Goes out: days, or None.
Knows nothing of expressions that count from elsewhere (`yesterday`, `two days later`).
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from reportedly.records import Granularity
from reportedly.resolve import spans as cal
from reportedly.resolve.lexicon import table

Tense = Literal["past", "future"] | None
_DATA: dict[str, Any] = table("times.toml")


class TimeValue(NamedTuple):
    """The days an expression may mean, both inclusive; an open side is None, and `open` leaves both so."""

    earliest: date | None
    latest: date | None
    granularity: Granularity

    def iso(self) -> tuple[str | None, str | None, Granularity]:
        """The same with days as YYYY-MM-DD, as `records.When` takes them."""
        first, last = self.earliest, self.latest
        return (first.isoformat() if first else None, last.isoformat() if last else None, self.granularity)


OPEN = TimeValue(None, None, "open")


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


DAYS = {**_DATA["weekdays"], **_DATA["weekday_abbreviations"]}
MONTHS = {**_DATA["months"], **_DATA["ambiguous_months"]}
_D, _M, _S = any_of(DAYS), any_of(MONTHS), any_of(_DATA["seasons"])
_Y = r"(?:1[89]|20)\d\d"
_DN = r"\d{1,2}(?:st|nd|rd|th)?"
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d\d)")
_DMY = re.compile(rf"(?:the )?({_DN})(?: of)? ({_M})\.?(?:,? ({_Y}))?")
_MDY = re.compile(rf"({_M})\.? ({_DN})(?:,? ({_Y}))?")
_MY = re.compile(rf"(?:(last|next|this|past|the) )?({_M})\.?(?:,? (?:of )?({_Y}))?")
_MONTH_OF = re.compile(rf"({_M})\.? (?:of )?(last|this|next) year")
_YEARS = re.compile(r"((?:1[89]|20)\d\d) ?(?:-|to|and) ?((?:1[89]|20)?\d\d)")
_DAY_SPAN_DMY = re.compile(rf"({_DN}) ?(?:-|to|and|through) ?({_DN}) ({_M})\.?(?:,? ({_Y}))?")
_DAY_SPAN_MDY = re.compile(rf"({_M})\.? ({_DN}) ?(?:-|to|and|through) ?({_DN})(?:,? ({_Y}))?")
_MONTH_SPAN = re.compile(rf"({_M})\.? ?(?:-|to|and|through) ?({_M})\.?,? ({_Y})")
_SEASON = re.compile(rf"(?:(last|next|this|the|past) )?({_S})(?: (?:of )?({_Y}))?")
_DECADE = re.compile(r"(?:the )?(\d{3})0s")
_YEAR = re.compile(rf"(?:the year )?({_Y})")
_QUARTER = re.compile(rf"(?:the )?(first|second|third|fourth) quarter(?: of ({_Y}))?")
_FEAST = re.compile(rf"({any_of(_DATA['feasts'])})(?: ({_Y}))?")


def named_days(text: str, anchor: date | None, tense: Tense) -> TimeValue | None:
    """Expressions whose day, month or year is named."""
    text = re.sub(rf"^(?:{_D})s?,? (?=\d|{_M})", "", text)
    if match := _ISO.fullmatch(text):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return TimeValue(day, day, "day")
    if match := _NUMERIC.fullmatch(text):
        return _numeric(int(match[1]), int(match[2]), match[3])
    if match := _DMY.fullmatch(text):
        return _day(match[3], MONTHS[match[2]], match[1], anchor, tense)
    if match := _MDY.fullmatch(text):
        return _day(match[3], MONTHS[match[1]], match[2], anchor, tense)
    if match := _MY.fullmatch(text):
        return _month(match[1], MONTHS[match[2]], match[3], anchor, tense)
    if (match := _MONTH_OF.fullmatch(text)) and anchor:
        step = {"last": -1, "this": 0, "next": 1}[match[2]]
        return TimeValue(*cal.month(anchor.year + step, MONTHS[match[1]]), "month")
    if (match := _YEARS.fullmatch(text)) and match[1] < (last := match[1][: 4 - len(match[2])] + match[2]):
        return TimeValue(cal.year(int(match[1]))[0], cal.year(int(last))[1], "range")
    if match := _YEAR.fullmatch(text):
        return TimeValue(*cal.year(int(match[1])), "year")
    if match := _DAY_SPAN_DMY.fullmatch(text):
        return _days(match[4], MONTHS[match[3]], match[1], match[2], anchor, tense)
    if match := _DAY_SPAN_MDY.fullmatch(text):
        return _days(match[4], MONTHS[match[1]], match[2], match[3], anchor, tense)
    if match := _MONTH_SPAN.fullmatch(text):
        year = int(match[3])
        return TimeValue(cal.month(year, MONTHS[match[1]])[0], cal.month(year, MONTHS[match[2]])[1], "range")
    if match := _DECADE.fullmatch(text):
        return TimeValue(date(int(match[1] + "0"), 1, 1), date(int(match[1] + "9"), 12, 31), "range")
    if (match := _SEASON.fullmatch(text)) and (match[3] or anchor):
        return TimeValue(
            *cal.season(_DATA["seasons"][match[2]], int(match[3]) if match[3] else None, match[1], anchor, tense),
            "season",
        )
    if (match := _QUARTER.fullmatch(text)) and (match[2] or anchor):
        number = ("first", "second", "third", "fourth").index(match[1])
        year = int(match[2]) if match[2] else cal.known(anchor).year
        return TimeValue(cal.month(year, number * 3 + 1)[0], cal.month(year, number * 3 + 3)[1], "range")
    if match := _FEAST.fullmatch(text):
        month, day = _DATA["feasts"][match[1]]
        return _day(match[2], month, str(day), anchor, tense)
    return None


def _numeric(first: int, second: int, year: str) -> TimeValue:
    """Day/month/year, the order of most of the world's press; month/day only where the other is impossible."""
    full = int(year) if len(year) == 4 else 2000 + int(year)
    day = date(full, first, second) if second > 12 >= first else date(full, second, first)
    return TimeValue(day, day, "day")


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _day(year: str | None, month: int, day: str, anchor: date | None, tense: Tense) -> TimeValue | None:
    if year is None and anchor is None:
        return None
    found = date(int(year), month, _number(day)) if year else cal.nearest(month, _number(day), cal.known(anchor), tense)
    return TimeValue(found, found, "day")


def _days(year: str | None, month: int, first: str, last: str, anchor: date | None, tense: Tense) -> TimeValue | None:
    begin = _day(year, month, first, anchor, tense)
    if begin is None or begin.earliest is None:
        return None
    end = begin.earliest.replace(day=_number(last))
    return TimeValue(begin.earliest, end, "range") if end >= begin.earliest else None


def _month(which: str | None, month: int, year: str | None, anchor: date | None, tense: Tense) -> TimeValue | None:
    if year:
        return TimeValue(*cal.month(int(year), month), "month")
    if anchor is None:
        return None
    if which == "this":
        return TimeValue(*cal.month(anchor.year, month), "month")
    return TimeValue(*cal.month_near(which, month, anchor, tense), "month")
