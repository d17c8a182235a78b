"""Who an actor is: fullest name, country of affiliation and sector, from the span and the report around it.

Comes in: the span of an actor or recipient. Goes out: its name, country (ISO alpha-3) and PLOVER sector.
Knows nothing of events and sources; tables say who is who, heads of phrases what kind of actor it is.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from reportedly.records import Sector
from reportedly.resolve.actor_tables import HEADS, Hit, Token, heads, lookup, tokens
from reportedly.resolve.names import (
    LONGEST_MENTION,
    Candidate,
    bare,
    described_name,
    fullest_name,
    is_pronoun,
    organization_forms,
    organization_name,
    person_name,
    pronoun_antecedent,
)
from reportedly.resolve.phrases import from_titles, head_end, is_backed, last_head

__all__ = ["ActorValue", "fullest_name", "home_country", "pronoun_antecedent", "resolve_actor"]

_CONTEXT = {name: frozenset(words) for name, words in HEADS["context"].items()}
_HOME = frozenset(HEADS["context"]["home"])
_TITLES = frozenset(HEADS["titles"]["words"])
_QUANTITY = re.compile(
    r"^(?:(?:the|a|an|some|many|several|most|at least|more than|about|around|up to|other|over|as many as|dozens|hundreds|thousands|scores|tens|millions|"
    r"number|group|couple|series|myriad|majority|smaller|small|large|larger|total|members?|elements|all|both|one|two|three|[\d,]+)\s+)*?"
    r"(?:dozens|hundreds|thousands|tens of thousands|hundreds of thousands|scores|millions|number|group|members?|elements|some|many|most|one|couple|series|myriad|majority|all) of (?:the )?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_][\w.'’-]*")


class ActorValue(NamedTuple):
    """An actor resolved: name, country as ISO 3166-1 alpha-3 or None, sector or None."""

    name: str
    country: str | None
    sector: Sector | None


@lru_cache(maxsize=64)
def home_country(text: str) -> str | None:
    """The country that a report is mostly about: the one its names, demonyms and governments name most; None without any.

    Its army is `the army` of the report. Names beside `army`, `government`, `war` and the like count three times.
    """
    counts: Counter[str] = Counter()
    for line in text[:20_000].splitlines():
        words = tokens(line)
        for hit in lookup(words):
            if hit.entry.kind in ("country", "demonym", "place") or (hit.entry.kind == "person" and hit.entry.country):
                beside = words[hit.last].key if hit.last < len(words) else ""
                counts[hit.entry.country] += 3 if beside in _CONTEXT["home_signs"] else 1
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else None


def resolve_actor(
    text: str,
    start: int,
    end: int,
    *,
    candidates: Sequence[Candidate] = (),
    year: int | None = None,
    speaker: Candidate | None = None,
    outlet: str | None = None,
) -> ActorValue:
    """The actor at `text[start:end]`, code points.

    `candidates`: mentions in the same report that a pronoun may stand for, with kind and name. `year`: of publication,
    for office holders. `speaker`: whose content holds the span, for `I` and `we`. `outlet`: who published it; a
    government's own statement speaks of its own ministers. A pronoun without an antecedent comes back as it stands, without country and sector.
    Countries come from names in the span, then from the fullest mention's title, then, for state bodies, from the
    country that the report is about. `X-backed` gives no country.
    """
    return _resolve(text, start, end, tuple(candidates), year, speaker, outlet, 0)


def _resolve(
    text: str, start: int, end: int, candidates: tuple[Candidate, ...], year: int | None, speaker: Candidate | None,
    outlet: str | None, depth: int,
) -> ActorValue:  # fmt: skip
    end = min(end, start + LONGEST_MENTION)
    mention = text[start:end]
    if is_pronoun(mention):
        first_person = mention.lower() in _CONTEXT["first_person"]
        found = speaker if first_person else pronoun_antecedent(text, start, candidates)
        if found is None and first_person and (publisher := _publisher(outlet)):
            return ActorValue(str(outlet), publisher, "GOV")
        if found is None or depth:
            return ActorValue(mention, None, None)
        begin, stop = found.start, found.end
        if is_pronoun(text[begin:stop]) and (place := text.find(found.name)) >= 0:
            begin, stop = place, place + len(found.name)
        value = _resolve(text, begin, stop, (), year, None, outlet, 1)
        return ActorValue(found.name or value.name, value.country, value.sector)
    if depth == 0 and mention.lower().startswith("the ") and (meant := described_name(mention, text, start)):
        place = text.find(meant)
        return _resolve(text, place, place + len(meant), (), year, None, outlet, 1)._replace(name=meant)
    core = _QUANTITY.sub("", mention, count=1) or mention
    words = tokens(core)
    hits = lookup(words, year)
    cut = head_end(words, hits)
    sector = _sector(core, words, hits, cut, text[end : end + 30])
    country = _country(words, hits, sector)
    name = _name(mention, words, hits, cut, text)
    if country is None and _is_short_form(words):
        full = organization_name(mention, text)  # "the Ministry", introduced in full elsewhere
        if len(full.split()) > len(bare(mention).split()):
            name, wider = full, lookup(tokens(full), year)
            country = _country(tokens(full), wider, sector)
            sector = next(
                (hit.entry.sector for hit in wider if hit.entry.kind == "organization" and hit.entry.sector), sector
            )
    if _is_name(words, hits, cut):
        entry = next((hit.entry for hit in lookup(tokens(name), year) if hit.entry.kind == "person"), None)
        if entry:
            sector, country = (
                (entry.sector or sector) if sector in (None, "REL", "CVL") else sector,
                country or entry.country,
            )
        if sector is None or country is None:
            wide_sector, wide_country = from_titles(name, text, year)
            sector, country = sector or wide_sector, country or wide_country
    low = " ".join(word.key.lower() for word in words)
    if low in _CONTEXT["bare_opposition"] and _at_war(text):
        return ActorValue(name, country, "REB")
    if low in _CONTEXT["uncounted"]:
        sector = None
    if country is None:
        country = _country_of_office(low) or (_publisher(outlet) if sector == "GOV" and _owned(words) else None)
    if country is None and "coalition" in low and re.search(r"\b(?:US|U\.S\.|American)-led\b", text):
        country = "USA"
    named = any(hit.entry.kind == "organization" for hit in hits)
    if country is None and not named and not _abroad(core) and _is_home(sector, words, cut, bool(hits)):
        country = home_country(text)
    return ActorValue(name, country, cast("Sector | None", sector or None))


def _is_short_form(words: list[Token]) -> bool:
    """Whether a mention is a body's name without its country: `the Ministry`, `the Ministry of Defence`."""
    if not words or len(words) > 5 or not words[-1].text[0].isupper():
        return False
    kinds = heads()
    return (len(words) <= 2 and words[-1].key in kinds) or (
        words[0].text[0].isupper() and words[0].key in kinds and len(words) > 2
    )


def _is_home(sector: str | None, words: list[Token], cut: int, known: bool) -> bool:
    """Whether an actor with no country named belongs to the country that the report is about."""
    if sector in _HOME or (sector == "OPP" and not known):
        return True
    if any(word.key.lower() in _CONTEXT["backed"] for word in words[:cut]):
        return True
    return any(word.key.lower() in _CONTEXT["home_civilians"] for word in words[:cut])


def _country_of_office(low: str) -> str | None:
    offices: dict[str, str] = HEADS["titles"]["country"]
    return next((country for office, country in offices.items() if office in low), None)


def _publisher(outlet: str | None) -> str | None:
    """The country of an outlet that is itself a government's (`UK Government`), else None."""
    if not outlet or not re.search(
        r"\b(?:government|ministry|department|office|embassy|kremlin)\b", outlet, re.IGNORECASE
    ):
        return None
    return next((hit.entry.country for hit in lookup(tokens(outlet)) if hit.entry.country), None)


def _owned(words: list[Token]) -> bool:
    """Whether a government's own statement would mean its own by this: a minister, a department."""
    return any(word.key.lower() in _CONTEXT["owned"] for word in words)


@lru_cache(maxsize=64)
def _at_war(text: str) -> bool:
    """Whether the opposition in this report is an armed one."""
    return (
        re.search(
            r"\b(?:rebel|insurgent|jihadist|armed opposition|opposition fighters|opposition forces|ceasefire)",
            text[:50_000],
            re.IGNORECASE,
        )
        is not None
    )


def _sector(core: str, words: list[Token], hits: list[Hit], cut: int, after: str) -> str | None:
    if not words:
        return None
    shown = {word.lower().rstrip(".") for word in _WORDS.findall(core)}
    organizations = [hit for hit in hits if hit.entry.kind == "organization" and hit.entry.sector]
    last = words[cut - 1].key.lower()
    head = last_head(words, 0, cut)
    named = next((hit.entry.sector for hit in organizations), None)
    if any(hit.last >= cut and hit.first < cut for hit in organizations):
        return next(hit.entry.sector for hit in organizations if hit.last >= cut)
    if last in _CONTEXT["armed"]:
        if shown & _CONTEXT["para"]:
            return "PAR"
        if shown & _CONTEXT["rebel"]:
            return "REB"
        if named:
            return named
        if last in ("fighter", "fighters", "combatant", "combatants", "elements"):
            return "REB"
        if last in ("force", "forces"):
            return "MIL"
    if head and words[head[0]].key.lower() in _CONTEXT["neutral"] and head[1] == cut:
        rest = last_head(words, cut, len(words))
        if named:
            return named
        if rest and cut < len(words):
            return rest[2]
        if any(hit.entry.kind in ("country", "government") for hit in hits) and head[2] == "CVL":
            return head[2]
    if (
        head
        and words[head[0]].key.startswith("representative")
        and any(hit.entry.kind in ("country", "government") for hit in hits)
    ):
        return "GOV"
    if head and len(words) == 1 and words[0].key == "government" and _strikes(after):
        return "MIL"
    person = next((hit.entry.sector for hit in hits if hit.entry.kind == "person" and hit.entry.sector), None)
    if head and named and head[2] == "GOV" and words[head[1] - 1].key in _CONTEXT["speakers"]:
        return named
    if head and not (person and head[2] == "MIL" and head[1] < cut):
        return head[2]
    if named or person:
        return named or person
    if rest := last_head(words, cut, len(words)):
        return rest[2]
    if hits and hits[-1].last == cut and all(hit.entry.kind in ("country", "demonym", "government") for hit in hits):
        if _strikes(after) and len(words) <= 2:
            return "MIL"
        if hits[-1].entry.kind == "demonym":
            return hits[-1].entry.sector or "GOV"
        return "GOV"
    return None


def _strikes(after: str) -> bool:
    """Whether the words after a span name a military act or means, so that the span is its attribute."""
    following = re.match(r"['’]?s?\s*([\w-]+)", after)
    return bool(following and following[1].lower() in _CONTEXT["strikes"])


def _country(words: list[Token], hits: list[Hit], sector: str | None) -> str | None:
    usable = [hit for hit in hits if not is_backed(words, hit)]
    last = usable[-1] if usable else None
    if last and last.entry.kind == "country" and last.last == len(words) and last.entry.country and sector == "GOV":
        return last.entry.country  # "its ally Norway"
    for kind in ("organization", "demonym", "country", "government", "person", "place"):
        for hit in usable:
            if hit.entry.kind == kind:
                if hit.entry.country:
                    return hit.entry.country
                if kind == "organization" and not any(h.entry.kind == "demonym" for h in usable):
                    return None
    return None


def _abroad(core: str) -> bool:
    low = core.lower()
    return any(phrase in low for phrase in _CONTEXT["generic_abroad"])


def _is_name(words: list[Token], hits: list[Hit], cut: int) -> bool:
    """Whether a mention is a name: its head ends in a capitalized word that no table knows as a country or organization."""
    if not words or not words[cut - 1].text[0].isupper() or words[cut - 1].key.lower() in _TITLES:
        return False
    if cut < len(words) or words[cut - 1].key.lower() in heads():
        return False
    return not any(
        hit.last == cut and hit.entry.kind in ("country", "demonym", "organization", "government") for hit in hits
    )


def _name(mention: str, words: list[Token], hits: list[Hit], cut: int, text: str) -> str:
    core = bare(mention)
    if core in ("US", "U.S.", "USA", "U.S"):
        return "United States"
    if _is_name(words, hits, cut):
        return person_name(mention, text)
    organization = next((hit for hit in hits if hit.entry.kind == "organization"), None)
    if (organization and organization.first == 0) or (organization and organization.last == len(words)):
        rest = words[organization.last :]
        if not rest or all(
            word.key.lower() in _CONTEXT["armed"] or word.key.lower() in _CONTEXT["followers"] for word in rest
        ):
            part = text_between(mention, words, organization)
            forms = organization_forms(organization.entry.name, text, part)
            full = max((part, *forms), key=len)
            return full if len(full.split()) > len(part.split()) else organization_name(part, text)
    return core


def text_between(mention: str, words: list[Token], hit: Hit) -> str:
    """The organization's name as the mention writes it."""
    core = mention[len(mention) - len(mention.lstrip()) :]
    offset = core.find(words[0].text)
    base = words[0].start
    return core[offset + words[hit.first].start - base : offset + words[hit.last - 1].end - base]
