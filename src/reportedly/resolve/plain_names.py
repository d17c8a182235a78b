"""A source's name without what only says more of it: how many, an acronym in brackets, where it sits, on what terms it spoke.

Comes in: a name as a report or a record gives it. Goes out: the same or a shorter name.
Knows nothing of the register, of reports and of attributions.
"""

import re
from functools import cache, lru_cache

from reportedly.resolve.lexicon import table

LONGEST = 300
"""Code points of a name that are looked at."""


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is taken away, in this order, and what is left in its place."""
    data = table("sources.toml")["plain"]
    return (
        (re.compile(rf"^(?:{'|'.join(data['how_many'])})\s+(?=\S)", re.IGNORECASE), ""),
        (re.compile(r"^(?:the\s+|an?\s+)?[\w’'.]+(?:\s[A-Z][\w’']+)?-based\s+(?=\S)", re.IGNORECASE), ""),
    )


@cache
def _tails() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is taken away in brackets and behind a name."""
    data = table("sources.toml")["plain"]
    return (
        (re.compile(r"\s*[(\[][^()\[\]]{0,60}(?:[)\]]|$)"), ""),
        (re.compile(rf"(?<=\w),?\s+(?:{'|'.join(data['terms'])})(?:\s.*)?$", re.DOTALL), ""),
        (re.compile(r"(?<=[A-Z]\w)(\w*),?\s+an?\s+(?:[a-z]|[\w-]+\s[a-z]).*$", re.DOTALL), r"\1"),
    )


def _without(name: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    if len(name) > LONGEST:
        return name
    found = " ".join(name.split())
    for pattern, left in rules:
        shorter = pattern.sub(left, found).strip(" ,")
        found = shorter or found
    return found or name


@lru_cache(maxsize=65536)
def without_tail(name: str) -> str:
    """The name without brackets and without what is said of it behind: "Blue Watch (BW) a network" is "Blue Watch"."""
    return _without(name, _tails())


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """The name without brackets, numbers of people, seat, and what is said of it behind; a name that is nothing else whole.

    "some officials speaking on condition of anonymity" is "officials", "Blue Watch (BW) a network of volunteers" "Blue Watch".
    """
    return _without(without_tail(name), _rules())
