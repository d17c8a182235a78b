"""The register of sources: one source, many names.

Comes in: a source's name as reports give it. Goes out: the entry it stands for, and the key under which it is counted.
Knows nothing of reports, attributions and archives.
"""

import os
import re
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reportedly.resolve.lexicon import rows, table
from reportedly.resolve.parties import PARTICLES, told_apart
from reportedly.resolve.plain_names import plain
from reportedly.resolve.register_rows import COLUMNS, KINDS, Body, Entry, own_rows
from reportedly.resolve.register_words import (
    LONGEST_NAME,
    Words,
    countries,
    country_in,
    country_of,
    demonyms,
    leaders,
    leading,
    lower,
    phrases,
    without_article,
    words_of,
)  # fmt: skip
from reportedly.resolve.source_match import LONGEST, Matcher, askable, coefficients

__all__ = [
    "COLUMNS",
    "KINDS",
    "Entry",
    "Register",
    "country_of",
    "default",
    "parties",
    "source_key",
    "use",
    "words_of",
]

VARIABLE = "REPORTEDLY_REGISTER"  # environment variable: path of a register of one's own
LONGEST_ASKED = 300  # code points of a name that is looked up, brackets included
MOST_LIKELY = 20_000  # names whose entry is kept
_ACRONYM = re.compile(r"[(\[]\s*([A-Z]{2,8})\s*[)\]]")
_BOTH = frozenset(("and", "or"))


class Register:
    """Sources by their names: the packaged ones, and those of a file of one's own, which come first.

    The file has the columns of `resolve/data/register.tsv`: canonical name, kind, country, side, voice, other names
    ("; "), divided by tabs; lines that begin with # are comments. An entry whose canonical name is in the register adds its
    names to it and replaces its other columns. Raises DataError for a file that can't be read or has a wrong line.
    """

    def __init__(self, own: Path | None = None) -> None:
        """`own`: path of a user's file."""
        data = table("register.toml")
        self._entries: dict[str, Entry] = {}
        self._names: dict[Words, Entry] = {}
        self._likely: dict[Words, Entry | None] = {}  # what unlisted names were matched with
        self._asked: dict[tuple[str, str | None], Entry | None] = {}  # what names were found to stand for
        self._loose: dict[Words, Entry] = {}  # names in lower case, for outlets that are written so
        self._bodies = {
            self._significant(lower(words_of(words))): Body(one["name"], one["kind"], one["side"])
            for one in data["body"]
            for words in one["words"]
        }
        self._kinds = frozenset(map(lower, phrases(data["words"]["kinds"])))
        self._mouths = phrases(data["words"]["mouths"])
        self._titles = frozenset(word.casefold() for word in data["words"]["titles"])
        self._leading_words = {(word,) for word in data["leader"]["titles"]} - {("of",), ("the",)}
        self._leader = {key: frozenset(held) for key, held in data["leader"].items()}
        self._papers = frozenset(table("sources.toml")["documents"]["made"])
        mine = list(own_rows(own)) if own else []
        for row in [*rows("register.tsv", COLUMNS), *mine]:
            self._add(*row)
        self._vocabulary = {
            word
            for words in (*self._names, *self._bodies, *self._kinds, *self._mouths, *countries())
            for word in words
            if len(word) >= 6
        }

    def _add(self, name: str, kind: str, country: str, side: str, voice: str, others: str) -> None:
        entry = Entry(name, kind, country, side, voice)
        old = self._entries.get(name)
        if old is not None:
            for words, held in list(self._names.items()):
                if held == old:
                    self._names[words] = entry
        self._entries[name] = entry
        for form in (name, *filter(None, (other.strip() for other in others.split(";")))):
            words = without_article(words_of(form))
            self._names[words] = entry
            if len("".join(words)) > 3:
                self._loose[tuple(word.casefold() for word in words)] = entry

    @staticmethod
    @cache
    def _empty() -> frozenset[str]:
        return frozenset(table("register.toml")["words"]["empty"])

    @classmethod
    def _significant(cls, words: Sequence[str]) -> Words:
        return tuple(word for word in words if word not in cls._empty())

    def entries(self) -> list[Entry]:
        """Every entry that stands in a list, in the order of the lists."""
        return list(self._entries.values())

    def small_words(self) -> frozenset[str]:
        """Words that only say what kind of thing a source is, or who speaks for it."""
        return frozenset(word.casefold() for words in (*self._kinds, *self._mouths) for word in words) | self._empty()

    def entry(self, name: str | None, country: str | None = None) -> Entry | None:
        """The source that a name stands for, or None when the register doesn't know it.

        `country` (ISO 3166-1 alpha-3) tells whose `state media` or `the Defence Ministry` is meant where the name
        doesn't say it. Of an entry that is another's voice the other one comes back: state media of one state are one
        source, and a spokesman counts with his body.
        """
        asked = ((name or "")[:LONGEST_ASKED], country)
        if asked not in self._asked:
            if len(self._asked) >= MOST_LIKELY:
                self._asked.clear()
            self._asked[asked] = self._entry(asked[0], country)
        return self._asked[asked]

    def _entry(self, name: str, country: str | None) -> Entry | None:
        words = without_article(words_of(name))
        if not words:
            return None
        found = self._find(words, country) or self._find(self._respelt(words), country)
        if found is None and name == name.casefold():
            found = self._loose.get(words)
        if found is None and (shorter := plain(name)) != name:
            return self._bracketed(name) or self.entry(shorter, country)
        if found is None:
            return self._matched(name, words)
        return self._voiced(found)

    def _bracketed(self, name: str) -> Entry | None:
        """The source whose acronym a name holds in brackets, where most of what stands before them are words of its names.

        Not where that is known itself, and not for another of the same letters: "Social Democratic Front (SDF)".
        """
        found = _ACRONYM.search(name)
        known = self._names.get(words_of(found[1])) if found else None
        before = without_article(words_of(plain(name)))
        if known is None or self._find(before, None):
            return None
        held = {word.casefold().rstrip("s") for words, one in self._names.items() if one == known for word in words}
        telling = [word.rstrip("s") for word in lower(before) if word not in self.small_words()]
        shared = sum(word in held for word in telling)
        return self._voiced(known) if shared * 2 > len(telling) else None

    def listed(self, name: str | None) -> Entry | None:
        """The entry of a list that a name stands for, itself and not the one whose voice it is: TASS, not Russian state media."""
        words = without_article(words_of(name or ""))
        if not words:
            return None
        found = self._names.get(words) or self._inside(words) or self._names.get(self._respelt(words))
        return found or (self._loose.get(words) if name == (name or "").casefold() else None)

    def _voiced(self, found: Entry) -> Entry:
        """The one whose voice an entry is, or itself."""
        for _ in range(3):
            if not found.voice:
                break
            found = (
                self._entries.get(found.voice)
                or self._find(words_of(found.voice), found.country)
                or found._replace(name=found.voice, voice="")
            )
        return found

    def _matched(self, name: str, words: Words) -> Entry | None:
        """The entry that an unlisted name most likely stands for, if that is likely enough (`source_match`).

        Only names are matched, not descriptions: a capital that is no country's, and one source, not two.
        """
        if not askable(words) or _BOTH & set(words):
            return None
        if not any(word[:1].isupper() and not country_of(word) for word in name.split()[:LONGEST]):
            return None
        if words in self._likely:
            return self._likely[words]
        best = self._matcher.best(words)
        found = best[0] if best is not None and best[1] >= coefficients()[2] else None
        if len(self._likely) < MOST_LIKELY:
            self._likely[words] = found
        return found

    @cached_property
    def _matcher(self) -> Matcher[Entry]:
        def split(words: Words) -> tuple[str, Words]:
            country, _, rest = country_in(words)
            return country, rest

        return Matcher([(words, self._voiced(one)) for words, one in self._names.items()], split, self.small_words())

    def key(self, name: str | None, country: str | None = None) -> str:
        """The key under which a source is counted: the canonical name's words in lower case, or the name's own."""
        found = self.entry(name, country)
        words = without_article(words_of(found.name if found else self._person(plain(name or ""))))
        if found is None and len(words) > 1 and words[-1] in self._papers:
            words = words[:-1]  # "Byron Council statement" is the council's word
        return " ".join(words).casefold()

    def parties(self, name: str) -> tuple[str, ...]:
        """The names of all who speak together under one (`resolve.parties`); of a name in a list the name alone."""
        if without_article(words_of(name)) in self._names:
            return (name,)
        return told_apart(name[:LONGEST_NAME], self._named)

    def _named(self, name: str) -> bool:
        """Whether a name is in the register, or of what a state has one of, by capitals: "the Ministry of Interior"."""
        words = without_article(words_of(name))
        if self._find(words, None):
            return True
        body = self._bodies.get(self._significant(lower(words))) if len(words) > 1 else None
        return body is not None and body.side == "state" and body.kind != "unnamed" and name != name.casefold()

    def _find(self, words: Words, country: str | None) -> Entry | None:
        return (
            self._names.get(words)
            or self._mouth(words, country)
            or self._inside(words)
            or self._body(words, country)
            or self._of_leader(words)
        )

    def _inside(self, words: Words) -> Entry | None:
        """The known name that a longer one holds, when what else it holds only says what kind of thing it is."""
        for size in range(len(words) - 1, 0, -1):
            for start in range(len(words) - size + 1):
                entry = self._names.get(words[start : start + size])
                if (
                    entry
                    and self._tells_nothing(words[:start], entry)
                    and self._tells_nothing(words[start + size :], entry)
                ):
                    return entry
        return None

    def _tells_nothing(self, words: Words, entry: Entry) -> bool:
        at = 0
        while at < len(words):
            size = next(
                (
                    size
                    for size in range(min(4, len(words) - at), 0, -1)
                    if lower(part := words[at : at + size]) in self._kinds
                    or (size == 1 and part[0] in self._empty())
                    or (countries().get(part, ("", ""))[0] in (entry.country or "?", "") and part in countries())
                ),
                0,
            )
            if not size:
                return False
            at += size
        return True

    def _mouth(self, words: Words, country: str | None) -> Entry | None:
        """The body that a spokesman, a statement or an update speaks for: `X spokesman Ada Byron`, `spokesman for X`."""
        for start in range(len(words)):
            for size in (3, 2, 1):
                if words[start : start + size] not in self._mouths or start + size > len(words):
                    continue
                before, after = words[:start], words[start + size :]
                if before and (found := self._names.get(before) or self._body(before, country, whole=True)):
                    return found
                if after and after[0] in ("for", "of", "from", "by"):
                    rest = after[2:] if after[1:2] == ("the",) else after[1:]
                    return self._names.get(rest) or self._inside(rest) or self._body(rest, country)
        return None

    def _body(self, words: Words, country: str | None, *, whole: bool = False) -> Entry | None:
        """The body of a state that a name describes: `Ukraine's Defence Ministry`, `the government of France`, `Ankara`.

        Without a country in the name, `country` is taken. With `whole`, a bare country is no body.
        """
        named, kind, rest = country_in(words)
        significant = self._significant(lower(rest))
        if not significant:
            if named and kind in ("name", "government") and not whole:
                return self._of("government", named)
            return None
        body = self._bodies.get(significant)
        if body is None or not (named or country):
            return None
        if not named and (body.side != "state" or body.kind == "unnamed"):
            return None  # "officials" and "rebels" may be anyone's
        return self._state_body(body, named or country or "")

    def _of_leader(self, words: Words) -> Entry | None:
        """The body that a name tells by the head of its state: `the government of President X`, `X's forces`."""
        said = self._leader
        body = [word for word in words if word in said["bodies"]]
        if len(body) != 1 or words[words.index(body[0]) + 1 :][:1] in self._leading_words:
            return None  # "regime leader X" is X
        named, _, others = country_in(words)
        rest = tuple(word for word in others if word not in said["bodies"] and word not in said["titles"])
        country = leading().get(rest)
        if country is None or named not in ("", country):
            return None
        return self._body(words_of("government" if body[0] in said["government"] else body[0]), country)

    def _of(self, words: str, country: str) -> Entry:
        return self._state_body(self._bodies[words_of(words)], country)

    def _state_body(self, body: Body, country: str) -> Entry:
        name = body.name.replace("{of}", demonyms().get(country, country))
        return self._names.get(words_of(name)) or Entry(name, body.kind, country, body.side)

    def _respelt(self, words: Words) -> Words:
        """The words with each unknown one replaced by the known one that it is a misspelling of, if only one can be."""
        return tuple(self._spelling(word) for word in words)

    def _spelling(self, word: str) -> str:
        if len(word) < 6 or word in self._vocabulary:
            return word
        far = 1 if len(word) < 10 else 2
        near = process.extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=far, limit=2)
        return near[0][0] if len(near) == 1 else word

    def _person(self, name: str) -> str:
        """A person's name without titles, in full where the family name alone is known; other names as they are."""
        written = name.split()
        start = 0
        while start < len(written) - 1 and self._is_title(written[start]):
            start += 1
        rest = written[start:]
        if len(rest) == 1 and (known := leaders().get(" ".join(words_of(rest[0])))):
            return known
        if (
            any(" ".join(words_of(word)) in self._titles for word in written[:start])
            and len(rest) >= 2
            and all(word[0].isupper() or word in PARTICLES for word in rest)
        ):
            return " ".join(rest)
        return name

    def _is_title(self, written: str) -> bool:
        words = words_of(written)
        return all(word.casefold() in self._titles or (word,) in countries() for word in words)


@cache
def default() -> Register:
    """The packaged register with the file that REPORTEDLY_REGISTER names, read once. Raises DataError."""
    own = os.environ.get(VARIABLE, "").strip()
    return Register(Path(own).expanduser() if own else None)


def use(own: Path) -> None:
    """Takes the file `own` for the register of one's own, in this process and in those that it starts. Raises DataError."""
    own = own.expanduser().resolve()
    Register(own)  # a wrong file is told at once, and changes nothing
    os.environ[VARIABLE] = str(own)
    default.cache_clear()
    _key.cache_clear()
    parties.cache_clear()


@lru_cache(maxsize=65536)
def _key(name: str, country: str | None) -> str:
    return default().key(name, country)


def source_key(name: str | None, country: str | None = None) -> str:
    """The key under which a source is counted, the same for all its names: `SANA` and `Syrian state television` share one.

    `country` (ISO 3166-1 alpha-3): whose body is meant where the name doesn't say it (`state media`). "" for no name.
    Names that the register doesn't know differ but for case, spacing, accents, titles and a leading "the".
    """
    return _key(name[:LONGEST_NAME], country) if name else ""


@lru_cache(maxsize=65536)
def parties(name: str) -> tuple[str, ...]:
    """The names of all who speak together under one, see `Register.parties`; of most names the name alone."""
    return default().parties(name) if " and " in name else (name,)
