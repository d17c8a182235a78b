"""One source under several names, in one report and in one incident."""

import msgspec
import pytest

from reportedly.incidents.build import Grouping, tell
from reportedly.incidents.roots import Telling, words
from reportedly.incidents.tellings import Key
from reportedly.incidents.voices import one_voice
from reportedly.records import Attribution, CodedReport, Event, Place, Source
from tests.archive.samples import at, make_report


def said(outlet: str, *sources: tuple[str, str, str]) -> CodedReport:
    """A report that tells of one strike in Homs once for each (words, name, kind) of a source."""
    body = " ".join(f"{source} said strike {n} hit Homs." for n, (source, _, _) in enumerate(sources))
    report = make_report("", body, outlet, f"{outlet}.txt", "2016-07-02")
    text, attributions, events = report.text, [], []
    for n, (source, name, kind) in enumerate(sources):
        content = at(text, f"strike {n} hit Homs")
        where = msgspec.structs.replace(
            at(text, "Homs", Place, name="Homs", country="SYR", lat=34.73, lon=36.72, geonameid=169577, precision="settlement"),
            start=content.end - 4, end=content.end,
        )  # fmt: skip
        attributions.append(
            Attribution(id=f"a{n}", source=at(text, source, Source, name=name, kind=kind), content=content)
        )
        events.append(
            Event(id=f"e{n}", trigger=at(text, f"strike {n}"), type="ASSAULT", mode="aerial", place=where, reported_by=[f"a{n}"])
        )  # fmt: skip
    return CodedReport(report=report, attributions=attributions, events=events)


def voices(*reports: CodedReport) -> set[str | None]:
    told = [Telling(one, event, words(one, event)) for one in reports for event in one.events]
    return {word.key for telling in one_voice(told) for word in telling.words}


OBSERVATORY = ("The Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights", "organization")


def test_a_description_is_the_one_source_of_its_side_in_the_same_report() -> None:
    group = ("A monitoring group", "monitoring group", "organization")
    assert voices(said("A", OBSERVATORY, group)) == {"syrian observatory for human rights"}
    watch = ("Human Rights Watch", "Human Rights Watch", "organization")
    assert len(voices(said("A", OBSERVATORY, watch, group))) == 3  # either may be meant
    assert len(voices(said("A", OBSERVATORY), said("B", group))) == 2  # another report's group may be another


@pytest.mark.parametrize(
    ("name", "fuller"),
    [
        ("the army", "the Syrian army"),
        ("state media", "Syrian state media"),
        ("The opposition", "the Syrian opposition"),
        ("the government of President Bashar al-Assad", "the Syrian government"),
        ("a photo provided by the activist group Homs Media Center", "Homs Media Center"),
    ],
)
def test_two_names_of_one_voice(name: str, fuller: str) -> None:
    first, second = said("A", (name, name, "organization")), said("B", (fuller, fuller, "organization"))
    assert len(voices(first)) == len(voices(second)) == 1
    assert voices(first, second) == voices(second)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("the army", "the Turkish army"),  # the strike was in Syria
        ("the government of President Vladimir Putin", "the Syrian government"),
        ("rebels in the city", "the Syrian army"),
        ("a photo provided by a friend of Homs Media Center", "Homs Media Center"),
    ],
)
def test_names_of_two_voices_stay_two(name: str, other: str) -> None:
    assert len(voices(said("A", (name, name, "organization")), said("B", (other, other, "organization")))) == 2


def test_an_officer_counts_with_the_body_that_the_report_names_with_the_name() -> None:
    officer = ("Ada Byron, vice-president of the Homs Media Center,", "Ada Byron", "person")
    body = ("Homs Media Center", "Homs Media Center", "organization")
    assert voices(said("A", officer), said("B", body)) == {"homs media center"}
    assert voices(said("A", officer)) == {"ada byron"}  # shown by name when nobody else speaks for the body
    neighbour = ("Ada Byron, who lives near the Homs Media Center,", "Ada Byron", "person")
    assert len(voices(said("A", neighbour), said("B", body))) == 2


def test_told_in_the_headline_and_again_credited_is_one_root() -> None:
    coded = said("A", OBSERVATORY, ("The Observatory", "Syrian Observatory for Human Rights", "organization"))
    own = msgspec.structs.replace(coded.events[0], reported_by=[])
    coded = msgspec.structs.replace(coded, events=[own, coded.events[1]])
    held = {Key(coded.report.id, event.id): "i1" for event in coded.events}
    (one,) = tell([coded], Grouping(held, held))
    assert (one.independent_roots, one.own_voice) == (1, [])
    only = msgspec.structs.replace(coded, events=[own])
    (one,) = tell([only], Grouping(held, held))
    assert (one.independent_roots, one.own_voice) == (0, ["A"])


def test_a_body_without_its_country_is_that_of_the_place_told_of() -> None:
    media = ("state media", "state media", "media")
    police = ("the interior ministry", "interior ministry", "government")
    assert voices(said("The Corin Courier", media)) == {"syrian state media"}
    assert voices(said("The Corin Courier", police)) == {"syrian interior ministry"}
    defence = ("the defence ministry", "defence ministry", "government")
    assert voices(said("The Corin Courier", defence)) == {"defence ministry"}  # may as well be Russia's


def test_who_speaks_together_are_several_roots() -> None:
    both = ("the observatory and residents", "Syrian Observatory for Human Rights and residents", "organization")
    assert voices(said("The Corin Courier", both)) == {"syrian observatory for human rights", "residents"}


def test_a_person_run_together_with_a_body_is_the_person_whom_another_names() -> None:
    alone = ("Ada Byron", "Ada Byron", "person")
    council = ("Corin Council Ada Byron", "Corin Council Ada Byron", "organization")
    assert voices(said("The Corin Courier", alone), said("The Ilo Post", council)) == {"ada byron"}


def test_a_person_transliterated_otherwise_is_one() -> None:
    names = [
        "Talal al-Barazi",
        "Talal Barrazi",
        "Sergei Rudskoi",
        "Sergey Rudskoy",
        "Talal Berri",
        "Ada Byron",
        "Ida Baron",
    ]
    told = [said(f"Outlet {n}", (name, name, "person")) for n, name in enumerate(names)]
    assert voices(*told) == {
        "talal al barazi",
        "sergei rudskoi",
        "talal berri",
        "ada byron",
        "ida baron",
    }  # too short to tell


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mohamed Yusuf", "Mohammad Yousuf", True),
        ("Hussein Barazi", "Hossein al-Barazi", True),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", True),
        ("Amir Saleh Byron", "Omar Saleh Byron", False),
        ("Ahmed Hassan Byron", "Hamid Hussein Byron", False),
        ("Maria Petrova", "Mira Petrova", False),
        ("Daniel Moreno", "Diana Lamarin", False),
    ],
)
def test_spellings_of_one_name_and_names_that_only_share_consonants(one: str, other: str, same: bool) -> None:
    first, second = said("The Corin Courier", (one, one, "person")), said("The Ilo Post", (other, other, "person"))
    assert len(voices(first, second)) == (1 if same else 2)
    assert len(voices(said("A", (one, one, "person"), (other, other, "person")))) == 2  # one report tells them apart
