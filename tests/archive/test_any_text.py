"""Whatever a text holds, the archive keeps it to the byte and the search reads no operator from it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly import records
from reportedly.archive import Archive
from reportedly.records import Attribution, CodedReport, Event, Place, Report, Source, Span, Toll

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NAME = st.none() | TEXT


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory):
    with Archive.open(tmp_path_factory.mktemp("any") / "a.rpt", create=True) as opened:
        yield opened


@st.composite
def coded_reports(draw: st.DrawFn) -> CodedReport:
    text = draw(TEXT)
    outlet = draw(NAME)
    span = Span(text=text, start=0, end=len(text))
    links = [
        Attribution(
            id=f"a{number}",
            source=draw(st.none() | st.builds(Source, text=TEXT, start=st.just(0), end=st.just(0), name=NAME)),
            content=span,
            via=draw(st.sampled_from([None, "a0", "a1", "a2", "a9"])),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    events = [
        Event(
            id=f"e{number}", trigger=span, type="ASSAULT",
            place=draw(st.none() | st.builds(Place, text=TEXT, start=st.just(0), end=st.just(0), name=NAME)),
            casualties=[Toll(text=text, start=0, end=0, outcome="killed", low=draw(st.none() | st.integers(-(2**70), 2**70)))],
            reported_by=draw(st.lists(st.sampled_from(["a0", "a1", "a2", "a9"]), max_size=3)),
        )
        for number in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    identity = records.report_id(text, outlet=outlet, url=draw(NAME))
    return CodedReport(
        report=Report(id=identity, text=text, outlet=outlet, name=draw(NAME)), attributions=links, events=events
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(coded=coded_reports(), words=st.text(max_size=30))
def test_any_report_is_kept_and_any_words_are_searched(archive: Archive, coded: CodedReport, words: str) -> None:
    archive.add(coded, "1")
    held = archive.report(coded.report.id)
    if held != coded:  # the same text from the same outlet was coded before in another way: replace it
        archive.add(coded, "2" if archive.has(coded.report.id, "1") else "1")
        held = archive.report(coded.report.id)
    assert records.to_json(held) == records.to_json(coded)
    archive.search(words)
    archive.note_failed(words, words)
    accounts = archive.accounts()
    assert accounts.read == accounts.coded + accounts.set_aside + accounts.failed + accounts.seen_again
    own, rooted = (sum(getattr(one, field) for one in archive.sources()) for field in ("own_voice_events", "events"))
    assert own + rooted == archive.count_events()
