"""A report that attacks whoever shows it: tags in every field, direction controls, Arabic and Cyrillic, a false address."""

from reportedly.records import Actor, Attribution, CodedReport, Event, Place, Report, Source, Span, Toll, report_id
from tests.archive.samples import at

TAGS = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&<svg/onload=alert(3)>"


def hostile(extra: str = "") -> CodedReport:
    title = f"Loud {TAGS} \u202ednuor"
    body = (
        f"<b>Officials</b> said that {TAGS}troops attacked Kharkiv\x1b[31m\x00. "
        "قال الجيش إن القوات هاجمت مدينة حلب. Военные сообщили об атаке у Харькова. "
        "{{ 7*7 }} {% raw %} ${7*7} </style></textarea> Seven died." + extra
    )
    text = f"{title}\n\n{body}"
    outlet = f"Outlet {TAGS}"
    report = Report(
        id=report_id(text, outlet=outlet), name=f"n{TAGS}", outlet=outlet, title=title, published="2022-05-15",
        url="javascript:alert(document.cookie)", text=text,
    )  # fmt: skip
    name = f"troops {TAGS}"
    return CodedReport(
        report=report,
        attributions=[
            Attribution(id="a1", source=at(text, "<b>Officials</b>", Source, name=f"Officials {TAGS}", kind="unnamed"), cue=at(text, "said"), content=at(text, f"{TAGS}troops attacked Kharkiv")),
        ],
        events=[
            Event(
                id="e1", trigger=at(text, "attacked"), type="ASSAULT", actors=[at(text, "troops", Actor, name=name)],
                place=at(text, "Kharkiv", Place, name=f"Kharkiv {TAGS}", lat=50.0, lon=36.0, country="UKR", precision="settlement", confidence=0.5),
                reported_by=["a1"], confidence=0.11, casualties=[at(text, "Seven", Toll, outcome="killed", low=7, high=7)],
            ),
            Event(id="e2", trigger=at(text, "هاجمت"), type="ASSAULT", place=at(text, "حلب", Place, name="حلب"), confidence=0.4),
        ],
        places=[at(text, "Kharkiv", Place), at(text, "حلب", Place)],
    )  # fmt: skip


def large(size: int = 1_000_000) -> CodedReport:
    """A report of about so many code points, with an event every few hundred."""
    line = "Observers said that fighters shelled the village on Monday, and nobody could confirm it. "
    text = line * (size // len(line))
    events, attributions = [], []
    for number in range(0, size // len(line), 5):
        start = number * len(line)
        trigger = start + line.index("shelled")
        content = start + line.index("fighters")
        attributions.append(Attribution(id=f"a{number}", source=Source(text="Observers", start=start, end=start + 9, name="Observers"), content=Span(text=text[content : content + 45], start=content, end=content + 45)))  # fmt: skip
        events.append(Event(id=f"e{number}", trigger=Span(text="shelled", start=trigger, end=trigger + 7), type="ASSAULT", reported_by=[f"a{number}"]))  # fmt: skip
    report = Report(id=report_id(text), outlet="The Long Read", title=None, published="2022-05-16", text=text)
    return CodedReport(report=report, attributions=attributions, events=events)
