"""Estimative words on their scales, and hedges that are on none."""

import pytest

from reportedly.resolve.likelihood import evidential_hedges, find_likelihood


@pytest.mark.parametrize(
    ("text", "country", "word", "low", "high", "scale"),
    [
        ("the units will likely move east", None, "likely", 0.55, 0.75, "PHIA"),
        ("the units will likely move east", "USA", "likely", 0.55, 0.80, "ICD 203"),
        ("a retreat is highly unlikely", "GBR", "highly unlikely", 0.10, 0.20, "PHIA"),
        ("it almost certainly failed", None, "almost certainly", 0.95, 1.0, "PHIA"),
        ("there is a realistic possibility of a pause", "USA", "realistic possibility", 0.40, 0.50, "PHIA"),
        ("they are very likely to attack", None, "very likely", 0.80, 0.95, "ICD 203"),
        ("the front may collapse", None, "may", None, None, None),
        ("They could attack soon", None, "could", None, None, None),
    ],
)
def test_first_estimative_word(
    text: str, country: str | None, word: str, low: float | None, high: float | None, scale: str | None
) -> None:
    found = find_likelihood(text, 0, len(text), country)
    assert found is not None
    assert (found.word, found.low, found.high, found.scale) == (word, low, high, scale)


@pytest.mark.parametrize(
    "text", ["They left in May.", "May 5 was quiet", "Dismay grew", "they could not enter", "the army reportedly left"]
)
def test_what_is_no_likelihood(text: str) -> None:
    assert find_likelihood(text, 0, len(text)) is None


def test_only_the_span_counts() -> None:
    text = "It is likely. The bridge stands."
    assert find_likelihood(text, text.index("The"), len(text)) is None


def test_evidential_hedges() -> None:
    text = "The unit reportedly left; its head is believed to have fled, allegedly by boat."
    assert [text[a:b] for a, b in evidential_hedges(text)] == ["reportedly", "is believed to", "allegedly"]
