"""Dates of publication: as a table or a person gives them, and as a dateline tells them.

Comes in: a value, or the head of a text. Goes out: a day as YYYY-MM-DD, or None.
Knows nothing of dates of events: a day named in a sentence, or a copyright year, is never taken.
"""

import datetime
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from reportedly.errors import BadDate, DataError

DateOrder = Literal["dmy", "mdy"]  # how dates in numbers are written: day first or month first

EARLIEST_YEAR, LATEST_YEAR = 1800, 2199
HEAD_LINES = 5  # non-blank lines in which a dateline may stand
HEAD_WIDTH = 240  # code points of each that are looked at

_ISO = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:$|[T ,]+(?=\d{1,2}:?\d{2})(.*)$)")
_NUMBERS = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?)?", re.IGNORECASE
)
_TIME = r"(?:,?\s+(?:at\s+|-\s+)?\d{1,2}[:.]?\d{2}(?:[:.]?\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?(?:\s*\(?(?:[A-Z]{1,5}\b|[+-]\d{2}:?\d{2})\)?){0,3})"


def parse_published(value: Any, what: str = "published", order: DateOrder | None = None) -> str | None:
    """The day of a date or date-time as YYYY-MM-DD; None for nothing (None, blank, NaN, "n/a"). `what` names it in errors.

    Takes ISO 8601 (also YYYYMMDD, YYYY/MM/DD), RFC 2822, "July 2, 2016", "2 July 2016", "2-Jul-16", "Sat Jul 2 10:00:00
    2016", "02.07.2016", dates and date-times of Python; "02/07/2016" only with `order`, which then holds for every date
    in numbers that does not begin with the year. The day is as written: no time zone is shifted. Raises BadDate.
    """
    if value is None or value != value:  # NaN
        return None
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if not isinstance(value, str):
        raise BadDate(f"{what}: expected a date such as 2016-07-02, got {_shown(value)}")
    text = " ".join(value.split())
    if not text or text.casefold() in _table()["nothing"]:
        return None
    if len(text) <= 80:
        day = _iso(text) or _in_order(text, order) or _written(text) or _hyphened(text)
        if day is not None:
            return day.isoformat()
    hint = " (which number is the month? --dates dmy or mdy says)" if not order and _NUMBERS.fullmatch(text) else ""
    raise BadDate(f"{what}: expected a date such as 2016-07-02 or 2 July 2016, got {_shown(value)}{hint}")


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def _iso(text: str) -> datetime.date | None:
    found = _ISO.match(text)
    return _day(int(found[1]), int(found[3]), int(found[4])) if found else None


def _written(text: str) -> datetime.date | None:
    found = _patterns()["whole"].fullmatch(text)
    return _from_match(found) if found else None


def _in_order(text: str, order: DateOrder | None) -> datetime.date | None:
    """A date in numbers, its year last, in full or of two digits, a time of day after it allowed.

    Without an order, only one whose second number can be no month ("5/13/2022").
    """
    found = _NUMBERS.fullmatch(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
    if order is None:
        return _day(year, first, second) if second > 12 and len(found[4]) == 4 else None
    return _day(year, second, first) if order == "dmy" else _day(year, first, second)


def _hyphened(text: str) -> datetime.date | None:
    """ "12-May-22", as spreadsheets write it."""
    found = re.fullmatch(r"(\d{1,2})-([A-Za-z]{3,9})-(\d{4}|\d\d)", text)
    month = _months().get(found[2].lower()) if found else None
    return _day(_full_year(found[3]), month, int(found[1])) if found and month else None


def _full_year(year: str) -> int:
    """A year of two digits as POSIX's strptime reads it: 69 to 99 are of the last century."""
    number = int(year)
    return number if len(year) == 4 else number + (1900 if number >= 69 else 2000)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def dateline_date(lines: list[str]) -> str | None:
    """The day that the dateline among a text's first lines gives, as YYYY-MM-DD, or None.

    `lines` are the non-blank lines of the text's head that are not boilerplate. A date counts where it opens a line
    ("Wed 05 Apr 2017 …", "Published July 2 2016"), ends a byline ("By A. Writer | May 12, 2022"), or closes a place
    dateline ("WASHINGTON, March 3, 2015 —"); "On July 2, 2016, rebels …" and "July 2, 2016 was …" do not count.
    """
    patterns = _patterns()
    for line in lines[:HEAD_LINES]:
        head = line[:HEAD_WIDTH].strip()
        for kind in ("announced", "leading", "byline", "place"):
            found = patterns[kind].match(head)
            if found and (day := _from_match(found)):
                return day.isoformat()
        if len(line) > HEAD_WIDTH:
            break
    return None


def is_date_line(line: str) -> bool:
    """Whether the line is a date and nothing else, an announcing word and a time of day allowed."""
    return len(line) <= HEAD_WIDTH and _patterns()["alone"].fullmatch(line.strip()) is not None


def _from_match(found: re.Match[str]) -> datetime.date | None:
    parts = {key: value for key, value in found.groupdict().items() if value}
    names = _names()
    year = int(next(parts[key] for key in ("y1", "y2", "y3", "y4", "y5") if key in parts))
    if "n4" in parts:  # numbers only
        first, second = int(parts["d4"]), int(parts["n4"])
        if parts["s4"] != "." and first <= 12:
            return None
        day = _day(year, second, first)
    elif "n5" in parts:
        day = _day(year, int(parts["n5"]), int(parts["d5"]))
    else:
        month = next(parts[key] for key in ("m1", "m2", "m3") if key in parts)
        number = next(parts[key] for key in ("d1", "d2", "d3") if key in parts)
        day = _day(year, names[month.lower()], int(number))
    if day is not None and "wd" in parts and names[parts["wd"].lower()] != day.weekday():
        return None  # one of the two is a slip; neither is to be trusted
    return day


@cache
def _table() -> dict[str, list[Any]]:
    try:
        table: dict[str, list[Any]] = tomllib.loads(files(__package__).joinpath("data/dates.toml").read_text("utf-8"))
        if (len(table["months"]), len(table["weekdays"])) != (12, 7) or not table["announcing"]:
            raise ValueError("expected 12 months, 7 weekdays and announcing words")
        table["nothing"] = [word.casefold() for word in table["nothing"]]
    except (OSError, ValueError, KeyError) as error:
        raise DataError("intake/data/dates.toml is missing or malformed") from error
    return table


@cache
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(_table()["months"], 1) for name in names}


@cache
def _names() -> dict[str, int]:
    return _months() | {name: number for number, names in enumerate(_table()["weekdays"]) for name in names}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    def any_of(names: list[str]) -> str:
        return "(?i:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + ")"

    month = any_of([name for names in _table()["months"] for name in names])
    weekday = any_of([name for names in _table()["weekdays"] for name in names])
    announcing = rf"(?:{any_of(_table()['announcing'])}\s*:?\s+)"
    ordinal = "(?:st|nd|rd|th)?"
    date = (
        rf"(?:(?P<wd>{weekday})\b\.?,?\s+)?"
        r"(?:"
        rf"(?P<d1>\d{{1,2}}){ordinal}\s+(?:of\s+)?(?P<m1>{month})\b\.?,?\s+(?P<y1>\d{{4}})"
        rf"|(?P<m2>{month})\b\.?\s+(?P<d2>\d{{1,2}}){ordinal},?\s+(?P<y2>\d{{4}})"
        rf"|(?P<m3>{month})\b\.?\s+(?P<d3>\d{{1,2}})\s+\d{{1,2}}:\d{{2}}:\d{{2}}\s+(?:[A-Z]{{2,5}}\s+)?(?P<y3>\d{{4}})"
        r"|(?P<d4>\d{1,2})(?P<s4>[./-])(?P<n4>\d{1,2})(?P=s4)(?P<y4>\d{4})"
        r"|(?P<y5>\d{4})-(?P<n5>\d{2})-(?P<d5>\d{2})"
        r")(?!\d)"
    )
    # After a date that opens a line comes its end, a dash, a bar or colon, or a new sentence: never the rest of one.
    after = rf"{_TIME}?(?=\s*$|\s*[-–—|:•·(]|\.\s|\s+[A-Z0-9\"“‘'])"
    place = r"[A-Z][A-Z.'’-]{2,30}(?:[ ,][\w .,'’-]{0,40})?"
    return {
        "whole": re.compile(rf"{date}{_TIME}?"),
        "alone": re.compile(rf"{announcing}?{date}{_TIME}?[.\s]*"),
        "announced": re.compile(rf"{announcing}{date}"),
        "leading": re.compile(rf"{date}{after}"),
        "byline": re.compile(rf"(?i:by)\s[^|•·]{{2,100}}?[|•·,–—-]\s*{announcing}?{date}{_TIME}?\s*$"),
        "place": re.compile(
            rf"{place}(?:\s*\([^()]{{2,40}}\))?[,;:]?\s*\(?{date}\)?(?:\s*\([^()]{{2,40}}\))?\s*[-–—:]"
        ),
    }
