"""Where a figure begins and ends, and whether it counts anything or is part of a date.

Comes in: a text and a span that a reader took for a number. Goes out: the whole number's span, or whether it is a date.
Knows nothing of outcomes and of events.
"""

import re
from functools import lru_cache

from reportedly.resolve.lexicon import table
from reportedly.resolve.times import find_times

LONGEST = 2000
"""Code points of a sentence whose dates are looked for."""
_UNITS = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SCALES = r"dozens?|scores|hundreds?|thousands?|millions?"
_OPEN = re.compile(
    rf"\b(?:a few|further|several|another|other|some|tens|{_SCALES}|{_UNITS})$|(?P<digit>\d)$", re.IGNORECASE
)
_REST = re.compile(rf"[ -](?:of )?(?:(?P<figure>\d[\d,.]*\d|\d)|{_UNITS}|(?P<scale>{_SCALES}))\b(?!%)", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w]|,\d)|(?<![\w.,])\d+\.\d+(?!\w|[.,]\d)")
_WORD = re.compile(r"\s+([^\W\d_]+)")
_PEOPLE = frozenset(table("numbers.toml")["nouns"]["plural"])
_ON = re.compile(r"\bon\b", re.IGNORECASE)
_AGE = re.compile(r"\byears?[ -]olds?\b", re.IGNORECASE)
_COUNTS = re.compile(r"(?:ing|ed|toll of|left|to)\s+$", re.IGNORECASE)


def whole_number(text: str, end: int) -> int:
    """Where the number that ends at `end`, by a reader that may have stopped within it, really ends: of "another" in "another
    23 people", of "hundreds" in "hundreds of thousands", of "10" in "10 million"."""
    for _ in range(3):
        opened = _OPEN.search(text, max(0, end - 20), end)
        rest = _REST.match(text, end)
        if not opened or not rest or (opened["digit"] and not rest["scale"]):
            break
        end = rest.end()
    return end


def whole_figure(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, with the whole of a figure that it begins or ends within: of "8" in "8,777 officers", of "616" in "8,616"."""
    for figure in _FIGURE.finditer(text, max(0, start - 15), end + 15):
        if figure.start() < start < figure.end():
            start = figure.start()
        if figure.start() < end < figure.end():
            end = figure.end()
    return start, end


def is_date(text: str, start: int, end: int, low: int, high: int) -> bool:
    """Whether the number at [start, end) is part of a date, a clock time or a length: "on June 7 that killed", "22:33".

    `[low, high)` bounds its sentence. An age is none ("a 17-year-old"), nor what a cue before it counts ("wounding 90
    hours after the truce", a comma lost), nor what people stand behind ("in July 25 people fled"; but "on July 25"). Of 3,799 tolls in the project's golds one stands so within a time expression.
    """
    if _AGE.search(text, start, end) or high - low > LONGEST:
        return False
    inside = next((low + a for a, b in _times(text[low:high]) if low + a <= start and end <= low + b), None)
    if inside is None or (inside == start and _COUNTS.search(text, max(0, start - 12), start)):
        return False
    behind = _WORD.match(text, end)
    people = behind is not None and behind[1].casefold() in _PEOPLE
    return not people or _ON.search(text, max(low, inside - 4), start) is not None


@lru_cache(maxsize=64)
def _times(sentence: str) -> tuple[tuple[int, int], ...]:
    return tuple(find_times(sentence))
