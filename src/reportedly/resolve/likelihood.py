"""Estimative words on their scales, and evidential hedges.

Comes in: a span of a report's text and the source's country. Goes out: the likelihood it states, or hedge spans.
Knows nothing of who speaks beyond that country.
"""

import re
from typing import Any

from reportedly.records import Likelihood
from reportedly.resolve.lexicon import table
from reportedly.resolve.time_words import find_times

_DATA: dict[str, Any] = table("likelihood.toml")
_SCALES: dict[str, dict[str, tuple[float, float]]] = {
    scale: {word: (term["low"], term["high"]) for term in _DATA[scale]["terms"] for word in term["words"]}
    for scale in ("PHIA", "ICD 203")
}
_MODALS = frozenset(_DATA["unscaled"]["modals"])
_DENIED = frozenset(_DATA["unscaled"]["not_modal_before"])
_AFTER_MAY = frozenset(_DATA["unscaled"]["verb_after_may"])


def _alternation(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(set(words), key=len, reverse=True))


_TERMS = [word for scale in _SCALES.values() for word in scale]
_ESTIMATIVE = re.compile(
    rf"(?<![\w-])(?:{_alternation([*_TERMS, *_MODALS, *_DATA['unscaled']['words']])})(?![\w-])", re.IGNORECASE
)
_EVIDENTIAL = re.compile(rf"(?<![\w-])(?:{_alternation(_DATA['evidential']['words'])})(?![\w-])", re.IGNORECASE)
_NO_CLAIM = frozenset(_DATA["evidential"]["no_claim"])


def scale_for(country: str | None) -> str:
    """The scale on which a source of this country (ISO alpha-3) is read: ICD 203 for the USA, else PHIA."""
    choice: dict[str, str] = _DATA["choice"]
    return choice.get(country or "default", choice["default"])


def find_likelihood(text: str, start: int, end: int, country: str | None = None) -> Likelihood | None:
    """The first estimative word inside `text[start:end]`, with its range on the scale for `country`; None without one.

    A word that the chosen scale lacks takes its range from the other, which is then named. Modals (`may`, `might`,
    `could`) and words of appearance grade without a scale: their bounds are None. `May` the month and `could not` don't count.
    """
    span = text[start:end]
    for match in _ESTIMATIVE.finditer(span):
        word = " ".join(match[0].lower().split())
        if word in _MODALS and not _is_modal(span, match, word):
            continue
        preferred = scale_for(country)
        for scale in (preferred, *(name for name in _SCALES if name != preferred)):
            bounds = _SCALES[scale].get(word)
            if bounds:
                return Likelihood(word=match[0], low=bounds[0], high=bounds[1], scale=scale)
        return Likelihood(word=match[0])
    return None


def _is_modal(span: str, match: re.Match[str], word: str) -> bool:
    following = re.match(r"\W*([\w']+)", span[match.end() :])
    after = following[1].lower() if following else ""
    if word == "could" and after in _DENIED:
        return False
    if match[0][0].isupper() and word == "may":
        return after in _AFTER_MAY and not any(a <= match.start() < b for a, b in find_times(span))
    return True


def evidential_hedges(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of words that say that there is a source without naming it (`reportedly`, `is believed to`), in text order.

    They are on no likelihood scale: they tell that someone says so, not how likely it is.
    """
    return [match.span() for match in _EVIDENTIAL.finditer(text, start, len(text) if end is None else end)]


def makes_claim(words: str) -> bool:
    """Whether an evidential hedge says that someone says so (`reportedly`), and not only that a thing is open (`alleged`)."""
    return " ".join(words.casefold().split()) not in _NO_CLAIM
