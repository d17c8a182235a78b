"""Whose word it is: the chain of sources behind a claim, and its root.

Comes in: a coded report. Goes out: chains of attributions, roots, and the key under which a source is counted.
Knows nothing of the database, nor of how the report was read.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from reportedly.records import Attribution, CodedReport, Event
from reportedly.resolve import register
from reportedly.resolve.register import default, source_key
from reportedly.resolve.wire import own_voice as voice_of

__all__ = ["Voice", "event_chain", "keys", "lineage", "parties", "root", "source_key", "speaker", "voice_of", "voices"]

ClaimKind = Literal["event", "attribution"]
VoiceRole = Literal["root", "carrier", "own voice"]


class Voice(NamedTuple):
    """One source in the chain of one claim; `key` is "" and `name` None where nobody is named."""

    claim_kind: ClaimKind
    claim: str
    position: int
    role: VoiceRole
    key: str
    name: str | None
    kind: str | None


def speaker(attribution: Attribution) -> str | None:
    """The name to show for an attribution's source, else its words in the text, in one line; None when there is none."""
    source = attribution.source
    if source is None:
        return None
    return " ".join((source.name or "").split() or source.text.split()) or None


def lineage(attribution_id: str, by_id: dict[str, Attribution]) -> list[Attribution]:
    """The attribution with those it came through, outermost first. Unknown ids and circles end it."""
    chain: list[Attribution] = []
    current: str | None = attribution_id
    while current is not None and current in by_id and by_id[current] not in chain:
        chain.append(by_id[current])
        current = by_id[current].via
    return chain[::-1]


def event_chain(event: Event, attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions behind an event, outermost first; empty in the outlet's own voice.

    What `reported_by` leaves out of an attribution's `via` is filled in.
    """
    by_id = {attribution.id: attribution for attribution in attributions}
    chain: list[Attribution] = []
    for attribution_id in event.reported_by:
        chain += [link for link in lineage(attribution_id, by_id) if link not in chain]
    return chain


def root(chain: Sequence[Attribution]) -> Attribution | None:
    """The innermost link that names a source; None when none does."""
    return next((link for link in reversed(chain) if speaker(link) is not None), None)


def home(coded: CodedReport) -> str | None:
    """The country whose bodies a report means by `state media` or `the Defence Ministry`: that of a state's own outlet.

    Other outlets write so of whatever country they report on, which is not sure enough to count by; so does a state's
    outlet when most of what it tells happens in another country.
    """
    outlet = default().entry(coded.report.outlet)
    if not (outlet and outlet.side == "state" and outlet.kind == "media"):
        return None
    told = Counter(event.place.country for event in coded.events if event.place and event.place.country)
    abroad = told.total() - told[outlet.country]
    return outlet.country if abroad < 2 or abroad * 4 < told.total() * 3 else None


def keys(coded: CodedReport) -> dict[str, str]:
    """The key of each attribution's source by the attribution's id; "" where nobody is named.

    A spokesman whom the report introduces with his body (`Army spokesman Ada Byron`) counts with it at every mention.
    """
    country = home(coded)
    speaks_for: dict[str, str] = {}
    for attribution in coded.attributions:
        source = attribution.source
        if source and source.name and source.text != source.name and default().entry(source.name, country) is None:
            body = default().entry(source.text, country)
            if body is not None:
                speaks_for.setdefault(source.name, source_key(source.text, country))
    found = {}
    for attribution in coded.attributions:
        name = speaker(attribution)
        own = attribution.source.name if attribution.source else None
        found[attribution.id] = speaks_for.get(own or "") or source_key(name, country)
    return found


def parties(coded: CodedReport, attribution: Attribution, known: dict[str, str]) -> dict[str, str]:
    """The name of each who speaks in an attribution by the key under which he is counted: one, or those who speak together.

    `known`: the keys of the report's sources as `keys` gives them. Empty where nobody is named.
    """
    name = speaker(attribution)
    if name is None:
        return {}
    each = register.parties(name)
    if len(each) == 1:
        return {known[attribution.id]: name}
    country = home(coded)
    return {source_key(one, country): one for one in each}


def voices(coded: CodedReport) -> Iterator[Voice]:
    """Every source of every claim of a report: of its events, then of the attributions that carry no other."""
    known = keys(coded)
    named = {one.id: parties(coded, one, known) for one in coded.attributions}
    for event in coded.events:
        chain = event_chain(event, coded.attributions)
        if chain:
            yield from _voices_of("event", event.id, chain, named)
        else:
            teller = voice_of(coded)
            yield Voice("event", event.id, 0, "own voice", source_key(teller), teller, "outlet")
    by_id = {attribution.id: attribution for attribution in coded.attributions}
    carrying = {attribution.via for attribution in coded.attributions}
    for attribution in coded.attributions:
        if attribution.id not in carrying:
            yield from _voices_of("attribution", attribution.id, lineage(attribution.id, by_id), named)


def _voices_of(
    claim_kind: ClaimKind, claim: str, chain: Sequence[Attribution], named: dict[str, dict[str, str]]
) -> Iterator[Voice]:
    innermost = root(chain)
    if innermost is None:
        yield Voice(claim_kind, claim, 0, "root", "", None, None)
        return
    position = 0
    for link in chain:
        role: VoiceRole = "root" if link is innermost else "carrier"
        kind = link.source.kind if link.source is not None else None
        for key, name in named[link.id].items():
            yield Voice(claim_kind, claim, position, role, key, name, kind)
            position += 1
        position += not named[link.id]
