"""Pieces and offsets are those of the reference implementation, on any text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import BertWordPieceTokenizer

import reportedly.reader
from reportedly.errors import ReaderError
from reportedly.reader.wordpiece import WordPiece

VOCABULARY = Path(reportedly.reader.__file__).parent / "weights" / "vocab.txt"
OURS = WordPiece(VOCABULARY)
REFERENCE = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)

TEXTS = [
    "",
    "Shelling in Derhachi killed three, the mayor said.",
    "“We’ve lost Сєвєродонецьк,” he said — 1,200 dead; U.S.-led strikes…",
    "naïve café Zürich Đặng İstanbul Ünlü ﬁre ½ kg £5 €7",
    "حلب والرقة 上海市 서울 Ελλάδα हिन्दी",
    "a" * 150 + " " + "b-" * 80,
    "zero\u200bwidth soft\u00adhyphen bidi\u202eoverride tab\tnew\nline nbsp\u00a0end\u3000wide",
    "👍 emoji 🇺🇦 flags",
]


@pytest.mark.parametrize("text", TEXTS)
def test_known_texts(text: str) -> None:
    theirs = REFERENCE.encode(text, add_special_tokens=False)
    ours = OURS.encode(text)
    assert ours.ids == theirs.ids
    assert ours.offsets == theirs.offsets


# Scripts whose character classes have not moved between the Unicode versions of the two implementations.
LETTERS = st.characters(exclude_categories=["Cn"], max_codepoint=0x0370) | st.characters(
    exclude_categories=["Cn"], min_codepoint=0x0386, max_codepoint=0x052F
)
MARKS = st.characters(exclude_categories=["Cn"], min_codepoint=0x2000, max_codepoint=0x2060) | st.sampled_from(
    "上海市한글حلبदे"
)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=LETTERS | MARKS, max_size=60))
def test_any_text_has_the_same_ids(text: str) -> None:
    if "[" in text:  # the reference takes "[MASK]" in a text for its own
        return
    theirs = REFERENCE.encode(text, add_special_tokens=False)
    ours = OURS.encode(text)
    assert ours.ids == theirs.ids
    last = 0
    for start, end in ours.offsets:
        assert last <= start < end <= len(text) or (start, end) == (last - 1, last)
        last = end


def test_a_file_that_is_no_vocabulary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="vocabulary"):
        WordPiece(tmp_path / "none.txt")
    (tmp_path / "empty.txt").write_text("just\nwords\n")
    with pytest.raises(ReaderError, match="UNK"):
        WordPiece(tmp_path / "empty.txt")
