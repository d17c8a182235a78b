"""Who "he", "it", "the group", "the spokesman" is that speaks: the source that a pronoun or a description stands for.

Comes in: the source's span, the contents of quotations, and the candidates named so far. Goes out: a candidate, or None.
Knows nothing of events, and of what is said.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from reportedly.resolve.lexicon import table
from reportedly.resolve.names import Candidate, bare, is_pronoun
from reportedly.resolve.register import default

WINDOW = 2500  # code points before the source in which its antecedent is looked for
OPENING = 12  # code points from a sentence's beginning within which a candidate opens it
FEW = 40  # candidates that are weighed, the nearest ones

_DATA = table("sources.toml")
_WEIGHTS: dict[str, float] = table("speakers.toml")["weights"]
_FIRST = frozenset(_DATA["speakers"]["first_person"])
_DEFINITE = frozenset(_DATA["speakers"]["definite"])
_WOMEN = frozenset(_DATA["speakers"]["women"])
_MEN = frozenset(_DATA["speakers"]["men"])
_LOOSE: dict[str, list[str]] = _DATA["speakers"]["loose"]
_RELATIVE = frozenset(("who", "which", "that"))
_KINDS: dict[str, str] = {word: kind for kind, words in _DATA["kind"].items() for word in words}
_HE, _SHE = frozenset(("he", "his", "him")), frozenset(("she", "her"))
_BODIES = frozenset(("organization", "government", "media", "armed-group", "military"))
_PERSON = frozenset(_DATA["pronouns"]["person"]) - {"i", "me", "my"}
_THING = frozenset(_DATA["pronouns"]["thing"])
_PLURAL = frozenset(_DATA["introduced"]["plural"])
_SENTENCE = re.compile(r"[.!?][\"”’']?\s+(?=[A-Z“\"])|\n+")
_SAYS = re.compile(r"[\s,]*(?:\w+ed\b|said\b|says\b|told\b|tells\b)")


class Named(NamedTuple):
    """A candidate, whether it is the source of an earlier quotation, and its words as they stand."""

    candidate: Candidate
    speaks: bool
    words: str


def is_first_person(mention: str) -> bool:
    """Whether a mention is the speaker himself ("I", "we"): inside a quotation, its source."""
    return mention.casefold() in _FIRST and is_pronoun(mention)


def stands_for_another(mention: str) -> bool:
    """Whether a mention is a pronoun or a definite description without a name ("the group", "that survey")."""
    if is_pronoun(mention) or mention.casefold() in _RELATIVE:
        return True
    words = mention.split()
    return (
        2 <= len(words) <= 5
        and words[0].casefold() in _DEFINITE
        and not any(word[:1].isupper() for word in words[1:])
        and head_kind(words) is not None
    )


def is_generic(mention: str) -> bool:
    """Whether a description fits many kinds of bodies ("the group"): who spoke says more of it than its words."""
    words = mention.casefold().split()
    return len(words) == 2 and words[0] in _DEFINITE and words[1] in _LOOSE


def head_kind(words: Sequence[str]) -> str | None:
    """The kind of source that a description's last words tell; None where they tell none or a crowd."""
    for size in (3, 2, 1):
        kind = _KINDS.get(" ".join(words[-size:]).casefold()) if len(words) > size - 1 else None
        if kind:
            last = words[-1].casefold()
            if kind in ("unnamed", "witness"):
                return kind if not last.endswith("s") else None
            return kind
    return None


def is_plural(words: str) -> bool:
    """Whether words describe several ("activists in the port"): their head, before any "of" or "in", is a plural."""
    last = re.split(r"\s(?:of|in|at|from|for|with|who|that|on|near|inside)\s", words)[0].split()[-1:]
    if not last:
        return False
    head = last[0].strip(".,")
    return head.casefold() in _PLURAL or (head[:1].islower() and head.endswith("s") and not head.endswith(("ss", "us")))


def agrees(mention: str, named: Named) -> bool:
    """Whether a candidate can be what a pronoun or a description means: a person for `he`, a ministry for `the ministry`."""
    kind, low = named.candidate.kind, mention.casefold()
    person = kind in ("person", "witness")
    if is_pronoun(named.candidate.name) or named.candidate.name.casefold() in _RELATIVE:
        return False
    if low in _PERSON:
        return (person or kind == "unnamed") and not is_plural(named.words)
    if low in _THING:
        return not person and kind != "place"
    if is_pronoun(mention) or low in _RELATIVE:
        return True
    head = mention.split()[-1].casefold()
    own = {word.casefold() for word in re.findall(r"[^\W_]+", f"{named.words} {named.candidate.name}")}
    if head in own or (head == "secretary" and "minister" in own):
        return len(named.words.split()) > 1 and not _same(mention, named.words)
    entry = default().entry(named.candidate.name) if kind == "organization" and head in _LOOSE else None
    return (entry.kind if entry else kind) in _LOOSE.get(head, ())  # Islamic State is no agency


def _same(mention: str, words: str) -> bool:
    return bare(mention).casefold() == bare(words).casefold()


def _features(
    text: str, start: int, mention: str, before: Sequence[Named], contents: Sequence[tuple[int, int]]
) -> list[dict[str, float]]:
    """What speaks for each candidate: agreement, distance, who spoke last, and what kind of mention asks."""
    breaks = [found.end() for found in _SENTENCE.finditer(text, max(0, start - WINDOW), start)]
    names = [bare(one.candidate.name) for one in before]
    counts = Counter(names)
    spoke = [name for name, one in zip(names, before, strict=True) if one.speaks]
    low = mention.casefold()
    asks = "he" if low in _PERSON else "it" if low in _THING else "they" if is_pronoun(mention) else "description"
    found = []
    for i, (name, named) in enumerate(zip(names, before, strict=True)):
        one = named.candidate
        holds = bisect_right(breaks, one.start)
        sentences = bisect_right(breaks, start) - holds
        begins = breaks[holds - 1] if holds else 0
        sex = _sex(named.words)
        later = {other for other, n in zip(names[i + 1 :], before[i + 1 :], strict=True) if n.speaks and other != name}
        capital = any(word[:1].isupper() for word in one.name.split())
        several = is_plural(named.words)
        values = {
            "sentences": float(min(sentences, 8)),
            "paragraphs": float(min(text.count("\n", one.end, start), 5)),
            "speaks": float(named.speaks),
            "quoted": float(any(a <= one.start and one.end <= b for a, b in contents) and not named.speaks),
            "opens": float(one.start - begins <= OPENING),
            "says": float(bool(_SAYS.match(text, one.end, one.end + 24))),
            "often": float(min(counts[name], 5)),
            "other sex": float((low in _HE and sex == "woman") or (low in _SHE and sex == "man")),
            "same sex": float((low == "she" and sex == "woman") or (low == "he" and sex == "man")),
            "same head": float(asks == "description" and mention.split()[-1].casefold() in named.words.casefold()),
            "far": (start - one.end) / 1000,
            "last speaker": float(bool(spoke) and name == spoke[-1]),
            "speakers between": min(len(later), 4) / 4,
            "names between": min(sum(other != name for other in names[i + 1 :]), 6) / 6,
            "named": float(capital),
            "this sentence": float(sentences == 0),
            "last sentence": float(sentences == 1),
            "document": float(one.kind == "document"),
            "he: person": float(asks == "he" and one.kind == "person"),
            "he: named": float(asks == "he" and capital),
            "they: several": float(asks == "they" and several),
            "they: one": float(asks == "they" and not several),
            "body": float(asks in ("it", "description") and one.kind in _BODIES),
            f"{asks}: speaks": float(named.speaks),
        }
        if asks == "description":
            values["description: paragraphs"] = values["paragraphs"]
            values["description: often"] = values["often"]
        found.append(values)
    return found


def _sex(words: str) -> str | None:
    parts = {word.casefold().strip(".,") for word in words.split()}
    return "woman" if parts & _WOMEN else "man" if parts & _MEN else None


def antecedent(
    text: str, start: int, end: int, named: Sequence[Named], contents: Sequence[tuple[int, int]]
) -> Candidate | None:
    """The candidate before `start` that the pronoun or description at [start, end) most likely stands for, or None.

    A weighed sum of agreement, distance in sentences and paragraphs, who spoke last, and whether the candidate stands
    inside what another says, opens its sentence, or is named often; the weights are fitted by training/speakers.py.
    """
    mention = text[start:end]
    if mention.casefold() in _RELATIVE:
        near = [n for n in named if n.candidate.end <= start and start - n.candidate.end <= 3]
        return max(near, key=lambda n: n.candidate.end - n.candidate.start).candidate if near else None
    weighed = weigh(text, start, mention, named, contents)
    if not weighed:
        return None
    scores = [sum(_WEIGHTS.get(name, 0.0) * value for name, value in values.items()) for _, values in weighed]
    best = max(range(len(weighed)), key=lambda i: (scores[i], weighed[i][0].candidate.start))
    return weighed[best][0].candidate


def weigh(
    text: str, start: int, mention: str, named: Sequence[Named], contents: Sequence[tuple[int, int]]
) -> list[tuple[Named, dict[str, float]]]:
    """The candidates before `start` that agree with a pronoun or description there, with what speaks for each."""
    before = [
        n for n in named if start - WINDOW <= n.candidate.start and n.candidate.end <= start and agrees(mention, n)
    ]
    before = sorted(before, key=lambda n: n.candidate.start)[-FEW:]
    return list(zip(before, _features(text, start, mention, before, contents), strict=True))
