"""Dates of publication."""

import datetime

import pytest

from reportedly.errors import BadDate
from reportedly.intake.dates import DateOrder, dateline_date, is_date_line, parse_published


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2016-07-02", "2016-07-02"),
        (" 2016-07-02T23:59:01Z ", "2016-07-02"),
        ("2016-07-02T23:59:01-05:00", "2016-07-02"),
        ("2016-07-02 10:00", "2016-07-02"),
        ("2016/07/02", "2016-07-02"),
        ("20160702", "2016-07-02"),
        ("Sat, 02 Jul 2016 10:00:00 +0000", "2016-07-02"),
        ("Sat, 2 Jul 2016 10:00:00 GMT", "2016-07-02"),
        ("July 2, 2016", "2016-07-02"),
        ("Jul. 2 2016", "2016-07-02"),
        ("2 July 2016", "2016-07-02"),
        ("2nd July, 2016", "2016-07-02"),
        ("Saturday, July 2nd, 2016 at 10:30 a.m. EST", "2016-07-02"),
        ("Sat Jul  2 10:00:00 2016", "2016-07-02"),
        ("02.07.2016", "2016-07-02"),
        (datetime.date(2016, 7, 2), "2016-07-02"),
        (datetime.datetime(2016, 7, 2, 23, tzinfo=datetime.UTC), "2016-07-02"),
        (None, None),
        ("  ", None),
        (float("nan"), None),
    ],
)
def test_published_forms(value: object, day: str | None) -> None:
    assert parse_published(value) == day


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2016-02-30",
        "2016-13-01",
        "07/02/2016",
        "July 2016",
        "2016",
        1467417600,
        "Mon, 2 Jul 2016",
        [2016],
        "9" * 10_000,
    ],
)
def test_no_date(value: object) -> None:
    with pytest.raises(BadDate, match="row 7: expected a date such as 2016-07-02"):
        parse_published(value, "row 7")


def test_ambiguous_date_says_so() -> None:
    with pytest.raises(BadDate, match=r"which number is the month"):
        parse_published("07/02/2016")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Wed 05 Apr 2017 Shelling resumes near the dam", "2017-04-05"),
        ("2 July 2016 Rebels said they had left the town.", "2016-07-02"),
        ("WASHINGTON, March 3, 2015 — The State Department said", "2015-03-03"),
        ("WASHINGTON, March 3, 2015 (Reuters) - The State Department said", "2015-03-03"),
        ("Posted on July 2 2016 by the newsroom", "2016-07-02"),
        ("Published: May 12, 2022 10:20 GMT", "2022-05-12"),
        ("By Ada Writer | May 12, 2022", "2022-05-12"),
        ("Sat Feb 28 2015 190703 Dozens wounded", "2015-02-28"),
        ("2016-07-02 - Rebels left", "2016-07-02"),
        ("29-07-2016 Village seized.", "2016-07-29"),
        ("July 2, 2016 was the deadliest day of the year.", None),
        ("On July 2, 2016, rebels left the town.", None),
        ("July 2, 2016, rebels left the town.", None),
        ("04-05-2016 Village seized.", None),
        ("Mon 05 Apr 2017 The weekday is wrong", None),
        ("© 2024 The Courier", None),
        ("Copyright 2 July 2016 The Courier", None),
        ("The town fell on 2 July 2016.", None),
    ],
)
def test_dateline(line: str, day: str | None) -> None:
    assert dateline_date([line]) == day


def test_dateline_after_byline_but_not_deep_in_the_text() -> None:
    assert dateline_date(["By Ada Writer", "May 12, 2022", "Rebels left."]) == "2022-05-12"
    assert dateline_date(["Rebels left the town. " * 30, "May 12, 2022"]) is None


def test_date_line() -> None:
    assert is_date_line("Published May 12, 2022 10:20 GMT")
    assert not is_date_line("May 12, 2022 talks fail")


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("04/05/2022", "dmy", "2022-05-04"),
        ("04/05/2022", "mdy", "2022-04-05"),
        ("4/5/22 10:15", "mdy", "2022-04-05"),
        ("05.04.2022", "mdy", "2022-05-04"),
        ("2022-05-04", "dmy", "2022-05-04"),
        ("5/13/2022 9:00", None, "2022-05-13"),
        ("13/5/2022", None, "2022-05-13"),
        ("12-May-22", None, "2022-05-12"),
        ("12-May-1998", None, "1998-05-12"),
        ("12-May-98", None, "1998-05-12"),
        ("n/a", None, None),
        ("NaT", None, None),
        (" - ", None, None),
    ],
)
def test_dates_of_spreadsheets(written: str, order: DateOrder | None, day: str | None) -> None:
    assert parse_published(written, order=order) == day


def test_a_month_over_12_is_no_date_in_the_given_order() -> None:
    with pytest.raises(BadDate, match="expected a date"):
        parse_published("05/13/22", order="dmy")
    with pytest.raises(BadDate, match=r"which number is the month.* --dates"):
        parse_published("05/12/2022")
