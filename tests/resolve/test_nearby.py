"""The places around an event that has none of its own: which are taken, and what they are flagged as."""

from reportedly.records import Place
from reportedly.resolve.nearby import likely_place, only_place, sentence_of

TEXT = "Shells fell near Harim on Friday. The army left Idlib and Salqin on 3 May and 4 May. Syria denied it."


def place(name: str, precision: str = "settlement", at: int | None = None) -> Place:
    start = TEXT.index(name) if at is None else at
    return Place(text=name, start=start, end=start + len(name), name=name, precision=precision, confidence=0.8)  # type: ignore[arg-type]


FIRST, SECOND, THIRD = (0, 33), (34, 84), (85, 101)


def test_the_one_place_of_a_sentence_is_taken_and_flagged() -> None:
    found = only_place(FIRST, [place("Harim"), place("Idlib")], [])
    assert found is not None
    assert (found.name, found.flags) == ("Harim", ["same-sentence"])
    assert found.confidence < 0.8


def test_two_places_are_not_guessed_between() -> None:
    assert only_place(SECOND, [place("Idlib"), place("Salqin")], []) is None


def test_a_place_inside_a_participant_or_a_speaker_is_none_of_action() -> None:
    syria = place("Syria", "country")
    assert only_place(THIRD, [syria], [(syria.start, syria.end)]) is None
    assert only_place(THIRD, [syria], []) is not None


def test_a_sentence_is_found_by_what_stands_in_it() -> None:
    assert sentence_of([FIRST, SECOND], 40) == SECOND
    assert sentence_of([FIRST], 90) is None


def likely(
    trigger: str, kind: str, sentence: tuple[int, int], places: list[Place], last: Place | None = None
) -> Place | None:
    at = TEXT.index(trigger)
    return likely_place(TEXT, (at, at + len(trigger)), kind, sentence, places, [], [FIRST, SECOND, THIRD], last)


def test_of_several_places_the_one_that_a_preposition_leads_to_is_taken() -> None:
    text = "Idlib rebels shelled a road near Salqin on 3 May."
    at = text.index("Salqin")
    idlib = Place(text="Idlib", start=0, end=5, name="Idlib", precision="settlement", confidence=0.8)
    salqin = Place(text="Salqin", start=at, end=at + 6, name="Salqin", precision="settlement", confidence=0.8)
    found = likely_place(text, (13, 20), "ASSAULT", (0, len(text)), [idlib, salqin], [], [(0, len(text))], None)
    assert found is not None
    assert (found.name, found.flags) == ("Salqin", ["same-sentence"])
    assert found.confidence < 0.56


def test_words_between_people_are_given_no_place_of_several() -> None:
    assert likely("left", "ACCUSE", SECOND, [place("Idlib"), place("Salqin")]) is None


def test_a_place_is_carried_from_the_sentence_before_and_says_so() -> None:
    found = likely("left", "RETREAT", SECOND, [place("Harim")])
    assert found is not None
    assert (found.name, found.start, found.flags) == ("Harim", TEXT.index("Harim"), ["described"])
    assert found.confidence == 0.4
    assert likely("left", "REQUEST", SECOND, [place("Harim")]) is None


def test_the_place_of_the_event_before_is_carried_when_no_sentence_says_more() -> None:
    found = likely("left", "RETREAT", SECOND, [], last=place("Harim"))
    assert found is not None and found.name == "Harim"
    assert likely("left", "RETREAT", SECOND, [], last=place("Harim", "country")) is None


def test_a_headline_is_placed_in_the_one_country_that_its_people_are_of() -> None:
    text = "21 killed as Syrian rebels shell rally\nNobody spoke."
    syrian = Place(text="Syrian", start=13, end=19, name="Syria", country="SYR", precision="country", confidence=0.8)
    both = [(0, 38), (39, 52)]
    found = likely_place(text, (27, 32), "ASSAULT", both[0], [syrian], [(13, 26)], both, None)
    assert found is not None
    assert (found.name, found.flags, found.confidence) == ("Syria", ["same-sentence"], 0.4)
    assert likely_place(text, (27, 32), "ACCUSE", both[0], [syrian], [(13, 26)], both, None) is None
    turkish = Place(text="killed", start=3, end=9, name="Turkey", country="TUR", precision="country", confidence=0.8)
    assert likely_place(text, (27, 32), "ASSAULT", both[0], [syrian, turkish], [(0, 26)], both, None) is None
    assert likely_place(text, (46, 51), "ASSAULT", both[1], [syrian], [], both, None) is None


def test_a_protest_is_never_at_sea() -> None:
    sea = place("Harim", "region")
    assert likely("fell", "PROTEST", FIRST, [sea]) is None
    assert likely("fell", "ASSAULT", FIRST, [sea]) is not None
