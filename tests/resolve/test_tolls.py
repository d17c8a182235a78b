"""Number expressions as bounds, and tolls found by rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.resolve.figures import is_date, whole_figure, whole_number
from reportedly.resolve.numbers import exact_number
from reportedly.resolve.tolls import find_tolls, resolve_number


@pytest.mark.parametrize(
    ("expression", "low", "high"),
    [
        ("at least 44", 44, None),
        ("more than 250", 251, None),
        ("over one hundred", 101, None),
        ("up to 20", None, 20),
        ("as many as 1,300", None, 1300),
        ("fewer than 10", None, 9),
        ("no fewer than 12", 12, None),
        ("dozens", 24, None),
        ("scores", 40, None),
        ("hundreds", 200, None),
        ("thousands of people", 2000, None),
        ("tens of thousands", 20000, None),
        ("hundreds of thousands", 200000, None),
        ("several hundred", 200, None),
        ("several", None, None),
        ("many people", None, None),
        ("the rest", None, None),
        ("about 30", 30, 30),
        ("some 150 rebels", 150, 150),
        ("nearly 50", 50, 50),
        ("between 10 and 20", 10, 20),
        ("10-15", 10, 15),
        ("two dozen", 24, 24),
        ("more than a dozen", 13, None),
        ("five children", 5, 5),
        ("a 22-year-old soldier", 1, 1),
        ("two 15-year-old pupils", 2, 2),
        ("a 17-year-old", 1, 1),
        ("17-year-old", 1, 1),
        ("", None, None),
        ("three hundred thousand", 300000, 300000),
        ("280000", 280000, 280000),
        ("1,500", 1500, 1500),
        ("2.5 million", 2500000, 2500000),
        ("half a million", 500000, 500000),
        ("more than a quarter of a million", 250001, None),
        ("a family of six", 6, 6),
        ("no one", 0, 0),
        ("the two men", 2, 2),
        ("both brothers", 2, 2),
        ("two men and a woman", 3, 3),
        ("a woman and her two children", 3, 3),
        ("30 or more", 30, None),
        ("a downed pilot", 1, 1),
        ("the clinic's head", 1, 1),
        ("its director Layla Haddad", 1, 1),
        ("civilians", None, None),
        ("police", None, None),
        ("", None, None),
    ],
)
def test_bounds(expression: str, low: int | None, high: int | None) -> None:
    assert resolve_number(expression) == (low, high)


@given(st.integers(min_value=1, max_value=10**9))
def test_digits_read_back_with_and_without_commas(number: int) -> None:
    assert exact_number(str(number)) == number
    assert resolve_number(f"at least {number:,}") == (number, None)


@given(st.text(max_size=400))
def test_any_text_gives_ordered_bounds(text: str) -> None:
    low, high = resolve_number(text)
    assert low is None or high is None or low <= high


def test_words_that_are_no_number() -> None:
    assert exact_number("two three") is None
    assert exact_number("forty and") is None
    assert exact_number("9" * 14) is None
    assert exact_number("one hundred and twenty-five") == 125


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("44 killed, including five children", [("killed", "44", 44, 44), ("killed", "five", 5, 5)]),
        (
            "The blast killed at least 44 people and wounded 170 others.",
            [("killed", "at least 44", 44, None), ("injured", "170 others", 170, 170)],
        ),
        ("31 dead and 170 wounded", [("killed", "31", 31, 31), ("injured", "170", 170, 170)]),
        ("The death toll rose to 44 on Monday.", [("killed", "44", 44, 44)]),
        ("killing five children and injuring seven", [("killed", "five", 5, 5), ("injured", "seven", 7, 7)]),
        ("The fighting displaced 3,000 families.", [("displaced", "3,000", 3000, 3000)]),
        ("Police arrested more than 1,000 people.", [("captured", "more than 1,000", 1001, None)]),
        (
            "More than 60 people were killed and wounded.",
            [("killed", "More than 60", None, None), ("injured", "More than 60", None, None)],
        ),
        ("They fought for 12 days over 3 villages.", []),
        (
            "The war which began with marches in 2011 has killed more than 280000 people",
            [("killed", "more than 280000", 280001, None)],
        ),
        ("Corin Press Friday 24 Jul 2015 Jets killed nine rebels", [("killed", "nine", 9, 9)]),
        ("The storm of 2000 people killed", [("killed", "2000", 2000, 2000)]),
        ("Since 2000 people were killed", [("killed", "2000", 2000, 2000)]),
    ],
)
def test_finds_tolls(sentence: str, found: list[tuple[str, str, int, int]]) -> None:
    assert [(t.outcome, sentence[t.start : t.end], t.low, t.high) for t in find_tolls(sentence)] == found


def test_finds_only_inside_the_span() -> None:
    text = "12 people died there. Here 3 people died."
    assert [t.low for t in find_tolls(text, text.index("Here"))] == [3]


@pytest.mark.parametrize(
    ("text", "read", "whole"),
    [
        ("another 23 people", "another", "another 23"),
        ("Hundreds of thousands fled", "Hundreds", "Hundreds of thousands"),
        ("more than 10 million people", "more than 10", "more than 10 million"),
        ("a further nine people", "a further", "a further nine"),
        ("a few dozen activists", "a few", "a few dozen"),
        ("a few activists", "a few", "a few"),
        ("killed 13 35 wounded", "killed 13", "killed 13"),
        ("killed 16\n17 August", "killed 16", "killed 16"),
        ("more than 670 40% of them", "more than 670", "more than 670"),
    ],
)
def test_a_number_that_was_cut_short_is_read_to_its_end(text: str, read: str, whole: str) -> None:
    assert text[: whole_number(text, len(read))] == whole


@pytest.mark.parametrize(
    ("text", "read", "whole"),
    [
        ("that 8,777 officers were held", "8", "8,777"),
        ("documented 8,616 arrests", "616", "8,616"),
        ("more than 36,500 fled", "more than 36", "more than 36,500"),
        ("some 2.5 million fled", "2", "2.5"),
        ("at 10:13 35 died", "13", "13"),
        ("killed 13, 35 hurt", "13", "13"),
        ("in 2011,30 people died", "2011", "2011"),
    ],
)
def test_a_figure_is_read_whole(text: str, read: str, whole: str) -> None:
    start = text.index(read)
    assert text[slice(*whole_figure(text, start, start + len(read)))] == whole


@pytest.mark.parametrize(
    ("text", "number", "date"),
    [
        ("the attack on June 7 that killed 17 people", "7", True),
        ("the attack on June 7 that killed 17 people", "17", False),
        ("Friday 21 November 2014 10:13 35 civilians killed", "13", True),
        ("Friday 21 November 2014 10:13 35 civilians killed", "35", False),
        ("in the last 24 hours shells killed two", "24", True),
        ("police shot a 17-year-old on Monday", "17-year-old", False),
        ("killing 40 people and wounding 90 hours after the truce", "90", False),
        ("killing 40 people", "40", False),
        ("in July 25 people fled", "25", False),
        ("on July 25 people fled", "25", True),
    ],
)
def test_a_date_counts_nobody(text: str, number: str, date: bool) -> None:
    start = text.index(number)
    assert is_date(text, start, start + len(number), 0, len(text)) is date


def test_rules_find_no_toll_in_a_date() -> None:
    assert [t.low for t in find_tolls("On July 25 killed at least seven and wounded 60.")] == [7, 60]
