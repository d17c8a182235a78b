"""A report of one sentence: force is read where it is named, and the victims of a mishap make no attack."""

from pathlib import Path

import pytest

from reportedly.coder import Coder
from reportedly.intake import make_report
from reportedly.reader import Role, Trigger
from reportedly.records import Report
from reportedly.resolve.toll_roles import toll_hints, with_found_tolls, without_mishaps
from reportedly.resolve.tolls import find_tolls

LINES = (Path(__file__).parent / "short_reports.tsv").read_text(encoding="utf-8").splitlines()
CASES = [line.split("\t") for line in LINES if not line.startswith(("#", "kind\t"))]


@pytest.fixture(scope="module")
def assaults() -> dict[str, set[str]]:
    """By kind, the sentences in which an assault was read."""
    coder, read = Coder(), dict[str, set[str]](force=set(), mishap=set())
    for kind, text in CASES:
        report = make_report(text, language="en")
        assert isinstance(report, Report)
        if any(event.type == "ASSAULT" for event in coder.code(report).events):
            read[kind].add(text)
    return read


def test_force_is_read_and_mishaps_are_not(assaults: dict[str, set[str]]) -> None:
    named = [text for kind, text in CASES if kind == "force"]
    assert len(CASES) >= 60
    assert len(assaults["force"]) >= 0.9 * len(named)  # 29 of 30
    assert len(assaults["mishap"]) <= 0.2 * (len(CASES) - len(named))  # 5 of 32


def test_a_sentence_that_names_force_is_marked() -> None:
    text = "Six people were wounded in the bombing. Six people were wounded."
    assert [hint.violent for hint in toll_hints(text, [(0, 39), (40, 64)])] == [True, False]


def struck(text: str, word: str, *roles: Role) -> Trigger:
    start = text.index(word)
    return Trigger(start, start + len(word), 0.7, "ASSAULT", 0.7, None, 0.9, "occurred", 0.9, 2.0, list(roles))


def test_a_crash_is_no_assault_unless_somebody_did_it_or_force_is_told_of() -> None:
    text = "The crash hurt nine people."
    crash = struck(text, "crash")
    assert without_mishaps(text, [(0, len(text))], [crash]) == []
    done = struck(text, "crash", Role("actor", 0, 3, 0.9))
    assert without_mishaps(text, [(0, len(text))], [done]) == [done]
    told = text + " A missile had hit the plane."
    assert without_mishaps(told, [(0, 27), (28, len(told))], [crash]) == [crash]


def test_things_are_neither_killed_nor_injured() -> None:
    text = "The bomb killed 13 business establishments and nine business owners in two shops."
    assert [t.low for t in find_tolls("The raid killed 40 cows and wounded two herders.")] == [2]
    at = text.index("13")
    (told,) = with_found_tolls(
        text,
        [(0, len(text))],
        [struck(text, "bomb", Role("killed", at, at + 2, 0.9), Role("killed", at, at + 26, 0.9))],
    )
    assert [text[r.start : r.end] for r in told.roles] == []
    nine = text.index("nine")
    (told,) = with_found_tolls(text, [(0, len(text))], [struck(text, "bomb", Role("killed", nine, nine + 4, 0.9))])
    assert [text[r.start : r.end] for r in told.roles] == ["nine"]
