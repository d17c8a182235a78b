import pytest

from reportedly.export.sentence import REACH, sentence_around


def around(text: str, word: str) -> str:
    start = text.index(word)
    low, high = sentence_around(text, start, start + len(word))
    return text[low:high]


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("One came. Two went on. Three stayed.", "went", "Two went on."),
        ("Mr. Roe met Gen. Poe in St. Ives. They talked.", "met", "Mr. Roe met Gen. Poe in St. Ives."),
        ("A headline without an end\n\nThe body of it.", "headline", "A headline without an end"),
        ("A headline without an end\n\nThe body of it.", "body", "The body of it."),
        ("word", "word", "word"),
    ],
)
def test_the_sentence_around_a_word(text: str, word: str, sentence: str) -> None:
    assert around(text, word) == sentence


@pytest.mark.parametrize(
    "text", ["a" * 100_000 + " hit " + "b" * 100_000, " " * 5000 + "hit" + " " * 5000, "\n\n hit \n"]
)
def test_a_text_without_sentences_stays_bounded(text: str) -> None:
    found = around(text, "hit")
    assert "hit" in found
    assert len(found) <= 2 * REACH + 3


def test_a_span_over_two_sentences_takes_both() -> None:
    text = "One came. Two went."
    assert sentence_around(text, 4, 13) == (0, len(text))
    assert sentence_around("", 0, 0) == (0, 0)
