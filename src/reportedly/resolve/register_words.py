"""The words of sources' names: how they are compared, and the countries and office holders that they name.

Comes in: a name as reports write it. Goes out: its words, and the country among them.
Knows nothing of the register's entries, of reports and of attributions.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from reportedly.resolve.lexicon import rows, table

LONGEST_NAME = 200  # code points of a name that are looked at
_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*\.?|&")

Words = tuple[str, ...]


@lru_cache(maxsize=16384)
def words_of(name: str) -> Words:
    """The words of a name by which it is compared: no accents, hyphens, possessives or dots; short capitals stay."""
    plain = unicodedata.normalize("NFKD", name[:LONGEST_NAME].replace("’", "'").replace("-", " "))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(word for match in _WORD.findall(plain) if (word := _word(match)))


def _word(written: str) -> str:
    word = re.sub(r"'s?$", "", written)
    word = re.sub(r"[.']", "", word)
    return word if word.isupper() and 2 <= len(word) <= 5 else word.casefold()


def phrases(words: Sequence[str]) -> frozenset[Words]:
    return frozenset(words_of(word) for word in words)


@cache
def countries() -> dict[Words, tuple[str, str]]:
    """(country, kind of word) by the words that name a country: its names, demonyms and metonyms of its government."""
    found: dict[Words, tuple[str, str]] = {}
    for country, kind, names in rows("countries.tsv", 3):
        for name in names.split("; "):
            found.setdefault(words_of(name), (country, kind))
            if kind == "demonym":
                found.setdefault(words_of(name + "s"), (country, kind))
    for country, kind, names in rows("countries.tsv", 3):
        for name in names.split("; "):
            if kind == "name" and len(name) > 3 and not name.endswith("s"):
                found.setdefault(words_of(name + "s"), (country, kind))  # a possessive that lost its mark
    for country, name in rows("iso_countries.tsv", 2):
        found.setdefault(words_of(name), (country, "name"))
    return found


@cache
def demonyms() -> dict[str, str]:
    """What a country's bodies are called after, by country."""
    found: dict[str, str] = dict(table("register.toml")["of"])
    for wanted in ("demonym", "name"):
        for country, kind, names in rows("countries.tsv", 3):
            if kind == wanted:
                found.setdefault(country, names.split("; ")[0])
    for country, name in rows("iso_countries.tsv", 2):
        found.setdefault(country, name)
    return found


@cache
def leaders() -> dict[str, str]:
    """Full names of office holders known by their family names."""
    return {" ".join(words_of(family)): full for family, full, *_ in rows("leaders.tsv", 7)}


@cache
def leading() -> dict[Words, str]:
    """The country of each head of state or of government by full name and by family name, possessive marks lost or not."""
    found: dict[Words, str] = {}
    for family, full, country, _, _, _, head in rows("leaders.tsv", 7):
        for name in (family, full) if head else ():
            found.setdefault(lower(words_of(name)), country)
            found.setdefault(lower(words_of(name + "s")), country)
    return found


def lower(words: Sequence[str]) -> Words:
    return tuple(word.casefold() for word in words)


def without_article(words: Words) -> Words:
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words


def country_in(words: Words) -> tuple[str, str, Words]:
    """The country that a name holds, the kind of word that names it, and the other words."""
    known = countries()
    for size in range(min(6, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            hit = known.get(words[start : start + size])
            if hit:
                return hit[0], hit[1], words[:start] + words[start + size :]
    return "", "", words


def country_of(name: str) -> str:
    """The country (ISO 3166-1 alpha-3) that a name holds by name, demonym or seat of government; "" for none."""
    return country_in(words_of(name))[0]
