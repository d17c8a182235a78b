"""Control of places: a ledger of who is said to hold what, from when, and on whose word.

Comes in: incidents with their reports. Goes out: entries by place and day.
Knows nothing of screens.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from reportedly.archive.chains import keys, source_key
from reportedly.incidents.roots import Telling, title, words
from reportedly.incidents.tellings import Key, place_number
from reportedly.records import CodedReport, Event, parse_date

Change = Literal["holds", "takes", "loses", "leaves", "besieges"]
_BY_ACTOR: dict[str | None, Change] = {
    "capture": "takes", "recapture": "takes", "annex": "takes", "hold": "holds", "lose": "loses", "besiege": "besieges",
    "encircle": "besieges",
}  # fmt: skip
_HAS: tuple[Change, ...] = ("holds", "takes")


class Entry(NamedTuple):
    """What is said of a place: `holder` holds, takes, loses, leaves or besieges it, from `since` on (YYYY-MM-DD or None).

    `told`: first publication day of a report that says so. `roots`: names of the sources, one for each voice, None for
    outlets' own voice in reports that credit nobody with it;
    `denied_by` those who deny it. `disputed`: denied, or another is said to hold the place from the same day on.
    """

    place: str
    country: str | None
    holder: str
    change: Change
    since: str | None
    told: str | None
    roots: list[str | None]
    denied_by: list[str]
    disputed: bool
    reports: list[str]
    incidents: list[str]


class _Claim(NamedTuple):
    place: int
    holder: str
    change: Change
    since: str | None


def ledger(
    reports: Iterable[CodedReport],
    incident: Mapping[Key, str],
    *,
    place: str | None = None,
    on: str | None = None,
) -> list[Entry]:
    """The entries by place, then by day. `place`: only of places called so. `on` (YYYY-MM-DD): per place the last known by then.

    Raises BadDate when `on` is no date.
    """
    if on is not None:
        on = parse_date(on).isoformat()
    claims: dict[_Claim, list[tuple[Telling, str]]] = defaultdict(list)
    for coded in reports:
        known = keys(coded)
        for event in coded.events:
            change = _change(event)
            if change is None or event.place is None:
                continue
            names = [event.place.name or "", event.place.text]
            if place is not None and place.casefold() not in (name.casefold() for name in names):
                continue
            for actor in event.actors[:3]:
                since = event.when.earliest if event.when else None
                claim = _Claim(place_number(event.place), source_key(actor.name), change, since)
                claims[claim].append((Telling(coded, event, words(coded, event, known)), actor.name))
    _date_headlines(claims)
    entries = _disputed([(claim, _entry(claim, told, incident)) for claim, told in claims.items()])
    entries.sort(key=lambda one: (one[1].place, one[1].since or one[1].told or "", one[1].holder, one[1].change))
    return [entry for _, entry in (entries if on is None else _standing(entries, on))]


def _date_headlines(claims: dict[_Claim, list[tuple[Telling, str]]]) -> None:
    """Moves tellings without a day to the claim that the same report makes with one: a headline and its body are one claim."""
    dated: dict[tuple[str, _Claim], _Claim] = {}
    for claim, told in claims.items():
        for telling, _ in told:
            if claim.since is not None:
                dated.setdefault((telling.coded.report.id, claim._replace(since=None)), claim)
    for claim in [one for one in claims if one.since is None]:
        stay = []
        for telling, name in claims.pop(claim):
            into = dated.get((telling.coded.report.id, claim))
            if into is None:
                stay.append((telling, name))
            else:
                claims[into].append((telling, name))
        if stay:
            claims[claim] = stay


def _change(event: Event) -> Change | None:
    if event.status not in ("occurred", "ongoing", "negated"):
        return None
    if event.type == "CONTROL":
        return _BY_ACTOR.get(event.mode)
    return "leaves" if event.type == "RETREAT" and event.mode == "withdraw" else None


def _entry(claim: _Claim, told: Sequence[tuple[Telling, str]], incident: Mapping[Key, str]) -> Entry:
    names: dict[str, Counter[str]] = defaultdict(Counter)
    credited = {t.coded.report.id for t, _ in told if any(word.key is not None for word in t.words)}
    for telling, _ in told:
        for word in telling.words:
            if word.key is not None:
                names[word.key][word.name or "no source named"] += 1
    called = {key: title(held) for key, held in names.items()}
    roots: set[str | None] = set()
    denied: set[str] = set()
    for telling, _ in told:
        for word in telling.words:
            name = None if word.key is None else called[word.key]
            if word.denied or telling.event.status == "negated":
                denied.add(name or telling.coded.report.outlet or "outlet not given")
            elif name is not None or telling.coded.report.id not in credited:
                roots.add(name)
    places = [telling.event.place for telling, _ in told if telling.event.place]
    days = [telling.coded.report.published for telling, _ in told if telling.coded.report.published]
    return Entry(
        place=min(one.name or one.text for one in places),
        country=next((one.country for one in places if one.country), None),
        holder=min((name for _, name in told), key=lambda name: (-len(name), name)),
        change=claim.change,
        since=claim.since,
        told=min(days, default=None),
        roots=sorted(roots, key=lambda one: (one is not None, one or "")),
        denied_by=sorted(denied),
        disputed=bool(denied),
        reports=sorted({telling.coded.report.id for telling, _ in told}),
        incidents=sorted({incident[Key(t.coded.report.id, t.event.id)] for t, _ in told}),
    )


def _day(entry: Entry) -> str:
    return entry.since or entry.told or ""


def _disputed(entries: list[tuple[_Claim, Entry]]) -> list[tuple[_Claim, Entry]]:
    """Marks those whose place another is said to have from the same day on."""
    holders: dict[tuple[int, str], set[str]] = defaultdict(set)
    for claim, entry in entries:
        if claim.change in _HAS and entry.roots:
            holders[claim.place, _day(entry)].add(claim.holder)
    return [
        (claim, entry._replace(disputed=True))
        if claim.change in _HAS and len(holders[claim.place, _day(entry)] | {claim.holder}) > 1
        else (claim, entry)
        for claim, entry in entries
    ]


def _standing(entries: Iterable[tuple[_Claim, Entry]], on: str) -> list[tuple[_Claim, Entry]]:
    """Per place what was last said to be so by a day: holders and besiegers of the last day on which any was said."""
    last: dict[tuple[int, bool], list[tuple[_Claim, Entry]]] = {}
    for claim, entry in entries:
        at = claim.place, claim.change == "besieges"
        if not _day(entry) or _day(entry) > on or not entry.roots:
            continue
        held = last.get(at)
        if held and _day(held[0][1]) == _day(entry):
            held.append((claim, entry))
        else:
            last[at] = [(claim, entry)]
    return [one for key in sorted(last, key=lambda k: (last[k][0][1].place, k[1])) for one in last[key]]
