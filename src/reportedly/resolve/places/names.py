"""Place names as keys: one spelling for the many ways a name is written.

Comes in: a name as printed. Goes out: the key it is looked up by, and the other keys worth trying.
Knows nothing of the gazetteer, of reports, or of where the name stood.
"""

import re
import unicodedata
from functools import lru_cache

_DROPPED = re.compile(r"['’ʼ‘`´ʻʹʾʿˈ\"“”„«».\u200c\u200d\u0640]")
_GAPS = re.compile(r"[\W_]+")
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
        "ŋ": "n", "ə": "a", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ё": "е", "ѓ": "г", "ѐ": "е",
    }
)  # fmt: skip

MAX_NAME = 120
"""Longest name that is looked up, in code points; a longer string is no place name."""


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The look-up key of a name: lower case, no diacritics, no apostrophes or points, other punctuation as one space.

    "Deir ez-Zor" and "Deir Ezzor" have different keys; "Ḩalab" and "halab", "Kyiv" and "Kyïv" the same one.
    """
    if name.isascii():
        folded = name.lower()
    else:
        folded = unicodedata.normalize("NFC", name).lower().translate(_LETTERS)
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    if folded.replace(" ", "").isalnum() and "  " not in folded:  # most names; nothing to drop
        return folded.strip()
    return _GAPS.sub(" ", _DROPPED.sub("", folded)).strip()


_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|ash|at|az|an|ul|il)[ -](?=\S{3})")
_ARTICLE_INSIDE = re.compile(r" (?:al|el|ad|ar|as|ash|at|az|an|ez|ed|er|es|et|il|ul) ")
_SAINT = re.compile(r"\b(?:st|saint)\b")
_ABBREVIATIONS = (
    (re.compile(r"\bmt\b"), "mount"),
    (re.compile(r"\bft\b"), "fort"),
    (re.compile(r"\bpt\b"), "port"),
    (re.compile(r"\bu s a\b|\bu s\b"), "usa"),
)


def spellings(base: str) -> list[str]:
    """Other keys for the same name, most faithful first: articles, saints, abbreviations, run-together Arabic parts.

    The key itself is not among them. At most a dozen.
    """
    found: list[str] = []
    if base.startswith("the "):
        found.append(base[4:])
        base = base[4:]
    if _SAINT.search(base):
        found += [_SAINT.sub("saint", base), _SAINT.sub("st", base)]
    for pattern, full in _ABBREVIATIONS:
        if pattern.search(base):
            found.append(pattern.sub(full, base))
    bare = _ARTICLE.sub("", base)
    if bare != base:
        found.append(bare)
    else:
        found += ["al " + base, "el " + base, "ar " + base, "as " + base] if len(base) > 3 else []
    if _ARTICLE_INSIDE.search(base):
        found.append(_ARTICLE_INSIDE.sub(" ", base))
        found.append(_ARTICLE_INSIDE.sub(" al ", base))
        found.append(_ARTICLE_INSIDE.sub(" el ", base))
    if " " in base:
        found.append(base.replace(" ", ""))
    if (apart := unglued(base)) != base:
        found += [apart, *(_ARTICLE_INSIDE.sub(other, apart) for other in (" ", " al "))]
    if base.endswith("s") and len(base) > 5:
        found.append(base[:-1])  # a possessive that lost its apostrophe
    return [name for name in dict.fromkeys(found) if name and name != base]


_GLUED = re.compile(r"\bal(?=[b-df-hj-np-tv-z]\w{3})")
_SUN = {"t": "at", "d": "ad", "r": "ar", "z": "az", "s": "as", "n": "an"}


def unglued(base: str) -> str:
    """A key with the Arabic article written apart from its word ("alwaer", "maaret alnouman")."""
    return _GLUED.sub("al ", base)


def with_article(base: str) -> list[str]:
    """The keys of an Arabic name with and without its article, which reports leave out and put in at will.

    A name that has the article: without it, and with "al". One that has not: with "al", and as the article sounds before it.
    """
    bare = _ARTICLE.sub("", base)
    if bare != base:
        return [name for name in (bare, "al " + bare) if name != base]
    sun = _SUN.get(base[:1])
    return ["al " + base, *([f"ash {base}"] if base[:2] == "sh" else [f"{sun} {base}"] if sun else [])]


_ALIKE = (
    ("kh", "h"),
    ("gh", "g"),
    ("sh", "s"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("ck", "k"),
    ("q", "k"),
    ("c", "k"),
    ("z", "s"),
    ("v", "w"),
)
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")


def bare(base: str) -> str:
    """A key without Arabic articles, as names are compared: "jisr ash shughur" and "jisr al shaghour" differ in one letter."""
    return _ARTICLE_INSIDE.sub(" ", _ARTICLE.sub("", base))


def initial(base: str) -> str:
    """The first letter as names alike must share it: all vowels count as one, and k, q, c as one; "" for no name."""
    return "a" if base[:1] in "aeiouy" and base else {"q": "k", "c": "k"}.get(base[:1], base[:1])


def skeleton(base: str) -> str:
    """The consonants of a key, alike ones as one: "raqa", "raqqah" and "rakka" share a skeleton.

    A final h is silent, a first vowel counts as one letter, doubled letters as single.
    """
    text = base.replace(" ", "").removesuffix("h")
    for written, sounded in _ALIKE:
        text = text.replace(written, sounded)
    first = "a" if text[:1] in "aeiouy" and text else ""
    return _DOUBLED.sub(r"\1", first + _VOWELS.sub("", text))
