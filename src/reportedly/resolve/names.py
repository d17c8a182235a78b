"""Fullest names: a surname, a short form or a pronoun traced to the longest name that the report gives.

Comes in: a mention and the report's text. Goes out: the fullest name, or the candidate a pronoun stands for.
Knows nothing of countries and roles.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from reportedly.resolve.actor_tables import HEADS, by_descriptor, lookup, phrase_key, tokens
from reportedly.resolve.lexicon import rows, table

_TITLES = frozenset(HEADS["titles"]["words"])
_PARTICLES = frozenset(HEADS["titles"]["particles"])
_STOP = frozenset(table("sources.toml")["names"]["stop"])
_LINKS = frozenset(table("sources.toml")["names"]["links"])
_ARTICLE = re.compile(r"^(?:the|a|an|so-called|The|A|An)\s+(?:so-called\s+)?", re.IGNORECASE)
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’-][^\W_]+)*|&")
LONGEST_MENTION = 400  # code points of a mention that are looked at
LONGEST_TEXT = 100_000  # code points of a report that are searched for names
PRONOUNS = frozenset(table("sources.toml")["pronouns"]["all"])


class Candidate(NamedTuple):
    """Someone a pronoun may stand for: code points in the text, kind of mention, name."""

    start: int
    end: int
    kind: str
    name: str


def bare(mention: str) -> str:
    """A mention without its article and without a possessive ending."""
    name = _ARTICLE.sub("", " ".join(mention.split())).strip(' ,;:"“”')
    if not re.search(r"[A-Z]\.$", name):
        name = name.rstrip(".")
    return re.sub(r"['’]s?$", "", name)


def is_pronoun(mention: str) -> bool:
    """Whether a mention is a personal pronoun (`US` in capitals is a country)."""
    return mention.lower() in PRONOUNS and (mention == "I" or not mention.isupper())


def organization_forms(entry_name: str, text: str, mention: str = "") -> list[str]:
    """The names of a curated organization (its full name in the table) that stand in the text and are fuller than
    `mention`: those that hold its words, or any when it is a single word (`Daesh`, `SOHR`)."""
    wanted = set(mention.lower().split())
    row = _organizations().get(entry_name, ())
    return [form for form in row if (len(wanted) <= 1 or wanted <= set(form.lower().split())) and _stands(form, text)]


@cache
def _organizations() -> dict[str, tuple[str, ...]]:
    return {
        row[0]: tuple(form for form in (row[0], *row[1].split("; ")) if form) for row in rows("organizations.tsv", 6)
    }


@lru_cache(maxsize=8192)
def _stands(form: str, text: str) -> bool:
    return next(occurrences(form, text), None) is not None


def occurrences(form: str, text: str) -> Iterator[int]:
    """Where a form stands in a text as whole words, in order: plain searching, as a pattern a name would cost more."""
    size = len(form)
    place = text.find(form)
    while place >= 0 and size:
        before, after = text[place - 1 : place] if place else "", text[place + size : place + size + 1]
        if not before.isalnum() and not after.isalnum():
            yield place
        place = text.find(form, place + size)


@lru_cache(maxsize=65536)
def _is_title(word: str) -> bool:
    low = word.lower().rstrip(".")
    if low in _TITLES or low in _STOP:
        return True
    hits = lookup(tokens(word))
    return bool(hits) and hits[0].entry.kind in ("demonym", "country", "government", "organization")


def strip_titles(mention: str) -> str:
    """A person's name without leading titles, offices, countries and articles: `French Foreign Minister Laurent Fabius`
    gives `Laurent Fabius`. A mention that is nothing but titles comes back whole."""
    words = bare(mention).split()
    start = 0
    for position, word in enumerate(words[:-1]):
        if _is_title(word.strip(",")) or (word[0].islower() and word not in _PARTICLES):
            start = position + 1
    while start < len(words) and words[start].strip(",") in _LINKS - _PARTICLES:
        start += 1
    rest = words[start:]
    if not rest or (not rest[0][:1].isupper() and rest[0] not in _PARTICLES) or (len(rest) == 1 and _is_title(rest[0])):
        return " ".join(words)
    return " ".join(rest)


@lru_cache(maxsize=64)
def _index(text: str) -> tuple[list[re.Match[str]], dict[str, list[int]]]:
    """The words of a text and where each stands."""
    words = list(_WORD.finditer(text[:LONGEST_TEXT]))
    where: dict[str, list[int]] = {}
    for position, word in enumerate(words):
        where.setdefault(re.sub(r"['’]s?$", "", word[0]), []).append(position)
    return words, where


def _adjacent(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    gap = text[left.end() : right.start()]
    return (gap in (" ", "\xa0", ". ") and (gap != ". " or len(left[0]) <= 2)) or not gap


@lru_cache(maxsize=2048)
def person_name(mention: str, text: str) -> str:
    """The fullest form of a person's name in `text`: `Peskov` gives `Dmitry Peskov` where the text has it.

    Grows the surname leftwards over capitalized words that are no titles, at each place where it stands, and takes
    the form that stands most often among the longest.
    """
    name = strip_titles(mention)
    parts = name.split()
    if not parts or not parts[-1][:1].isupper():
        return name
    words, where = _index(text)
    forms: Counter[str] = Counter()
    last = re.sub(r"['’]s?$", "", parts[-1])
    damaged = where.get(last + "s", [])  # a possessive whose mark was lost
    for position in (where.get(last, []) + damaged)[:60]:
        first = position
        while first > 0 and position - first < 5 and _adjacent(text, words[first - 1], words[first]):
            word = words[first - 1][0]
            if (word.lower() in _PARTICLES and word.islower()) or (word.lower() in _PARTICLES and word[0].isupper()):
                first -= 1
                continue
            if (
                not word[0].isupper()
                or _is_title(word)
                or word.endswith(("'s", "’s"))
                or (word.isupper() and len(word) > 2)
            ):
                break
            first -= 1
        while first < position and words[first][0].lower() in _LINKS:
            first += 1
        form = re.sub(r"['’]s?$", "", text[words[first].start() : words[position].end()])
        form = form[:-1] if position in damaged else form
        if " ".join(parts).lower() in form.lower() or len(parts) == 1:
            forms[form] += 1
    best = max(
        forms.items(), key=lambda item: (min(len(item[0].split()), 4), item[1], -len(item[0])), default=(name, 0)
    )[0]
    return best if len(best.split()) > len(parts) else name


@lru_cache(maxsize=2048)
def organization_name(mention: str, text: str) -> str:
    """The fullest form of an organization's name in `text`: `the Observatory` gives the name that it is part of.

    Grows the mention over capitalized words on both sides, over links (`for`, `of`) on the right.
    """
    name = bare(mention)
    parts = name.split()
    if not parts or not parts[-1][:1].isupper():
        return name
    words, where = _index(text)
    anchor = re.sub(r"['’]s?$", "", parts[-1])
    forms: Counter[str] = Counter()
    for position in where.get(anchor, [])[:60]:
        first, last = position - (len(parts) - 1), position
        if first < 0 or [word[0] for word in words[first:last]] != parts[:-1]:
            first = position
        while (
            first > 0
            and position - first < 7
            and _adjacent(text, words[first - 1], words[first])
            and words[first - 1][0][0].isupper()
            and words[first - 1][0].lower() not in _STOP
        ):
            first -= 1
        while last + 1 < len(words) and last - position < 6 and _adjacent(text, words[last], words[last + 1]):
            following = words[last + 1][0]
            if following[0].isupper() and following.lower() not in _STOP:
                last += 1
            elif (
                following in _LINKS
                and last + 2 < len(words)
                and words[last + 2][0][0].isupper()
                and words[last + 2][0].lower() not in _STOP
                and _adjacent(text, words[last + 1], words[last + 2])
            ):
                last += 2
            else:
                break
        form = text[words[first].start() : words[last].end()]
        if (
            name.lower() in form.lower()
            and len(form.split()) <= 9
            and not _is_headline(text, words[first].start(), words[last].end())
        ):
            forms[re.sub(r"['’]s?$", "", form)] += 1
    best = max(forms.items(), key=lambda item: (item[1] > 1, len(item[0].split()), item[1]), default=(name, 0))[0]
    return best if len(best.split()) > len(parts) else name


def _is_headline(text: str, start: int, end: int) -> bool:
    """Whether a span stands in a first line, where every word may have a capital."""
    line_end = text.find("\n")
    return 0 <= line_end < 200 and end <= line_end


_CALLED = {phrase_key(word).lower(): descriptor for word, descriptor in table("sources.toml")["descriptors"].items()}


def described_name(mention: str, text: str, position: int) -> str | None:
    """The organization that a description means: `a monitor`, `the UK-based monitoring group`, `the group`, `the agency`.

    Of the curated organizations that reports call so, the one named last before `position`; for the words of
    `[descriptors]` in the data, which introduce a name too, the first one after it if none stands before.
    """
    words = mention.lower().split()
    if not 1 <= len(words) <= 6:
        return None
    called = _CALLED.get(phrase_key(" ".join(words[-2:])).lower()) or _CALLED.get(phrase_key(words[-1]).lower())
    descriptor = called or (words[-1] if words[0] == "the" and len(words) == 2 else None)
    if descriptor is None:
        return None
    places = _places_of(descriptor, text)
    before = [place for place in places if place[0] < position]
    if before:
        return _longest_form(before[-1][1], text)
    return _longest_form(places[0][1], text) if places and called else None


@lru_cache(maxsize=512)
def _places_of(descriptor: str, text: str) -> list[tuple[int, str]]:
    """Where organizations of a descriptor are named in the text, with their full names in the table."""
    found = []
    for name in sorted(by_descriptor().get(descriptor, ())):
        for form in organization_forms(name, text):
            found += [(place, name) for place in occurrences(form, text)]
    return sorted(found)


def _longest_form(name: str, text: str) -> str:
    return max(organization_forms(name, text), key=len)


def fullest_name(mention: str, candidates: Sequence[str]) -> str:
    """The longest of `candidates` (names in the same report) that ends in, or holds all words of, `mention`.

    `Peskov` and [`Dmitry Peskov`, `Kremlin`] give `Dmitry Peskov`; without a match the mention itself, bare of its article.
    """
    name = strip_titles(mention) if mention[:1].isupper() else bare(mention)
    wanted = [word.lower() for word in _WORD.findall(name)]
    if not wanted:
        return name
    best = name
    for candidate in candidates:
        have = [word.lower() for word in _WORD.findall(strip_titles(candidate))]
        if (
            have[-len(wanted) :] == wanted
            or (len(wanted) > 1 and set(wanted) <= set(have))
            or (wanted[0] in have and len(have) > 2 and len(wanted) == 1 and not wanted[0].islower())
        ) and len(have) > len(_WORD.findall(best)):
            best = strip_titles(candidate)
    return best


_PERSONAL = {word: kind for kind, words in table("sources.toml")["pronouns"].items() if kind != "all" for word in words}
_SENTENCE = re.compile(r"[.!?][\"”’']?\s+(?=[A-Z“\"])|\n+")


def pronoun_antecedent(
    text: str, position: int, candidates: Sequence[Candidate], *, window: int = 1500
) -> Candidate | None:
    """The candidate before `position` that the pronoun standing there most likely means; None if none agrees.

    A baseline: agreement of kind (he, she: a person; it: no person; they, we: anyone), then nearness counted in
    sentences, with a bonus for candidates that open their sentence or are followed by a verb of saying.
    """
    match = _WORD.match(text, position)
    kind = _PERSONAL.get(match[0].lower() if match else "", "any")
    before = [c for c in candidates if position - window <= c.start and c.end <= position and _agrees(kind, c)]
    if not before:
        return None
    breaks = [found.end() for found in _SENTENCE.finditer(text, max(0, position - window), position)]

    def cost(candidate: Candidate) -> tuple[float, int]:
        sentences = sum(1 for place in breaks if candidate.start < place)
        opens = any(place <= candidate.start <= place + 12 for place in breaks) or candidate.start <= 12
        says = re.match(
            r"[\s,]*(?:said|says|told|added|warned|reported|announced|claimed|tweeted)\b",
            text[candidate.end : candidate.end + 24],
        )
        return (sentences - 0.6 * opens - 0.8 * bool(says), position - candidate.end)

    return min(before, key=cost)


def _agrees(kind: str, candidate: Candidate) -> bool:
    if kind == "person":
        return candidate.kind in ("person", "witness")
    if kind == "thing":
        return candidate.kind not in ("person", "witness")
    return True
