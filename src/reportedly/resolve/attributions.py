"""Who says so: quotations of a reading become attributions with named sources and chains.

Comes in: a report's text and the reading's quotations. Goes out: `Attribution` records, in text order.
Knows nothing of events, places, dates or files.
"""

import re
from collections.abc import Sequence
from typing import get_args

import msgspec

from reportedly.reader import Mention, Quotation
from reportedly.records import Attribution, Likelihood, Source, SourceKind, Span
from reportedly.resolve.carriers import with_carriers
from reportedly.resolve.denying import with_denials
from reportedly.resolve.documents import made_name
from reportedly.resolve.headlines import with_headline
from reportedly.resolve.inside import joint, named_inside, together
from reportedly.resolve.interrupted import whole
from reportedly.resolve.introduced import given_name, introduced, is_described, is_known, spelt_out
from reportedly.resolve.likelihood import evidential_hedges, find_likelihood, makes_claim
from reportedly.resolve.manner import find_manner
from reportedly.resolve.names import Candidate, bare, is_pronoun
from reportedly.resolve.parties import PARTICLES
from reportedly.resolve.plain_names import without_tail
from reportedly.resolve.register import default, parties, source_key
from reportedly.resolve.sources import source_kind, source_name
from reportedly.resolve.speakers import Named, antecedent, is_first_person, is_generic, stands_for_another
from reportedly.resolve.tidy import is_empty

HEDGE_SCORE = 0.7  # a hedge word is found by rule; what it covers is the rest of its clause, which is often a word off
SOURCE_KINDS = frozenset(get_args(SourceKind)) - {"person", "organization"}
LONGEST_HEDGE = 300  # code points that a hedge may cover
SHORTEST_HEDGE = 12  # code points of it before another's cue or source that ends it
_BE = re.compile(r"\s+(?:be|have\s+been)\s+")


def span(text: str, start: int, end: int) -> Span:
    """The quotation of [start, end)."""
    return Span(text=text[start:end], start=start, end=end)


def with_hedges(text: str, quotations: Sequence[Quotation], sentences: Sequence[tuple[int, int]]) -> list[Quotation]:
    """The quotations, and one without a source for each evidential hedge ("reportedly") that the reader took for none.

    Its content runs from behind the word to the end of its sentence, or to where another's cue and source begin
    ("… affected, Radio Byron said"): guidelines, "Attributions".
    """
    known = [q.cue for q in quotations if q.cue]
    others = sorted(span for q in quotations for span in (q.cue, q.source) if span)
    added = []
    for start, end in evidential_hedges(text):
        if any(low < end and start < high for low, high in known) or not makes_claim(text[start:end]):
            continue
        stop = next((high for low, high in sentences if low <= start < high), len(text))
        stop = next((low for low, _ in others if end + SHORTEST_HEDGE <= low < stop), stop)
        if infinitive := _BE.match(text, end, stop):
            end = infinitive.end()
        first = end + len(text[end:stop]) - len(text[end:stop].lstrip(" ,"))
        last = first + len(text[first:stop].rstrip(' ,.!?"”'))
        if last - first >= 3 and last - first <= LONGEST_HEDGE:
            added.append(Quotation(first, last, HEDGE_SCORE, (start, end), None, 0.0, "asserts", 1.0))
    return [*quotations, *added]


def enclosing(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """Indices of the spans that hold [start, end), outermost first."""
    holding = [i for i, (low, high) in enumerate(spans) if low <= start and end <= high]
    return sorted(holding, key=lambda i: (spans[i][0] - spans[i][1], spans[i][0]))


def name_sources(
    text: str, quotations: Sequence[Quotation], outlet: str | None, mentions: Sequence[Mention]
) -> dict[int, Source | None]:
    """The source of each quotation by its index, named as fully as the report names it.

    A source named at one cue helps to name the next, so they are taken in the order of their cues; a pronoun may also
    stand for a person or organisation that is no source (`mentions`).
    """
    candidates = [
        Candidate(m.start, m.end, m.kind, text[m.start : m.end])
        for m in mentions
        if m.kind in ("person", "organization") and not is_empty(text[m.start : m.end])
    ]
    heard = list(candidates)
    others = [Named(one, False, one.name) for one in candidates]
    contents = [(q.start, q.end) for q in quotations]
    order = sorted(range(len(quotations)), key=lambda i: quotations[i].cue or (quotations[i].start, 0))
    named: dict[int, Source | None] = {}
    speaking: list[tuple[int, int, int]] = []  # "I" and "we" inside a quotation: they wait for its source
    for i in order:
        where = quotations[i].source
        if where is None or is_empty(text[slice(*where)]):
            named[i] = None
            continue
        start, end = where[0], head_end(text, *where)
        if is_first_person(text[start:end]):
            speaking.append((i, start, end))
        name = made_name(
            text, start, end, [(one.candidate, one.speaks) for one in others if one.candidate.end <= start]
        )
        if name is None and (parts := joint(text, start, end, heard)):
            each = [_called(text, *part, heard, candidates, others, contents) for part in parts]
            name = together(text, parts, each, heard)
        name = name or _called(text, start, where[1], heard, candidates, others, contents)
        if is_empty(name) or name in PARTICLES:
            name = bare(text[start:end])
        kind = source_kind(text[start:end], name, outlet)
        named[i] = Source(text=text[where[0] : where[1]], start=where[0], end=where[1], name=name, kind=kind)
        candidates.append(Candidate(start, end, kind, name))
        others.append(Named(candidates[-1], True, text[start:end]))
    for i, start, end in speaking:
        around = [h for h in enclosing(contents, start, end) if named[h] is not None and h != i]
        speaker = named[around[-1]] if around else None
        mine = named[i]
        if speaker and mine:
            named[i] = msgspec.structs.replace(mine, name=speaker.name, kind=speaker.kind)
    return with_introduced(text, named, candidates, outlet)


def with_introduced(
    text: str, named: dict[int, Source | None], people: Sequence[Candidate], outlet: str | None
) -> dict[int, Source | None]:
    """The sources, those that are only described with the name that the report gives them elsewhere, before or after."""
    names = {source.name for source in named.values() if source and source.name} | {one.name for one in people}
    fuller: dict[str, str] = {}
    for source in named.values():
        if source is None or source.name is None or source.name in fuller or is_pronoun(source.text):
            continue
        if len(parties(source.name)) > 1:
            continue  # each has been named
        name = spelt_out(source.name, text)
        words = bare(source.text[: head_end(source.text, 0, len(source.text))])
        if name is None and (source.name == words or (is_described(words) and not is_known(source.name))):
            name = given_name(source.text) or introduced(text, words, people, sorted(names - {source.name, words}))
        if name and name != source.name:
            fuller[source.name] = name
    return {
        i: msgspec.structs.replace(source, name=fuller[source.name], kind=source_kind(source.text, fuller[source.name], outlet))
        if source and source.name in fuller else source
        for i, source in named.items()
    }  # fmt: skip


_CLAUSE = re.compile(r",?\s(?:who|which|that)\s")
_APPOSITIVE = re.compile(
    r"(?:[A-Z][\w.’'-]+|al|el|bin|ibn|de|van|von)(?:\s+(?:[A-Z][\w.’'-]+|al|el|bin|ibn|de|van|von)){1,3}(?=,\s+[a-z0-9]|\s+(?:an?|the|from|head|director|chief|member)\s)"
)


def head_end(text: str, start: int, end: int) -> int:
    """Where a source ends without its relative clause or what is said of it behind a comma: `Ada Byron who heads the
    Blue Watch` and `Ada Byron, chief of the Blue Watch` name Ada Byron."""
    found = _CLAUSE.search(text, start + 3, end)
    last = found.start() if found else end
    name = _APPOSITIVE.match(text, start, last)
    return name.end() if name else last


def _called(
    text: str,
    start: int,
    end: int,
    heard: Sequence[Candidate],
    candidates: Sequence[Candidate],
    others: Sequence[Named],
    contents: Sequence[tuple[int, int]],
) -> str:
    """The fullest name of one source: the one that stands among its words, or the one that they stand for."""
    inside = named_inside(text, start, end, heard)
    at = text.find(inside, start, end) if inside else -1
    if inside and at >= 0 and source_kind(inside) != "person":
        return without_tail(source_name(text, at, at + len(inside), candidates))
    return inside or without_tail(_name(text, start, head_end(text, start, end), candidates, others, contents))


def _name(
    text: str,
    start: int,
    end: int,
    candidates: Sequence[Candidate],
    others: Sequence[Named],
    contents: Sequence[tuple[int, int]],
) -> str:
    """The fullest name of a source; a pronoun's or a description's is that of the one it stands for."""
    mention = text[start:end]
    if not stands_for_another(mention):
        return source_name(text, start, end, candidates)
    if not is_pronoun(mention) and not is_generic(mention):
        name = source_name(text, start, end, candidates)
        if name != bare(mention):
            return name
    found = antecedent(text, start, end, others, contents)
    if found is None:
        return bare(mention)
    return found.name if found.kind in SOURCE_KINDS else source_name(text, found.start, found.end, candidates)


def _country(source: Source | None) -> str | None:
    """The country whose scale a source's estimative words are on, by the register."""
    entry = default().entry(source.name) if source and source.name else None
    return (entry.country or None) if entry else None


def _one_voice(outer: Source | None, inner: Source | None) -> bool:
    """Whether two sources are one by name: who quotes himself carries nobody. Whom a pronoun means is less sure."""
    if outer is None or inner is None or not outer.name or not inner.name or is_pronoun(inner.text):
        return False
    return source_key(outer.name) == source_key(inner.name)


def resolve_attributions(
    text: str,
    quotations: Sequence[Quotation],
    sentences: Sequence[tuple[int, int]],
    outlet: str | None = None,
    mentions: Sequence[Mention] = (),
) -> list[Attribution]:
    """The attributions of one report, ids a1, a2 … in text order.

    `via` is the carrier that the text itself names: beside the cue (`X told AFP`), or as the source of the attribution
    whose content holds this one's cue.
    """
    known = [(m.start, m.end) for m in mentions if m.kind in ("person", "organization", "place")]
    told = with_headline(text, whole(text, with_denials(text, quotations, known)))
    hedged = sorted(with_hedges(text, told, sentences), key=lambda q: (q.start, -q.end, q.cue or (0, 0)))
    names = [(m.start, m.end) for m in mentions if m.kind in ("person", "organization")]
    found, beside = with_carriers(text, hedged, outlet, names)
    contents = [(q.start, q.end) for q in found]
    named = name_sources(text, found, outlet, mentions)
    made: list[Attribution] = []
    for i, quote in enumerate(found):
        cue = quote.cue or (quote.start, quote.start)
        holders = [h for h in enclosing(contents, *cue) if h != i and contents[h] != contents[i]]
        around = holders[-1] if holders else None
        source = named[i]
        carrier = beside.get(i, next((h for h in reversed(holders) if not _one_voice(named[h], source)), None))
        outer = contents[around] if around is not None else None
        likelihood: Likelihood | None = find_likelihood(text, quote.start, quote.end, _country(source))
        made.append(
            Attribution(
                id=f"a{i + 1}",
                source=source,
                cue=span(text, *quote.cue) if quote.cue else None,
                content=span(text, quote.start, quote.end),
                manner=find_manner(text, quote.start, quote.end, outer),
                stance=quote.stance,  # type: ignore[arg-type]
                likelihood=likelihood,
                via=f"a{carrier + 1}" if carrier is not None else None,
                confidence=round(min(quote.score, quote.source_score) if source else quote.score, 3),
            )
        )
    return made
