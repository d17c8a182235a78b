from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from reportedly.archive import Archive, add_all, event_chain
from reportedly.archive.chains import voices
from reportedly.desk.filters import CERTAINTIES, Filters, parse
from reportedly.desk.index import Index, Shelf, certainty
from reportedly.errors import BadFilter
from tests.desk.conftest import reports
from tests.desk.hostile import large


@pytest.fixture
def index(archive: Path) -> Index:
    return Shelf(archive).index()


def names(index: Index, query: str) -> set[tuple[str, str]]:
    return set(index.events(parse(parse_qsl(query)), "report, id"))


def expected(condition) -> set[tuple[str, str]]:
    return {(coded.report.id, event.id) for coded in reports() for event in coded.events if condition(coded, event)}


def killed(event) -> int:
    return max((t.high if t.high is not None else t.low or 0 for t in event.casualties if t.outcome == "killed"), default=-1)  # fmt: skip


CASES = {
    "": lambda c, e: True,
    "type=ASSAULT": lambda c, e: e.type == "ASSAULT",
    "type=ASSAULT&type=RETREAT": lambda c, e: e.type in ("ASSAULT", "RETREAT"),
    "certainty=expected": lambda c, e: e.status in ("planned", "predicted", "hypothetical"),
    "actor=russian": lambda c, e: any("russian" in one.name.lower() for one in (*e.actors, *e.recipients)),
    "outlet=courier": lambda c, e: "courier" in (c.report.outlet or "").lower(),
    "place=derhachi": lambda c, e: e.place is not None and "derhachi" in f"{e.place.name} {e.place.text}".lower(),
    "place=dergachi": lambda c, e: e.place is not None and "dergachi" in f"{e.place.name} {e.place.text}".lower(),
    "country=ukr": lambda c, e: e.place is not None and e.place.country == "UKR",
    "toll=killed:9": lambda c, e: killed(e) >= 9,
    "sure=0.9": lambda c, e: e.confidence >= 0.9,
    "bbox=36,49,37,50.05": lambda c, e: bool(
        e.place and e.place.lat and 49 <= e.place.lat <= 50.05 and 36 <= e.place.lon <= 37
    ),
    "bbox=170,-90,-170,90": lambda c, e: False,
    "from=2022-05-01&to=2022-05-31": lambda c, e: bool(
        e.when and e.when.latest and e.when.latest >= "2022-05-01" and e.when.earliest <= "2022-05-31"
    ),
    "missing=place": lambda c, e: e.place is None or e.place.lat is None,
    "missing=date": lambda c, e: e.when is None or (e.when.earliest or e.when.latest) is None,
    "text=bridge": lambda c, e: "bridge" in c.report.text,
    "text=nothing+like+this": lambda c, e: False,
    "type=ASSAULT&sure=0.5&missing=date": lambda c, e: e.type == "ASSAULT" and e.confidence >= 0.5 and e.when is None,
}


@pytest.mark.parametrize("query", CASES)
def test_filters_let_through_what_reading_the_records_would(index: Index, query: str) -> None:
    assert names(index, query) == expected(CASES[query])


def test_a_source_is_found_by_any_of_its_names_as_root_or_carrier(index: Index) -> None:
    wanted = {
        (coded.report.id, voice.claim)
        for coded in reports()
        for voice in voices(coded)
        if voice.claim_kind == "event" and voice.role != "own voice" and "ministry" in (voice.name or "").lower()
    }
    assert names(index, "source=ministry") == wanted
    assert wanted
    assert any(voice.role == "carrier" for coded in reports() for voice in voices(coded))


def test_roots_count_those_of_the_incident(index: Index) -> None:
    by = {one.id: one.independent_roots for one in index.incidents.values()}
    every = {(report, event): by[index.incident_of[report, event]] for report, event in names(index, "")}  # type: ignore[index]
    assert names(index, "roots=0") == {key for key, roots in every.items() if roots == 0}
    assert names(index, "roots=1-") == {key for key, roots in every.items() if roots >= 1}
    assert names(index, "roots=2-2") == {key for key, roots in every.items() if roots == 2} != set()


def test_every_event_has_one_certainty(index: Index) -> None:
    found = [names(index, f"certainty={one}") for one in CERTAINTIES]
    assert sum(map(len, found)) == len(names(index, "")) == len(set.union(*found))
    for coded in reports():
        for event in coded.events:
            if not event_chain(event, coded.attributions) and event.status == "occurred":
                assert certainty(coded, event) == "stated"


@pytest.mark.parametrize("query", [*CASES, "roots=-3&toll=10&incident=i1&sure=0.25&actor=a&source=b"])
def test_a_link_restores_the_filters(query: str) -> None:
    filters = parse(parse_qsl(query))
    assert parse(parse_qsl(filters.query())) == filters
    assert bool(filters) == bool(query)


def test_what_is_empty_or_no_filter_is_passed_over() -> None:
    assert parse(parse_qsl("type=&page=3&order=newest&utm=x&text=+", keep_blank_values=True)) == Filters()


@pytest.mark.parametrize(
    "query",
    [
        "type=WAR", "certainty=maybe", "missing=name", "roots=many", "roots=-", "toll=hurt:3", "toll=-1", "sure=2",
        "sure=nan", "bbox=1,2,3", "bbox=0,91,1,92", "bbox=nan,0,1,1", "from=yesterday", "to=2022-13-01", "text=a&text=b",
        "actor=" + "a" * 201, "roots=9999999999999999999",
    ],
)  # fmt: skip
def test_a_wrong_value_says_what_was_expected_and_what_came(query: str) -> None:
    with pytest.raises(BadFilter, match=r"expected .* got "):
        parse(parse_qsl(query))


@pytest.mark.parametrize("value", ["' OR 1=1 --", "%", "_", '"', "a\x00b", "NEAR(a b)", "*", "<script>"])
@pytest.mark.parametrize("name", ["actor", "source", "outlet", "place", "text", "country", "incident"])
def test_values_are_never_read_as_sql(index: Index, name: str, value: str) -> None:
    filters = parse([(name, value)])
    assert index.count(filters) == len(index.events(filters)) < len(names(index, ""))


def test_an_archive_without_parties_and_sources_has_an_index(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "bare.rpt", create=True) as opened:
        add_all(opened, [large(2_000)], "1")
    index = Shelf(tmp_path / "bare.rpt").index()
    assert index.count(Filters()) == len(large(2_000).events) > 0
    assert index.count(Filters(actor="x")) == 0
