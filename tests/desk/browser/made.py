"""A made archive: as many events as asked for, of every kind that the overview tells apart, always the same.

Names are invented; places lie about real ones, so that the map has something to show.
"""

import random
from pathlib import Path

from reportedly.archive import Archive, add_all
from reportedly.records import (
    Actor,
    Attribution,
    CodedReport,
    Event,
    Likelihood,
    Place,
    Report,
    Source,
    Span,
    Toll,
    When,
    report_id,
)  # fmt: skip

OUTLETS = ("Harbour Courier", "Steppe Wire", "Evening Ledger", "Radio Lantern", "نشرة الميناء", "Степной листок")
SOURCES = ("the Ministry of Ports", "Ada Brook", "the Lantern Brigade", "a hospital clerk", "the mayor of Oster")
PEOPLE = ("Lantern Brigade", "port guards", "dockers", "Northern Column", "villagers", "river police", "the council")
WORDS = {
    "RETREAT": ("withdraw", "withdrew"), "ASSAULT": ("explosives", "shelled"), "PROTEST": ("demo", "marched"),
    "CONTROL": ("seize", "took"), "AID": (None, "sent bread"), "ACCUSE": (None, "accused"), "MOBILIZE": (None, "massed"),
}  # fmt: skip
KHERSON, CRIMEA = 706442, 703883  # GeoNames ids of two first-level divisions, both Ukraine's
STATUSES = ("occurred", "occurred", "occurred", "ongoing", "planned", "negated")


def archive_of(path: Path, events: int, *, a_report: int = 4, seed: int = 8) -> Path:
    """Writes an archive of so many events, `a_report` to each report; the path again."""
    chance = random.Random(seed)
    towns = [(f"Town {n}", 44.5 + 7 * chance.random(), 24 + 15 * chance.random()) for n in range(400)]
    reports = [_report(chance, towns, n, min(a_report, events - n)) for n in range(0, events, a_report)]
    with Archive.open(path, create=True) as archive:
        for at in range(0, len(reports), 500):
            add_all(archive, reports[at : at + 500], "made")
    return path


def _report(chance: random.Random, towns: list[tuple[str, float, float]], first: int, count: int) -> CodedReport:
    outlet = chance.choice(OUTLETS)
    published = f"2022-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    lines, made, told = [f"Bulletin {first} of {outlet}.", ""], [], []
    for number in range(1, count + 1):
        at = sum(len(line) + 1 for line in lines)
        event, said, line = _event(chance, towns, number, at, published)
        lines.append(line)
        made.append(event)
        told += said
    text = "\n".join(lines)
    report = Report(
        id=report_id(text, outlet=outlet, published=published), name=f"made-{first}", outlet=outlet, title=f"Bulletin {first}",
        published=published, language="en", text=text,
    )  # fmt: skip
    return CodedReport(report=report, attributions=told, events=made)


def _event(
    chance: random.Random, towns: list[tuple[str, float, float]], number: int, at: int, published: str
) -> tuple[Event, list[Attribution], str]:
    kind = chance.choice(list(WORDS))
    mode, verb = WORDS[kind]
    actor, recipient, source = chance.choice(PEOPLE), chance.choice(PEOPLE), chance.choice(SOURCES)
    place, where = _place(chance, towns)
    line = f"{actor} {verb} {recipient} {where}, {source} said, case {chance.randrange(10**9)}."
    spot = lambda words: {"text": words, "start": at + line.index(words), "end": at + line.index(words) + len(words)}
    told: list[Attribution] = []
    if chance.random() < 0.6:
        likely = Likelihood(word="likely", low=0.55, high=0.75, scale="PHIA") if chance.random() < 0.3 else None
        told.append(
            Attribution(
                id=f"a{number}", source=Source(**spot(source), name=source, kind="government"), cue=Span(**spot("said")),
                content=Span(text=line, start=at, end=at + len(line)), likelihood=likely,
                stance="denies" if chance.random() < 0.1 else "asserts",
            )
        )  # fmt: skip
    day = published[:8] + f"{chance.randint(1, int(published[8:])):02d}"
    when = None
    if chance.random() < 0.9:
        spread = chance.random()
        earliest, granularity = (day, "day") if spread < 0.7 else (published[:8] + "01", "month")
        latest = day if spread < 0.7 else published[:8] + "28"
        when = When(text="said", start=spot("said")["start"], end=spot("said")["end"], earliest=earliest, latest=latest, granularity=granularity)  # type: ignore[arg-type]  # fmt: skip
    tolls = []
    if chance.random() < 0.3:
        low = int(10 ** (3 * chance.random()))
        high = None if chance.random() < 0.2 else low + chance.randint(0, 3)
        tolls = [Toll(**spot("case"), outcome=chance.choice(("killed", "injured", "displaced")), low=low, high=high)]  # type: ignore[arg-type]  # fmt: skip
    event = Event(
        id=f"e{number}", trigger=Span(**spot(verb)), type=kind, mode=mode, status=chance.choice(STATUSES),  # type: ignore[arg-type]
        actors=[Actor(**spot(actor), name=actor)],
        recipients=[Actor(**spot(recipient), name=recipient, country="UKR" if chance.random() < 0.5 else None)],
        place=Place(text=where, start=spot(where)["start"], end=spot(where)["end"], **place) if place else None,
        when=when, casualties=tolls, reported_by=[one.id for one in told], confidence=round(0.4 + 0.6 * chance.random(), 3),
    )  # fmt: skip
    return event, told, line


def _place(chance: random.Random, towns: list[tuple[str, float, float]]) -> tuple[dict[str, object] | None, str]:
    kind = chance.random()
    if kind < 0.08:
        return None, "somewhere"
    if kind < 0.12:
        return {"name": None}, "Nowhere Bay"
    if kind < 0.2:
        name, number, lat, lon = chance.choice(
            (("Kherson Oblast", KHERSON, 46.6, 33.5), ("Crimea", CRIMEA, 45.3, 34.4))
        )
        return {"name": name, "geonameid": number, "lat": lat, "lon": lon, "country": "UKR", "admin1": name, "precision": "admin1", "confidence": 0.9}, name  # fmt: skip
    if kind < 0.24:
        return {"name": "Ukraine", "lat": 49.0, "lon": 32.0, "country": "UKR", "precision": "country", "confidence": 0.9}, "Ukraine"  # fmt: skip
    name, lat, lon = towns[min(int(chance.expovariate(1 / 60)), len(towns) - 1)]
    relation = "near" if chance.random() < 0.15 else "in"
    return {"name": name, "lat": lat, "lon": lon, "country": "UKR", "precision": "settlement", "relation": relation, "confidence": 0.8}, name  # fmt: skip
