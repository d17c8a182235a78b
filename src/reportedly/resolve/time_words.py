"""Where time expressions stand in a text: classes of words, and one grammar over their classes.

Comes in: a text. Goes out: spans of time expressions, in code points, in text order.
Knows nothing of the calendar, nor of when the text was published.

Each token becomes one letter by its class (`w` weekday, `m` month, `4` year …) and one regular expression runs over
the letters, so that the grammar is readable and the cost linear in the number of tokens.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from reportedly.resolve.lexicon import table
from reportedly.resolve.numbers import WORDS as NUMBER_WORDS

_DATA: dict[str, Any] = table("times.toml")
LONGEST = 200_000  # code points that are looked at

_TOKEN = re.compile(
    r"\d{4}-\d\d?-\d\d?(?![\w-])|\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\w/])|\d{1,2}\.\d{1,2}\.\d{4}(?!\w)"
    r"|\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?|\d{1,2}:\d\d(?::\d\d)?(?!\d)|\d{4}s\b|\d{1,2}(?:st|nd|rd|th)\b|\d[\d,]*\d|\d"
    r"|[^\W\d_]+(?:['’]s\b)?",
    re.IGNORECASE,
)
_LETTERS: tuple[tuple[str, Iterable[str]], ...] = (
    ("w", _DATA["weekdays"]), ("v", _DATA["weekday_abbreviations"]), ("m", _DATA["months"]),
    ("A", _DATA["ambiguous_months"]),     ("p", _DATA["parts_of_day"]["words"]), ("t", ("today", "yesterday", "tomorrow", "tonight", "overnight", "weekend")),
    ("u", _DATA["units"]), ("s", _DATA["seasons"]), ("e", ("early", "mid", "late")),
    ("l", ("earlier", "later", "previously")), ("E", ("beginning", "start", "middle", "end")),
    ("r", _DATA["relative"]), ("a", ("ago",)), ("b", ("before", "after")), ("S", ("since", "until", "till")), ("f", ("from",)),
    ("B", ("between",)), ("y", ("by",)), ("D", ("for", "over", "during", "within", "throughout")), ("i", ("in", "on", "at")),
    ("k", ("to", "through")), ("&", ("and",)), ("o", ("of",)), ("T", ("the", "a", "an")), ("H", ("that",)), ("h", ("then",)),
    ("q", ("least", "more", "than", "about", "nearly", "almost", "around", "some", "exactly", "just")),
    ("z", ("gmt", "utc", "hrs", "hours")), ("O", ("old",)), ("x", ("christmas",)),
    ("n", (*NUMBER_WORDS, "couple", "few", "several", "many")),
)  # fmt: skip
_CLASSES: dict[str, str] = {}
for _letter, _words in _LETTERS:
    for _word in _words:
        _CLASSES.setdefault(_word, _letter)
_AGES = frozenset(_DATA["ages"]["words"])

_M = "[mA]"
_N = "(?:(?:[10n]|T(?=n))(?:-?n)*)"
_PHASE = "(?:T?Eo|e-?(?:i(?=[Twvm4]))?|l(?:i(?=[Tw]))?)"
_DATE = f"(?:(?:[wv],?)?(?:T?1o?{_M}(?:,?4(?!z))?|{_M}1(?:,?4(?!z)|(?![&k-]?1))|I))"
_CLOCK = "(?:c(?:z)?|41?z|1z)"
_MONTH = f"(?:{_M}(?:,?o?4|ru)?)"
_RELATIVE = f"(?:T?r(?:{_N}-?)?u|Hu)"
_POINT = (
    f"(?:{_PHASE}?(?:{_CLOCK}(?:i?{_DATE})?|{_DATE}(?:,?i?{_CLOCK})?|{_MONTH}|r?w(?:r?p|t)?|(?<=i)v|(?:T?r)?t(?:p)?|{_RELATIVE}|r(?:p|{_M}|s)|[le]iTu|T?s(?:o?4)|r?s|4|T?d|T?(?<=o)u|T(?<=oT)u|xu?)"
    f"|p(?:o|i)T?(?:w|{_DATE}))"
)
_RANGE = (
    f"(?:[fB]?1[&k-]1{_M}(?:,?4)?|[fB]?{_M}1[&k-]1(?:,?4)?|[fB]{_POINT}[&k]{_POINT}|{_DATE}(?:-|k){_DATE}"
    f"|w(?:r?p)?[&-]w(?:r?p)?|{_M}[&k-]{_M},?4|4-4|fk)"
)
_DISTANCE = f"(?:q*(?:T|{_N})?-?u(?:a|l|b(?!T?[wtmA4])))"
_DURATION = f"(?:[1n]-u(?:-O)?|[Di]q*{_N}u|q+{_N}-?u|D?Tr{_N}u)"
GRAMMAR = re.compile(f"(?:[Sy]|D(?=T?r))?(?:{_RANGE}|{_DISTANCE}|{_DURATION}|{_POINT}|Th)|Sh|{_CLOCK}")


def find_times(text: str) -> list[tuple[int, int]]:
    """Spans `(start, end)` of time expressions in `text`, code points, end exclusive, in order and disjoint.

    Takes what the calendar makes exact (dates, weekdays, months with a calendar word beside them, spans and distances);
    leaves verbs and names alone (`may`, `march`, `sat`). A preposition belongs to the span only where it changes the
    days meant (`since`, `by`, `during the`, `from … to`). Only the first 200,000 code points are read.
    """
    letters: list[str] = []
    where: list[tuple[int, int]] = []
    previous = 0
    seed = False
    for match in _TOKEN.finditer(text, 0, LONGEST):
        start, end = match.span()
        word = match[0]
        letter = _letter_of(word)
        if where:
            gap = text[previous:start]
            if gap != " " and (mark := _gap(gap, letters[-1], previous - where[-1][0])):
                letters.append(mark)
                where.append((previous, start))
        seed = seed or letter in "wvmAsI4tdchupx"
        letters.append(letter)
        where.append((start, end))
        previous = end
    if not seed:
        return []
    line = "".join(letters)
    found = []
    for run in GRAMMAR.finditer(line):
        first, last = run.start(), run.end()
        if _is_time(line, first, last, text, where):
            start, end = where[first][0], where[last - 1][1]
            found.append((start, end - 2 if text[end - 2 : end] in ("'s", "’s") else end))
    return found


@lru_cache(maxsize=16384)
def _letter_of(word: str) -> str:
    lead = word[0]
    if lead.isdigit():
        if word.isdigit():
            if len(word) <= 2:
                return "1" if 1 <= int(word) <= 31 else "0"
            return "4" if len(word) == 4 and ("1800" <= word <= "2099") else "0"
        if word[-1] == "s":
            return "d"
        if ":" in word or word[-1] in "mM.":
            return "c"
        if "-" in word or "/" in word or word.count(".") == 2:
            return "I"
        return "1" if word[-1].isalpha() else "0"
    low = word.lower()
    letter = _CLASSES.get(low) or (_CLASSES.get(low[:-2]) if low.endswith(("'s", "’s")) else None)
    if letter is None:
        return "w" if low[:-1] in _DATA["weekdays"] else "X"
    return "X" if letter in "vmA" and not lead.isupper() else letter


def _gap(gap: str, letter: str, length: int) -> str:
    """The letter of what stands between two tokens; a full stop after a short month or day name is part of it."""
    stripped = gap.strip(" \t\xa0")
    if "\n" in gap:
        return "|"
    if not stripped:
        return "" if gap else "|"
    if stripped == ",":
        return ","
    if stripped in ("-", "–", "—"):
        return "-" if len(stripped) == len(gap) or stripped != "-" else "|"
    if stripped == "." and letter in "mvA" and length <= 5:
        return ""
    return "|"


def _is_time(line: str, first: int, last: int, text: str, where: list[tuple[int, int]]) -> bool:
    """Refuses what only looks like a time: a bare May or Sun, a bare number, a bare season, an age."""
    run = line[first:last]
    before = line[:first][-1:]
    after = line[last:][:1]
    if run in ("A", "4", "s", "u"):
        if run == "A":
            return (before in tuple("iSyDfBkelo") and before != "" and after != "A") or after == "4"
        if run == "4":
            return before != "" and before in "iSyDfTo,|&k-" and not (before in "T" and after == "-")
        return before != "" and before in "iTDelr" and run == "s"
    if "u" in run and line[first:last].endswith("O"):
        following = text[where[last - 1][1] : where[last - 1][1] + 14].split()
        return not (following and following[0].strip(".,").lower() in _AGES)
    return True
