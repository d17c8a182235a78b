"""Exact numbers in English words and digits.

Comes in: a string that is a number and nothing else. Goes out: the integer, or None.
Knows nothing of what is counted.
"""

import re
from typing import Any

from reportedly.resolve.lexicon import table

LARGEST = 10**12  # beyond any toll or duration; larger values are refused rather than believed

_DATA: dict[str, Any] = table("numbers.toml")
_UNITS: dict[str, int] = _DATA["units"]
_SCALES: dict[str, int] = _DATA["scales"]
_FRACTIONS: dict[str, float] = _DATA["fractions"]
_DIGITS = re.compile(r"(\d{1,3}(?:[,  ]\d{3})+|\d{1,13})(\.\d{1,3})?(k|m)?")
WORDS = frozenset(_UNITS) | frozenset(_SCALES)


def digits(word: str) -> float | None:
    """The value of a numeral: `1,500`, `280000`, `2.5`, `30k`; None for anything else."""
    match = _DIGITS.fullmatch(word)
    if not match:
        return None
    value = float(re.sub(r"[,  ]", "", match[1]) + (match[2] or ""))
    if match[3]:
        value *= _SCALES[match[3]]
    return value if value <= LARGEST else None


def exact_number(expression: str) -> int | None:
    """The integer that a number expression states exactly, else None.

    Takes digits (`1,500`), words (`three hundred and five`), mixtures (`2.5 million`, `two dozen`) and fractions of a
    scale (`half a million`, `a quarter of a million`). Values over `LARGEST` give None.
    """
    words = expression.lower().replace("-", " ").split()
    if not words or len(words) > 14:
        return None
    if len(words) == 1 and (value := digits(words[0])) is not None:
        return int(value) if value == int(value) else None
    if words[0] in ("a", "an", "one") and len(words) > 1 and words[1] in _FRACTIONS:
        words = words[1:]
    if words[0] in _FRACTIONS:
        rest = [word for word in words[1:] if word not in ("a", "an", "of", "one")]
        if len(rest) != 1 or rest[0] not in _SCALES:
            return None
        return int(_FRACTIONS[words[0]] * _SCALES[rest[0]])
    return _compose(words)


def _compose(words: list[str]) -> int | None:
    """Additive-multiplicative reading of number words, as in `two hundred and five thousand and one`."""
    total, group, seen, after_and = 0.0, 0.0, False, False
    for position, word in enumerate(words):
        if word in ("a", "an") and position + 1 < len(words) and words[position + 1] in _SCALES:
            group, seen = group + 1, True
        elif word == "and" and seen and not after_and and position + 1 < len(words):
            after_and = True
            continue
        elif word in _UNITS:
            # "fifty fifty" and "two three" are no numbers: a unit may only fill empty places of the group
            if (group and _UNITS[word] >= (100 if group % 100 == 0 else 10)) or (group % 10 and _UNITS[word] < 100):
                return None
            group, seen = group + _UNITS[word], True
        elif word in _SCALES and word not in ("k", "m"):
            scale = _SCALES[word]
            if scale >= 1000:
                total, group = total + (group or 1) * scale, 0.0
            else:
                group = (group or 1) * scale
            seen = True
        elif (value := digits(word)) is not None:
            if group:
                return None
            group, seen = value, True
        else:
            return None
        after_and = False
    value = total + group
    return int(value) if seen and value == int(value) and value <= LARGEST else None
