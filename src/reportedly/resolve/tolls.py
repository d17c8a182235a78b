"""How many people: number expressions as ranges, and a rule-based finder of tolls.

Comes in: a number expression, or a sentence. Goes out: inclusive bounds, where an open side is None.
Knows nothing of events; where reading is needed the reader's spans are better than `find_tolls`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple, cast

from reportedly.records import Outcome
from reportedly.resolve.figures import is_date
from reportedly.resolve.lexicon import table
from reportedly.resolve.numbers import WORDS, exact_number

Bounds = tuple[int | None, int | None]
OPEN: Bounds = (None, None)
LONGEST = 300  # code points of an expression that are looked at


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


_NUMBERS: dict[str, Any] = table("numbers.toml")
_BOUNDS: dict[str, list[str]] = _NUMBERS["bounds"]
_PLURALS: dict[str, int] = _NUMBERS["plurals"]
_SMALL: dict[str, int] = _NUMBERS["small"]
_VAGUE = re.compile(rf"(?:{_any(_NUMBERS['vague']['words'])})\b")
_ZERO = re.compile(rf"(?:{_any(_NUMBERS['zero']['words'])})\b")
_PREFIX = re.compile(
    "|".join(
        rf"(?P<{name}>(?:{_any(_BOUNDS[name])})(?=\s|\d|$))"
        for name in ("at_least", "more_than", "at_most", "less_than", "about")
    )
)
_SUFFIX = re.compile(rf"\s*(?:(?P<more>{_any(_BOUNDS['or_more'])})|(?P<fewer>{_any(_BOUNDS['or_fewer'])}))(?=\W|$)")
_NUMERAL = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,13}(?:\.\d{1,3})?"
_WORD = "|".join(sorted(WORDS - {"k", "m"}, key=len, reverse=True))
_FRACTION = r"(?:a |one )?(?:half|quarter)(?: of)? an? (?:million|thousand|hundred|dozen|billion)"
_ONE = rf"(?:{_FRACTION}|(?:an? )?(?:(?:{_NUMERAL})k?|\b(?:{_WORD})\b)(?:(?:[ -]| and )(?:{_WORD})\b)*)"
_EXACT = re.compile(rf"({_ONE})(?![\w%])")
_SCALED = re.compile(rf"(?:several|many|tens of|a few|some|dozens of|scores of)\s+({'|'.join(_NUMBERS['scales'])})s?\b")
_PLURAL = re.compile(rf"(tens|dozens|scores|hundreds|thousands)? ?(?:of )?({'|'.join(_PLURALS)})\b")
_RANGE = re.compile(rf"(?:between |from |anywhere from )?({_ONE})\s?(?:-|–|—|to|and|or)\s?({_ONE})(?![\w%])")
_AGE = re.compile(r"\b[\w-]{1,20}[- ]years?[- ]old\b,?\s*")
_SMALL_WORD = re.compile(rf"(?:a |the )?({'|'.join(_SMALL)})\b")
_SET = re.compile(
    rf"(?:an? |the )?(?:family|group|team|crew|party|band|total|unit) of (?:about |around |some )?({_ONE})\b"
)
_PLURAL_HEADS = frozenset(_NUMBERS["nouns"]["plural"])
_SINGULAR_HEADS = frozenset(_NUMBERS["nouns"]["singular"])
_HEAD_ENDS = frozenset(_NUMBERS["nouns"]["ends"])
_DETERMINERS = frozenset(_NUMBERS["nouns"]["determiners"])


def resolve_number(expression: str) -> Bounds:
    """The bounds `(low, high)` that a number expression commits to, inclusive; an open side is None.

    `at least 44` (44, None); `more than 250` (251, None); `up to 20` (None, 20); `fewer than 10` (None, 9);
    `about 30` (30, 30), as an approximation commits to no other figure; `10-15` (10, 15); `dozens` (24, None);
    `several` (None, None); `a downed pilot` (1, 1); `civilians` (None, None). `two men and a woman` (3, 3).
    Vague plurals follow `data/numbers.toml`. Never raises; what states no number gives (None, None).
    """
    return _resolve(expression[:LONGEST])


@lru_cache(maxsize=4096)
def _resolve(expression: str) -> Bounds:
    words = " ".join(expression.lower().replace("’", "'").split()).strip(" .,;:\"'“”()")
    aged, words = words, _AGE.sub("", words)  # an age counts nobody
    if aged and words in ("", "a", "the"):
        return (1, 1)  # "a 17-year-old"
    bounds = _bounds(words)
    if bounds is not None:
        return bounds
    return _noun_phrase(words, expression.strip())


def _bounds(words: str) -> Bounds | None:
    """The bounds of an expression that holds a number, else None."""
    if _ZERO.match(words):
        return (0, 0)
    kinds: list[str] = []
    while match := _PREFIX.match(words):
        if (
            match.lastgroup == "about"
            and _VAGUE.match(words)
            and (_SCALED.match(words) or not _starts_number(words[match.end() :].lstrip()))
        ):
            break
        kinds.append(str(match.lastgroup))
        words = words[match.end() :].lstrip()
    if match := _SET.match(words):
        value = exact_number(match[1])
        return _bounded(kinds, (value, value))
    if match := _RANGE.match(words):
        first, second = exact_number(match[1]), exact_number(match[2])
        joined = words[match.end(1) : match.start(2)].strip()
        is_range = joined != "and" or words.startswith("between")
        if is_range and first is not None and second is not None and first <= second:
            return (None, second) if "at_most" in kinds else (first + ("more_than" in kinds), second)
    if match := _SCALED.match(words):
        least = 2 * _NUMBERS["scales"][match[1]]
        return (least * 10 if "tens of" in match[0] else least, None)
    if match := _PLURAL.match(words):
        outer = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}.get(match[1] or "", 0)
        inner = _PLURALS[match[2]]
        return (outer * (inner // 2) if outer and match[1] != match[2] else inner, None)
    if match := _EXACT.match(words):
        value = exact_number(match[1])
        if value is None:
            return OPEN
        rest = words[match.end() :]
        suffix = _SUFFIX.match(rest)
        if suffix and not kinds:
            kinds = ["at_least" if suffix["more"] else "at_most"]
        bounds = _bounded(kinds, (value, value))
        return _with_conjunct(bounds, rest)
    if match := _SMALL_WORD.match(words):
        value = _SMALL[match[1]]
        return _with_conjunct(_bounded(kinds, (value, value)), words[match.end() :])
    if _VAGUE.match(words) and not kinds:
        return OPEN
    return OPEN if kinds and set(kinds) - {"about"} else None


def _starts_number(words: str) -> bool:
    return bool(_EXACT.match(words) or _PLURAL.match(words) or _PREFIX.match(words))


def _bounded(kinds: list[str], bounds: Bounds) -> Bounds:
    """Bounds moved by the phrases before the number; the first that is no mere approximation decides."""
    low, high = bounds
    for kind in kinds:
        if kind == "at_least":
            return (low, None)
        if kind == "more_than":
            return (None if low is None else low + 1, None)
        if kind == "at_most":
            return (None, high)
        if kind == "less_than":
            return (None, None if high is None else high - 1)
    return bounds


def _with_conjunct(bounds: Bounds, rest: str) -> Bounds:
    """`two men and a woman` counts both conjuncts; a `wounded` or `including` between them does not join."""
    head, joined, tail = rest.partition(" and ")
    if (
        not joined
        or len(head.split()) > 2
        or bounds[0] is None
        or bounds[1] is None
        or (" " in tail.strip() and "," in tail)
    ):
        return bounds
    other = _bounds(tail)
    if other is None and tail.split(" ")[0] in _DETERMINERS:
        other = _noun_phrase(tail, tail)
    if other is None or other[0] is None or other[1] is None:
        return bounds
    return (bounds[0] + other[0], bounds[1] + other[1])


def _noun_phrase(words: str, original: str) -> Bounds:
    """One person for a singular noun phrase (`the pilot`), open for a plural or collective one (`civilians`)."""
    tokens = re.findall(r"[\w'-]+", words)
    if not tokens:
        return OPEN
    end = next((i for i, token in enumerate(tokens) if i and token in _HEAD_ENDS), len(tokens))
    if tokens[0] in _DETERMINERS and len(tokens) > 1 and tokens[1] in _NUMBERS["units"]:
        value = _NUMBERS["units"][tokens[1]]
        return (value, value)
    if tokens[0] in ("a", "an", "one", "another"):
        collective = tokens[end - 1] in _PLURAL_HEADS
        bounds: Bounds = OPEN if collective else (1, 1)
        return _with_conjunct(bounds, " " + " ".join(tokens[end - 1 :]))
    head = tokens[end - 1]
    name = re.findall(r"[\w'’-]+", original)[end - 1 : end]
    if head in _PLURAL_HEADS or head.endswith("men"):
        return OPEN
    if name and name[0][:1].isupper():  # a named person, as in "its director Layla Haddad"
        return (1, 1)
    if head.endswith("s") and not head.endswith(("ss", "us", "is", "'s")) and head not in _SINGULAR_HEADS:
        return OPEN
    return (1, 1)


class FoundToll(NamedTuple):
    """A toll phrase: the number expression at [start, end) of the text, its outcome and inclusive bounds."""

    outcome: Outcome
    start: int
    end: int
    low: int | None
    high: int | None
    cue: tuple[int, int] | None = None  # the outcome word beside the number, where one names it


_CUES: dict[str, Any] = table("tolls.toml")
_OUTCOMES = ("killed", "injured", "missing", "captured", "displaced")
_PREFIX_WORDS = _any(
    [p for k in ("at_least", "more_than", "at_most", "less_than") for p in _BOUNDS[k]]
    + ["about", "around", "some", "nearly", "almost", "approximately", "roughly", "an estimated"]
)
_VAGUE_COUNT = (
    r"(?:several |many |tens of )?(?:dozens?|scores|hundreds?|thousands?|millions?)|several|a number|many|a few"
)
_CANDIDATE = re.compile(
    rf"(?<![\w.,$€£/:-])(?:(?:{_PREFIX_WORDS})\s+)*(?:(?:{_ONE})(?:\s?[-–]\s?(?:{_ONE})|\s(?:to|or)\s(?:{_ONE}))?|{_VAGUE_COUNT}|an?(?=\s[a-z]+ (?:was|were|killed|wounded|died)))(?![\w%]|[.,:]\d|-year)(?: more| others)?",
    re.IGNORECASE,
)
_NOT_PEOPLE = frozenset(_CUES["other"]["not_people"])
_THINGS = frozenset(_CUES["other"]["things"])
_PHRASE_ENDS = frozenset(_CUES["other"]["phrase_ends"])
_FILLERS = frozenset(_CUES["other"]["fillers"])
_AFTER = re.compile("|".join(rf"(?P<{o}>{_any(_CUES[o]['after'] + _CUES[o]['noun'])})" for o in _OUTCOMES))
_BEFORE = re.compile(
    "(?:"
    + "|".join(rf"(?P<{o}>\b(?:{_any(_CUES[o]['before']) or '(?!)'}))" for o in _OUTCOMES)
    + r")\s+(?:off\s|up\s|the\s|of\s|a total of\s)?$",
    re.I,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are)\s+(?:\w+ly\s+)?(?:"
    + "|".join(rf"(?P<{o}>(?:{_any(_CUES[o]['after'])}))" for o in ("killed", "injured"))
    + r")\b",
    re.I,
)
REACH = 120  # code points behind a phrase in which its passive may stand
_TOLL = re.compile(
    "(?:" + "|".join(rf"(?P<{o}>\b(?:{_any(_CUES[o]['toll'])}))" for o in _OUTCOMES) + r")\b[^.;,\d]{0,60}$", re.I
)
_LEFT = re.compile(r"\b(?:left|leaving|leaves)\s+$", re.I)
_INHERIT = re.compile(rf"(?:{_any(_CUES['other']['inherit'])})\s+$", re.I)
_BOTH = re.compile(
    r"[\w\s'’-]{0,40}?\b(killed|dead|wounded|injured|captured|missing)\s+(?:and|or)\s+(killed|dead|wounded|injured|captured|missing)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = re.compile(rf"\b(?:{_any(_NUMBERS['dated']['words'])})\.?,?\s*(?:\d{{1,2}},?\s+)?$", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_][\w'’-]*|[,.;:()%]")


def find_tolls(text: str, start: int = 0, end: int | None = None) -> list[FoundToll]:
    """Tolls that rules find in `text[start:end]` (one sentence), in text order.

    A yardstick and fallback: it sees a number next to an outcome word of `data/tolls.toml` and nothing else.
    """
    sentence = text[start : len(text) if end is None else end][:2000]
    found: list[FoundToll] = []
    last: Outcome | None = None
    matches = list(_CANDIDATE.finditer(sentence))
    for position, match in enumerate(matches):
        limit = matches[position + 1].start() if position + 1 < len(matches) else len(sentence)
        if _is_year(sentence, match) or is_date(sentence, match.start(), match.end(), 0, len(sentence)):
            continue
        outcome, cue = _outcome(sentence, match, limit)
        if (
            outcome is None
            and last is not None
            and _INHERIT.search(sentence[max(0, match.start() - 20) : match.start()])
        ):
            outcome = last
        if outcome is None:
            continue
        last = outcome
        at = (start + cue[0], start + cue[1]) if cue else None
        if both := _BOTH.match(sentence[match.end() : limit]):
            # "60 killed and wounded" can't be split: both outcomes, no bounds
            found += [
                FoundToll(cast("Outcome", each), start + match.start(), start + match.end(), None, None, at)
                for each in _outcomes_of(both[1], both[2])
            ]
            continue
        low, high = resolve_number(match[0])
        found.append(FoundToll(outcome, start + match.start(), start + match.end(), low, high, at))
    return found


def _is_year(sentence: str, match: re.Match[str]) -> bool:
    """Whether a number is a year by the words before it, and what stands behind it isn't "people" or another collective.

    "Since 2000 civilians were killed" is read as of a year: counts of 1900 to 2099 behind such a word are rare.
    """
    if not _YEAR.fullmatch(match[0].strip()) or not _DATED.search(sentence, max(0, match.start() - 30), match.start()):
        return False
    behind = _TOKEN.match(sentence, match.end() + 1)
    return behind is None or behind[0].lower() not in _PLURAL_HEADS


def counts_things(text: str, start: int, end: int) -> bool:
    """Whether the number expression at [start, end) counts what is no person: "13 business establishments"."""
    inside = _TOKEN.findall(text, start, min(end, start + LONGEST))
    if inside and inside[-1].lower() in _THINGS:
        return True
    # The noun may be in the expression already: "13 people in two shops".
    if len(inside) > 1 and not exact_number(inside[-1].lower()):
        return False
    for token in _TOKEN.findall(text, end, end + 60)[:3]:
        word = token.lower()
        if word in _THINGS:
            return True
        if word in _PHRASE_ENDS or not word[0].isalpha():
            return False
    return False


def outcome_of(text: str, start: int, end: int, low: int, high: int) -> Outcome | None:
    """Whether the people quoted at [start, end) were killed or injured, by the words of their clause; None if unsaid.

    `[low, high)` bounds the clause: the sentence, less the other people counted in it. A verb that governs them
    ("wounding two guards") decides, else the first outcome word behind them ("two guards, both of the secret police,
    were wounded").
    """
    before = _BEFORE.search(text[max(low, start - 40) : start])
    after = _PASSIVE.search(text[end : min(high, end + REACH)])
    named = (before and before.lastgroup) or (after and after.lastgroup)
    return cast("Outcome", named) if named in ("killed", "injured") else None


def _outcomes_of(*cues: str) -> list[str]:
    found = []
    for cue in cues:
        match = _AFTER.match(cue)
        if match and match.lastgroup:
            found.append(match.lastgroup)
    return found


def _outcome(sentence: str, match: re.Match[str], limit: int) -> tuple[Outcome | None, tuple[int, int] | None]:
    """The outcome that the words around a number name, and where the word stands in the sentence."""
    base = max(0, match.start() - 80)
    left = sentence[base : match.start()]
    right = list(_TOKEN.finditer(sentence, match.end(), min(limit, match.end() + 90)))[:9]
    words = [token[0].lower() for token in right]
    if (words and words[0] in _NOT_PEOPLE) or counts_things(sentence, match.start(), match.end()):
        return None, None
    before = _BEFORE.search(left)
    if before is None or _LEFT.search(left):
        before = _TOLL.search(left)
    if before and before.lastgroup:
        low, high = before.span(before.lastgroup)
        return cast("Outcome", before.lastgroup), (base + low, base + high)
    nouns = 0
    for position, word in enumerate(words):
        if word in ",.;:()%":
            break
        rest = " ".join(words[position:])
        cue = _AFTER.match(rest)
        if cue and not rest[cue.end() :][:1].isalpha():
            last = position + len(cue[0].split()) - 1
            return cast("Outcome", cue.lastgroup), (right[position].start(), right[last].end())
        if word in _NOT_PEOPLE:
            break
        if word not in _FILLERS:
            nouns += 1
            if nouns > 4:
                break
    return None, None
