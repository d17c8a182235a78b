"""A source's name without what only says more of it: how many, an acronym in brackets, where it sits, on what terms it spoke.

Comes in: a name as a report or a record gives it. Goes out: the same or a shorter name.
Knows nothing of the register's entries, of reports and of attributions.
"""

import re
from functools import cache, lru_cache

from reportedly.resolve.lexicon import table
from reportedly.resolve.register_words import country_of, words_of
from reportedly.resolve.source_match import head_kind

LONGEST = 300
"""Code points of a name that are looked at."""


MOST = 4
"""How often the front of a name is looked at again: "some of the several Corin-based officials"."""


@cache
def _how_many() -> re.Pattern[str]:
    found = "|".join(table("sources.toml")["plain"]["how_many"])
    return re.compile(rf"(?:{found})\s+(?=\S)", re.IGNORECASE)


@cache
def _terms() -> re.Pattern[str]:
    """On what terms somebody speaks, behind his name."""
    return re.compile(rf"(?<=\w),?\s+(?:{'|'.join(table('sources.toml')['plain']['terms'])})(?:\s.*)?$", re.DOTALL)


@cache
def _known_as() -> re.Pattern[str]:
    return re.compile(rf",?\s+(?:{'|'.join(table('sources.toml')['plain']['known_as'])})\s+")


@cache
def _glue() -> re.Pattern[str]:
    """Up to where a heading's last words are run into a name: "plans-The Corin Front", "markets-Corin officials"."""
    data = table("sources.toml")["plain"]
    return re.compile(
        rf"^(?:.*[^\W\d_]-(?:(?:The|An?)\s|(?=(?:{'|'.join(data['opens'])})\s))|(?!(?:{'|'.join(data['joins'])})-)[a-z]{{3,}}-(?=[A-Z][a-z]))"
    )


_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,60}(?:[)\]]|$)")
_SEAT = re.compile(r"(?:the\s+|an?\s+)?([\w’'.]+(?:\s[A-Z][\w’']+)?)-based\s+(?=\S)", re.IGNORECASE)
_BEHIND = re.compile(r"(?<=[A-Z]\w)(\w*)(,?)\s+an?\s+(?=[a-z]|([\w-]+)\s[a-z]).*$", re.DOTALL)


def _described(match: re.Match[str]) -> str:
    """What is left of a name before "a network of volunteers"; the whole where the "a" is part of it ("Make a Wish group")."""
    comma, word = match[2], match[3]
    sure = comma or word is None or word.islower() or word.endswith("-based") or country_of(word)
    return match[1] if sure else match[0]


def _one_name(name: str) -> str:
    """Of a name and what else somebody is called the first; of a description ("a militia known as the Blue Watch") the name."""
    parts = _known_as().split(name, maxsplit=1)
    if len(parts) < 2:
        return name
    first, other = parts
    named = any(word[:1].isupper() and not country_of(word) for word in first.split()[1:])
    named = named or (first[:1].isupper() and first.split()[0].casefold() not in ("a", "an", "the", "one"))
    return first if named or not any(word[:1].isupper() for word in other.split()) else other


def _countless(name: str) -> str:
    """A name without how many of those it tells of speak, but "Most Wanted Gang" and "Other Voices network" whole."""
    found = _how_many().match(name)
    if found is None:
        return name
    rest = name[found.end() :]
    words = rest.split()
    people = words[-1].islower() and head_kind(words_of(rest)) != "organization"
    return rest if people or words[0].islower() or words[0].isupper() or country_of(words[0]) else name


def _seatless(name: str) -> str:
    found = _SEAT.match(name)
    if found is None or not (found[1][:1].isupper() or country_of(found[1])):
        return name  # "faith-based charity"
    return name[found.end() :]


def _tidy(shorter: str, name: str) -> str:
    return shorter.strip(" ,") or name


@lru_cache(maxsize=65536)
def without_tail(name: str) -> str:
    """The name without brackets, what is said of it behind, and a heading that is run into it: "Blue Watch (BW) a network" is
    "Blue Watch", and so is "plans-Blue Watch"."""
    if len(name) > LONGEST:
        return name
    found = " ".join(name.split())
    found = _tidy(_glue().sub("", found), found)
    found = _tidy(_BRACKETS.sub("", found), found)
    found = _tidy(_terms().sub("", found), found)
    found = _tidy(_one_name(found), found)
    return _tidy(_BEHIND.sub(_described, found), found) or name


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """The name without brackets, numbers of people, seat, and what is said of it behind; a name that is nothing else whole.

    "some officials speaking on condition of anonymity" is "officials", "Blue Watch (BW) a network of volunteers" "Blue Watch".
    """
    if len(name) > LONGEST:
        return name
    found = without_tail(name)
    for _ in range(MOST):
        shorter = _tidy(_seatless(_countless(found)), found)
        if shorter == found:
            break
        found = shorter
    return found
