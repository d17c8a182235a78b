"""Splits a text into the word pieces of an uncased BERT vocabulary, with offsets.

Comes in: a text. Goes out: piece ids, and for each the code points [start, end) it covers.
Knows nothing of windows or of the model.

The rules are those of BERT's uncased tokenizer (Devlin et al. 2019): clean, lower case, accents stripped, punctuation
and Chinese characters alone, then the longest known piece first (Wu et al. 2016). They are written out here because the
usual library brings the client of a model hub and forty megabytes with it; the tests hold the two against each other.
"""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from reportedly.errors import ReaderError

LONGEST_WORD = 100  # characters: longer ones are unknown as a whole, as in BERT
REMEMBERED = 50_000  # words whose pieces are kept

# Other control characters are no white space here: BERT drops them, and what they stood between joins up.
RUN = re.compile("[^\t\n\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")

Pieces = list[tuple[int, int, int]]  # piece id, start, end


class Encoding(NamedTuple):
    """The pieces of a text, in order."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class WordPiece:
    """A tokenizer over a vocabulary file with one piece a line."""

    def __init__(self, vocabulary: Path) -> None:
        """Raises ReaderError when the file is missing or no vocabulary."""
        try:
            lines = vocabulary.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ReaderError(f"expected a vocabulary in {vocabulary}, got: {error}") from error
        self._ids = {piece: number for number, piece in enumerate(lines) if piece}
        if "[UNK]" not in self._ids:
            raise ReaderError(
                f"expected a vocabulary with [UNK] in {vocabulary}, got {len(self._ids)} lines without it"
            )
        self._unknown = self._ids["[UNK]"]
        self._known: dict[str, Pieces] = {}

    def encode(self, text: str) -> Encoding:
        """The pieces of a text. Every offset lies inside it, in order; an empty text has none."""
        ids: list[int] = []
        offsets: list[tuple[int, int]] = []
        for found in RUN.finditer(text):
            run, at = found[0], found.start()
            pieces = self._known.get(run)
            if pieces is None:
                pieces = self._run(run)
                if len(self._known) < REMEMBERED and len(run) <= LONGEST_WORD:
                    self._known[run] = pieces
            for piece, start, end in pieces:
                ids.append(piece)
                offsets.append((at + start, at + end))
        return Encoding(ids, offsets)

    def _run(self, run: str) -> Pieces:
        """The pieces of a stretch without white space."""
        pieces: Pieces = []
        word: list[tuple[str, int]] = []  # characters as the vocabulary has them, and where each came from
        for at, raw in enumerate(run):
            if raw == "\ufffd" or unicodedata.category(raw).startswith("C"):
                continue
            for character in normalised(raw):
                if alone(character):
                    pieces += self._word(word)
                    pieces += self._word([(character, at)])
                    word = []
                else:
                    word.append((character, at))
        return pieces + self._word(word)

    def _word(self, word: list[tuple[str, int]]) -> Pieces:
        """The longest known pieces of one word, from left to right; the whole word unknown if any stretch is."""
        if not word:
            return []
        whole = (self._unknown, word[0][1], word[-1][1] + 1)
        if len(word) > LONGEST_WORD:
            return [whole]
        characters = "".join(c for c, _ in word)
        pieces: Pieces = []
        start = 0
        while start < len(characters):
            end = len(characters)
            while end > start:
                piece = self._ids.get(("##" if start else "") + characters[start:end])
                if piece is not None:
                    break
                end -= 1
            else:
                return [whole]
            pieces.append((piece, word[start][1], word[end - 1][1] + 1))
            start = end
        return pieces


def normalised(character: str) -> str:
    """A character in lower case without its accents; a combining accent by itself vanishes."""
    if character.isascii():
        return character.lower()
    plain = "".join(c for c in unicodedata.normalize("NFD", character) if unicodedata.category(c) != "Mn")
    return plain.lower()


def alone(character: str) -> bool:
    """Whether a character is a word of its own: punctuation, or a Chinese character."""
    if character.isascii():
        return not character.isalnum() and character.isprintable() and character != " "
    code = ord(character)
    chinese = (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x2A6DF or 0x2A700 <= code <= 0x2B81F
        or 0x2B920 <= code <= 0x2CEAF or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F
    )  # fmt: skip
    return chinese or unicodedata.category(character).startswith("P")
