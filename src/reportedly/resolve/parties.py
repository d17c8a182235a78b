"""Who speaks together under one name: "Blue Watch and residents" are two, "Ministry of Trade and Labour" is one.

Comes in: a source's name, and a test whether the register knows one. Goes out: the names of each.
Knows nothing of reports and of attributions.
"""

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
_BEHIND_HEAD = re.compile(r"\s(?:of|in|at|from|for|with|on|near|inside|who|that)\s")


def told_apart(name: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The names joined by "and", or the name alone.

    Told apart are those of which each is known or describes somebody in lower case ("a security source"), and one at least is
    known; and two persons. Not where the "and" joins what belongs to one: "leaders of Cuba and the US".
    """
    parts = [part.strip() for part in name.split(" and ") if part.strip()]
    if not 1 < len(parts) <= MOST:
        return (name,)
    named = [known(part) for part in parts]
    described = [part[:1].islower() and describes_source(part) for part in parts]
    if any(named) and all(map(operator.or_, named, described)):
        owned = any(
            one and _BEHIND_HEAD.search(part) and not country_in(without_article(words_of(behind)))[2]
            for part, one, behind in zip(parts, described, parts[1:], strict=False)
        )
        return (name,) if owned else tuple(dict.fromkeys(parts))
    return tuple(parts) if all(map(is_person, parts)) else (name,)


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
