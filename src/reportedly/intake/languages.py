"""Which language a text is in.

Comes in: a text, or what a table says its language is. Goes out: an ISO 639 code, or None where it can't be told.
Knows nothing of files, zones or of what becomes of a text that is not English.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from reportedly.errors import DataError

SAMPLE = 1500  # code points from the head of a text, and as many from its middle
SURE = 0.9  # of the identifier's probability; below it a text is not called foreign …
SHORT = 80  # … nor when it has fewer letters than this, unless its script is not Latin …
SHORTEST, CERTAIN = (
    25,
    0.8,
)  # … or it has so many, no English function word, and a guess this sure: 0 of 2,438 English lines
ENGLISH_WORDS = 0.12  # share of function words over which a text is English; prose has about a third
FOREIGN_SCRIPT = 0.6  # share of letters outside the Latin script over which a text is not English

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str) -> tuple[str | None, float]:
    """The ISO 639-1 code of the text's language and the probability that it is right; (None, p) if in doubt.

    A text is called foreign only on good grounds: enough letters, a sure guess and few English function words, or
    mostly letters of another script. Whatever is short or odd stays undecided.
    """
    middle = max(SAMPLE, len(text) // 2)
    sample = text[:SAMPLE] + text[middle : middle + SAMPLE]
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    if not letters:
        return None, 0.0
    foreign = sum(ord(char) > 0x24F for word in words for char in word) / letters
    english = sum(word.lower() in _english() for word in words) / len(words)
    if english >= ENGLISH_WORDS and len(words) >= 5 and foreign < FOREIGN_SCRIPT:
        return "en", min(1.0, 0.5 + 2 * english)
    code, probability = _identifier().classify(sample)
    code, probability = str(code), float(probability)
    if code == "en":
        return ("en" if probability >= 0.5 else None), probability
    if foreign >= FOREIGN_SCRIPT and letters >= 8:
        return code, probability
    if letters >= SHORT and probability >= SURE:
        return code, probability
    if letters >= SHORTEST and len(words) >= 4 and not english and probability >= CERTAIN:
        return code, probability
    return None, probability


def language_name(code: str) -> str:
    """The English name of a language for its code and the code: "German (de)"; the code alone if it is not known."""
    name = _names().get(code)
    return f"{name} ({code})" if name else code


def language_code(value: str) -> str:
    """The code for a language as a table gives it: "en-US", "EN", "eng" and "English" are "en". Others in lower case."""
    text = value.strip().lower().replace("_", "-")
    base = text.split("-")[0]
    by_name = {name.lower(): code for code, name in _names().items()}
    return {"eng": "en"}.get(base) or by_name.get(text) or (base if len(base) in (2, 3) else text)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _english() -> frozenset[str]:
    try:
        return frozenset(tomllib.loads(_data("english.toml"))["words"])
    except (ValueError, KeyError) as error:
        raise DataError("intake/data/english.toml is malformed") from error


@cache
def _names() -> dict[str, str]:
    rows = [line.split("\t") for line in _data("languages.tsv").splitlines() if line and not line.startswith("#")]
    if rows[:1] != [["code", "name"]] or any(len(row) != 2 for row in rows):
        raise DataError("intake/data/languages.tsv is malformed: expected the columns code and name")
    return {row[0]: row[1] for row in rows[1:]}


def _data(name: str) -> str:
    try:
        return files(__package__).joinpath("data", name).read_text("utf-8")
    except OSError as error:
        raise DataError(f"intake/data/{name} is missing") from error
