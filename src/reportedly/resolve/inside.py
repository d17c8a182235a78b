"""The name that stands among a source's words: "nurse at the harbour clinic Ada Byron" is Ada Byron, "the Blue Watch a network" the Blue Watch.

Comes in: a source's span and the people and organizations that the reader found in it. Goes out: the name, or None.
Knows nothing of other sources and of contents.

Reports that lost their commas run a name and what is said of it together; what the reader took for a name tells where one ends.
"""

import re
from collections.abc import Sequence

from reportedly.resolve.lexicon import table
from reportedly.resolve.names import Candidate, bare, is_pronoun
from reportedly.resolve.parties import PARTICLES, describes_source
from reportedly.resolve.register import country_of, default
from reportedly.resolve.speakers import is_plural

LONGEST = 300
"""Code points of a source that are looked at."""
FEW = 12
"""People and organizations in one source that are looked at."""

_DATA = table("sources.toml")
_INSIDE = _DATA["inside"]
_NO_NAME_BEHIND = frozenset(_INSIDE["no_name_behind"])
_TITLES = frozenset(_INSIDE["titles"])
_SINGLE = frozenset((*_DATA["kind"]["person"], *_INSIDE["roles"]))
_PAPERS = frozenset(_DATA["kind"]["document"])
_BODIES = frozenset(_DATA["kind"]["organization"])
_CALLED = frozenset(_INSIDE["called"])
_CLOSE = frozenset(_INSIDE["close"])
_HEADS = frozenset(_INSIDE["heads_of"])
_BELONGS = frozenset(_INSIDE["belongs"])
_DESCRIBES = re.compile(_INSIDE["describes"])
_POSSESSIVE = re.compile(r"['’]s?\b")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_OWNER = re.compile(r"^.*['’]s\s")
_GLUED = re.compile(
    r"^([\w’']{4,})-(?=[A-Z])"
)  # a headline's last word, run into the first of the text; not "al-Byron"
_BRACKET = re.compile(r"\s*[(\[][^)\]]{1,40}[)\]]?")


def named_inside(text: str, start: int, end: int, mentions: Sequence[Candidate]) -> str | None:
    """The one person or body that the source at `text[start:end]` names, where its other words only describe it.

    A person at the beginning or at the end, behind an office or a trade ("resident of the port Ada Byron"); a body at
    the beginning with a description behind it, or at the end behind what such bodies are called ("aid group Blue Watch").
    None where nobody is named so, or several are, and where the whole is a name already.
    """
    if end - start > LONGEST:
        return None
    within = [one for one in mentions if start <= one.start and one.end <= end][:FEW]
    people = [one for one in within if one.kind == "person" and _is_name(text[one.start : one.end], text, mentions)]
    if len({one.start for one in people}) == 1:
        found = max(people, key=lambda one: one.end)
        name = _person(text, start, end, found, [one for one in within if one.kind == "organization"])
        return _fullest(name, text, mentions) if name else None
    if people:
        return None
    bodies = [one for one in within if one.kind == "organization" and text[one.start : one.end][:1].isupper()]
    return next((name for one in bodies if (name := _body(text, start, end, one))), None)


def _is_name(words: str, text: str, mentions: Sequence[Candidate]) -> bool:
    """Whether words are a person's name: two words at least without titles, or a family name that the report has in full."""
    name = _untitled(words)
    parts = name.split()
    if any(part.casefold() in _BODIES or not (part[:1].isupper() or part in PARTICLES) for part in parts):
        return False
    return len(parts) > 1 or (bool(parts) and " " in _fullest(name, text, mentions))


def _untitled(words: str) -> str:
    """A name as the reader found it, without titles before it, and without what was run together with it."""
    glued = _GLUED.match(words)
    if glued and (glued[1][:1].islower() or country_of(glued[1])):
        words = words[glued.end() :]
    parts = _OWNER.sub("", words).split()
    while parts and all(piece in _TITLES for piece in re.split(r"[-/]", parts[0].casefold().strip(".,"))):
        parts.pop(0)
    if len(parts) > 2 and parts[-1].endswith("s") and (country_of(parts[-1][:-1]) or parts[-1][:-1].isupper()):
        parts.pop()  # "Ada Byron Syrias interior minister", "Ada Byron UNs envoy"
    return re.sub(r"['’]s?$", "", " ".join(parts))


def _fullest(name: str, text: str, mentions: Sequence[Candidate]) -> str:
    """The longest name of a person in the report that ends in a name."""
    named = {_untitled(text[one.start : one.end]) for one in mentions if one.kind == "person"}
    return max((one for one in named if one.endswith(" " + name)), key=lambda one: (len(one), one), default=name)


def _person(text: str, start: int, end: int, one: Candidate, bodies: Sequence[Candidate]) -> str | None:
    lead, behind = text[start : one.start], text[one.end : end]
    if behind.strip() and (_POSSESSIVE.match(behind) or not _DESCRIBES.match(_BRACKET.sub("", behind, count=1))):
        return None
    words = [word.casefold() for word in _WORD.findall(lead)]
    if any(word in _PAPERS for word in words):
        return None  # "a report by Ada Byron" is a paper
    if _is_anothers(text, start, one, bodies):
        return None
    titled = False
    while words and (words[-1] in _TITLES or (titled and country_of(words[-1]))):
        titled = titled or words[-1] in _TITLES
        words.pop()
    if words and words[-1] in _NO_NAME_BEHIND:
        return None  # "opponents of Ada Byron" are not Ada Byron
    beside = any(0 <= one.start - body.end <= 2 for body in bodies)
    if words and not titled and not beside and not any(_is_role(words, at) for at in range(len(words))):
        return None
    name = _untitled(text[one.start : one.end])
    return name if name != text[start:end] else None


def _is_anothers(text: str, start: int, one: Candidate, bodies: Sequence[Candidate]) -> bool:
    """Whether who speaks only belongs to the one named: "lawyers for the jailed activist Ada Byron", "an aide to X".

    Several never bear one name. One close to somebody ("aide", "widow") may, right behind the body he is close to ("adviser
    to the Blue Watch Ada Byron"); the head of something always; anybody else where no office stands behind the preposition, or
    a body does before it.
    """
    lead = [(match[0].casefold(), match.start()) for match in _WORD.finditer(text, start, one.start)]
    at = next((at for at, (word, _) in enumerate(lead) if at and word in _BELONGS), None)
    if at is None:
        return False
    head, behind = lead[at - 1][0], [word for word, _ in lead[at + 1 :]]
    if head in _HEADS and lead[at][0] == "of":
        return False
    if is_plural(head):
        return True
    held = [body for body in bodies if lead[at][1] < body.start and body.end <= one.start]
    office = any(word in _TITLES or _is_role(behind, place) for place, word in enumerate(behind))
    if head in _CLOSE:
        return office or not any(one.start - body.end <= 2 for body in held)
    return office and not held


def _is_role(words: Sequence[str], at: int) -> bool:
    return words[at] in _SINGLE or " ".join(words[at : at + 2]) in _SINGLE


def _body(text: str, start: int, end: int, one: Candidate) -> str | None:
    lead, behind = text[start : one.start], _BRACKET.sub("", text[one.end : end], count=1)
    before = _WORD.findall(lead)
    whole = " ".join([*_capitals(lead), text[one.start : one.end]])  # the reader may miss the first words of a name
    if behind.strip():
        if any(not word[:1].isupper() and word.casefold() != "the" for word in before) or not _DESCRIBES.match(behind):
            return None
        return whole if re.match(r"\s*(?:,\s*)?(?:an?|another|one|the|also|known|or)\s", behind) else None
    called = [word.casefold() for word in before]
    if called and called[-1] == "the":
        called.pop()
    return text[one.start : one.end] if called and called[-1] in _CALLED else None


def _capitals(lead: str) -> list[str]:
    """The last words before a name that have capitals too, without an article at their beginning."""
    words = lead.split()
    at = len(words)
    while at and words[at - 1][:1].isupper() and not words[at - 1].endswith((",", ".", ":", "-based")):
        at -= 1
    return words[at:] if words[at:] and words[at:][0].casefold() not in ("the", "a", "an") else words[at + 1 :]


_AND = re.compile(r"\s+and\s+(?:(?:also\s+)?(?:its|his|her|their)\s+)?")
_SHORT = re.compile(r"(?:[Tt]he\s+)?(?:[A-Z]\.?){2,3}")
_NOUN_BEHIND = re.compile(r"[A-Z].*\s[a-z]+s$", re.DOTALL)
_BEHIND = re.compile(_INSIDE["holds_an_and"])


def joint(text: str, start: int, end: int, mentions: Sequence[Candidate]) -> list[tuple[int, int]]:
    """The spans of the two sources that speak together at `text[start:end]`, in order: "the Blue Watch and residents".

    Empty where one speaks: where the "and" stands in a name or joins what belongs to one ("activists in Ada and Byron").
    """
    if end - start > LONGEST:
        return []
    names = [(one.start, one.end) for one in mentions if start <= one.start and one.end <= end][:FEW]
    places = [
        found
        for found in _AND.finditer(text, start, end)
        if not any(low < found.start() and found.end() < high for low, high in names)
    ]
    if len(places) != 1 or places[0].end() >= end:
        return []
    first, last = (start, places[0].start()), (places[0].end(), end)
    outside = _BEHIND.search(_without(text, first, names))
    behind = text[slice(*last)]
    if outside and any(word[:1].isupper() for word in behind.split()):
        return []
    mine = [one for one in mentions if first[0] <= one.start and one.end <= first[1]]
    rest = text[max(one.end for one in mine) : first[1]] if mine else ""
    if _BRACKET.sub("", rest).strip() or (_SHORT.fullmatch(text[slice(*first)]) and _NOUN_BEHIND.match(behind)):
        return []  # "Ada Byron a teacher and mother", "U.S. and Byron Bank officials"
    if any(one.kind == "person" and last[0] <= one.start and one.end <= last[1] for one in mentions):
        words = text[slice(*first)].split()
        if not words:
            return []
        if not mine and not (words[-1].endswith("s") or default().entry(text[slice(*first)])):
            return []  # "journalist and activist Ada Byron"
    return [first, last]


def _without(text: str, span: tuple[int, int], names: Sequence[tuple[int, int]]) -> str:
    """The words of a span that stand in no name."""
    kept = [at for at in range(*span) if not any(low <= at < high for low, high in names)]
    return "".join(text[at] for at in kept)


def together(
    text: str, parts: Sequence[tuple[int, int]], names: Sequence[str], mentions: Sequence[Candidate]
) -> str | None:
    """The name of sources that speak together, "Blue Watch and residents", from the name of each; None where it isn't sure
    that each is one who speaks: one at least is named, and who isn't is described by what he is."""
    named: dict[str, bool] = {}
    for (start, end), name in zip(parts, names, strict=True):
        if is_pronoun(name) or is_pronoun(text[start:end]):
            return None
        if " and " in name:
            return None
        if default().entry(name) is None and default().entry(bare(text[start:end])) is not None:
            name = bare(text[start:end])
        inside = [one for one in mentions if start <= one.start and one.end <= end]
        known = default().entry(name) is not None or any(not _BEHIND.search(text[start : one.start]) for one in inside)
        if not known and not describes_source(text[start:end]):
            return None
        named[name] = known
    return " and ".join(named) if any(named.values()) else None
