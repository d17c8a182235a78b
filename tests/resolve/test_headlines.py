"""Headlines that name their source without a verb credit it; other headlines credit nobody."""

import pytest

from reportedly.reader import Quotation
from reportedly.resolve.attributions import resolve_attributions
from reportedly.resolve.headlines import LONGEST, credited, with_headline

BODY = "\nThe harbour of Corin was hit twice, General Byron said on Monday."


def parts(line: str, sources: list[str] | None = None) -> tuple[str, str | None, str] | None:
    found = credited(line, sources or [])
    if found is None:
        return None
    content, cue, source = found
    return line[slice(*content)], line[slice(*cue)] if cue else None, line[slice(*source)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Raids kill nine in Corin: monitor", ("Raids kill nine in Corin", ":", "monitor")),
        ("Raids kill nine in Corin Monitor", ("Raids kill nine in Corin", None, "Monitor")),
        ("Raids kill nine in Corin - war monitor", ("Raids kill nine in Corin", None, "war monitor")),
        ("Raids kill nine in Corin NGO - World - Daily Byron", ("Raids kill nine in Corin", None, "NGO")),
        ("Raids kill nine in Corin – officials | Daily Byron", ("Raids kill nine in Corin", None, "officials")),
        ("Raids kill nine in Corin: Turkey", ("Raids kill nine in Corin", ":", "Turkey")),
        ("Russian Defence Ministry: Corin was retaken", ("Corin was retaken", ":", "Russian Defence Ministry")),
        ("SANA: Corin was retaken on Monday", ("Corin was retaken on Monday", ":", "SANA")),
    ],
)
def test_a_source_beside_a_mark_is_credited(line: str, expected: tuple[str, str | None, str]) -> None:
    assert parts(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Syria: nine killed in raids on Corin",  # whom it is about
        "Live: raids on Corin kill nine",  # what kind of piece it is
        "Video: raids on Corin kill nine",
        "Raids kill nine in Corin - Daily Byron",  # whose page it is
        "Raids kill nine in Corin | Reuters",
        "Raid kills monitor",  # nothing left to credit
        "Battle of Corin: the end of a long siege",
        "Raids kill nine in Corin",
    ],
)
def test_other_headlines_credit_nobody(line: str) -> None:
    assert parts(line) is None


def test_a_name_that_speaks_below_is_credited_above() -> None:
    assert parts("Byron: Corin will not fall") is None
    assert parts("Byron: Corin will not fall", ["General Ada Byron"]) == ("Corin will not fall", ":", "Byron")


def test_the_headline_is_left_alone_where_the_reader_read_it() -> None:
    line = "Raids kill nine in Corin, says monitor"
    text = line + BODY
    at = text.index("says")
    read = Quotation(0, 24, 0.9, (at, at + 4), (at + 5, at + 12), 0.9, "asserts", 0.9)
    assert with_headline(text, [read]) == [read]
    assert with_headline("Raids kill nine in Corin: monitor", []) == []  # one line alone is no headline
    assert with_headline("Raids " * LONGEST + ": monitor\nx", []) == []


def test_the_source_of_a_headline_gets_its_name_from_the_body() -> None:
    text = "Raids kill nine in Corin: monitor\nThe Syrian Observatory for Human Rights counted nine dead in Corin."
    made = resolve_attributions(text, [], [(0, 33), (34, len(text))])
    assert [(a.content.text, a.source.name if a.source else None) for a in made] == [
        ("Raids kill nine in Corin", "Syrian Observatory for Human Rights")
    ]
