"""Coded reports written by hand for these tests: one ministry's update told by six outlets, a strike, a siege."""

import datetime

from reportedly.records import Actor, Attribution, CodedReport, Event, Likelihood, Place, Source, Toll, When
from tests.archive.samples import at, make_report

UPDATE = "Russian units had withdrawn from around Kharkiv on Thursday"


def place(
    text: str, quoted: str, lat: float = 49.98, lon: float = 36.25, number: int = 706483, **fields: object
) -> Place:
    return at(text, quoted, Place, name=quoted, geonameid=number, lat=lat, lon=lon, country="UKR", precision="settlement", confidence=0.9, **fields)  # fmt: skip


def update(outlet: str, source: str, title: str, published: str = "2022-05-13", *, likely: bool = False) -> CodedReport:
    """A report of the ministry's update, by the name that this outlet gives the ministry."""
    grade = "likely " if likely else ""
    body = f"{source} said that {UPDATE.replace('had', f'had {grade}'.strip())} to regroup."
    report = make_report(title, body, outlet, f"{outlet}.txt", published)
    text = report.text
    content = body[len(source) + len(" said that ") : -1]
    return CodedReport(
        report=report,
        attributions=[
            Attribution(id="a1", source=at(text, source, Source, name=source, kind="government"), cue=at(text, "said"), content=at(text, content), likelihood=Likelihood(word="likely", low=0.55, high=0.75, scale="PHIA") if likely else None),
        ],
        events=[
            Event(id="e1", trigger=at(text, "withdrawn"), type="RETREAT", mode="withdraw", actors=[at(text, "Russian units", Actor, name="Russian units", country="RUS", sector="MIL")], place=place(text, "Kharkiv"), when=at(text, "Thursday", When, earliest="2022-05-12", latest="2022-05-12"), reported_by=["a1"]),
        ],
    )  # fmt: skip


def six() -> list[CodedReport]:
    """Six outlets, one ministry under several names."""
    names = ["UK Ministry of Defence", "the British Defence Ministry", "British Ministry of Defence", "the UK Defence Ministry", "Britain's Ministry of Defence", "UK MoD"]  # fmt: skip
    return [
        update(f"Outlet {n}", name, f"Pullback near the city, part {n}", likely=n == 2) for n, name in enumerate(names)
    ]


def strike(
    outlet: str,
    published: str,
    killed: int,
    source: str | None = None,
    day: str = "2022-06-03",
    *,
    town: tuple[str, float, float, int] = ("Derhachi", 50.11, 36.12, 709932),
    by: str = "Russian aircraft",
    denied: bool = False,
    negated: bool = False,
) -> CodedReport:
    """A report of a strike on a market with a toll, in the outlet's own voice or a source's."""
    said = f"{source} {'denied' if denied else 'said'} that " if source else ""
    body = f"{said}{by} bombed the market of {town[0]} and killed {killed} people there."
    report = make_report(f"Market of {town[0]} hit", body, outlet, f"{outlet}-{published}-{killed}.txt", published)
    text = report.text
    attributions = []
    if source:
        cue = "denied" if denied else "said"
        attributions = [
            Attribution(id="a1", source=at(text, source, Source, name=source), cue=at(text, cue), content=at(text, body[len(said) : -1]), stance="denies" if denied else "asserts"),
        ]  # fmt: skip
    named = place(text, town[0], town[1], town[2], town[3])
    when = at(text, "there", When, earliest=day, latest=day)
    return CodedReport(
        report=report,
        attributions=attributions,
        events=[
            Event(id="e1", trigger=at(text, "bombed"), type="ASSAULT", mode="aerial", actors=[at(text, by, Actor, name=by, country="RUS", sector="MIL")], place=named, when=when, casualties=[at(text, str(killed), Toll, outcome="killed", low=killed, high=killed)], reported_by=["a1"] if source else [], status="negated" if negated else "occurred"),
        ],
    )  # fmt: skip


def holding(
    outlet: str, published: str, who: str, verb: str, mode: str, source: str | None = None, **fields: object
) -> CodedReport:
    """A report that somebody holds, took, lost or besieges Derhachi."""
    said = f"{source} said that " if source else ""
    body = f"{said}{who} {verb} Derhachi."
    report = make_report("News from the front", body, outlet, f"{outlet}-{published}.txt", published)
    text = report.text
    attributions = [
        Attribution(id="a1", source=at(text, source, Source, name=source), cue=at(text, "said"), content=at(text, body[len(said) : -1]))
    ] if source else []  # fmt: skip
    day = datetime.date.fromisoformat(published).isoformat()
    return CodedReport(
        report=report,
        attributions=attributions,
        events=[
            Event(id="e1", trigger=at(text, verb), type="CONTROL", mode=mode, actors=[at(text, who, Actor, name=who, sector="MIL")], place=place(text, "Derhachi", 50.11, 36.12, 709932), when=at(text, verb, When, earliest=day, latest=day), reported_by=["a1"] if source else [], **fields),  # type: ignore[arg-type]
        ],
    )  # fmt: skip
