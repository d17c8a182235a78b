import random

from reportedly.incidents.copies import Copy, Text, copies, share, shingles

STORY = (
    "Shells fell on the market square of Tel Sabra early on Monday and killed four traders, a doctor at the field "
    "hospital said. Rescue crews worked until noon to free two brothers from under a collapsed bakery while drones "
    "circled above the northern quarter. The district council asked both sides for a pause so that the wounded could "
    "be brought across the river to Harbour Bridge, where three ambulances were waiting with their engines running."
)
OTHER = (
    "Envoys of the two governments met in the lakeside resort on Tuesday for a first round of talks on grain exports. "
    "They agreed to send inspectors to every port by the end of the month and to publish what they find there, said the "
    "mediator, a retired admiral, who called the mood cordial and the coffee weak, and promised a second round in May "
    "unless the winter closes the mountain road before the delegations have had time to read each other's drafts."
)


def test_a_wire_copy_goes_with_the_earliest_and_another_story_stays_alone() -> None:
    texts = [
        Text("c", "2021-03-03", "Market shelled. " + STORY + " Reporting by our own staff."),
        Text("a", "2021-03-02", STORY),
        Text("o", "2021-03-02", OTHER),
    ]
    (found,) = copies(texts)
    assert (found.report, found.original) == ("c", "a")
    assert found.share == 1.0


def test_an_abridgement_is_a_copy_and_a_shared_paragraph_is_not() -> None:
    first_half = STORY[: len(STORY) * 3 // 4]
    mixed = STORY[: len(STORY) // 3] + " " + OTHER
    found = copies([Text("a", "2021-03-02", STORY), Text("b", None, first_half), Text("m", "2021-03-04", mixed)])
    assert [one[:2] for one in found] == [("b", "a")]


def test_the_order_of_input_does_not_count() -> None:
    texts = [Text(str(n), f"2021-03-{n + 1:02}", STORY + f" Update {n}.") for n in range(8)]
    texts += [Text(f"x{n}", None, OTHER + f" Note {n}.") for n in range(4)]
    first = copies(texts)
    random.Random(3).shuffle(texts)
    assert copies(texts) == first
    assert {one.original for one in first} == {"0", "x0"}
    assert len(first) == 10


def test_texts_that_all_share_a_paragraph_are_compared_in_bounded_number() -> None:
    found = copies(Text(f"{n:03}", "2021-03-02", STORY) for n in range(300))
    assert found == [Copy(f"{n:03}", "000", 1.0) for n in range(1, 300)]


def test_short_and_empty_texts() -> None:
    assert copies([Text("a", None, ""), Text("b", None, ""), Text("c", None, "two words")]) == []
    assert shingles("two words") == {"two words"}
    same = (
        Text("d", None, "Shells fell on the square this morning."),
        Text("e", None, "Shells fell on the square this morning"),
    )
    assert [one[:2] for one in copies(same)] == [("e", "d")] or [one[:2] for one in copies(same)] == [("d", "e")]
    assert share({"a b c d e"}, {"b c d e f"}) == 0.0
