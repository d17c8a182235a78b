"""Calendar arithmetic: days, weeks, months, seasons and years around a day.

Comes in: a day and how far to go. Goes out: days and pairs of first and last day, both inclusive.
Knows nothing of words.
"""

import calendar
from datetime import date, timedelta
from typing import Literal

Days = tuple[date, date]
Tense = Literal["past", "future"] | None
_LENGTHS = {"clock": 0, "hour": 0, "day": 1, "week": 7, "fortnight": 14, "weekend": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
SOON = 2  # months
NEAREST = 5  # months: any further ahead, and the same month of the year before is nearer
MOST = 4000  # units that are counted; more is refused with ValueError


def known(day: date | None) -> date:
    """`day`, which must be known here; ValueError when it is None."""
    if day is None:
        raise ValueError("expected a day to count from, got None")
    return day


def shift(day: date, days: int) -> date:
    """The day `days` later (earlier when negative). OverflowError outside the calendar."""
    return day + timedelta(days=days)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month(year: int, number: int) -> Days:
    """First and last day of a month."""
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def year(number: int) -> Days:
    """First and last day of a year."""
    return date(number, 1, 1), date(number, 12, 31)


def nearest(month_number: int, day: int, anchor: date, tense: Tense) -> date:
    """The day of that month nearest to the anchor; in the past tense, the nearest that is not after it.

    In the future tense too it is the nearest: plans are told with the days on which they were made.
    """
    options = []
    for candidate in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            options.append(date(candidate, month_number, day))
        except ValueError:  # 29 February
            continue
    if tense == "past":
        options = [option for option in options if option <= anchor] or options
    if not options:
        raise ValueError(f"expected a day that the years around {anchor.year} have, got {day}/{month_number}")
    return min(options, key=lambda option: abs((option - anchor).days))


def month_near(which: str | None, number: int, anchor: date, tense: Tense) -> Days:
    """The month meant by `March`, `last March`, `next March`: by default the latest that has begun.

    Without a tense, a month that begins within the next `SOON` months is taken for the coming one: reports say
    `last` of one nine months gone. In the future tense it is the nearest, that month itself included.
    """
    if which in ("last", "past"):
        return month(anchor.year if number < anchor.month else anchor.year - 1, number)
    reach = {"past": 0, "future": NEAREST}.get(tense or "", SOON)
    if which == "next" or (which is None and 0 < (number - anchor.month) % 12 <= reach):
        later = number > anchor.month if which == "next" else number >= anchor.month
        return month(anchor.year if later else anchor.year + 1, number)
    return month(anchor.year if number <= anchor.month else anchor.year - 1, number)


def weekday(number: int, which: str | None, anchor: date, tense: Tense) -> date:
    """The day meant by `Friday`, `last Friday`, `next Friday`, `this Friday` (0 is Monday)."""
    back = (anchor.weekday() - number) % 7
    if which in ("last", "past", "previous", "preceding"):
        return shift(anchor, -(back or 7))
    if which in ("next", "coming", "following", "upcoming"):
        return shift(anchor, 7 - back)
    if which in ("this", "current"):
        # the coming day of that name; said of the past, the one just gone
        return shift(anchor, -back) if tense == "past" or back == 0 else shift(anchor, 7 - back)
    if tense == "future":
        return shift(anchor, (7 - back) % 7)
    return shift(anchor, -back)


def weekend(anchor: date, sign: int) -> Days:
    """Saturday and Sunday: of the last begun weekend (0), of the next one (1), of the one before (-1)."""
    saturday = shift(anchor, -((anchor.weekday() - 5) % 7))
    if sign > 0:
        saturday = shift(saturday, 7)
    if sign < 0 and anchor.weekday() >= 5:
        saturday = shift(saturday, -7)
    return saturday, shift(saturday, 1)


def unit(name: str, steps: int, anchor: date) -> Days:
    """The calendar unit `steps` from the anchor's own: week (Monday to Sunday), month, year …"""
    if abs(steps) > MOST:
        raise ValueError(f"expected at most {MOST} units, got {steps}")
    if name == "weekend":
        return weekend(anchor, steps)
    if name in ("week", "fortnight"):
        monday = shift(anchor, -anchor.weekday() + _LENGTHS[name] * steps)
        return monday, shift(monday, _LENGTHS[name] - 1)
    if name == "month":
        first = add_months(anchor.replace(day=1), steps)
        return month(first.year, first.month)
    if name == "quarter":
        first = add_months(date(anchor.year, (anchor.month - 1) // 3 * 3 + 1, 1), 3 * steps)
        return first, month(first.year, first.month + 2)[1]
    if name == "year":
        return year(anchor.year + steps)
    if name in ("decade", "century"):
        size = 10 if name == "decade" else 100
        first_year = anchor.year // size * size + size * steps
        return date(first_year, 1, 1), date(first_year + size - 1, 12, 31)
    day = shift(anchor, steps)
    return day, day


def back(count: int, name: str, anchor: date) -> date:
    """The day `count` units before the anchor."""
    if count > MOST:
        raise ValueError(f"expected at most {MOST} units, got {count}")
    if name in _MONTHS:
        return add_months(anchor, -count * _MONTHS[name])
    if name == "hour":
        return shift(anchor, -((count + 23) // 24))
    return shift(anchor, -count * _LENGTHS[name])


def stretch(count: int, name: str, sign: int, anchor: date) -> Days:
    """The last (`sign` -1) or next (1) `count` units, up to or from the anchor."""
    if sign < 0:
        return back(count, name, anchor), anchor
    if count > MOST:
        raise ValueError(f"expected at most {MOST} units, got {count}")
    if name in _MONTHS:
        return anchor, add_months(anchor, count * _MONTHS[name])
    return anchor, shift(anchor, (count + 23) // 24 if name == "hour" else count * _LENGTHS[name])


def season(months: list[int], in_year: int | None, which: str | None, anchor: date | None, tense: Tense) -> Days:
    """First and last day of a season; a winter belongs to the year it begins in. Without a year, the last begun one."""

    def span(start_year: int) -> Days:
        end_year = start_year + (months[1] < months[0])
        return date(start_year, months[0], 1), month(end_year, months[1])[1]

    if in_year is not None:
        return span(in_year)
    here = known(anchor)
    if which == "next" or tense == "future":
        return next(
            span(y)
            for y in (here.year - 1, here.year, here.year + 1)
            if span(y)[0] > here or (which != "next" and span(y)[1] >= here)
        )
    if which == "this":
        return span(here.year)
    done = which in ("last", "past")
    return next(
        span(y)
        for y in (here.year, here.year - 1, here.year - 2)
        if (span(y)[1] < here if done else span(y)[0] <= here)
    )


def third(first: date, last: date, phase: str) -> Days:
    """The early, middle or late third of a span; of a month ten days, of a week three days, four when late.

    Of a year the first four months, the summer, and the last quarter: so readers of this project's gold take
    `early 2011`, `mid-2012` and `late 2014`, all alike.
    """
    days = (last - first).days + 1
    if days > 360 and first.day == 1 and days < 367:
        begin, end = {"early": (1, 4), "mid": (6, 8), "late": (10, 12)}[phase]
        return date(first.year, begin, 1), month(first.year, end)[1]
    if 28 <= days <= 31 and first.day == 1:
        begin = {"early": 1, "mid": 11, "late": 21}[phase]
        return first.replace(day=begin), last if phase == "late" else first.replace(day=begin + 9)
    if days == 7:
        return shift(first, {"early": 0, "mid": 2, "late": 3}[phase]), shift(
            first, {"early": 2, "mid": 4, "late": 6}[phase]
        )
    size = days // 3
    start_day = shift(first, {"early": 0, "mid": size, "late": days - size}[phase])
    return start_day, last if phase == "late" else shift(start_day, max(size - 1, 0))
