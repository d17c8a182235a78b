"""Denials that a reader overlooks or takes for plain telling: "Damascus denied responsibility", "which the group denied".

Comes in: a report's text, the reading's quotations, and spans of those named in it. Goes out: the quotations with them.
Knows nothing of what is denied: that is `denials`.

The word decides, as with figures of the dead: "denied" is a denial whatever the content is like, and its object is the
content even where it only stands for what others say (guidelines, "X denied Y").
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from reportedly.reader import Quotation
from reportedly.resolve.lexicon import table
from reportedly.resolve.names import is_pronoun

SCORE = 0.75  # of a denial found by its word alone
REACH = 120  # code points before a cue in which its source stands
LONGEST = 260  # code points of what is denied
MOST = 200  # denials of one report

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_INFINITIVE = re.compile(r"\bto\s+$")
_STOP = re.compile(
    r"[.!?][”\"’]?(?=\s+[^a-z\s]|\s*$|\[)|\n|;| [-–—]+ |,\s+(?=and\b|but\b|which\b|who\b|while\b|saying\b|insisting\b|calling\b|adding\b|telling\b|accusing\b|blaming\b|although\b|though\b)"
)
_HEAD_ENDS = frozenset(("by", "of", "from", "to", "for", "that", "as", "in", "about", "on"))
_RELATIVE = re.compile(r"\b(?:which|that|who)\s*$", re.IGNORECASE)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = table("denials.toml")["cues"]
    return data


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(_data()[name])


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join([*_data()['always'], *_data()['claims']])})\b", re.IGNORECASE)


@cache
def _charge() -> re.Pattern[str]:
    """What a denial in a relative clause without `which` stands behind: "a charge the party denies"."""
    return re.compile(rf"\ban?\s+(?:{'|'.join(_data()['objects'])})\s+(?:that\s+)?(?:$|(?=\S))", re.IGNORECASE)


@cache
def _denying() -> re.Pattern[str]:
    words = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in _data()["contents"]["denying"])
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def _ends() -> re.Pattern[str]:
    words = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in _data()["ends"])
    return re.compile(rf",?\s+(?:{words})\b", re.IGNORECASE)


def with_denials(text: str, quotations: Sequence[Quotation], names: Sequence[Span]) -> list[Quotation]:
    """The quotations; those whose cue denies with that stance, and one for each denying word that is no cue yet.

    `names` are spans of the report's people, bodies and places ("Moscow denied …").
    """
    made = [_with_stance(text, quote) for quote in quotations]
    cues = [quote.cue for quote in made if quote.cue]
    for number, found in enumerate(_cues().finditer(text)):
        if number >= MOST:
            break
        if any(low < found.end() and found.start() < high for low, high in cues):
            continue
        quote = _denial(text, found, made, names)
        if quote is not None:
            made.append(quote)
    return made


def _with_stance(text: str, quote: Quotation) -> Quotation:
    """A quotation with the stance that its cue leaves no doubt of."""
    if quote.stance == "denies" or quote.cue is None:
        return quote
    words = [word.casefold() for word in _WORD.findall(text[slice(*quote.cue)])]
    content = text[quote.start : quote.end]
    if not (
        any(word in _set("always") for word in words)
        or (any(word in _set("claims") for word in words) and _is_claim(content))
        or (quote.stance == "asserts" and _denying().search(content))
    ):
        return quote
    return msgspec.structs.replace(quote, stance="denies", stance_score=max(quote.stance_score, SCORE))


def _is_claim(content: str) -> bool:
    """Whether an object stands for what others say: its noun is one of telling ("the opposition's claims …", "as unfounded
    the reports"), or it is a clause of its own ("that …")."""
    words = [word.casefold() for word in _WORD.findall(content)[:7]]
    if words[:1] in (["as"], ["that"]):
        return words[0] == "that" or any(word in _set("objects") for word in words)
    head = next((n for n, word in enumerate(words) if word in _HEAD_ENDS), len(words))
    return any(word in _set("objects") for word in words[:head])


def _denial(
    text: str, found: re.Match[str], quotations: Sequence[Quotation], names: Sequence[Span]
) -> Quotation | None:
    cue = found.span()
    passive = re.search(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$", text[max(0, cue[0] - 30) : cue[0]])
    if passive:
        return _passive(text, cue, quotations, names)
    if _INFINITIVE.search(text, max(0, cue[0] - 6), cue[0]):
        return None  # "to deny them the port": nobody says anything
    content = _object(text, cue[1])
    before = _before(text, cue[0])
    relative = _RELATIVE.search(text, max(0, before - 12), before)
    source = source_before(text, before if not relative else relative.start(), names)
    if source and (charge := _charge().match(text, source[0], source[1])):
        source = charge.end(), source[1]
    if content is None or (source and _charge().search(text, max(0, source[0] - 24), source[0])):
        # "…, an accusation the group has denied": what stands before is denied
        content = _told_before(text, source[0] if source else before, quotations)
    elif (found[0].casefold() in _set("claims") and not _is_claim(text[slice(*content)])) or (
        (first := _WORD.search(text, *content)) and first[0].casefold() in _set("refused")
    ):
        return None
    if source is None:
        source = _speaker_of_sentence(text, cue, quotations)
    if source is None or content is None:
        return None
    return Quotation(*content, SCORE, cue, source, SCORE, "denies", SCORE)


def _before(text: str, at: int) -> int:
    """Where the words end that stand before a cue and its auxiliaries ("has repeatedly")."""
    while True:
        head = text[max(0, at - 30) : at]
        found = re.search(r"([^\W\d_]+|,)\s*$", head)
        if not found or found[1].casefold() not in _set("between") | {","}:
            return at
        at = at - len(head) + found.start()


def source_before(text: str, at: int, names: Sequence[Span]) -> Span | None:
    """Who stands right before `at`: someone named, a pronoun, or the words of a clause's subject."""
    at = len(text[:at].rstrip())
    near = [one for one in names if one[1] == at or (one[1] == at - 1 and text[at - 1] == ",")]
    low = max(0, at - REACH)
    low = (
        max(
            (found.end() for found in re.finditer(r"[.!?;:,\n“”\"()]\s*|\s[-–—]+\s|\s(?=The\s)", text[low:at])),
            default=0,
        )
        + low
    )
    clause = text[low:at]
    lead = re.match(
        r"(?:(?:and|but|while|though|although|as|that|which|with|because|whereas|meanwhile|yet|however|where)\s+)+",
        clause,
        re.IGNORECASE,
    )
    low += lead.end() if lead else 0
    words = text[low:at].split()
    if words and is_pronoun(words[-1]) and len(words) <= 3:
        return at - len(words[-1]), at
    if near:
        start, end = min(near)
        # "Assads government", "the Turkish foreign ministry": the name with what stands before it in its clause
        return (low, end) if 0 <= start - low <= 40 and len(text[low:start].split()) <= 4 else (start, end)
    if 1 <= len(words) <= 12 and not (len(words) == 1 and words[0].islower()):
        return low, at
    return None


def _object(text: str, at: int) -> Span | None:
    """What is denied: the words behind the cue to the end of the clause; None where a clause ends right there."""
    stop = _STOP.search(text, at, at + LONGEST)
    end = stop.start() if stop else min(len(text), at + LONGEST)
    cut = _ends().search(text, at, end)
    end = cut.start() if cut else end
    start = at + len(text[at:end]) - len(text[at:end].lstrip(" ,"))
    found = re.match(r"that\s+", text[start:end], re.IGNORECASE)
    start += found.end() if found else 0
    end = start + len(text[start:end].rstrip(" ,"))
    words = _WORD.findall(text[start:end])
    if not words or (len(words) <= 2 and words[0].casefold() in ("on", "in", "at", "by", "to")):
        return None
    return start, end


def _told_before(text: str, at: int, quotations: Sequence[Quotation]) -> Span | None:
    """The content in the same sentence that ends before `at`, nearest to it."""
    near = [
        (q.start, q.end)
        for q in quotations
        if at - 2 * LONGEST < q.start
        and q.end <= at + 2
        and not re.search(r"[.!?][”\"]?\s+[A-Z“]|\n", text[q.end : at])
    ]
    return max(near, key=lambda one: (one[1], one[0])) if near else None


def _passive(text: str, cue: Span, quotations: Sequence[Quotation], names: Sequence[Span]) -> Quotation | None:
    """`a claim that is denied by the army`: who denies stands behind."""
    lead = re.match(r"\s+by\s+", text[cue[1] : cue[1] + 10])
    if not lead:
        return None
    at = cue[1] + lead.end()
    known = [one for one in names if one[0] <= at + 4 and at < one[1]]
    stop = re.search(r"[.,;:!?\n(]|\s(?:which|who|that|and|but|on|in|as)\s|$", text[at : at + REACH])
    end = max(known, key=lambda one: one[1])[1] if known else at + (stop.start() if stop else 0)
    content = _told_before(text, cue[0], quotations)
    if content is None or end - at < 2:
        return None
    return Quotation(*content, SCORE, cue, (at, end), SCORE, "denies", SCORE)


def _speaker_of_sentence(text: str, cue: Span, quotations: Sequence[Quotation]) -> Span | None:
    """Whoever spoke before in the same sentence ("… condemned the raid and denied any part in it")."""
    near = [
        q.source
        for q in quotations
        if q.source and q.source[1] <= cue[0] and not re.search(r"[.!?][”\"]?\s+[A-Z“]|\n", text[q.source[1] : cue[0]])
    ]
    return max(near) if near else None
