"""Finding place names by rule: capitalised runs that the gazetteer knows.

Comes in: a text. Goes out: spans of likely place names.
Knows nothing of which entry a name means; `data/common_words.txt` lists words that are seldom places.
"""

import re
from pathlib import Path

from reportedly.errors import DataError
from reportedly.resolve.places.gazetteer import DATA, Gazetteer
from reportedly.resolve.places.names import key
from reportedly.resolve.places.phrases import descriptors

MAX_TEXT = 1_000_000
MAX_WORDS = 6
MIN_SOLE = 3.6
"""log10 of the people a single word needs to be taken for a settlement."""
MIN_PART = 5.3
"""The same for a word that is part of a longer capitalised run."""

_WORD = re.compile(
    r"(?:U\.S\.A?\.|U\.K\.|D\.C\.|St\.|Mt\.)|(?:al|el|as|ash|at|ar|ad|an|az|ul)[-‐](?=[A-Z])[^\W\d_][\w'’ʼ-]*|[^\W\d_][\w'’ʼ-]*"
)
_LINKS = {
    "of",
    "the",
    "de",
    "da",
    "do",
    "dos",
    "la",
    "le",
    "les",
    "el",
    "al",
    "and",
    "du",
    "di",
    "del",
    "ez",
    "es",
    "en",
    "sur",
    "am",
    "upon",
    "on",
}
_YEAR = re.compile(r"(?:\d|centur(?:y|ies)|millennium) $")
_BREAK = re.compile(r"[.!?:;\n\"“”]|^$")
_TITLES = {
    "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "gen", "general", "col", "colonel", "capt", "captain", "maj", "major",
    "lt", "lieutenant", "sgt", "sergeant", "sen", "senator", "rep", "gov", "president", "minister", "prince", "princess", "king",
    "queen", "sheikh", "imam", "ayatollah", "pope", "bishop", "father", "brother", "sister", "judge", "justice", "chancellor",
    "ambassador", "secretary", "spokesman", "spokeswoman", "prof", "professor", "commander", "admiral", "chief", "saint",
}  # fmt: skip


class Detector:
    """Finds spans; holds only sets of words."""

    def __init__(self, gazetteer: Gazetteer, demonyms: set[str]) -> None:
        self.gazetteer = gazetteer
        self.demonyms = demonyms
        self.common = _words(DATA / "common_words.txt")
        self.given = _words(DATA / "given_names.txt")
        table = descriptors()
        self.towns = {g for name, g in gazetteer.feature_number.items() if name in ("settlement", "section")}
        self.kinds = {key(w) for words in table["kinds"].values() for w in words}
        self.directions = {key(w) for w in table["directions"]}
        self.agencies = set(table["words"]["agencies"])

    def find(self, text: str) -> list[tuple[int, int]]:
        """Spans in order, not overlapping."""
        words = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text[:MAX_TEXT])]
        spans: list[tuple[int, int]] = []
        i = 0
        while i < len(words):
            if not _capital(words[i][2]):
                i += 1
                continue
            j = self._run(text, words, i)
            spans += self._inside(text, words, i, j)
            i = j
        return spans

    def _run(self, text: str, words: list[tuple[int, int, str]], i: int) -> int:
        """End of the run of capitalised words (links between them included) that begins at i."""
        j = i + 1
        while j < len(words) and j - i < 12:
            gap = text[words[j - 1][1] : words[j][0]]
            if gap not in (" ", "-", "  ", "\u00a0"):
                break
            if _capital(words[j][2]):
                j += 1
            elif (
                words[j][2] in _LINKS and j + 1 < len(words) and _capital(words[j + 1][2])
                and text[words[j][1] : words[j + 1][0]] in (" ", "-") and words[j][2] != "and"
            ):  # fmt: skip
                j += 2
            else:
                break
        return j

    def _inside(self, text: str, words: list[tuple[int, int, str]], i: int, j: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        at = i
        while at < j:
            width = self._longest(text, words, at, j)
            if width and self._plausible(text, words, i, j, at, at + width):
                end = words[at + width - 1][1]
                if text[end - 2 : end] in ("'s", "’s"):
                    end -= 2
                found.append((words[at][0], end))
            at += max(1, width)
        return found

    def _longest(self, text: str, words: list[tuple[int, int, str]], at: int, j: int) -> int:
        for width in range(min(MAX_WORDS, j - at), 0, -1):
            name = key(_plain(text[words[at][0] : words[at + width - 1][1]]))
            if len(name) > 1 and (name in self.gazetteer or name in self.demonyms):
                return width
        return 0

    def _plausible(self, text: str, words: list[tuple[int, int, str]], i: int, j: int, a: int, b: int) -> bool:
        g = self.gazetteer
        name = key(_plain(text[words[a][0] : words[b - 1][1]]))
        if name in self.demonyms:
            return True
        held = [p for p in g.lookup(name) if p & 3 < 3]
        if not held:
            return True  # another script: no capitals to go by, and no common English word
        size = max(float(g.log_population[p >> 2]) if g.feature[p >> 2] > 1 else 7.0 for p in held)
        if any(
            ((p >> 2) >= g.built and g.feature[p >> 2] not in self.towns) or ((p & 3) == 0 and g.feature[p >> 2] == 0)
            for p in held
        ):
            size = max(size, 6.5)
        surface = text[words[a][0] : words[b - 1][1]]
        if b - a == 1:
            if surface in self.agencies or (
                surface == "BC" and _YEAR.search(text, max(0, words[a][0] - 12), words[a][0])
            ):
                return False
            if (
                name in self.common
                or name in self.kinds
                or name in self.directions
                or name in _TITLES
                or (len(name) < 3 and size < 6.5)
            ):
                return False
            if surface.isupper() and len(surface) < 5 and size < 6.5:
                return False
        before = key(words[a - 1][2]) if a > i else ""
        after = key(words[b][2]) if b < j else ""
        if (
            before in self.given
            or before in _TITLES
            or (before and len(before) == 1)
            or (b - a == 1 and name in self.given and after and after not in self.kinds)
        ):
            return False
        if (before and before not in self.demonyms | self.directions | self.kinds | _LINKS) or (
            after and after not in self.kinds | self.directions | _LINKS
        ):
            return size >= MIN_PART + (0.7 if before else 0)
        return size >= (MIN_SOLE if b - a == 1 else 2.6)


def _capital(word: str) -> bool:
    return (
        word[0].isupper()
        or (len(word) > 4 and word[2] in "-‐" and word[3].isupper())
        or (not word[0].islower() and word[0] > "\u0530")
    )


def _plain(surface: str) -> str:
    return surface[:-2] if surface[-2:] in ("'s", "’s") else surface


def _words(path: Path) -> set[str]:
    try:
        return {line.strip() for line in path.read_text("utf-8").split("\n") if line and not line.startswith("#")}
    except OSError as error:
        raise DataError(f"expected a word list at {path}, got: {error}") from error
