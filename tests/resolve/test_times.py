"""Time expressions: found in text, and resolved against a day."""

from datetime import date

import pytest

from reportedly.records import Zone
from reportedly.resolve.times import dateline_date, find_times, may_date, resolve_time

FRIDAY = date(2022, 5, 13)


@pytest.mark.parametrize(
    ("expression", "earliest", "latest", "granularity"),
    [
        ("Thursday", "2022-05-12", "2022-05-12", "day"),
        ("Friday", "2022-05-13", "2022-05-13", "day"),
        ("last Friday", "2022-05-06", "2022-05-06", "day"),
        ("next Monday", "2022-05-16", "2022-05-16", "day"),
        ("this Sunday", "2022-05-15", "2022-05-15", "day"),
        ("late on Saturday", "2022-05-07", "2022-05-07", "day"),
        ("Friday morning", "2022-05-13", "2022-05-13", "day"),
        ("yesterday", "2022-05-12", "2022-05-12", "day"),
        ("overnight", "2022-05-12", "2022-05-13", "range"),
        ("earlier this month", "2022-05-01", "2022-05-13", "range"),
        ("last week", "2022-05-02", "2022-05-08", "week"),
        ("early next week", "2022-05-16", "2022-05-18", "range"),
        ("in March", "2022-03-01", "2022-03-31", "month"),
        ("December", "2021-12-01", "2021-12-31", "month"),
        ("last September", "2021-09-01", "2021-09-30", "month"),
        ("early March 2016", "2016-03-01", "2016-03-10", "range"),
        ("early 2011", "2011-01-01", "2011-04-30", "range"),
        ("since 2012", "2012-01-01", "2022-05-13", "range"),
        ("since the siege of the port began in April 2022", "2022-04-01", "2022-05-13", "range"),
        ("the past 24 hours", "2022-05-12", "2022-05-13", "range"),
        ("two days ago", "2022-05-11", "2022-05-11", "day"),
        ("three years ago", "2019-01-01", "2019-12-31", "year"),
        ("for more than two years", "2020-05-13", "2022-05-13", "range"),
        ("from 5 to 7 May", "2022-05-05", "2022-05-07", "range"),
        ("11–13 May", "2022-05-11", "2022-05-13", "range"),
        ("between Monday and Wednesday", "2022-05-09", "2022-05-11", "range"),
        ("Saturday and Sunday", "2022-05-07", "2022-05-08", "range"),
        ("from 28 April to 3 May", "2022-04-28", "2022-05-03", "range"),
        ("by the end of the year", "2022-05-13", "2022-12-31", "range"),
        ("until May", None, "2022-05-31", "range"),
        ("April 4, 2022", "2022-04-04", "2022-04-04", "day"),
        ("April 4 2022", "2022-04-04", "2022-04-04", "day"),
        ("Wed 05 Apr 2017", "2017-04-05", "2017-04-05", "day"),
        ("Sept. 5, 2016", "2016-09-05", "2016-09-05", "day"),
        ("04/05/2016", "2016-05-04", "2016-05-04", "day"),
        ("04/25/2016", "2016-04-25", "2016-04-25", "day"),
        ("2016-05-04", "2016-05-04", "2016-05-04", "day"),
        ("summer 2014", "2014-06-01", "2014-08-31", "season"),
        ("winter 2014", "2014-12-01", "2015-02-28", "season"),
        ("the 1990s", "1990-01-01", "1999-12-31", "range"),
        ("2013", "2013-01-01", "2013-12-31", "year"),
        ("10:30 a.m. Thursday", "2022-05-12", "2022-05-12", "day"),
        ("1900 GMT on 4 May", "2022-05-04", "2022-05-04", "day"),
        ("Christmas Eve", "2021-12-24", "2021-12-24", "day"),
        ("in the initial stages", None, None, "open"),
        ("in recent days", "2022-05-06", "2022-05-13", "range"),
        ("in recent weeks", "2022-04-22", "2022-05-13", "range"),
        ("recent months", "2022-02-01", "2022-05-13", "range"),
        ("in recent years", None, None, "open"),
        ("over the last few days", "2022-05-10", "2022-05-13", "range"),
        ("the coming days", "2022-05-14", "2022-05-20", "range"),
        ("since mid-March", "2022-03-15", "2022-05-13", "range"),
        ("mid-2012", "2012-06-01", "2012-08-31", "range"),
        ("late last year", "2021-10-01", "2021-12-31", "range"),
        ("June last year", "2021-06-01", "2021-06-30", "month"),
        ("1980-88", "1980-01-01", "1988-12-31", "range"),
        ("around 3:00 a.m.", "2022-05-13", "2022-05-13", "day"),
        ("715 pm (1615 GMT", "2022-05-13", "2022-05-13", "day"),
        ("before dawn", "2022-05-13", "2022-05-13", "day"),
        ("during the night", "2022-05-12", "2022-05-13", "range"),
        ("the day before", "2022-05-12", "2022-05-12", "day"),
        ("month-long", "2022-04-13", "2022-05-13", "range"),
        ("31 June", None, None, "open"),
        ("999999999 days ago", None, None, "open"),
        ("", None, None, "open"),
    ],
)
def test_resolves_against_the_anchor(
    expression: str, earliest: str | None, latest: str | None, granularity: str
) -> None:
    assert resolve_time(expression, FRIDAY).iso() == (earliest, latest, granularity)


def test_a_future_hint_turns_weekdays_and_dates_ahead() -> None:
    assert resolve_time("Monday", FRIDAY, tense_hint="future").earliest == date(2022, 5, 16)
    assert resolve_time("October 19", date(2014, 10, 9)).earliest == date(2014, 10, 19)
    assert resolve_time("October 19", date(2014, 10, 9), tense_hint="past").earliest == date(2013, 10, 19)


def test_a_context_day_anchors_what_counts_from_it() -> None:
    context = date(2022, 4, 20)
    assert resolve_time("a day earlier", FRIDAY, context=context).earliest == date(2022, 4, 19)
    assert resolve_time("five days later", FRIDAY, context=context).earliest == date(2022, 4, 25)
    assert resolve_time("on the same day", FRIDAY, context=context).earliest == context
    assert resolve_time("a day earlier", FRIDAY).earliest == date(2022, 5, 12)


def test_without_an_anchor_only_full_dates_resolve() -> None:
    assert resolve_time("today", None).granularity == "open"
    assert resolve_time("5 May", None).granularity == "open"
    assert resolve_time("5 May 2021", None).earliest == date(2021, 5, 5)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("They may march on Sunday, 5 May 2022, while he sat there.", ["Sunday, 5 May 2022"]),
        ("The sun may wed the sea. Theresa May said so. March for Peace!", []),
        ("In a Friday statement the army said Saturday's raid came in May.", ["Friday", "Saturday", "May"]),
        ("Wed 05 Apr 2017 Damascus", ["Wed 05 Apr 2017"]),
        (
            "since early Saturday, for more than two years, by the end of the year",
            ["since early Saturday", "for more than two years", "by the end of the year"],
        ),
        ("A six-year-old boy died in the six-year-old war.", ["six-year-old"]),
        ("2011 people fled in 2011.", ["2011"]),
        ("A day after the raid, two days ago, and overnight", ["A day after", "two days ago", "overnight"]),
        ("Dismay grew among 1,500 marchers.", []),
        ("Earlier in the day shots were heard, and late in the week.", ["Earlier in the day", "late in the week"]),
        ("June last year, not the June sun", ["June last year", "June"]),
    ],
)
def test_finds_time_expressions_only(text: str, spans: list[str]) -> None:
    assert [text[a:b] for a, b in find_times(text)] == spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DAMASCUS, March 3 (Xinhua) -- The army said", date(2022, 3, 3)),
        ("Wed 05 Apr 2017 A village was shelled", date(2017, 4, 5)),
        ("Posted on July 2 2016 by the desk", date(2016, 7, 2)),
        ("Raids hit the port\nRaids hit the port AFP Saturday 24 Sep 2016 At least", date(2016, 9, 24)),
        ("Soldiers shot at a crowd on 3 May 2016 in the square", None),
        ("© 3 May 2016 The Times", None),
        ("No date here", None),
    ],
)
def test_dateline(text: str, expected: date | None) -> None:
    assert dateline_date(text, FRIDAY) == expected


def test_a_copyright_line_and_boilerplate_date_nothing() -> None:
    text = "The raid was on Monday.\n© 2024 Invented Times. All rights reserved.\nPrinted 5 May 2022."
    assert may_date(text, text.index("Monday"))
    assert not may_date(text, text.index("2024"))
    footer = text.index("Printed")
    assert not may_date(text, text.index("5 May"), [Zone(kind="boilerplate", start=footer, end=len(text))])


def test_hostile_input_is_bounded() -> None:
    assert resolve_time("of the " * 50_000, FRIDAY).granularity == "open"
    assert len(find_times("1 May 2020 " * 100_000)) < 20_000
    assert find_times("-" * 300_000) == []
