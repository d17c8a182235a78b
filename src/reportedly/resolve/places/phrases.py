"""What a span says besides the name: kind of place, direction, distance, relation.

Comes in: a text and a span of it. Goes out: a `Phrase` with the keys to look up.
Knows nothing of the gazetteer's entries.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from reportedly.errors import DataError
from reportedly.records import Relation
from reportedly.resolve.places.names import MAX_NAME, key

DATA = Path(__file__).with_name("data")
LEFT_WINDOW = 60
"""How many code points before a span are read for "10 km north of", "near", "between"."""


class Phrase(msgspec.Struct, frozen=True):
    """A place name as it stands in a report.

    `full` is the key of the whole span, `core` that of the name without kind words and directions (often the same);
    `cue` the kind of place that the words say, or "". `shift`: unit vector (north, east) of a direction.
    `kilometres`: a stated distance along it. `capital_of`: the span is "the X capital". `anaphor`: "the town".
    `parted`: `core` is `full` less capitalised words, which may be part of the name ("West Virginia", "South Africa").
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
        self.fillers = sorted((key(w) for w in words["fillers"]), key=len, reverse=True)
        self.lengths: dict[str, float] = table["lengths"]
        self.capitals = {key(w) for w in words["capitals"]}
        either = _either
        tail = r"\s+(?:the\s+)?(?:(?:city|town|village|province|river|region)\s+of\s+)?$"
        compass = either(table["directions"])
        held = [w for k in ("near", "outskirts", "bank", "border") for w in words[k]]
        self.lasts = {w.rsplit(" ", 1)[-1] for w in held} | {
            "of",
            "from",
            "the",
            "between",
            *(w.lower() for w in table["directions"]),
        }
        self.near = re.compile(rf"\b(?:{either(words['near'])}){tail}", re.I)
        self.outskirts = re.compile(rf"\b(?:{either(words['outskirts'])}){tail}", re.I)
        self.bank = re.compile(rf"\b(?:{either(words['bank'])}){tail}", re.I)
        self.border = re.compile(rf"\b(?:{either(words['border'])}){tail}", re.I)
        self.between = re.compile(rf"\bbetween{tail}", re.I)
        self.compass_of = re.compile(rf"\b({compass})\s+(?:of|from){tail}", re.I)
        self.compass_side = re.compile(rf"\b(?:in|to|the)\s+(?:the\s+)?({compass})(?:\s+part)?\s+of{tail}", re.I)
        self.compass_before = re.compile(rf"\b({compass})\s+$", re.I)
        self.distance = re.compile(
            rf"(\d+(?:[.,]\d+)?)\s*-?\s*({either(table['lengths'])})\b[^.;]{{0,30}}$", re.I
        )  # fmt: skip


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    return _Tables()


_HEADED = re.compile(r"([^A-Z]*\b(?:of|from|near|outside|around) (?:the )?)([A-Z].*)$", re.S)
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
        return Phrase(full="", core="", cue=t.cues.get(full.rsplit(" ", 1)[-1], ""), anaphor=True)
    words = full.split(" ")
    kind = (
        t.cues.get(words[-1])
        or t.cues.get(words[-1].removesuffix("ies") + "y")
        or t.cues.get(words[-1].removesuffix("s"))
    )
    if kind and not any(c.isupper() for c in text):
        return Phrase(full="", core="", cue=kind, anaphor=True)
    if words[0] in t.determiners and len(words) > 1:
        words = words[1:]
        full = " ".join(words)
    shift: tuple[float, float] | None = None
    relation: Relation = "in"
    cue = ""
    capital = False
    for filler in t.fillers:
        if full.startswith(filler + " ") and len(full) > len(filler) + 1:
            head = filler.removesuffix(" of").rsplit(" ", 1)[-1]
            cue = "country" if head in ("republic", "kingdom") else t.cues.get(head, "")
            words = full[len(filler) + 1 :].split(" ")
            break
    if len(words) > 1:
        for width in (2, 1):
            head = " ".join(words[:width])
            if len(words) > width and head in t.directions:
                shift, relation, words = t.directions[head], "part of", words[width:]
                break
    if len(words) > 2 and " ".join(words[-2:]) in t.capitals:
        capital, words = True, words[:-2]
    elif len(words) > 1 and words[-1] in t.capitals:
        capital, words = True, words[:-1]
    for width in (3, 2, 1):
        tail = " ".join(words[-width:])
        if len(words) > width and tail in t.cues:
            cue, words = t.cues[tail], words[:-width]
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
        parted=core != full and not text.removeprefix("the ")[:1].islower(),
    )  # fmt: skip


def phrase(text: str, start: int, end: int) -> Phrase:
    """The phrase at [start, end) of `text`, read with up to LEFT_WINDOW code points before it."""
    t = _tables()
    headed = _HEADED.match(text[start : min(end, start + MAX_NAME)])
    if headed and (t.compass_of.search(headed[1]) or t.near.search(headed[1])):
        return phrase(text, start + headed.start(2), end)
    own = _surface(text[start:end])
    left = text[max(0, start - LEFT_WINDOW) : start]
    if not left or left[-1] not in " \n" or own.anaphor:
        return own
    last = left[:-1].rsplit(" ", 1)[-1].lower()
    if last not in t.lasts:
        return own
    found = t.compass_of.search(left)
    if found:
        distance = t.distance.search(left[: found.end(1)])
        way = t.directions[key(found[1])]
        return msgspec.structs.replace(
            own, relation=compass_relation(way), shift=way, kilometres=_kilometres(distance) if distance else None
        )
    found = t.compass_side.search(left)
    if found:
        return msgspec.structs.replace(own, relation="part of", shift=t.directions[key(found[1])])
    if own.relation != "in":
        return own
    if t.outskirts.search(left):
        return msgspec.structs.replace(own, relation="outskirts")
    if t.bank.search(left):
        return msgspec.structs.replace(own, relation="bank of")
    if t.border.search(left):
        return msgspec.structs.replace(own, relation="border of")
    if t.between.search(left):
        return msgspec.structs.replace(own, relation="between")
    if t.near.search(left):
        return msgspec.structs.replace(own, relation="near")
    found = t.compass_before.search(left)
    if found:
        return msgspec.structs.replace(own, relation="part of", shift=t.directions[key(found[1])])
    return own


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
