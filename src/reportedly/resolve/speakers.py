"""Who "he", "it", "the group", "the spokesman" is that speaks: the source that a pronoun or a description stands for.

Comes in: the source's span, the contents of quotations, and the candidates named so far. Goes out: a candidate, or None.
Knows nothing of events, and of what is said.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from reportedly.resolve.lexicon import table
from reportedly.resolve.names import Candidate, bare, is_pronoun

WINDOW = 2500  # code points before the source in which its antecedent is looked for
FEW = 40  # candidates that are weighed, the nearest ones

_DATA = table("sources.toml")
_WEIGHTS: dict[str, float] = _DATA["speakers"]["weights"]
_FIRST = frozenset(_DATA["speakers"]["first_person"])
_DEFINITE = frozenset(_DATA["speakers"]["definite"])
_WOMEN = frozenset(_DATA["speakers"]["women"])
_MEN = frozenset(_DATA["speakers"]["men"])
_LOOSE: dict[str, list[str]] = _DATA["speakers"]["loose"]
_RELATIVE = frozenset(("who", "which", "that"))
_KINDS: dict[str, str] = {word: kind for kind, words in _DATA["kind"].items() for word in words}
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
    return kind in _LOOSE.get(head, ())


def _same(mention: str, words: str) -> bool:
    return bare(mention).casefold() == bare(words).casefold()


def _features(
    text: str,
    mention: str,
    start: int,
    named: Named,
    contents: Sequence[tuple[int, int]],
    breaks: Sequence[int],
    count: int,
) -> dict[str, float]:
    one = named.candidate
    sentences = bisect_right(breaks, start) - bisect_right(breaks, one.start)
    begins = breaks[bisect_right(breaks, one.start) - 1] if bisect_right(breaks, one.start) else 0
    sex = _sex(named.words)
    return {
        "sentences": float(min(sentences, 8)),
        "paragraphs": float(min(text.count("\n", one.end, start), 5)),
        "speaks": float(named.speaks),
        "quoted": float(any(low <= one.start and one.end <= high for low, high in contents) and not named.speaks),
        "opens": float(one.start - begins <= 12),
        "says": float(bool(_SAYS.match(text, one.end, one.end + 24))),
        "often": float(min(count, 5)),
        "other sex": float(mention.casefold() in ("he", "his", "him") and sex == "woman")
        + float(mention.casefold() in ("she", "her") and sex == "man"),
        "same sex": float(
            (mention.casefold() == "she" and sex == "woman") or (mention.casefold() == "he" and sex == "man")
        ),
        "same head": float(mention.split()[-1].casefold() in named.words.casefold() and not is_pronoun(mention)),
        "far": (start - one.end) / 1000,
    }


def _sex(words: str) -> str | None:
    parts = {word.casefold().strip(".,") for word in words.split()}
    return "woman" if parts & _WOMEN else "man" if parts & _MEN else None


def antecedent(
    text: str, start: int, end: int, named: Sequence[Named], contents: Sequence[tuple[int, int]]
) -> Candidate | None:
    """The candidate before `start` that the pronoun or description at [start, end) most likely stands for, or None.

    A weighed sum of agreement, distance in sentences and paragraphs, and whether the candidate speaks, stands inside
    what another says, opens its sentence, or is named often; the weights are in the data.
    """
    mention = text[start:end]
    if mention.casefold() in _RELATIVE:
        near = [n for n in named if n.candidate.end <= start and start - n.candidate.end <= 3]
        return max(near, key=lambda n: n.candidate.end - n.candidate.start).candidate if near else None
    before = [
        n for n in named if start - WINDOW <= n.candidate.start and n.candidate.end <= start and agrees(mention, n)
    ]
    if not before:
        return None
    before = sorted(before, key=lambda n: n.candidate.start)[-FEW:]
    breaks = [found.end() for found in _SENTENCE.finditer(text, max(0, start - WINDOW), start)]
    counts: dict[str, int] = {}
    for one in before:
        counts[bare(one.candidate.name)] = counts.get(bare(one.candidate.name), 0) + 1

    def score(one: Named) -> tuple[float, int]:
        found = _features(text, mention, start, one, contents, breaks, counts[bare(one.candidate.name)])
        return sum(_WEIGHTS[name] * value for name, value in found.items()), one.candidate.start

    return max(before, key=score).candidate
