"""Windows cover a text once, keep their offsets, and stay within their size, whatever the text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly.reader
from reportedly.reader.windows import cut, sentences
from reportedly.reader.wordpiece import WordPiece


@pytest.fixture(scope="module")
def tokenizer() -> WordPiece:
    return WordPiece(Path(reportedly.reader.__file__).parent / "weights" / "vocab.txt")


words = st.lists(
    st.sampled_from(["Shelling", "killed", "3", "people", "in", "Дергачі", "حلب", "«quoted»", "“", "”", "U.S.", "Mr.", ".", ",", "\n", "\n\n", "\t", "é", "A" * 80, "👍", "1,200", "—", "'", "\u200b"]),
    max_size=500,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(words, st.sampled_from(["", " "]))
def test_every_piece_is_owned_once(tokenizer: WordPiece, parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    pieces = [(a, b) for a, b in tokenizer.encode(text).offsets if b > a]
    owned = []
    for window in cut(text, tokenizer, 64, 12):
        assert len(window.ids) <= 64
        assert window.offsets.shape == (len(window.ids), 2)
        for start, end in window.offsets:
            assert 0 <= start <= end <= len(text)
            if end > start and window.own_low <= start < window.own_high:
                owned.append((int(start), int(end)))
    assert owned == pieces


@settings(max_examples=60, deadline=None)
@given(words)
def test_sentences_lie_in_order_inside_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    at = 0
    for start, end in sentences(text):
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        at = end


def test_an_empty_text_has_no_windows(tokenizer: WordPiece) -> None:
    assert cut("", tokenizer) == []
    assert cut(" \n ", tokenizer) == []


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = 'Gen. Joseph Dorne spoke at 4 a.m. Saturday. "It is over," he said.\nU.S. troops left.'
    assert [text[a:b] for a, b in sentences(text)] == [
        "Gen. Joseph Dorne spoke at 4 a.m. Saturday.", '"It is over," he said.', "U.S. troops left.",
    ]  # fmt: skip
