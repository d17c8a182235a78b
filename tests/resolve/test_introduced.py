"""Descriptions get the name that the report gives them elsewhere, and only where there is one."""

import pytest

from reportedly.resolve.attributions import head_end
from reportedly.resolve.introduced import given_name, introduced, spelt_out
from reportedly.resolve.names import Candidate
from reportedly.resolve.speakers import is_plural

TEXT = "A harbour spokesman said nine ships burned. Two burned on, harbour spokesman Ada Byron said. Jon Ilo, mayor of Corin, wept."


def people(*names: str, text: str = TEXT) -> list[Candidate]:
    return [Candidate(text.index(name), text.index(name) + len(name), "person", name) for name in names]


def test_a_person_s_name_stands_beside_the_same_words() -> None:
    assert introduced(TEXT, "A harbour spokesman", people("Ada Byron", "Jon Ilo"), []) == "Ada Byron"
    assert introduced(TEXT, "the mayor of Corin", people("Ada Byron", "Jon Ilo"), []) == "Jon Ilo"
    assert introduced(TEXT, "a customs spokesman", people("Ada Byron", "Jon Ilo"), []) is None
    assert introduced(TEXT, "a spokesman", people("Ada Byron"), []) is None  # one word singles nobody out


def test_two_that_fit_are_none() -> None:
    text = "A harbour official wept. Harbour official Ada Byron and harbour official Jon Ilo said so."
    assert introduced(text, "A harbour official", people("Ada Byron", "Jon Ilo", text=text), []) is None


def test_bodies_of_the_register_are_told_by_their_kind() -> None:
    sources = ["Syrian Observatory for Human Rights", "Reuters", "SANA"]
    assert introduced("", "an NGO", [], sources) == "Syrian Observatory for Human Rights"
    assert introduced("", "the state news agency", [], sources) == "SANA"
    assert introduced("", "Iran's state news agency", [], sources) is None
    assert introduced("", "the state news agency", [], [*sources, "TASS"]) is None


def test_a_name_in_the_source_s_own_clause() -> None:
    assert given_name("a resident who only gave his first name as Ilo") == "Ilo"
    assert given_name("a resident who gave no name") is None


def test_acronyms_are_spelt_out_where_the_report_does() -> None:
    assert spelt_out("COA", "The Corin Oxen Association (COA) met.") == "Corin Oxen Association"
    assert spelt_out("COA", "The Corin Wine Club (COA) met.") is None
    assert spelt_out("COA", "COA met.") is None


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Ada Byron, chief pilot of the port", "Ada Byron"),
        ("Ada Byron director of the Blue Watch", "Ada Byron"),
        ("Ada Byron who heads the Blue Watch", "Ada Byron"),
        ("the Blue Watch of Corin", "the Blue Watch of Corin"),
        ("General Byron", "General Byron"),
    ],
)
def test_a_source_s_name_ends_before_what_is_said_of_it(words: str, named: str) -> None:
    assert words[: head_end(words, 0, len(words))] == named


def test_plurals() -> None:
    assert is_plural("activists in the port")
    assert is_plural("women")
    assert not is_plural("the boss")
    assert not is_plural("Ada Williams")
