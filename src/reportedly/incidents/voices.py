"""One voice under several names: sources that a report describes or names in part are those it names elsewhere.

Comes in: the tellings of one incident. Goes out: the same tellings, sources of one voice under one key.
Knows nothing of how single names are unified: that is the register of sources.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from reportedly.archive.chains import speaker
from reportedly.incidents.roots import Telling
from reportedly.records import CodedReport
from reportedly.resolve.parties import is_person
from reportedly.resolve.register import country_of, default, source_key, words_of

NEAR = 90
"""Code points before and after a person's name in which a report introduces the person."""
LONG_COUNTRY = 2
"""Words that a country's name or demonym may have before what it is of: "Saudi Arabian", "South Sudanese"."""
SOUNDS = 5
"""Consonants of a name from which on two spellings that sound alike are taken for one person's."""
MOST = 400
"""Roots of one incident that are compared with each other; beyond it names stay as they are."""


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    """`data/voices.toml`, phrases as tuples of words."""
    held = tomllib.loads((files("reportedly.incidents") / "data" / "voices.toml").read_text("utf-8"))
    return {
        "described": {tuple(phrase.split()): side for side, phrases in held["described"].items() for phrase in phrases},
        "heads": {tuple(phrase.split()) for phrase in held["document"]["heads"]},
        "between": {*held["document"]["between"], *(w for phrase in held["document"]["heads"] for w in phrase.split())},
        "roles": {tuple(phrase.split()) for phrase in held["officer"]["roles"]},
        "articles": set(held["spelling"]["articles"]),
        "sounds": [tuple(pair.split()) for pair in held["spelling"]["sounds"]],
        "vowels": set(held["spelling"]["vowels"]),
        "abroad": held["bodies"]["abroad"],
    }


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    words = tuple(word.casefold() for word in words_of(name))
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an", "one") else words


def one_voice(tellings: Sequence[Telling], known: dict[str, dict[str, str]] | None = None) -> list[Telling]:
    """The tellings with the keys of their sources made one where two names are of one voice.

    In a report, a description ("the monitoring group") is its one source of that side. In an incident, what a country has
    one of ("the army") is that country's when another telling names it in full ("the Syrian army") and it happened there, or
    when three quarters of its tellings happen there;
    a document that names its maker ("a photo provided by X"), or a
    person introduced by an office of X ("vice-president of X"), counts with X when X is a root too. `known`: what was found of single reports, kept between the incidents of one
    run; filled here.
    """
    within = {} if known is None else known
    for telling in tellings:
        if telling.coded.report.id not in within:
            within[telling.coded.report.id] = _described(telling.coded)
    renamed = [_renamed(telling, within[telling.coded.report.id]) for telling in tellings]
    names: dict[str, str] = {}
    told_by: dict[str, set[str]] = defaultdict(set)
    for telling in renamed:
        for word in telling.words:
            if word.key:
                names.setdefault(word.key, word.name or word.key)
                told_by[word.key].add(telling.coded.report.id)
    if not names or len(names) > MOST:
        return renamed
    where = Counter(t.event.place.country for t in renamed if t.event.place and t.event.place.country)
    country, times = where.most_common(1)[0] if where else (None, 0)
    at_home = country if times * 4 >= where.total() * 3 else None
    same = {key: found for key in names if (found := _fuller(key, names, country) or _home_body(names[key], at_home))}
    same = {**_officers(renamed), **_spelt_otherwise(names, told_by), **same}
    for key in list(same):  # a name may lead to another that leads further; circles end where they began
        for _ in range(3):
            same[key] = same.get(same[key], same[key])
    return [_renamed(telling, same) for telling in renamed] if same else renamed


def _renamed(telling: Telling, keys: Mapping[str, str]) -> Telling:
    if not keys or not any(word.key in keys for word in telling.words if word.key):
        return telling
    words = {word.key: word for word in telling.words if word.key not in keys}
    for word in telling.words:
        if word.key is not None and word.key in keys:
            words.setdefault(keys[word.key], word._replace(key=keys[word.key]))
    return telling._replace(words=tuple(words.values()))


def _described(coded: CodedReport) -> dict[str, str]:
    """For the key of each description in a report, the key of the source that it stands for."""
    table = _table()
    found: dict[str, str] = {}
    sides: dict[str, set[str]] = {}
    ordered = [one for one in coded.attributions if speaker(one)]
    for one in ordered:
        entry = default().entry(speaker(one))
        if entry is not None and _words(speaker(one) or "") not in table["described"]:
            sides.setdefault(entry.side, set()).add(source_key(entry.name))
    for one in ordered:
        meant = sides.get(table["described"].get(_words(speaker(one) or ""), ""), set())
        if len(meant) == 1:
            found[source_key(speaker(one))] = next(iter(meant))
    return {key: meant for key, meant in found.items() if key != meant}


def _fuller(key: str, names: Mapping[str, str], country: str | None) -> str | None:
    """The key among an incident's that says more exactly who is meant, or None."""
    found = source_key(names[key], country) if country else None
    if found and found != key and found in names:
        return found
    words = _words(names[key])
    for other in sorted(names):
        if other == key:
            continue
        held = _words(names[other])
        extra = held[: -len(words)] if words else ()
        of = country_of(" ".join(extra)) if 0 < len(extra) <= LONG_COUNTRY else ""
        if country and of == country and held[len(extra) :] == words:
            return other
        if _made_by(words, held) or (words[-len(held) :] == held and is_person(names[other])):
            return (
                other  # "a photo provided by X"; "Corin Council Ada Byron", a comma lost, where another has "Ada Byron"
            )
    return None


def _home_body(name: str, country: str | None) -> str | None:
    """The key of what a country has one of, where a name leaves the country out: "state media", "the interior ministry".

    Not of bodies that deal with other countries: reports on one often mean another's foreign or defence ministry.
    """
    if country is None or default().entry(name) is not None:
        return None
    entry = default().entry(name, country)
    if entry is None or entry.country != country or any(word in entry.name for word in _table()["abroad"]):
        return None
    return source_key(name, country)


def _spelt_otherwise(names: Mapping[str, str], told_by: Mapping[str, set[str]]) -> dict[str, str]:
    """For the key of each person whose name another one of the incident only transliterates otherwise, the first such key.

    Not of two whom one report names (`told_by`: the reports by key): it tells them apart.
    """
    spelt = [(key, _sounds(key)) for key in sorted(names) if is_person(names[key])]
    found: dict[str, str] = {}
    for at, (key, sounds) in enumerate(spelt):
        for first, others in spelt[:at]:
            if first not in found and _sounds_alike(sounds, others) and not told_by[key] & told_by[first]:
                found[key] = first
                break
    return found


def _sounds(key: str) -> str:
    """The letters of a person's key as far as transliterations of one name have them in common, articles left out."""
    table = _table()
    name = "".join(word for word in key.split() if word not in table["articles"])
    for written, sound in table["sounds"]:
        name = name.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"\W", "", name))


def _sounds_alike(one: str, other: str) -> bool:
    """Whether two names have the same consonants in the same places, and vowels that transliterations exchange."""
    if len(one) != len(other):
        return False
    alike = _table()["vowels"]
    consonants = sum(a == b and a not in "aeiou" for a, b in zip(one, other, strict=True))
    return consonants >= SOUNDS and all(
        a == b or a + b in alike or b + a in alike for a, b in zip(one, other, strict=True)
    )


def _officers(tellings: Sequence[Telling]) -> dict[str, str]:
    """For the key of each person whom a report introduces by an office of a body, the body's key, if both are roots."""
    called: dict[tuple[str, ...], str] = {}
    persons: dict[str, set[tuple[str, ...]]] = {}
    for telling in tellings:
        for word in telling.words:
            if not word.key:
                continue
            innermost = next((link for link in reversed(word.chain) if speaker(link)), None)
            if innermost is not None and innermost.source is not None and innermost.source.kind == "person":
                persons.setdefault(word.key, set()).update(_introductions(telling.coded, innermost.source.name or ""))
            elif not word.key.endswith(
                " government"
            ):  # "the US President" is no mouthpiece of every word from Washington
                called.setdefault(_singular(_words(word.name or word.key)), word.key)
    found = {}
    for person, introductions in persons.items():
        bodies = {key for words, key in called.items() if any(_holds(held, words) for held in introductions)}
        if len(bodies) == 1:
            found[person] = bodies.pop()
    return found


def _introductions(coded: CodedReport, name: str) -> Iterator[tuple[str, ...]]:
    """What the report says before or after a person's name that holds a word for an office, as words."""
    text, roles = coded.report.text, _table()["roles"]
    said = [one.source.text for one in coded.attributions if one.source and one.source.name == name]
    at = text.find(name) if name else -1
    if at >= 0:
        before = text[max(0, at - NEAR) : at]
        after = text[at + len(name) : at + len(name) + NEAR]
        said += [
            re.split(r"[.!?;:\n\"]", before)[-1],
            re.split(r"[.!?;:\n\"]| (?:said|says|told|condemned)\b", after)[0],
        ]
    for phrase in said:
        words = _singular(_words(phrase))
        if any(_holds(words, role) for role in roles):
            yield words


def _singular(words: Sequence[str]) -> tuple[str, ...]:
    """The words without a final s: reports lose apostrophes."""
    return tuple(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    size = len(part)
    return size > 0 and any(tuple(words[at : at + size]) == tuple(part) for at in range(len(words) - size + 1))


def _made_by(document: Sequence[str], maker: Sequence[str]) -> bool:
    """Whether a name is of a document that names its maker, and of nothing else."""
    table, size = _table(), len(maker)
    if size < 2 and not (maker and len(maker[0]) > 3):
        return False
    if not any(document[at : at + len(head)] == head for head in table["heads"] for at in range(len(document))):
        return False
    for at in range(len(document) - size + 1):
        if tuple(document[at : at + size]) == tuple(maker):
            rest = (*document[:at], *document[at + size :])
            return bool(rest) and all(word in table["between"] or country_of(word) != "" for word in rest)
    return False
