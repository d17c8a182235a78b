"""Which of the words that the encoder takes for triggers name a happening: a second look at each, before its roles are read.

Comes in: a text, its sentences, candidates with what the encoder says of them. Goes out: for each how likely it is one.
Knows nothing of roles, places or files but its own.

The encoder learnt its triggers by heart, so that on new reports it is surer than it is right, and differently so for
different words. The trees here were grown on reports that the encoders they were grown with had not seen
(training/sifting.py), and see what one piece of a word can't: how often the word names a happening in annotated reports,
what else stands in the sentence, and whether the report says it again.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from io import BytesIO
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reportedly.errors import ReaderError
from reportedly.reader.decode import Found
from reportedly.trees import Floats, Trees

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_ENDINGS = ("ings", "ing", "edly", "ed", "es", "ers", "er", "ions", "ion", "s")
_NOUNS = ("ion", "ions", "ment", "ments", "ance", "ence", "al", "als", "ure", "th", "ings")
_BEFORE = (
    frozenset(("the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "any", "no", "some")),
    frozenset(("to",)),
    frozenset(("of", "for", "in", "on", "by", "with", "after", "before", "during", "from", "against", "over")),
    frozenset(("was", "were", "is", "are", "been", "be", "being", "has", "have", "had")),
    frozenset(("will", "would", "could", "should", "may", "might", "can", "must")),
    frozenset(("and", "or")),
)
KINDS = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONTROL",
)  # fmt: skip
FEATURES = (
    "score", "odds", "nothing", "second", "cue", "name", "nothing_before", "nothing_after",
    "rate", "count", "kind_share", "words", "letters", "capital", "ing", "ed", "s", "noun",
    "determiner", "to", "preposition", "auxiliary", "modal", "and", "of_follows", "by_follows", "determiner_follows",
    "others", "better", "best_other", "others_of_kind", "best_of_kind", "nearest",
    "sentence_length", "in_sentence", "sentence", "in_text",
    "said_before", "said_again", "best_said", "mean_score", "density", "hinted", "hint_beside", *KINDS,
)  # fmt: skip
FAR = 400  # code points: what stands farther off is as far as what is not there


class Candidate(NamedTuple):
    """A word or words that may be a trigger: code points, the encoder's kind and score, and what it gives, at the first
    piece, to "nothing", to the next best kind, to a cue and to a name; and to "nothing" beside it."""

    start: int
    end: int
    kind: str
    score: float
    nothing: float
    second: float
    cue: float
    name: float
    nothing_before: float
    nothing_after: float


class Known(NamedTuple):
    """How often a stem stands in annotated reports, how often in a trigger, and in triggers of which kinds."""

    seen: int
    triggers: int
    kinds: dict[str, int]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word in lower case without its commonest ending."""
    word = word.lower()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


_UNKNOWN = Known(0, 0, {})


def joined(found: Sequence[Found]) -> list[Found]:
    """Spans of pieces, in order, with those of one kind that stand side by side made one: "air", "strikes".

    Of two such the annotators have one as a trigger nearly always, and either as often as the other.
    """
    out: list[Found] = []
    for one in found:
        if out and out[-1][1] + 1 == one[0] and out[-1][2] == one[2]:
            first, _, kind, score = out.pop()
            one = (first, one[1], kind, max(score, one[3]))
        out.append(one)
    return out


class Sifter:
    """How likely candidates are triggers, by the trees and the words in a folder of weights."""

    def __init__(self, folder: Path) -> None:
        """`folder`: weights with `sifting.npz` and `trigger_words.tsv`. Raises ReaderError when they can't be read."""
        self.folder = folder
        try:
            with np.load(BytesIO((folder / "sifting.npz").read_bytes())) as held:
                self.trees = Trees({name: held[name] for name in held.files if name not in ("least", "looser")})
                self.least = float(held["least"])  # from what probability on a candidate is taken
                self.looser = float(held["looser"])  # what is added to the bias of triggers for candidates
        except (OSError, ValueError, KeyError) as error:
            raise ReaderError(f"expected trees in {folder / 'sifting.npz'}, got: {error}") from error

    @cached_property
    def words(self) -> dict[str, Known]:
        """What is known of stems."""
        path = self.folder / "trigger_words.tsv"
        found: dict[str, Known] = {}
        try:
            for line in path.read_text(encoding="utf-8").splitlines():
                if line and not line.startswith("#"):
                    word, count, triggers, kinds = line.split("\t")
                    pairs = (pair.split(":") for pair in kinds.split())
                    found[word] = Known(int(count), int(triggers), {kind: int(n) for kind, n in pairs})
        except (OSError, ValueError) as error:
            raise ReaderError(f"expected words in {path}, got: {error}") from error
        return found

    def probabilities(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        candidates: Sequence[Candidate],
        hints: Sequence[tuple[int, int]] = (),
    ) -> list[float]:
        """The probability of each candidate, in order. `hints`: where words stand that by their form name a happening."""
        if not candidates:
            return []
        return [float(p) for p in self.trees.few(features(text, sentences, candidates, self.words, hints))]


def features(
    text: str,
    sentences: Sequence[tuple[int, int]],
    candidates: Sequence[Candidate],
    words: dict[str, Known],
    hints: Sequence[tuple[int, int]] = (),
) -> Floats:
    """One row a candidate, a column each of `FEATURES`."""
    starts = [start for start, _ in sentences]
    inside = [max(0, bisect_right(starts, c.start) - 1) for c in candidates]
    company: dict[int, list[int]] = defaultdict(list)
    stems, held = [], Counter[str]()
    same_stem: dict[str, list[int]] = defaultdict(list)
    spelt = Counter(text[c.start : c.end].lower() for c in candidates)
    for at, (one, sentence) in enumerate(zip(candidates, inside, strict=True)):
        company[sentence].append(at)
        stems.append([stem(w) for w in _WORD.findall(text, one.start, one.end)] or [""])
        same_stem[stems[-1][0]].append(at)
    told = {max(0, bisect_right(starts, low) - 1) for low, _ in hints}
    mean = sum(c.score for c in candidates) / len(candidates)
    density = len(candidates) / max(1, len(text)) * 1000
    rows = []
    for at, one in enumerate(candidates):
        own = stems[at]
        known = [words.get(word, _UNKNOWN) for word in own]
        rate = max((k.triggers + 0.3) / (k.seen + 1.5) for k in known)
        best = max(known, key=lambda k: k.triggers)
        others = [candidates[k] for k in company[inside[at]] if k != at]
        like = [c for c in others if c.kind == one.kind]
        low, high = sentences[inside[at]] if sentences else (0, len(text))
        before = text[max(0, one.start - 30) : one.start].split()
        after = text[one.end : one.end + 25].split()
        left = before[-1].lower().strip("\"'“”(") if before else ""
        right = after[0].lower() if after else ""
        said = text[one.start : one.end]
        lower = said.lower()
        repeated = [candidates[k].score for k in same_stem[own[0]] if k != at]
        rows.append(
            (
                one.score, log(max(one.score, 1e-4) / max(1 - one.score, 1e-4)), one.nothing, one.second, one.cue, one.name,
                one.nothing_before, one.nothing_after,
                rate, log(1 + max(k.seen for k in known)), (best.kinds.get(one.kind, 0) + 0.2) / (best.triggers + 1),
                len(own), len(said), said[:1].isupper(), lower.endswith("ing"), lower.endswith("ed"), lower.endswith("s"),
                lower.endswith(_NOUNS), *(left in kind for kind in _BEFORE), right == "of", right == "by", right in _BEFORE[0],
                len(others), sum(c.score > one.score for c in others), max((c.score for c in others), default=0.0),
                len(like), max((c.score for c in like), default=0.0),
                min((abs(c.start - one.start) for c in others), default=FAR),
                high - low, (one.start - low) / max(1, high - low), inside[at], one.start / max(1, len(text)),
                held[own[0]], spelt[lower] - 1, max(repeated, default=0.0), mean, density,
                any(low < one.end and one.start < high for low, high in hints), inside[at] in told,
                *(one.kind == kind for kind in KINDS),
            )
        )  # fmt: skip
        held[own[0]] += 1
    return np.array(rows, dtype=np.float32)
