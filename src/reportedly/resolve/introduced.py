"""Descriptions whose name stands elsewhere: "a harbour spokesman" … "harbour spokesman Ada Byron", "the ABC" … "Aid by Corin (ABC)".

Comes in: a report's text, a source's words without a name, and everyone whom the report names. Goes out: the name, or None.
Knows nothing of events, and of what is said.

Unlike an antecedent a name may also follow: headlines and first sentences describe whom the next ones name.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from reportedly.resolve.lexicon import table
from reportedly.resolve.names import Candidate, bare, occurrences, person_name
from reportedly.resolve.register import Entry, country_of, default, source_key
from reportedly.resolve.speakers import head_kind, is_plural

BEFORE, AFTER = 70, 70  # code points beside a name in which its description stands
MOST_PLACES = 12  # of one name that are looked at
LONGEST = 12  # words of a description

_DATA = table("sources.toml")["introduced"]
_SMALL = frozenset(_DATA["small"])
_OBSERVERS = frozenset(_DATA["observers"])
_STATE = frozenset(_DATA["state"])
_GIVEN = re.compile(
    r"\b(?:name(?:\s+only)?\s+as|identified\s+(?:only\s+)?(?:himself\s+|herself\s+)?(?:only\s+)?(?:as|by)|named|called)\s+((?:[A-Z][\w’'-]+\s?){1,3})"
)
_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"[.!?;:][”\"]?\s|\n")


def given_name(words: str) -> str | None:
    """The name in a source's own clause: `a resident who gave his name as Byron`."""
    found = _GIVEN.search(words)
    return found[1].strip() if found else None


@lru_cache(maxsize=2048)
def spelt_out(acronym: str, text: str) -> str | None:
    """What an acronym stands for where the report says so: `ABC` gives the name before `(ABC)` whose initials it is."""
    if not (2 <= len(acronym) <= 8 and acronym.isupper() and acronym.isalpha()):
        return None
    at = text.find(f"({acronym})")
    if at < 0:
        return None
    before = text[max(0, at - 120) : at].split()
    for size in range(2, min(len(before), 2 * len(acronym)) + 1):
        part = [word.strip(",'’\"") for word in before[-size:]]
        initials = [piece[0] for word in part for piece in re.split(r"[-/]", word) if piece[:1].isupper()]
        if part[0][:1].isupper() and "".join(initials).upper() == acronym:
            return " ".join(part)
    return None


def is_described(words: str) -> bool:
    """Whether words only describe a body that the register may know ("an NGO", "the state news agency")."""
    return _wanted(words) is not None


def is_known(name: str) -> bool:
    """Whether the register knows a name."""
    return default().entry(name) is not None


def introduced(text: str, mention: str, people: Sequence[Candidate], sources: Iterable[str]) -> str | None:
    """The one name that a description without a name stands for, before it or after it; None where none or several do.

    A person's is that beside whose name all words of the description stand ("spokesman for the port Ada Byron"); state
    media and monitors are told by the register among `sources`, the names of the report's other sources.
    """
    words = [word for word in _content(bare(mention)) if word not in _SMALL]
    if not words or len(words) > LONGEST:
        return None
    wanted = _wanted(mention)
    if wanted:
        fitting = sorted(
            {name for name in sources if (entry := default().entry(name)) and _fits(entry, wanted, mention)},
            key=lambda name: (-len(name), name),
        )
        return bare(fitting[0]) if len({source_key(name) for name in fitting}) == 1 else None
    if len(words) < 2 or is_plural(bare(mention)) or head_kind(_head(mention)) not in ("person", "unnamed", "witness"):
        return None
    found: dict[str, str] = {}
    for one in people:
        name = one.name.strip()
        if one.kind == "person" and len(name.split()) >= 1 and name[:1].isupper() and _beside(text, one, set(words)):
            full = person_name(name, text)
            if " " in full:
                found.setdefault(full.casefold(), full)
    return next(iter(found.values())) if len(found) == 1 else None


def _head(mention: str) -> list[str]:
    return re.split(r"\s(?:of|in|at|from|for|with|who|that|on|near|inside)\s", bare(mention))[0].split()


def _content(words: str) -> list[str]:
    return [
        re.sub(r"['’]?s$", "", word.casefold()) if len(word) > 3 else word.casefold() for word in _WORD.findall(words)
    ]


def _wanted(mention: str) -> str | None:
    """What kind of body of the register a description is of: "observer", "state" media, or None."""
    described = re.sub(r"\b\w+-based\b", "", bare(mention))
    if any(word[:1].isupper() and not country_of(word) for word in described.split()[1:]):
        return None  # another name is in it
    low = " ".join(_WORD.findall(bare(mention).casefold().replace("-", " ")))
    if low in _OBSERVERS or any(low.endswith(" " + one) for one in _OBSERVERS):
        return "observer"
    if any(low.endswith(one) for one in _STATE):
        return "state"
    return None


def _fits(entry: Entry, wanted: str, mention: str) -> bool:
    if entry.side != wanted or (wanted == "state" and entry.kind != "media"):
        return False
    country = country_of(mention)
    return country in ("", entry.country) or wanted == "observer"


def _beside(text: str, one: Candidate, words: set[str]) -> bool:
    """Whether all words of a description stand beside a name, in its sentence."""
    places = [one.start, *(at for at in list(occurrences(one.name, text))[:MOST_PLACES] if at != one.start)]
    for at in places:
        end = at + len(one.name)
        before = _END.split(text[max(0, at - BEFORE) : at])[-1]
        after = _END.split(text[end : end + AFTER])[0]
        near = set(_content(before.rpartition(",")[2] if not before.rstrip().endswith(",") else before))
        behind = set(_content(after)) if after.lstrip().startswith((",", "(", "the ", "a ")) else set()
        if words <= near or words <= behind:
            return True
    return False
