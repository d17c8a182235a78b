"""The head of an actor's phrase, and the titles that stand beside a name.

Comes in: the words of a mention and the names found in them. Goes out: head phrases, sectors and countries of titles.
Knows nothing of pronouns, nor of what the report is about.
"""

import re
from functools import lru_cache

from reportedly.resolve.actor_tables import HEADS, Hit, Token, heads, lookup, tokens
from reportedly.resolve.names import occurrences, strip_titles

_CONTEXT = {name: frozenset(words) for name, words in HEADS["context"].items()}
_ENDS = frozenset(HEADS["context"]["ends"])
_TITLES = frozenset(HEADS["titles"]["words"])


_CLAUSE = re.compile(r"[.;:!?\n“”\"]")
_APPOSITION = re.compile(r",\s*(?:who is\s+)?((?:the|a|an|its|his)?\s*[^.;:\n,]{3,60})(?:,|who\b|$)")


def head_end(words: list[Token], hits: list[Hit]) -> int:
    """Where the head part of a phrase ends: before its first preposition or relative word outside a name."""
    inside = {i for hit in hits for i in range(hit.first, hit.last)}
    cut = next(
        (i for i, word in enumerate(words) if i and i not in inside and word.key in _ENDS and not _hyphened(words, i)),
        len(words),
    )
    joined = next((i for i, word in enumerate(words[:cut]) if i and i not in inside and word.key == "and"), cut)
    return (
        joined
        if joined < cut and (last_head(words, joined - 1, joined) or words[joined - 1].key in _CONTEXT["armed"])
        else cut
    )


def _hyphened(words: list[Token], i: int) -> bool:
    """Whether a word hangs on the one before by a hyphen, as in `rebel-held`."""
    return words[i].hyphen


def last_head(words: list[Token], first: int, last: int) -> tuple[int, int, str] | None:
    """The last head phrase in words [first, last): its bounds and sector, the longest that ends there."""
    known = heads()
    for stop in range(last, first, -1):
        for begin in range(max(first, stop - 4), stop):
            phrase = " ".join(word.key.lower() for word in words[begin:stop])
            sector = known.get(phrase, known.get(phrase[:-1]) if phrase.endswith("s") else None)
            if sector is not None:
                return begin, stop, sector
    return None


def is_backed(words: list[Token], hit: Hit) -> bool:
    return hit.last < len(words) and words[hit.last].key in _CONTEXT["backed"]


@lru_cache(maxsize=2048)
def from_titles(name: str, text: str, year: int | None) -> tuple[str | None, str | None]:
    """Sector and country of a person from the titles that stand before the name somewhere in the report, or right after it."""
    last = strip_titles(name).split()[-1] if name.split() else ""
    if len(last) < 3:
        return None, None
    sector: str | None = None
    country: str | None = None
    for count, start in enumerate(occurrences(last, text)):
        if count >= 8 or (sector and country):
            break
        lead = _CLAUSE.split(text[max(0, start - 90) : start])[-1]
        trail = _APPOSITION.match(text[start + len(last) : start + len(last) + 70])
        for part in (_titled(lead), trail[1] if trail else ""):
            if not part:
                continue
            words = tokens(part)
            hits = [hit for hit in lookup(words, year) if not is_backed(words, hit)]
            found = last_head(words, 0, head_end(words, hits) if part.startswith(("the", "a ")) else len(words))
            organization = next((hit.entry for hit in hits if hit.entry.kind == "organization"), None)
            if sector is None:
                generic = found is None or words[found[0]].key.lower() in _CONTEXT["neutral"]
                sector = organization.sector if organization and generic else found[2] if found else None
            if country is None:
                country = next((hit.entry.country for hit in hits if hit.entry.country), None)
    return sector or None, country or None


def _titled(lead: str) -> str:
    """The run of title words, countries and capitalized words that ends a lead."""
    words = lead.split()
    first = len(words)
    known = heads()
    while first > 0 and len(words) - first < 9:
        word = words[first - 1].strip(",'’")
        low = word.lower()
        if word[:1].isupper() or low in _TITLES or low in known or low in ("of", "the", "for", "and"):
            first -= 1
        else:
            break
    return " ".join(words[first:])
