"""Tolls found by form go to the force in their sentence, and never twice."""

from reportedly.reader import Role, Trigger
from reportedly.resolve.toll_roles import toll_hints, with_found_tolls

TEXT = "Talks opened as an air strike killed at least 44 people. The mayor spoke. Nine people were wounded."
SENTENCES = [(0, 56), (57, 73), (74, 99)]


def trigger(word: str, kind: str, *roles: Role) -> Trigger:
    start = TEXT.index(word)
    return Trigger(start, start + len(word), 0.9, kind, 0.9, None, 0.9, "occurred", 0.9, 2.0, list(roles))


def tolls(triggers: list[Trigger]) -> list[list[tuple[str, str]]]:
    return [[(r.role, TEXT[r.start : r.end]) for r in t.roles] for t in with_found_tolls(TEXT, SENTENCES, triggers)]


def test_a_toll_goes_to_the_use_of_force_in_its_sentence() -> None:
    talks, strike = tolls([trigger("Talks", "CONSULT"), trigger("strike", "ASSAULT")])
    assert talks == []
    assert strike == [("killed", "at least 44")]


def test_without_force_it_goes_to_the_nearest_event_and_without_any_to_nobody() -> None:
    assert tolls([trigger("Talks", "CONSULT")]) == [[("killed", "at least 44")]]
    assert tolls([trigger("spoke", "CONSULT")]) == [[]]


def test_what_the_reader_saw_is_left_to_it() -> None:
    start = TEXT.index("44")
    seen = Role("killed", start, start + 2, 0.9)
    assert tolls([trigger("strike", "ASSAULT", seen)]) == [[("killed", "44")]]
    year = Role("injured", TEXT.index("mayor"), TEXT.index("mayor") + 5, 0.9)  # no outcome word beside it
    assert tolls([trigger("spoke", "CONSULT", year)]) == [[("injured", "mayor")]]


def test_the_word_beside_a_figure_names_its_outcome() -> None:
    start, nine = TEXT.index("44"), TEXT.index("Nine")
    assert tolls([trigger("strike", "ASSAULT", Role("injured", start, start + 2, 0.9))]) == [[("killed", "44")]]
    assert tolls([trigger("wounded", "ASSAULT", Role("killed", nine, nine + 4, 0.9))]) == [[("injured", "Nine")]]


def test_a_figure_that_stands_for_two_outcomes_keeps_the_readers() -> None:
    text = "Shelling left 60 killed and wounded."
    start = text.index("60")
    struck = Trigger(
        0, 8, 0.9, "ASSAULT", 0.9, None, 0.9, "occurred", 0.9, 2.0, [Role("injured", start, start + 2, 0.9)]
    )
    (told,) = with_found_tolls(text, [(0, len(text))], [struck])
    assert [r.role for r in told.roles] == ["injured"]


def test_people_without_a_figure_fare_as_their_clause_says() -> None:
    text = "The blast killed a driver, wounding his guard. A girl, aged six, was badly hurt. A cook was near."
    people = [("a driver", "killed"), ("his guard", "killed"), ("A girl", "killed"), ("A cook", "killed")]
    roles = [Role(role, text.index(who), text.index(who) + len(who), 0.9) for who, role in people]
    blast = Trigger(4, 9, 0.9, "ASSAULT", 0.9, None, 0.9, "occurred", 0.9, 2.0, roles)
    (told,) = with_found_tolls(text, [(0, 46), (47, 80), (81, len(text))], [blast])
    assert [r.role for r in told.roles[:4]] == ["killed", "injured", "injured", "killed"]


def test_a_sentence_that_tells_victims_by_number_hints_at_an_event() -> None:
    text = "Shells wound two at market\nShells wound two at market. Nine people were injured. A flood killed six. Talks began."
    bounds, at = [(0, 26)], 27
    for sentence in text[27:].split(". "):
        bounds.append((at, at + len(sentence) + 1))
        at += len(sentence) + 2
    # The headline's repetition tells nothing new, and a flood is nobody's force.
    assert [(text[h.start : h.end], (h.low, h.high)) for h in toll_hints(text, bounds)] == [
        ("wound", bounds[0]), ("injured", bounds[2]),
    ]  # fmt: skip


def test_the_killed_are_those_of_force_where_both_have_them() -> None:
    text = "Nine have been killed since it began with protests."
    nine = Role("killed", 0, 4, 0.9)
    made = lambda word, kind: Trigger(
        text.index(word), text.index(word) + len(word), 0.9, kind, 0.9, None, 0.9, "occurred", 0.9, 2.0, [nine]
    )
    told = with_found_tolls(text, [(0, len(text))], [made("killed", "ASSAULT"), made("protests", "PROTEST")])
    assert [[r.role for r in t.roles] for t in told] == [["killed"], []]
    told = with_found_tolls(text, [(0, len(text))], [made("protests", "PROTEST")])
    assert [[r.role for r in t.roles] for t in told] == [["killed"]]


def test_a_day_that_the_reader_took_for_a_toll_is_none() -> None:
    text = "The attack on June 7 that killed 17 people went on."
    struck = Trigger(
        4,
        10,
        0.9,
        "ASSAULT",
        0.9,
        None,
        0.9,
        "occurred",
        0.9,
        2.0,
        [Role("killed", 19, 20, 0.9), Role("killed", 33, 35, 0.9)],
    )
    (told,) = with_found_tolls(text, [(0, len(text))], [struck])
    assert [text[r.start : r.end] for r in told.roles] == ["17"]
