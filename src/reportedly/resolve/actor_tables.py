"""The tables of countries, organizations, office holders and kinds of actors, and how a phrase is found in them.

Comes in: words of a mention. Goes out: the entries that they name, longest first match.
Knows nothing of reports; data files say who is who.
"""

import re
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, cast

from reportedly.resolve.lexicon import rows, table

EntryKind = Literal["organization", "country", "demonym", "government", "person", "place"]
LONGEST_NAME = 8  # words


class Entry(NamedTuple):
    """What a name stands for. `country` ISO alpha-3 or ""; `sector` or ""; `source` kind of source or ""; years of office."""

    kind: EntryKind
    name: str
    country: str
    sector: str
    source: str = ""
    descriptor: str = ""
    first: str = ""
    last: str = ""


class Token(NamedTuple):
    """A word of a mention: as written, its lookup key, its code points in the mention, and whether a hyphen joins it
    to the word before."""

    text: str
    key: str
    start: int
    end: int
    hyphen: bool


class Hit(NamedTuple):
    """An entry named by tokens [first, last)."""

    first: int
    last: int
    entry: Entry


_WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:[A-Z]\.){1,}[A-Z]\b|[^\W_]+(?:['’][^\W_]+)*(?:/[A-Z]+)?|&")
_HYPHENS = ("-", "‑", "–")
_POSSESSIVE = re.compile(r"['’]s?$")


@lru_cache(maxsize=8192)
def tokens(mention: str) -> list[Token]:
    """The words of a mention. Hyphens divide; `U.S.` and `US` share a key; a possessive ending is no part of the key."""
    return [
        Token(m[0], _key(m[0]), m.start(), m.end(), mention[m.start() - 1 : m.start()] in _HYPHENS)
        for m in _WORD.finditer(mention)
    ]


@lru_cache(maxsize=32768)
def _key(word: str) -> str:
    bare = _POSSESSIVE.sub("", word).replace(".", "").replace("’", "'")
    return bare if len(bare) <= 5 and bare.isupper() and len(bare) > 1 else bare.lower()


def phrase_key(phrase: str) -> str:
    """The lookup key of a phrase: its words' keys joined by spaces."""
    return " ".join(_key(m) for m in _WORD.findall(phrase))


@cache
def names() -> dict[str, list[Entry]]:
    """Every known name by its key; curated tables come before distilled ones."""
    found: dict[str, list[Entry]] = {}
    for name, others, country, sector, source, descriptor in rows("organizations.tsv", 6):
        entry = Entry("organization", name, country, sector, source, descriptor)
        for alias in (name, *filter(None, others.split("; "))):
            found.setdefault(phrase_key(alias), []).append(entry)
    for country, kind, words in rows("countries.tsv", 3):
        for word in words.split("; "):
            kinds: dict[str, EntryKind] = {"name": "country", "demonym": "demonym", "government": "government"}
            found.setdefault(phrase_key(word), []).append(
                Entry(kinds[kind], word, country, "GOV" if kind == "government" else "")
            )
            if kind == "demonym" and not word.endswith(("s", "ese", "ish", "ch")):
                found.setdefault(phrase_key(word + "s"), []).append(Entry("demonym", word + "s", country, "CVL"))
    for country, name in rows("iso_countries.tsv", 2):
        found.setdefault(phrase_key(name), []).append(Entry("country", name, country, ""))
    for family, full, country, sector, first, last, _ in rows("leaders.tsv", 7):
        entry = Entry("person", full, country, sector, "", "", first, last)
        for form in dict.fromkeys((phrase_key(family), phrase_key(full))):
            found.setdefault(form, []).append(entry)
    curated = frozenset(found)
    for name, written, country, sector, first, last in rows("actors.tsv.gz", 6):
        if name not in curated:
            found.setdefault(name, []).append(
                Entry(cast("EntryKind", written), name, country, sector, "", "", first, last)
            )
    return found


@cache
def _starts() -> dict[str, int]:
    """The longest name, in words, that begins with each word."""
    longest: dict[str, int] = {}
    for name in names():
        first, _, rest = name.partition(" ")
        longest[first] = max(longest.get(first, 0), 1 + rest.count(" ") + bool(rest))
    return longest


def lookup(words: list[Token], year: int | None = None) -> list[Hit]:
    """The names among `words`, longest match first, left to right. Of several office holders' rows the one whose
    years hold `year` counts; without a year, the last one. A name must be written with a capital."""
    known, starts = names(), _starts()
    found: list[Hit] = []
    i = 0
    while i < len(words):
        hit = None
        if words[i].text[0].isupper() or words[i].text[0].isdigit():
            for form in _forms(words[i]):
                for size in range(min(starts.get(form, 0), LONGEST_NAME, len(words) - i), 0, -1):
                    last = words[i + size - 1]
                    for ending in _forms(last) if size > 1 else (form,):
                        key = (
                            " ".join([form, *(w.key for w in words[i + 1 : i + size - 1]), ending])
                            if size > 1
                            else form
                        )
                        entries = known.get(key)
                        if (
                            entries
                            and (size > 1 or entries[0].kind != "organization" or len(form) > 1)
                            and (
                                size == 1 or words[i + size - 1].text[0].isupper() or entries[0].kind == "organization"
                            )
                        ):
                            hit = Hit(i, i + size, _choose(entries, year))
                            break
                    if hit:
                        break
                if hit:
                    break
        if hit:
            found.append(hit)
            i = hit.last
        else:
            i += 1
    return found


def _forms(word: Token) -> tuple[str, ...]:
    """Keys to try for a word: as it is, in lower case if all capitals, and without the s of a possessive whose mark was lost."""
    low = word.key.lower()
    forms = [word.key] if word.key == low else [word.key, low]
    if low.endswith("s") and len(low) > 4:
        forms.append(low[:-1])
    return tuple(forms)


def _choose(entries: list[Entry], year: int | None) -> Entry:
    if len(entries) == 1:
        return entries[0]
    if year is not None:
        text = str(year)
        for entry in entries:
            if (
                (entry.first or entry.last)
                and (not entry.first or entry.first <= text)
                and (not entry.last or text <= entry.last)
            ):
                return entry
    return next((entry for entry in entries if not entry.first and not entry.last), entries[-1])


HEADS: dict[str, Any] = table("heads.toml")


@cache
def heads() -> dict[str, str]:
    """Head words and phrases (keys in lower case) with their sector ("" for none); curated ones win over distilled ones."""
    found = {
        " ".join(key.lower() for key in phrase_key(noun).split()): sector for noun, sector in rows("agents.tsv", 2)
    }
    for sector, nouns in HEADS["sector"].items():
        for noun in nouns:
            found[phrase_key(noun).lower()] = "" if sector == "none" else sector
    return found


@cache
def by_descriptor() -> dict[str, frozenset[str]]:
    """Full names of the curated organizations by what reports call them (`monitor`, `agency`)."""
    found: dict[str, set[str]] = {}
    for name, _, _, _, _, descriptor in rows("organizations.tsv", 6):
        found.setdefault(descriptor, set()).add(name)
    return {descriptor: frozenset(members) for descriptor, members in found.items()}
