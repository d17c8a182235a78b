"""Zones of plain text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.intake.dates import dateline_date
from reportedly.intake.zones import check_cover, find_zones

PROSE = "Government troops left the village of Varenka on Tuesday, the district council said."


def kinds(text: str, **known: object) -> list[tuple[str, str]]:
    zones = find_zones(text, **known)  # type: ignore[arg-type]
    assert check_cover(text, zones)
    return [(zone.kind, text[zone.start : zone.end].strip()) for zone in zones]


def test_headline_and_body() -> None:
    assert kinds(f"Troops leave village\n\n{PROSE}") == [("title", "Troops leave village"), ("body", PROSE)]
    assert kinds(f"Troops leave village\r\n\r\n{PROSE}\r\n")[0] == ("title", "Troops leave village")


@pytest.mark.parametrize(
    "first",
    [
        "The troops left the village.",
        "and then they left",
        "May 12, 2022",
        "By Ada Writer",
        "© 2020 The Courier",
        "word " * 40,
    ],
)
def test_no_headline(first: str) -> None:
    assert all(kind != "title" for kind, _ in kinds(f"{first}\n\n{PROSE}"))


def test_one_line_has_no_headline() -> None:
    assert kinds("Troops leave village") == [("body", "Troops leave village")]


def test_title_repeated_at_the_head_of_the_body() -> None:
    title = "Troops leave the village of Varenka"
    assert kinds(f"{title}\n\nTue 09 Mar 2021 {title}. {PROSE}", title=title) == [
        ("title", title), ("body", "Tue 09 Mar 2021"), ("title", f"{title}."), ("body", PROSE),
    ]  # fmt: skip


def test_caption_with_credit_and_its_alternative_text() -> None:
    alt = "A woman carries water past the burnt school"
    caption = f"{alt} in Varenka on March 9, 2021. - Shells wounded two people, the mayor says."
    credit = "Photo by Ada Writer/AFP via Getty Images"
    footer = "© 2024 The Courier. All rights reserved. Do not reproduce without permission."
    assert kinds(f"{PROSE}\n\n{alt}\n{caption} {credit}\n\n{footer}") == [
        ("body", PROSE), ("caption", alt), ("caption", caption), ("credit", credit), ("boilerplate", footer),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("FILE - The mayor of Varenka speaks to reporters, June 1, 2020", ["caption"]),
        ("Villagers wait for bread in Varenka, Borderland, March 9, 2021", ["caption"]),
        ("In this photo provided by the council, a house burns.", ["caption"]),
        ("A house burns in Varenka. (Ada Writer/Reuters)", ["caption", "credit"]),
        ("A house burns in Varenka. (AP Photo/Ada Writer)", ["caption", "credit"]),
        ("A house burns in Varenka. Photo: Ada Writer", ["caption", "credit"]),
        ("A house burns in Varenka.Credit...Ada Writer for The Courier", ["caption", "credit"]),
        ("Photograph: Ada Writer/EPA", ["credit"]),
        ("By Ada Writer and Bo Author", ["credit"]),
        ("(Reporting by Ada Writer; Editing by Bo Author)", ["credit"]),
        ("Bo Author contributed to this report", ["credit"]),
        ("The troops have left, he said. (Reporting by Ada Writer)", ["body", "credit"]),
        ("The troops have left, he said. — AFP", ["body", "credit"]),
        ("Copyright 2015 The Courier. This material may not be published, broadcast or rewritten.", ["boilerplate"]),
        ("Sign up for our newsletter to get the news every morning", ["boilerplate"]),
        ("Advertisement", ["boilerplate"]),
        ("Read more:", ["boilerplate"]),
        ("The troops have left. © 2020 The Courier", ["body", "boilerplate"]),
        ("He said that a photo by the agency showed the bridge.", ["body"]),
        ("The law on copyright was changed by the council, said the mayor.", ["body"]),
        ("By Tuesday the troops had left the village.", ["body"]),
        ("The army said that nobody may enter without permission.", ["body"]),
        ("Read more books, the mayor told the children of Varenka.", ["body"]),
        ('"We are tired," she said in Varenka, March 9, 2021', ["body"]),
    ],
)
def test_kinds_of_lines(line: str, expected: list[str]) -> None:
    found = kinds(f"{PROSE} More of it.\n{line}\n")
    assert [kind for kind, _ in found][-len(expected) :] == expected
    assert len(found) == (1 if expected == ["body"] else len(expected) + (expected[0] != "body"))


def test_captions_known_from_the_page() -> None:
    caption, credit = "A burnt school", "Ada Writer"
    found = kinds(f"{PROSE}\n\n{caption} {credit}", captions=[f"{caption} {credit}"], credits=[credit])
    assert kinds(f"{PROSE}\n\nShutterstock", captions=["Shutterstock"])[-1] == ("credit", "Shutterstock")
    assert found == [("body", PROSE), ("caption", caption), ("credit", credit)]


@given(st.text(max_size=400), st.one_of(st.none(), st.text(max_size=40)))
def test_zones_cover_any_text(text: str, title: str | None) -> None:
    assert check_cover(text, find_zones(text, title=title))


@pytest.mark.parametrize(
    "prefix", ["", "By ", "Photo by ", "(Photo: ", "2 July 2016 10:00 ", "Reporting by ", "VARENKA, ", "©", "In this "]
)
@pytest.mark.parametrize(
    "unit", ["A", "a", "A.", "A ", "Ab ", "A, ", "(", ".", "/", "-", "© ", "x/", "and ", "<!-", "May 1, 2020 - "]
)
def test_hostile_lines_take_no_time(prefix: str, unit: str) -> None:
    start = time.perf_counter()
    for line in (f"{prefix}{unit * 60}!", f"{prefix}{unit * 60}\x01", f"{prefix}{unit * 5000}!"):
        text = f"{line}\n{PROSE}\n{line}"
        assert check_cover(text, find_zones(text))
        dateline_date([line, line])
    assert time.perf_counter() - start < 2
