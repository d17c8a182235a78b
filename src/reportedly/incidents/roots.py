"""Roots: on whose word an incident stands, and on how many independent ones.

Comes in: the tellings of one incident with their reports. Goes out: roots with their reports, outlets in their own voice.
Knows nothing of how sources are unified: that is `archive.chains`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reportedly.archive.chains import keys, lineage, parties, root, source_key, voice_of
from reportedly.incidents.records import Root
from reportedly.records import Attribution, CodedReport, Event
from reportedly.resolve.plain_names import plain


class Word(NamedTuple):
    """Whose word one telling is: a root with its chain, outermost first; `key` None is the outlet's own voice, "" nobody named.

    `denied`: the root says that it is not so.
    """

    key: str | None
    name: str | None
    chain: tuple[Attribution, ...] = ()

    @property
    def denied(self) -> bool:
        return any(link.stance == "denies" for link in self.chain)


class Telling(NamedTuple):
    """One event in its report, with the words it rests on."""

    coded: CodedReport
    event: Event
    words: tuple[Word, ...]


def words(coded: CodedReport, event: Event, known: dict[str, str] | None = None) -> tuple[Word, ...]:
    """The roots of one event. Attributions that hold one another are one chain; beside each other they are several, as are
    those who speak together in one ("the Observatory and residents").

    `known`: the keys of the report's sources, as `archive.chains.keys` gives them.
    """
    by_id = {one.id: one for one in coded.attributions}
    known = keys(coded) if known is None else known
    named = [by_id[one] for one in event.reported_by if one in by_id]
    if not named:
        return (Word(None, voice_of(coded)),)
    chains: list[list[Attribution]] = []
    for link in reversed(named):
        if any(_holds(link, chain) for chain in chains):
            continue
        chain = lineage(link.id, by_id)
        outer = [one for one in named if one not in chain and _around(one, link)]
        chains.append([*outer, *chain])
    found: dict[str, Word] = {}
    for chain in reversed(chains):
        innermost = root(chain)
        speaking: dict[str, str | None] = {**parties(coded, innermost, known)} if innermost else {"": None}
        for key, name in speaking.items():
            found.setdefault(key, Word(key, name, tuple(chain)))
    return tuple(found.values())


def _holds(outer: Attribution, chain: Sequence[Attribution]) -> bool:
    return outer in chain or any(_around(outer, link) for link in chain)


def _around(outer: Attribution, inner: Attribution) -> bool:
    """Whether one content lies within the other: then the one source is quoted by the other."""
    held, within = outer.content, inner.content
    return (
        held.start <= within.start and within.end <= held.end and (held.start, held.end) != (within.start, within.end)
    )


def roots(tellings: Iterable[Telling]) -> list[Root]:
    """The named roots, those with most reports first. Each is told by its most frequent name, of equals the longest."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    reports: dict[str, set[str]] = defaultdict(set)
    for telling in tellings:
        for word in telling.words:
            if word.key:
                names[word.key][word.name or word.key] += 1
                reports[word.key].add(telling.coded.report.id)
    rows = [Root(name=title(names[key]), key=key, reports=sorted(reports[key])) for key in names]
    return sorted(rows, key=lambda one: (-len(one.reports), one.key))


def title(names: Counter[str]) -> str:
    """The name to show among several: the most frequent without what only says more of it, of equals the longest."""
    shorter: Counter[str] = Counter()
    for name, times in names.items():
        shorter[plain(name)] += times
    return min(shorter, key=lambda name: (-shorter[name], -len(name), name))


def own_voice(tellings: Iterable[Telling], copy_of: Mapping[str, str]) -> list[str]:
    """The outlets that tell it in their own voice only. Outlets not given count as one; what says to be an agency's copy is its voice.

    A copy's voice is that of its original. A report that credits what its headline or lead says flatly tells it once, on the
    word of the one credited.
    """
    tellings = list(tellings)
    credited = {t.coded.report.id for t in tellings if any(word.key is not None for word in t.words)}
    found: dict[str, str] = {}
    for telling in tellings:
        report = telling.coded.report
        if report.id not in credited and report.id not in copy_of:
            voice = voice_of(telling.coded)
            found.setdefault(source_key(voice), voice or "outlet not given")
    return sorted(found.values())
