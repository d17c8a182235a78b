"""Windows cover a text once, keep their offsets, and stay within their size, whatever the text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

import reportedly.reader
from reportedly.reader.windows import cut, sentences


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(Path(reportedly.reader.__file__).parent / "weights" / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


words = st.lists(
    st.sampled_from(["Shelling", "killed", "3", "people", "in", "Дергачі", "حلب", "«quoted»", "“", "”", "U.S.", "Mr.", ".", ",", "\n", "\n\n", "\t", "é", "A" * 80, "👍", "1,200", "—", "'", "\u200b"]),
    max_size=500,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(words, st.sampled_from(["", " "]))
def test_every_piece_is_owned_once(tokenizer: Tokenizer, parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    pieces = [(a, b) for a, b in tokenizer.encode(text, add_special_tokens=False).offsets if b > a]
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


def test_an_empty_text_has_no_windows(tokenizer: Tokenizer) -> None:
    assert cut("", tokenizer) == []
    assert cut(" \n ", tokenizer) == []


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = 'Gen. Joseph Dorne spoke at 4 a.m. Saturday. "It is over," he said.\nU.S. troops left.'
    assert [text[a:b] for a, b in sentences(text)] == [
        "Gen. Joseph Dorne spoke at 4 a.m. Saturday.", '"It is over," he said.', "U.S. troops left.",
    ]  # fmt: skip
