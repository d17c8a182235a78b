"""Coded reports written by hand for these tests: invented outlets, own sentences, every kind of field in use."""

from typing import Any, TypeVar

from reportedly.records import (
    Actor,
    Attribution,
    CodedReport,
    Drift,
    Event,
    Likelihood,
    Place,
    Report,
    RunnerUp,
    Source,
    Span,
    Toll,
    When,
    Zone,
    report_id,
)

S = TypeVar("S", bound=Span)


def at(text: str, quoted: str, span: type[S] = Span, /, nth: int = 1, **fields: Any) -> S:  # type: ignore[assignment]
    """A span of this type over the nth occurrence of `quoted` in `text`."""
    start = -1
    for _ in range(nth):
        start = text.index(quoted, start + 1)
    return span(text=quoted, start=start, end=start + len(quoted), **fields)


def make_report(title: str, body: str, outlet: str, name: str, published: str = "2022-05-13") -> Report:
    text = f"{title}\n\n{body}"
    zones = [
        Zone(kind="title", start=0, end=len(title)),
        Zone(kind="body", start=len(title) + 2, end=len(text)),
    ]
    return Report(
        id=report_id(text, outlet=outlet, published=published), name=name, outlet=outlet, title=title,
        published=published, published_by="given", language="en", text=text, zones=zones,
    )  # fmt: skip


def kharkiv(text: str, quoted: str = "Kharkiv", nth: int = 1) -> Place:
    return at(
        text, quoted, Place, nth, name="Kharkiv", geonameid=706483, lat=49.98081, lon=36.25272, country="UKR",
        admin1="Kharkiv", precision="settlement", relation="near", confidence=0.96,
        runner_up=RunnerUp(name="Kharkivka", geonameid=706500, country="UKR", admin1="Sumy", confidence=0.02),
    )  # fmt: skip


def carried() -> CodedReport:
    """An outlet quotes a broadcaster, which quotes a ministry: one root, one carrier; and a headline in its own voice."""
    title = "Troops pull back from Kharkiv"
    body = (
        "According to Channel Nine, the Defence Ministry said on Thursday that Russian units had withdrawn from around "
        "Kharkiv. They will likely regroup by the Siverskyi Donets, the ministry added. "
        "In Dergachi three people were killed and seven wounded on April 4, its mayor said."
    )
    report = make_report(title, body, "The Morning Ledger", "ledger.txt")
    text = report.text
    return CodedReport(
        report=report,
        attributions=[
            Attribution(id="a1", source=at(text, "Channel Nine", Source, name="Channel Nine", kind="media"), cue=at(text, "According to"), content=at(text, "the Defence Ministry said on Thursday that Russian units had withdrawn from around Kharkiv"), confidence=0.91),
            Attribution(id="a2", source=at(text, "the Defence Ministry", Source, name="the Defence Ministry", kind="government"), cue=at(text, "said"), content=at(text, "Russian units had withdrawn from around Kharkiv"), via="a1", confidence=0.88),
            Attribution(id="a3", source=at(text, "the ministry", Source, name="The  Defence ministry", kind="government"), cue=at(text, "added"), content=at(text, "They will likely regroup by the Siverskyi Donets"), stance="predicts", likelihood=Likelihood(word="likely", low=0.55, high=0.75, scale="PHIA"), confidence=0.9),
            Attribution(id="a4", source=at(text, "its mayor", Source, name="mayor of Dergachi", kind="person"), cue=at(text, "said", nth=2), content=at(text, "In Dergachi three people were killed and seven wounded on April 4"), confidence=0.87),
        ],
        events=[
            Event(id="e1", trigger=at(text, "pull back"), type="RETREAT", mode="withdraw", actors=[at(text, "Troops", Actor, name="Russian units", country="RUS", sector="MIL", confidence=0.7)], place=kharkiv(text), confidence=0.81, scores={"trigger": 0.9, "type": 0.88, "mode": 0.93, "status": 0.97}),
            Event(id="e2", trigger=at(text, "withdrawn"), type="RETREAT", mode="withdraw", actors=[at(text, "Russian units", Actor, name="Russian units", country="RUS", sector="MIL", confidence=0.95)], place=kharkiv(text, nth=2), when=at(text, "Thursday", When, earliest="2022-05-12", latest="2022-05-12"), reported_by=["a1", "a2"], same_as="e1", confidence=0.93, scores={"trigger": 0.97, "type": 0.95}),
            Event(id="e3", trigger=at(text, "regroup"), type="MOBILIZE", mode="troops", actors=[at(text, "They", Actor, name="Russian units", country="RUS", sector="MIL")], place=at(text, "Siverskyi Donets", Place, name="Siverskyi Donets", lat=48.9, lon=38.0, country="UKR", precision="line", relation="bank of", confidence=0.8, flags=["ambiguous"]), status="predicted", reported_by=["a3"], confidence=0.75),
            Event(id="e4", trigger=at(text, "killed"), type="ASSAULT", mode=None, recipients=[at(text, "three people", Actor, name="three people", sector="CVL")], place=at(text, "Dergachi", Place, name="Derhachi", geonameid=709932, lat=50.10904, lon=36.11652, country="UKR", admin1="Kharkiv", precision="settlement", confidence=0.9, flags=["misspelt"]), when=at(text, "April 4", When, earliest="2022-04-04", latest="2022-04-04"), casualties=[at(text, "three", Toll, outcome="killed", low=3, high=3, confidence=0.98), at(text, "seven", Toll, outcome="injured", low=7, high=7, confidence=0.97)], reported_by=["a4"], confidence=0.9),
        ],
        places=[kharkiv(text), kharkiv(text, nth=2), at(text, "Dergachi", Place, name="Derhachi", geonameid=709932, lat=50.10904, lon=36.11652, country="UKR", admin1="Kharkiv", precision="settlement", confidence=0.9), at(text, "Siverskyi Donets", Place)],
        drift=[Drift(id="d1", what="source dropped", careful="e2", bold="e1", before=at(text, "the Defence Ministry"), after=at(text, "pull back"), careful_by="the Defence Ministry", confidence=0.7)],
    )  # fmt: skip


def direct() -> CodedReport:
    """Another outlet has the same ministry's word without a carrier, and a hedge without any source."""
    title = "Ministry: withdrawal near Kharkiv"
    body = "DEFENCE MINISTRY officials confirmed that troops withdrew near Kharkiv. A bridge was reportedly destroyed; at least 40 fled."
    report = make_report(title, body, "Northern Courier", "courier.html")
    text = report.text
    return CodedReport(
        report=report,
        attributions=[
            Attribution(id="a1", source=at(text, "DEFENCE MINISTRY officials", Source, name="DEFENCE MINISTRY", kind="government"), cue=at(text, "confirmed"), content=at(text, "troops withdrew near Kharkiv")),
            Attribution(id="a2", cue=at(text, "reportedly"), content=at(text, "A bridge was reportedly destroyed; at least 40 fled")),
        ],
        events=[
            Event(id="e1", trigger=at(text, "withdrew"), type="RETREAT", mode="withdraw", place=kharkiv(text, nth=2), reported_by=["a1"]),
            Event(id="e2", trigger=at(text, "destroyed"), type="ASSAULT", mode="destroy", casualties=[at(text, "at least 40", Toll, outcome="displaced", low=40)], reported_by=["a2"], confidence=0.6),
        ],
        places=[kharkiv(text), kharkiv(text, nth=2)],
    )  # fmt: skip


def flat() -> CodedReport:
    """An outlet that states it flatly, in its own voice, and nothing else."""
    report = make_report(
        "Quiet returns", "Russian units left Kharkiv on Thursday.", "Evening Bell", "bell.txt", "2022-05-14"
    )
    text = report.text
    return CodedReport(
        report=report,
        events=[
            Event(id="e1", trigger=at(text, "left"), type="RETREAT", mode="withdraw", actors=[at(text, "Russian units", Actor, name="Russian units", country="RUS", sector="MIL")], place=kharkiv(text), when=at(text, "Thursday", When, earliest="2022-05-12", latest="2022-05-12")),
        ],
        places=[kharkiv(text)],
    )  # fmt: skip


def hostile() -> CodedReport:
    """A text that tries the terminal, the spreadsheet, the query language and the markup of whoever shows it."""
    title = '=HYPERLINK("x") [bold red]\x1b[31mloud\x1b[0m \u202eevil'
    body = '\'; DROP TABLE reports; -- said \x00 \x9b2J "NEAR(a b)" [/bold] \U0001f6a8 @cmd \x1b]0;title\x07attacked Kharkiv\r\nwith 99999999999999999999 guns.'
    report = make_report(title, body, '\x1b[5m+Outlet, "quoted"\nline', "-odd\x1bname,.txt")
    text = report.text
    return CodedReport(
        report=report,
        attributions=[
            Attribution(id="a1", source=at(text, "'; DROP TABLE reports; --", Source, name="=cmd|'/C calc'!A0 \x1b[2J[red]", kind="unnamed"), cue=at(text, "said"), content=at(text, "\x1b]0;title\x07attacked Kharkiv\r\nwith 99999999999999999999 guns")),
        ],
        events=[
            Event(id="e1", trigger=at(text, "\x07attacked"), type="ASSAULT", actors=[at(text, "@cmd", Actor, name="@cmd\x1b[41m [link=http://x]x[/link]")], place=kharkiv(text), casualties=[at(text, "99999999999999999999", Toll, outcome="killed", low=99999999999999999999)], reported_by=["a1"]),
        ],
        places=[kharkiv(text)],
        drift=[Drift(id="d1", what="verb strengthened", careful="e1", bold="e9", before=at(text, "\x07attacked"), after=at(text, "loud"), careful_by="=cmd \x1b[2J[red]", bold_by="\x9b2J")],
    )  # fmt: skip


def several() -> list[CodedReport]:
    """All of the above in the order in which an archive gives them back."""
    reports = [carried(), direct(), flat(), hostile()]
    return sorted(reports, key=lambda coded: (coded.report.published or "", coded.report.name or "", coded.report.id))
