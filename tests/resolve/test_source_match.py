"""Unlisted names of listed sources: which are matched, and which are left alone."""

import pytest

from reportedly.resolve.register import Register, source_key
from reportedly.resolve.source_match import FEATURES, Matcher, coefficients, head_kind


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Syrian Observatory of Human Rights (SOHR)", "Syrian Observatory for Human Rights"),
        ("United States Department of the Treasury", "US Treasury"),
        ("Syrian Arab Red Crescent paramedics", "Syrian Arab Red Crescent"),
    ],
)
def test_an_unlisted_name_counts_with_the_source_it_most_likely_means(name: str, known: str) -> None:
    assert source_key(name) == source_key(known)


@pytest.mark.parametrize(
    "name",
    [
        "security services", "official news agency", "the opposition forces", "Ada Byron", "Harbour Rights Watchers",
        "Corin Media Centre", "Civil Engineers of Utrecht", "Syrian Observatory for Human Rights and medics",
    ],
)  # fmt: skip
def test_other_names_stay_what_they_are(name: str) -> None:
    assert Register().entry(name) is None


def test_what_was_asked_before_does_not_count() -> None:
    first, second = Register(), Register()
    first.entry("Civil Defence")
    assert first.entry("civil defence") == second.entry("civil defence")
    assert first.key("Syrian Observatory of Human Rights") == second.key("Syrian Observatory of Human Rights")


def test_the_features_are_shares_and_the_coefficients_name_them_all() -> None:
    register = Register()
    matcher = register._matcher
    asked = matcher.asked(("syrian", "observatory", "of", "human", "rights"))
    found = matcher.candidates(asked)
    assert found
    for at in found:
        values = matcher.features(asked, at)
        assert len(values) == len(FEATURES) == len(coefficients()[0])
        assert all(0 <= value <= 1 for value in values)


def test_a_conflict_of_country_outweighs_the_words() -> None:
    register = Register()
    same, other = (
        register._matcher.best(words)
        for words in (("syrian", "arab", "news", "office"), ("french", "arab", "news", "office"))
    )
    assert same is not None and same[0].country == "SYR"
    assert other is None or other[0].country != "SYR" or other[1] < same[1]


def test_the_kind_that_a_name_tells() -> None:
    assert head_kind(("ministry", "of", "ports")) == "government"
    assert head_kind(("corin", "monitoring", "group")) == "organization"
    assert head_kind(("ada", "byron")) is None


def test_no_names_no_match() -> None:
    empty: Matcher = Matcher([], lambda words: ("", words))  # type: ignore[type-arg]
    assert empty.best(("harbour", "office")) is None
