"""The gold's annotated reports as coded reports, and its incident tables: what the pair scores are trained and measured on."""

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from reportedly.intake import make_report
from reportedly.reader.encoder import Encoder
from reportedly.records import (
    Actor,
    Attribution,
    CodedReport,
    Event,
    Likelihood,
    Place,
    Precision,
    Source,
    Span,
    Toll,
    When,
)
from reportedly.resolve.events import link
from reportedly.resolve.places.gazetteer import gazetteer
from reportedly.resolve.places.names import key
from reportedly.resolve.places.placing import PRECISION
from training.corpora.gold import locate
from training.corpora.golds import first_gold, second_gold

FAR_KM = 80.0  # an entry of the gazetteer farther from the annotated point than this is another place
OWN = Path(__file__).parents[2] / "corpora"
TABLES = (Path("gold/incidents/incidents.json"), OWN / "incidents.json")
SAMPLES = (OWN / "sample.tsv", OWN / "sample_third.tsv")  # the reports that our table covers beside those of train

Member = tuple[str, str]  # doc, event id


def annotated(corpus: Path, part: str) -> dict[str, tuple[str, dict]]:
    """(text, annotated report) by doc of the reports of one part that the incident tables cover: all of train, and `SAMPLES`."""
    sampled = {line.split("\t")[0] for path in SAMPLES for line in path.read_text(encoding="utf-8").splitlines()}
    second = second_gold(corpus, part)
    return first_gold(corpus, part) | {doc: second[doc] for doc in second if part == "train" or doc in sampled}


def coded(corpus: Path, part: str) -> dict[str, CodedReport]:
    """The annotated reports of one part that the incident tables cover, as coded reports, by doc."""
    both = annotated(corpus, part)
    return {doc: to_coded(doc, text, gold) for doc, (text, gold) in sorted(both.items())}


def embedded(reports: dict[str, CodedReport]) -> dict[str, CodedReport]:
    """The reports with the shipped reader's embedding of each of their events' triggers."""
    encoder = Encoder()
    out = {}
    for doc, one in reports.items():
        told = encoder.embeddings(one.report.text, [(e.trigger.start, e.trigger.end) for e in one.events])
        events = [msgspec.structs.replace(e, embedding=text) for e, text in zip(one.events, told, strict=True)]
        out[doc] = msgspec.structs.replace(one, events=events)
    return out


def tables(corpus: Path) -> list[dict]:
    """The incidents of both tables; those of one name, or of which one holds half the other's events, are one."""
    out: list[dict] = []
    for path in TABLES:
        for row in json.loads((corpus / path).read_text(encoding="utf-8")):
            members = _members(row)
            for held in out:
                common = len(members & held["members"])
                if held["incident"] == row["incident"] or common * 2 >= min(len(members), len(held["members"])):
                    held["members"] |= members
                    held["tolls"] += [toll for toll in row["tolls"] if toll not in held["tolls"]]
                    names = {root["name"]: root for root in held["roots"]}
                    for root in row["roots"]:
                        if root["name"] in names:
                            old = names[root["name"]]
                            old["docs"] = sorted({*old["docs"], *root["docs"]})
                        else:
                            held["roots"].append(root)
                    break
            else:
                out.append({**row, "members": members, "roots": [dict(r) for r in row["roots"]]})
    return out


def _members(row: dict) -> set[Member]:
    return {(doc, event) for doc, events in row["docs"].items() for event in events}


def groups(reports: dict[str, CodedReport], incidents: list[dict], annotated: dict[str, dict]) -> dict[Member, str]:
    """Every event's group: its incident, or the first telling in its report by the annotated `same_as`."""
    out: dict[Member, str] = {}
    for doc, report in reports.items():
        first = {event["id"]: event.get("same_as") for event in annotated[doc]["events"]}
        for event in report.events:
            at, seen = event.id, set()
            while first.get(at) and at not in seen:
                seen.add(at)
                at = first[at]
            out[doc, event.id] = f"{doc}:{at}"
    for number, row in enumerate(incidents):
        for member in row["members"]:
            if member in out:
                out[member] = f"#{number}"
    return out


def to_coded(doc: str, text: str, gold: dict) -> CodedReport:
    """One annotated report with its values as annotated; only `same_as` is the program's own."""
    report = make_report(text, name=doc, published=gold["published"] or None, outlet=gold["outlet"])
    attributions = []
    for one in gold["attributions"]:
        content = _span(text, one["content"])
        if content:
            source = one.get("source")
            word = one.get("likelihood")
            attributions.append(
                Attribution(
                    id=one["id"],
                    source=Source(**_at(text, source), name=source.get("name"), kind=source.get("kind"))
                    if source and _at(text, source)
                    else None,
                    cue=_span(text, one.get("cue")),
                    content=content,
                    manner=one["manner"],
                    stance=one["stance"],
                    likelihood=Likelihood(word=word) if word else None,
                    via=one.get("via"),
                )
            )
    known = {one.id for one in attributions}
    events: list[Event] = []
    for one in gold["events"]:
        trigger = _span(text, one["trigger"])
        if trigger:
            event = Event(
                id=one["id"], trigger=trigger, type=one["type"], mode=one.get("mode"),
                actors=[*_actors(text, one["actors"])], recipients=[*_actors(text, one["recipients"])],
                place=_place(text, one.get("place")), when=_when(text, one.get("when")),
                casualties=[Toll(**at, outcome=t["outcome"], low=t["low"], high=t["high"]) for t in one["casualties"] if (at := _at(text, t))],
                status=one["status"], reported_by=[a for a in one["reported_by"] if a in known],
            )  # fmt: skip
            events.append(link(event, events))
    return CodedReport(report=report, attributions=attributions, events=events)


def _at(text: str, quote: dict | None) -> dict:
    found = locate(text, quote)
    return {"text": text[found[0] : found[1]], "start": found[0], "end": found[1]} if found else {}


def _span(text: str, quote: dict | None) -> Span | None:
    at = _at(text, quote)
    return Span(**at) if at else None


def _actors(text: str, actors: list[dict]) -> Iterator[Actor]:
    for one in actors:
        if at := _at(text, one):
            yield Actor(**at, name=one.get("name") or at["text"], country=one.get("country"), sector=one.get("sector"))


def _place(text: str, place: dict | None) -> Place | None:
    at = _at(text, place)
    if not at or place is None:
        return None
    name = place.get("name") or at["text"]
    lat, lon = place.get("lat"), place.get("lon")
    number, precision = entry(name, lat, lon)
    return Place(**at, name=name, geonameid=number, lat=lat, lon=lon, country=place.get("country"), precision=precision)


def entry(name: str, lat: float | None, lon: float | None) -> tuple[int | None, Precision | None]:
    """The gazetteer's number and precision of the entry of this name nearest to the point, if one is near."""
    held = gazetteer()
    best: tuple[float, int] | None = None
    for packed in held.lookup(key(name)):
        at = packed >> 2
        if lat is not None and lon is not None:
            km = math.hypot(float(held.lat[at]) - lat, (float(held.lon[at]) - lon) * math.cos(math.radians(lat))) * 111
            allowed = FAR_KM * (8 if PRECISION[held.features[held.feature[at]]] == "country" else 1)
            if km <= allowed and (best is None or km < best[0]):
                best = km, at
    if best is None:
        return None, "admin1" if re.search(
            r"province|governorate|countryside|north|south|east|west", name, re.I
        ) else "settlement"
    return int(held.geonameid[best[1]]) or None, PRECISION[held.features[held.feature[best[1]]]]


def _when(text: str, when: dict | None) -> When | None:
    at = _at(text, when)
    if not at or when is None:
        return None
    first = when.get("earliest") if "earliest" in when else _day(when.get("start"))
    last = when.get("latest") if "latest" in when else _day(when.get("end"))
    if first is None and last is None:
        return None
    return When(**at, earliest=first, latest=last, granularity="day" if first == last else "range")


def _day(value: object) -> str | None:
    return value if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
