"""What a span says besides the name: kind of place, direction, distance, relation.

Comes in: a text and a span of it. Goes out: a `Phrase` with the keys to look up.
Knows nothing of the gazetteer's entries.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from reportedly.errors import DataError
from reportedly.records import Relation
from reportedly.resolve.places.names import MAX_NAME, key

DATA = Path(__file__).with_name("data")
LEFT_WINDOW, READ_WORDS = 60, 10
"""How many code points, and words of them, before a span are read for "10 km north of", "near", "between"."""


class Phrase(msgspec.Struct, frozen=True):
    """A place name as it stands in a report.

    `full` is the key of the whole span, `core` that of the name without kind words and directions (often the same);
    `cue` the kind of place that the words say, or "". `shift`: unit vector (north, east) of a direction.
    `kilometres`: a stated distance along it. `capital_of`: the span is "the X capital". `anaphor`: "the town".
    `parted`: `core` is `full` less capitalised words, which may be part of the name ("West Virginia", "South Africa").
    `inside`: it is called a thing that stands in a town (a quarter, street, hospital).
    `head`: the last word of an anaphor. `also`: of "the X-Y border" the key of X, and `across` the number of its country once that is known.
    """

    full: str
    core: str
    cue: str = ""
    relation: Relation = "in"
    shift: tuple[float, float] | None = None
    kilometres: float | None = None
    capital_of: bool = False
    anaphor: bool = False
    parted: bool = False
    inside: bool = False
    head: str = ""
    also: str = ""
    across: int = -1


@lru_cache(maxsize=1)
def descriptors() -> dict[str, Any]:
    """The tables of `data/descriptors.toml`. Raises DataError when it can't be read."""
    path = DATA / "descriptors.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"expected place descriptors in {path}, got: {error}") from error


class _Tables:
    def __init__(self) -> None:
        table = descriptors()
        self.cues: dict[str, str] = {}
        for kind, words in table["kinds"].items():
            for word in words:
                self.cues.setdefault(key(word), kind)
        self.directions: dict[str, tuple[float, float]] = {key(w): (v[0], v[1]) for w, v in table["directions"].items()}
        words = table["words"]
        self.determiners = {key(w) for w in words["determiners"]}
        self.anaphors = {key(w) for w in words["anaphors"]}
        self.openers = self.determiners | {key(w) for w in words["quantities"]}
        self.fillers: dict[str, list[str]] = {}
        for filler in sorted((key(w) for w in words["fillers"]), key=len, reverse=True):
            self.fillers.setdefault(filler.split(" ")[0], []).append(filler)
        self.inside = {key(w) for w in words["inside"]}
        self.rural = {key(w) for w in words["rural"]}
        self.lengths: dict[str, float] = table["lengths"]
        self.capitals = {key(w) for w in words["capitals"]}
        self.near, self.outskirts, self.bank, self.border = (
            {tuple(w.split(" ")) for w in words[k]} for k in ("near", "outskirts", "bank", "border")
        )
        held = [w for k in (self.near, self.outskirts, self.bank, self.border) for w in k]
        self.longest = max(map(len, held))
        self.lasts = {w[-1] for w in held} | {"of", "from", "the", "between", *(w.lower() for w in table["directions"])}
        self.distance = re.compile(
            rf"(\d+(?:[.,]\d+)?)\s*-?\s*({_either(table['lengths'])})\b[^.;]{{0,30}}$", re.I
        )  # fmt: skip


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    return _Tables()


def _unfilled(words: list[str], cue: str) -> tuple[list[str], str, bool]:
    """The words without "city of" and the like at their head; the kind that it says, else `cue`; whether it is a capital."""
    t = _tables()
    full = " ".join(words)
    for filler in t.fillers.get(words[0], ()):
        if full.startswith(filler + " ") and len(full) > len(filler) + 1:
            head = filler.removesuffix(" of").rsplit(" ", 1)[-1]
            cue = "country" if head in ("republic", "kingdom") else t.cues.get(head, "")
            return full[len(filler) + 1 :].split(" "), cue, filler.startswith("capital")
    return words, cue, False


_HEADED = re.compile(r"([^A-Z]*\b(?:of|from|near|outside|around) (?:the )?)([A-Z].*)$", re.S)
_HOLDERS = {
    "citys": "city", "towns": "city", "villages": "city", "countrys": "country", "provinces": "admin1", "regions": "admin1",
}  # fmt: skip
"""Keys of "city's" and the like, whose apostrophe a report may have lost, and the kind of place they point at."""
_BORDER = re.compile(
    r"(?:^|.* )(?:(?P<x>[A-Z]\w+?)(?:['’]s|s['’])? )?(?:[a-z]+ern )?(?:border|frontier)s? (?:with|to|of) (?:the )?(?P<y>[A-Z][\w’' -]*)$"
    r"|(?:^|.* )(?P<a>[A-Z]\w+)(?:[-–/]| and )(?P<b>[A-Z]\w+) (?:border|frontier)s?(?: [a-z]+)?$"
)
_POSSESSIVE = re.compile(r"['’]s?$")


@lru_cache(maxsize=32768)
def _surface(surface: str) -> Phrase:
    """The phrase of a span by itself."""
    t = _tables()
    text = _POSSESSIVE.sub("", surface.strip())
    full = key(text)
    if len(surface) > MAX_NAME or not full:
        return Phrase(full="", core="")
    if full in t.anaphors:
        head = full.rsplit(" ", 1)[-1]
        return Phrase(full="", core="", cue=t.cues.get(head, ""), anaphor=True, head=head)
    words = full.split(" ")
    inside = len(words) > 1 and (words[-1] in t.inside or words[-1].removesuffix("s") in t.inside)
    inside = inside or (len(words) > 2 and words[0] in t.inside and words[1] in ("of", "al", "el"))
    if not any(c.isupper() for c in text[1:]) and len(words) <= 2 and words[0] in ("the", "its"):
        if words[-1] in t.capitals:
            return Phrase(full="", core="", cue="country", anaphor=True, capital_of=True)
        if (way := t.directions.get(words[-1])) is not None:
            return Phrase(full="", core="", cue="country", anaphor=True, shift=way, relation="part of")
    kind = (
        t.cues.get(words[-1])
        or t.cues.get(words[-1].removesuffix("ies") + "y")
        or t.cues.get(words[-1].removesuffix("s"))
    )
    if not any(c.isupper() for c in (text[1:] if words[0] in t.openers else text)):
        if holder := next((w for w in words[:-1] if w in _HOLDERS), ""):  # "the city's rebel-held east"
            way = next((t.directions[w] for w in words if w in t.directions), None)
            return Phrase(
                full="", core="", cue=_HOLDERS[holder], anaphor=True, head=holder.removesuffix("s"), shift=way,
                relation="part of" if way else "in",
            )  # fmt: skip
        if kind:
            way = next((t.directions[w] for w, of in pairwise(words) if w in t.directions and of == "of"), None)
            return Phrase(
                full="", core="", cue=kind, anaphor=True, head=words[-1], shift=way, inside=inside,
                relation="part of" if way else "in",
            )  # fmt: skip
    if words[0] in t.determiners and len(words) > 1:
        words = words[1:]
        full = " ".join(words)
    shift: tuple[float, float] | None = None
    relation: Relation = "in"
    cue = ""
    if len(words) > 2 and words[0] in t.directions and words[1] in t.rural:
        words.insert(0, words.pop(1))
    if len(words) > 1 and words[0] in t.rural:
        words, cue = words[1:], "admin1"
    words, cue, capital = _unfilled(words, cue)
    if len(words) > 1:
        for width in (2, 1):
            head = " ".join(words[:width])
            if len(words) > width and head in t.directions:
                shift, relation, words = t.directions[head], "part of", words[width:]
                words, cue, capital = _unfilled(words, cue)
                break
    if len(words) > 2 and " ".join(words[-2:]) in t.capitals:
        capital, words = True, words[:-2]
    elif len(words) > 1 and words[-1] in t.capitals:
        capital, words = True, words[:-1]
    for width in (3, 2, 1):
        tail = " ".join(words[-width:])
        if len(words) > width and tail in t.cues:
            cue, words = t.cues[tail], words[:-width]
            if len(words) > 2 and words[-2:] == ["and", "its"]:  # "X and its countryside" is X
                cue, words = "", words[:-2]
                break
            if len(words) > 2 and words[-1] == "and" and words[-2] in t.cues:  # "X city and province" is the province
                words = words[:-2]
            if tail in ("outskirts", "suburbs", "countryside"):
                relation = "outskirts"
            break
    if len(words) > 1 and words[-1] in ("border", "frontier"):
        relation, words = "border of", words[:-1]
    if len(words) > 1 and words[0] in t.determiners:
        words = words[1:]
    core = " ".join(words)
    return Phrase(
        full=full, core=core, cue=cue, relation=relation, shift=shift, capital_of=capital,
        parted=core != full and not text.removeprefix("the ")[:1].islower(), inside=inside,
    )  # fmt: skip


def phrase(text: str, start: int, end: int) -> Phrase:
    """The phrase at [start, end) of `text`, read with up to LEFT_WINDOW code points before it."""
    t = _tables()
    surface = text[start : min(end, start + MAX_NAME)]
    if " " in surface:
        border = _BORDER.match(surface) if "order" in surface or "rontier" in surface else None
        if border:
            own = _surface(border["y"] or border["b"])
            return msgspec.structs.replace(own, relation="border of", also=key(border["x"] or border["a"] or ""))
        headed = _HEADED.match(surface) if not surface[0].isupper() else None
        if headed and _headed_near(headed[1]):
            return phrase(text, start + headed.start(2), end)
    own = _surface(text[start:end])
    left = text[max(0, start - LEFT_WINDOW) : start]
    if not left or left[-1] not in " \n" or own.anaphor:
        return own
    last = left[:-1].rsplit(" ", 1)[-1].lower()
    if last not in t.lasts:
        return own
    words = [w.lstrip(_OPENING) for w in left.lower().rsplit(None, READ_WORDS)[-READ_WORDS:]]
    at = len(left)
    if words and words[-1] == "the":
        words.pop()
    if len(words) > 1 and words[-1] == "of" and words[-2] in _KIND_OF:
        words = words[:-2]
        if words and words[-1] == "the":
            words.pop()
    if not words:
        return own
    if len(words) > 1 and words[-1] in ("of", "from"):
        parts = words[-2] in ("part", "parts", "side")
        way = t.directions.get(key(words[-3 if parts else -2])) if len(words) > 2 or not parts else None
        if way is not None and (parts or words[-2].endswith("ern") or words[-4:-2] in _IN_THE):
            return msgspec.structs.replace(own, relation="part of", shift=way)
        if way is not None:
            at = left.lower().rindex(words[-2], 0, at)
            distance = t.distance.search(left[:at])
            return msgspec.structs.replace(
                own, relation=compass_relation(way), shift=way, kilometres=_kilometres(distance) if distance else None
            )
    if own.relation != "in":
        return own
    ends = [tuple(words[-n:]) for n in range(1, t.longest + 1)]
    for relation, held in _relations():
        if any(end in held for end in ends):
            if relation == "bank of" and "Bank of" in left[-9:]:
                continue  # "the Bank of England"
            # of the town and the river of one name only the river has banks
            return msgspec.structs.replace(own, relation=relation, cue="river" if relation == "bank of" else own.cue)
    if (way := t.directions.get(key(words[-1]))) is not None:
        return msgspec.structs.replace(own, relation="part of", shift=way)
    return own


_IN_THE = (["in", "the"], ["across", "the"], ["throughout", "the"], ["over", "the"], ["of", "the"])
_OPENING = "(\"'“‘—–-["
_KIND_OF = {"city", "town", "village", "province", "river", "region"}


@lru_cache(maxsize=1)
def _relations() -> tuple[tuple[Relation, set[tuple[str, ...]]], ...]:
    """The words that lead to each relation, in the order in which they are tried."""
    t = _tables()
    return (
        ("outskirts", t.outskirts), ("bank of", t.bank), ("border of", t.border), ("between", {("between",)}), ("near", t.near),
    )  # fmt: skip


def _headed_near(head: str) -> bool:
    """Whether a span's own first words say that the place lies beside the name ("a village north of ")."""
    t = _tables()
    words = head.lower().split()
    if words and words[-1] == "the":
        words.pop()
    if len(words) > 1 and words[-1] in ("of", "from") and key(words[-2]) in t.directions:
        return True
    return any(tuple(words[-n:]) in t.near for n in range(1, t.longest + 1))


def _kilometres(found: re.Match[str]) -> float:
    return float(found[1].replace(",", ".")) * float(_tables().lengths[found[2].lower()])


def compass_relation(way: tuple[float, float]) -> Relation:
    """The relation of a direction: its stronger half; north and south before east and west."""
    north, east = way
    if abs(north) >= abs(east) and north:
        return "north of" if north > 0 else "south of"
    if east:
        return "east of" if east > 0 else "west of"
    return "near"
