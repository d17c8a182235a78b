from pathlib import Path

import msgspec
import pytest

from reportedly.archive import Archive, add_all, event_chain, root, source_key, speaker
from reportedly.archive.chains import keys, voices
from reportedly.archive.overview import SourceCount
from reportedly.records import Attribution, Source, Span
from tests.archive import samples


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "a.rpt", create=True) as opened:
        add_all(opened, [samples.carried(), samples.direct(), samples.flat()], "1")
        yield opened


def by_key(archive: Archive) -> dict[str, SourceCount]:
    return {source.key: source for source in archive.sources()}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The Defence  Ministry", "defence ministry"),
        ("the\tSyrian Observatory ", "syrian observatory for human rights"),
        ("The The", "the"),
        ("The", "the"),
        ("Theodore Roe", "theodore roe"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        (None, ""),
        ("  ", ""),
    ],
)
def test_source_key(name: str | None, key: str) -> None:
    assert source_key(name) == key


def test_reports_that_rest_on_one_source_are_counted_under_it_however_it_is_spelt(archive: Archive) -> None:
    ministry = archive.sources()[0]
    assert ministry.key == "defence ministry"
    assert ministry.kind == "government"
    assert (ministry.reports, ministry.outlets, ministry.events, ministry.attributions) == (2, 2, 3, 3)
    assert ministry.carriers == ["Channel Nine"]


def test_a_carrier_is_not_the_root_of_what_it_carries(archive: Archive) -> None:
    channel = by_key(archive)["channel nine"]
    assert (channel.reports, channel.events, channel.attributions, channel.carried_reports) == (0, 0, 0, 1)


def test_what_an_outlet_says_itself_is_counted_as_its_own_voice(archive: Archive) -> None:
    ledger, bell = by_key(archive)["morning ledger"], by_key(archive)["evening bell"]
    assert (ledger.own_voice_reports, ledger.own_voice_events, ledger.reports) == (1, 1, 0)
    assert (bell.own_voice_reports, bell.own_voice_events, bell.kind) == (1, 1, "outlet")


def test_a_claim_without_a_named_source_is_counted_as_such(archive: Archive) -> None:
    nobody = by_key(archive)[""]
    assert (nobody.name, nobody.reports, nobody.events, nobody.attributions) == (None, 1, 1, 1)


def test_every_event_has_one_root_or_its_outlets_voice(archive: Archive) -> None:
    sources = archive.sources()
    assert sum(source.events + source.own_voice_events for source in sources) == len(list(archive.events()))


def attribution(number: int, name: str | None, via: int | None = None) -> Attribution:
    source = Source(text=name, start=0, end=len(name)) if name else None
    return Attribution(
        id=f"a{number}", source=source, content=Span(text="x", start=0, end=1), via=f"a{via}" if via else None
    )


def chain_of(reported_by: list[str], *attributions: Attribution) -> list[str]:
    event = msgspec.structs.replace(samples.flat().events[0], reported_by=reported_by)
    return [link.id for link in event_chain(event, attributions)]


def test_a_chain_is_filled_in_from_via() -> None:
    links = (attribution(1, "A"), attribution(2, "B", 1), attribution(3, "C", 2))
    assert chain_of(["a1", "a2", "a3"], *links) == ["a1", "a2", "a3"]
    assert chain_of(["a3"], *links) == ["a1", "a2", "a3"]
    assert chain_of(["a2", "a3"], *links) == ["a1", "a2", "a3"]
    assert chain_of([], *links) == []


def test_a_chain_ends_at_circles_and_unknown_ids() -> None:
    assert chain_of(["a1"], attribution(1, "A", 2), attribution(2, "B", 1)) == ["a2", "a1"]
    assert chain_of(["a1"], attribution(1, "A", 1)) == ["a1"]
    assert chain_of(["a9", "a1"], attribution(1, "A", 7)) == ["a1"]


def test_the_root_is_the_innermost_that_is_named() -> None:
    links = [attribution(1, "A"), attribution(2, "B", 1), attribution(3, None, 2)]
    innermost = root(links)
    assert innermost is not None
    assert speaker(innermost) == "B"
    assert root([attribution(1, None)]) is None
    assert root([]) is None


def test_places_are_counted_by_what_they_were_resolved_to(archive: Archive) -> None:
    kharkiv, *rest = archive.places()
    assert (kharkiv.name, kharkiv.country, kharkiv.events, kharkiv.reports, kharkiv.mentions) == (
        "Kharkiv",
        "UKR",
        4,
        3,
        5,
    )
    assert ("Derhachi", 1) in [(place.name, place.events) for place in rest]
    assert (None, "Siverskyi Donets", 0, 1) in [
        (place.name, place.text, place.events, place.mentions) for place in rest
    ]


def test_a_spokesman_counts_with_the_body_that_the_report_introduced_him_with() -> None:
    text = "Army spokesman Ada Byron said so. Byron added more. Grace Roe wept."
    said = lambda n, words, name: Attribution(
        id=f"a{n}",
        source=Source(text=words, start=text.index(words), end=text.index(words) + len(words), name=name),
        content=Span(text="so", start=31, end=33),
    )
    flat = samples.flat()
    coded = msgspec.structs.replace(
        flat,
        attributions=[said(1, "Army spokesman Ada Byron", "Ada Byron"), said(2, "Byron", "Ada Byron"), said(3, "Grace Roe", "Grace Roe")],
    )  # fmt: skip
    assert keys(coded) == {"a1": "ada byron", "a2": "ada byron", "a3": "grace roe"}  # whose army it is, is not said
    report = msgspec.structs.replace(flat.report, outlet="SANA")
    coded = msgspec.structs.replace(coded, report=report, events=flat.events[:1])
    assert keys(coded) == {"a1": "syrian arab army", "a2": "syrian arab army", "a3": "grace roe"}
    there = flat.events[0]
    abroad = msgspec.structs.replace(coded, events=[there, msgspec.structs.replace(there, id="e9")])
    assert keys(abroad)["a1"] == "ada byron"  # a state's outlet on events in another country: it may be that one's army


def test_sources_that_speak_together_are_counted_each(tmp_path: Path) -> None:
    one = samples.direct()
    both = msgspec.structs.replace(one.attributions[0].source, name="Reuters and the defence ministry")
    told = msgspec.structs.replace(
        one, attributions=[msgspec.structs.replace(one.attributions[0], source=both), *one.attributions[1:]]
    )
    event = [voice for voice in voices(told) if voice.claim_kind == "event" and voice.role == "root"]
    assert [(voice.position, voice.key) for voice in event if voice.claim == event[0].claim] == [
        (0, "reuters"),
        (1, "defence ministry"),
    ]
    with Archive.open(tmp_path / "b.rpt", create=True) as archive:
        add_all(archive, [told], "1")
        assert {"reuters", "defence ministry"} <= by_key(archive).keys()
