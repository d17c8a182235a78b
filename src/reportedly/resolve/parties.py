"""Who speaks together under one name: "Blue Watch and residents" are two, "Ministry of Trade and Labour" is one.

Comes in: a source's name, and a test whether the register knows one. Goes out: the names of each.
Knows nothing of reports and of attributions.
"""

import itertools
import operator
import re
from collections.abc import Callable

from reportedly.resolve.register_words import country_in, country_of, without_article, words_of
from reportedly.resolve.source_match import head_kind

MOST = 4
"""Who may speak together under one name."""
PARTICLES = frozenset(("al", "bin", "de", "van", "von"))
"""Words of a person's name without a capital."""
_ARTICLED = re.compile(r"[a-z]{2,3}-[A-Z]")  # "al-Byron"
_INITIALS = re.compile(r"(?:[Tt]he\s+)?(?:[A-Z]\.?){2,3}")
_PEOPLE = re.compile(r"([A-Z][\w.]*(?:\s[A-Z][\w.]*)?)\s+([a-z]+(?:\s[a-z]+)?s)")
_BEHIND_HEAD = re.compile(r"\s(?:of|in|at|from|for|with|on|near|inside|who|that)\s")


def told_apart(name: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The names joined by "and", or the name alone.

    Told apart are those of which each is known or describes somebody in lower case ("a security source"), and one at least is
    known; and two persons. Not where the "and" joins what belongs to one: "leaders of Cuba and the US", "the Taliban in
    Afghanistan and Pakistan".
    """
    parts = [part.strip() for part in name.split(" and ") if part.strip()]
    if not 1 < len(parts) <= MOST:
        return (name,)
    parts = _with_nouns(parts)
    named = [known(part) for part in parts]
    described = [part[:1].islower() and describes_source(part) for part in parts]
    if any(named) and all(map(operator.or_, named, described)):
        owned = any(
            _is_country(behind)
            and (tail := _BEHIND_HEAD.split(part, maxsplit=1)[1:])
            and (described[at] or _is_country(tail[0]))
            for at, (part, behind) in enumerate(itertools.pairwise(parts))
        )
        return (name,) if owned else tuple(dict.fromkeys(parts))
    return tuple(parts) if all(map(is_person, parts)) else (name,)


def _with_nouns(parts: list[str]) -> list[str]:
    """ "US" and "Iraqi officials" as "US officials" and "Iraqi officials": initials of a state before another's people."""
    found = list(parts)
    for at, (part, behind) in enumerate(itertools.pairwise(parts)):
        people = _PEOPLE.fullmatch(behind)
        if people and _INITIALS.fullmatch(part) and country_of(part) and country_of(people[1]):
            found[at] = f"{part} {people[2]}"
    return found


def _is_country(words: str) -> bool:
    country, _, rest = country_in(without_article(words_of(words)))
    return bool(country) and not rest


def describes_source(words: str) -> bool:
    """Whether words describe one who speaks by what he is: "residents", "security source in the port"."""
    return head_kind(words_of(_BEHIND_HEAD.split(words)[0])) is not None


def is_person(name: str) -> bool:
    """Whether a name is a person's to all appearance: two to four words with capitals, none a body's or a country's."""
    words = name.split()
    return (
        1 < len(words) < 5
        and all(word[:1].isupper() or word in PARTICLES or _ARTICLED.match(word) for word in words)
        and head_kind(words_of(name)) is None
        and not any(country_of(word) for word in words)
    )
