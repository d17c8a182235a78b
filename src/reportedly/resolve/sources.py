"""Whose word it is: a source's kind and the fullest name that the report gives it.

Comes in: the span of a source at its cue. Goes out: its kind and fullest name.
Knows nothing of contents; roots and chains are told apart later.
"""

import re
from collections.abc import Sequence

from reportedly.records import SourceKind
from reportedly.resolve.actor_tables import HEADS, Entry, Hit, Token, lookup, phrase_key, tokens
from reportedly.resolve.lexicon import table
from reportedly.resolve.names import (
    LONGEST_MENTION,
    PRONOUNS,
    Candidate,
    bare,
    described_name,
    is_pronoun,
    organization_forms,
    organization_name,
    person_name,
    pronoun_antecedent,
)

_DATA = table("sources.toml")
_KINDS: dict[str, SourceKind] = {
    phrase_key(word).lower(): kind for kind, words in _DATA["kind"].items() for word in words
}
_ENDS = frozenset(HEADS["context"]["ends"])
_TITLES = frozenset(HEADS["titles"]["words"])
_PARTICLES = frozenset(HEADS["titles"]["particles"])
_SHORT_OFFICES: dict[str, str] = _DATA["offices"]


def _head_kind(words: list[Token], last: int) -> tuple[int, SourceKind] | None:
    """Kind of the last head phrase that ends in words[:last], and where it begins."""
    for stop in range(last, 0, -1):
        for begin in range(max(0, stop - 4), stop):
            phrase = " ".join(word.key.lower() for word in words[begin:stop])
            kind = _KINDS.get(phrase)
            if kind:
                return begin, kind
    return None


def _cut(words: list[Token], hits: list[Hit]) -> int:
    inside = {i for hit in hits for i in range(hit.first, hit.last)}
    return next(
        (i for i, word in enumerate(words) if i and i not in inside and word.key in _ENDS and not word.hyphen),
        len(words),
    )


def source_kind(mention: str, name: str | None = None, outlet: str | None = None) -> SourceKind:
    """The kind of a source from its words as they stand, its fullest name, and the report's outlet.

    A named person is a person whatever the office; an office without a name is one too when it is one person's
    (`the Foreign Secretary`). Groups and sources without a name (`officials`, `reports`) are unnamed; the outlet's
    own correspondents are the outlet.
    """
    mention = mention[:LONGEST_MENTION]
    words = tokens(mention)
    if is_pronoun(mention):
        return source_kind(name, None, outlet) if name and name.lower() not in PRONOUNS else "unnamed"
    hits = lookup(words)
    if outlet and words and re.match(rf"(?:the |an? )?{re.escape(outlet)}\b", mention, re.IGNORECASE):
        return "outlet"
    cut = _cut(words, hits)
    head = _head_kind(words, cut)
    last_hit = next((hit for hit in hits if hit.last >= cut and hit.first < cut), None)
    if _is_person(words, hits, cut, head):
        return "person"
    if last_hit and last_hit.entry.kind == "organization":
        return _organization_kind(last_hit.entry)
    if (
        last_hit
        and last_hit.entry.kind in ("country", "demonym", "government", "place")
        and last_hit.last == cut == len(words)
    ):
        return "government"
    if head:
        return _refine(words, hits, head, cut)
    if name and name != mention and name.lower() not in PRONOUNS:
        return source_kind(name, None, outlet)
    if hits and hits[-1].entry.kind == "organization":
        return _organization_kind(hits[-1].entry)
    if hits and hits[-1].entry.kind in ("country", "government"):
        return "government"
    acronym = words and words[-1].text.isupper() and len(words[-1].text) > 1
    return "organization" if acronym or (words and words[-1].text[0].isupper()) else "unnamed"


def _organization_kind(entry: Entry) -> SourceKind:
    if entry.source:
        return entry.source  # type: ignore[return-value]
    by_sector: dict[str, SourceKind] = {
        "REB": "armed-group", "PAR": "armed-group", "MIL": "military", "MED": "media", "GOV": "government", "COP": "government",
        "JUD": "government", "LEG": "government", "SPY": "government",
    }  # fmt: skip
    return by_sector.get(entry.sector, "organization")


def _is_person(words: list[Token], hits: list[Hit], cut: int, head: tuple[int, SourceKind] | None) -> bool:
    """Whether the head part of a mention ends in a person's name."""
    if not words:
        return False
    if any(hit.entry.kind == "person" and hit.first < cut for hit in hits):
        return True
    while cut > 1 and words[cut - 1].text.isdigit() and len(words[cut - 1].text) <= 2:
        cut -= 1  # an age, its comma lost
    last = words[cut - 1]
    known = {i for hit in hits for i in range(hit.first, hit.last)}
    if not last.text[0].isupper() or cut - 1 in known or last.key.lower() in _KINDS or last.key.lower() in _TITLES:
        return _tail_person(words, hits, cut)
    if last.text.isupper() and len(last.text) > 1:
        return False
    body = head is not None and head[1] not in ("person", "unnamed", "witness", "media")
    lead = words[: cut - 1]
    titled = any(word.key.lower() in _TITLES for word in lead)
    if body and head and _KINDS.get(" ".join(word.key.lower() for word in words[head[0] : head[0] + 2])) == head[1]:
        titled = any(
            word.key.lower() in _TITLES for word in words[: head[0]]
        )  # a General Staff's "General" is no title
    named = [word for word in words[:cut] if not word.text.isdigit()]
    capitals = [word for word in named if word.text[0].isupper() or word.key in _PARTICLES]
    if body and not titled:
        return False
    return titled or (
        len(capitals) == len(named) <= 5 and not known and not any(w.key.lower() in _KINDS for w in named)
    )


def _tail_person(words: list[Token], hits: list[Hit], cut: int) -> bool:
    """`head of the X Y Firstname Lastname`: an office, its organization, then a name, commas lost."""
    first = words[0].key.lower() if words else ""
    if first == "the" and len(words) > 1:
        first = words[1].key.lower()
    after = max((hit.last for hit in hits), default=0)
    rest = words[after:]
    return first in _TITLES and after > 0 and 2 <= len(rest) <= 4 and all(word.text[0].isupper() for word in rest)


_PLURAL_PERSON = re.compile(r"(?:men|women|people|[^s]s)$")


def _refine(words: list[Token], hits: list[Hit], head: tuple[int, SourceKind], cut: int) -> SourceKind:
    """An unnamed spokesman of a body speaks for the body; a head of one without a name is a person."""
    kind = head[1]
    first = words[0].text.lower()
    lead = words[head[0]].key.lower()
    if kind == "person" and lead.startswith(("spokes", "spokesperson")):
        organization = next((hit.entry for hit in hits if hit.entry.kind == "organization"), None)
        before = _head_kind(words, head[0])
        if organization:
            return _organization_kind(organization)
        if before and before[1] in ("government", "military", "armed-group", "organization"):
            return before[1]
        return "person"
    if kind == "unnamed" and first == "the" and len(words) == 2 and lead == "opposition":
        return "organization"
    return kind


def _forms_in(name: str, text: str) -> str:
    """The longest of an organization's known names that stands in the text, or the name itself."""
    entry = next((hit.entry for hit in lookup(tokens(name)) if hit.entry.kind == "organization"), None)
    return max((name, *organization_forms(entry.name, text, name)), key=len) if entry else name


def source_name(text: str, start: int, end: int, candidates: Sequence[Candidate] = ()) -> str:
    """The fullest name that the report gives for the source at `text[start:end]`, code points.

    Surnames grow to full names, short forms (`the Observatory`, `the Ministry`) to the name introduced elsewhere, `a
    monitor` to the observer that the report names, pronouns to the candidate they most likely mean. What has no
    fuller name comes back without its article.
    """
    end = min(end, start + LONGEST_MENTION)
    mention = text[start:end]
    if is_pronoun(mention):
        found = pronoun_antecedent(text, start, candidates)
        return found.name if found else mention
    words = tokens(mention)
    hits = lookup(words)
    cut = _cut(words, hits)
    kind = source_kind(mention)
    if kind == "person":
        tail = _tail_person(words, hits, cut)
        while cut > 1 and words[cut - 1].text.isdigit():
            cut -= 1
        if tail or words[cut - 1].text[0].isupper():
            stop = words[-1].end if tail else words[cut - 1].end
            head = mention[:stop]
            if tokens(head) and tokens(head)[-1].key.lower() not in _TITLES:
                return person_name(_after_organization(head, hits), text)
        return _office_holder(mention, text) or bare(mention)
    described = described_name(mention, text, start)
    if described:
        return described
    organization = next((hit for hit in hits if hit.entry.kind == "organization"), None)
    if organization and organization.last >= cut:
        begin = words[organization.first].start
        part = mention[begin : words[organization.last - 1].end]
        full = _forms_in(part, text)
        return full if len(full) > len(part) else organization_name(part, text)
    place = bool(hits) and hits[-1].last == cut and hits[-1].entry.kind in ("country", "government", "demonym", "place")
    if bare(mention) in ("US", "U.S.", "USA"):
        return "United States" if "United States" in text else bare(mention)
    if words and words[cut - 1].text[0].isupper() and cut == len(words) and not place:
        return organization_name(mention, text)
    return bare(mention)


def _after_organization(head: str, hits: list[Hit]) -> str:
    """`head of the X Observatory Firstname Lastname` without the organization before the name."""
    organizations = [hit for hit in hits if hit.entry.kind == "organization"]
    words = tokens(head)
    if organizations and organizations[-1].last < len(words):
        return head[words[organizations[-1].last].start :]
    return head


def _office_holder(mention: str, text: str) -> str | None:
    """The person whose name follows the same office elsewhere in the report: `the foreign secretary`, `Foreign Secretary Ada Byron`."""
    office = bare(mention)
    if not 3 <= len(office) <= 80:
        return None
    office = " ".join(_SHORT_OFFICES.get(word, word) for word in office.split())
    pattern = rf"(?i:\b{re.escape(office)}),?\s+((?:(?:[A-Z][\w.'’-]*|al|el|bin|ibn|de|van|von)\b\s*){{1,4}})"
    for match in re.finditer(pattern, text):
        name = match[1].strip()
        parts = name.split()
        if len(parts) >= 2 and all(
            part[0].isupper() or part in ("al", "el", "bin", "ibn", "de", "van", "von") for part in parts[:2]
        ):
            return person_name(" ".join(parts[:3] if len(parts) > 2 and parts[2][0].isupper() else parts[:2]), text)
    return None
