"""Which source of the register an unlisted name most likely is: "Observatory of Syrian Human Rights", "Defence Min. of Russia".

Comes in: a name's words, and the register's entries with all their names. Goes out: an entry and how likely it is, or None.
Knows nothing of reports; coefficients are fitted by training/sources.py.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Generic, NamedTuple, Protocol, TypeVar

from rapidfuzz.distance import OSA

from reportedly.resolve.lexicon import table

MOST_NAMES = 60  # names of the register that a name is compared with: those that share its rarest words
LONGEST = 12  # words of a name
SMALL = 0.25  # what a word counts that only says what kind of thing a source is
NEAR = 6  # letters from which one letter may differ
FEATURES = (
    "trigrams", "asked covered", "known covered", "asked left", "known left", "acronym", "same country", "other country",
    "other kind", "one word", "rarest shared", "no country",
)  # fmt: skip

Words = tuple[str, ...]


class Known(Protocol):
    """What the register holds of a source, as far as it is looked at here."""

    @property
    def kind(self) -> str:
        """Kind of source."""
        ...

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-3, or ""."""
        ...


E = TypeVar("E", bound=Known)


class Asked(NamedTuple):
    """A name to match: its words, the country they name ("" for none), the kind that its head tells (None for none)."""

    words: Words
    country: str
    kind: str | None


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in table("sources.toml")["kind"].items() for word in words}


def head_kind(words: Words) -> str | None:
    """The kind of source that a name's last words tell, or the words before its first "of" or "for"."""
    cut = next((i for i, word in enumerate(words) if i and word in ("of", "for")), len(words))
    for last in (cut, len(words)):
        for size in (3, 2, 1):
            if kind := _kinds().get(" ".join(words[max(0, last - size) : last]).casefold()):
                return kind
    return None


class Matcher(Generic[E]):
    """Names of known sources, and how an unlisted name is compared with them."""

    def __init__(
        self,
        names: Sequence[tuple[Words, E]],
        country_of: Callable[[Words], tuple[str, Words]],
        small: frozenset[str] = frozenset(),
    ) -> None:
        """`names`: every name with its entry. `country_of`: the country that words name, and the words that are left.

        `small`: words that only say what kind of thing a source is.
        """
        self._small = small
        self._split = country_of
        self._names: list[tuple[Words, E]] = []
        self._holding: dict[str, list[int]] = defaultdict(list)
        self._initials: dict[str, list[int]] = defaultdict(list)
        for words, entry in names:
            rest = self._split(words)[1] or words
            at = len(self._names)
            self._names.append((rest, entry))
            for word in set(rest):
                self._holding[word].append(at)
            for short in {_initials(words), _initials(rest)}:
                if len(short) >= 3:
                    self._initials[short].append(at)
            if len(words) == 1:
                self._initials[words[0].casefold()].append(at)
        self._rarity = {
            word: math.log(1 + len(self._names) / len(at)) * (SMALL if word in small else 1.0)
            for word, at in self._holding.items()
        }
        self._rarest = math.log(1 + 2 * len(self._names))

    def asked(self, words: Words) -> Asked:
        """The words as they are compared."""
        country, rest = self._split(words)
        return Asked((rest or words)[:LONGEST], country, head_kind(words))

    def candidates(self, asked: Asked) -> list[int]:
        """Indices of the names that share a word with the asked one or are its acronym, rarest words first."""
        found: dict[int, float] = defaultdict(float)
        for word in set(asked.words):
            for at in self._holding.get(word, ()):
                found[at] += self._rarity[word]
        for short in (_initials(asked.words), asked.words[0].casefold() if len(asked.words) == 1 else ""):
            for at in self._initials.get(short, ()) if len(short) >= 3 else ():
                found[at] += self._rarest
        return sorted(found, key=lambda at: (-found[at], at))[:MOST_NAMES]

    def features(self, asked: Asked, at: int) -> list[float]:
        """FEATURES of the asked name beside the known one at index `at`, each between 0 and 1."""
        words, entry = self._names[at]
        rarity = self._rarity
        unknown = {word: self._rarest * (SMALL if word in self._small else 1.0) for word in asked.words}
        mine = {word: rarity.get(word, unknown[word]) for word in asked.words}
        theirs = {word: rarity[word] for word in words}
        shared = {word for word in mine if word in theirs or any(_near(word, other) for other in theirs)}
        covered = {word for word in theirs if word in mine or any(_near(word, other) for other in mine)}
        first, second = _trigrams(asked.words), _trigrams(words)
        short = asked.words[0].casefold() if len(asked.words) == 1 else _initials(asked.words)
        other = words[0].casefold() if len(words) == 1 else _initials(words)
        one = len(asked.words) == 1 or len(words) == 1
        return [
            2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0,
            sum(mine[word] for word in shared) / sum(mine.values()),
            sum(theirs[word] for word in covered) / sum(theirs.values()),
            max((mine[word] for word in mine if word not in shared), default=0.0) / self._rarest,
            max((theirs[word] for word in theirs if word not in covered), default=0.0) / self._rarest,
            float(one and len(short) >= 3 and short == other and asked.words != words),
            float(bool(asked.country) and asked.country == entry.country),
            float(bool(asked.country) and bool(entry.country) and asked.country != entry.country),
            float(asked.kind is not None and not _alike(asked.kind, entry.kind)),
            float(one),
            max((mine[word] for word in shared), default=0.0) / self._rarest,
            float(not asked.country and bool(entry.country)),
        ]

    def best(self, words: Words) -> tuple[E, float] | None:
        """The entry that the words most likely name, and how likely; None where no name is near."""
        asked = self.asked(words)
        if not askable(words):
            return None
        weights, bias, _ = coefficients()
        scored: list[tuple[float, int]] = []
        for at in self.candidates(asked):
            values = self.features(asked, at)
            scored.append((bias + sum(w * v for w, v in zip(weights, values, strict=True)), at))
        if not scored:
            return None
        score, at = max(scored, key=lambda one: (one[0], -one[1]))
        entry = self._names[at][1]
        rival = max((value for value, other in scored if self._names[other][1] != entry), default=-99.0)
        return entry, 1 / (1 + math.exp(-min(score, score - rival)))


def askable(words: Words) -> bool:
    """Whether a name says enough to be matched: one word is a listed name, a misspelling of one, or nobody known."""
    return 2 <= len(words) <= LONGEST


@cache
def coefficients() -> tuple[tuple[float, ...], float, float]:
    """Weights of FEATURES, the bias, and from what likelihood on a match is taken."""
    data: Mapping[str, float] = table("source_match.toml")["weights"]
    return tuple(data[name] for name in FEATURES), data["bias"], float(table("source_match.toml")["threshold"])


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words if word not in ("of", "the", "for", "and", "in", "on", "&")).casefold()


def _near(one: str, other: str) -> bool:
    return (
        len(one) >= NEAR
        and len(other) >= NEAR
        and abs(len(one) - len(other)) <= 2
        and OSA.distance(one, other, score_cutoff=1) <= 1
    )


def _trigrams(words: Sequence[str]) -> set[str]:
    return {padded[i : i + 3] for word in words for padded in [f" {word.casefold()} "] for i in range(len(padded) - 2)}


def _alike(one: str, other: str) -> bool:
    """Whether a head may tell of a kind: ministries and armies are called by either, "group" may be anything."""
    loose = {"organization", "armed-group", "government", "military"}
    return one == other or (one in loose and other in loose) or one in ("person", "unnamed")
