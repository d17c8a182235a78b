"""What the sifter learns from: counts of words, and which candidates are right."""

from reportedly.reader.sifting import Candidate
from training.corpora.golds import half
from training.sifting import best, counted, right, triggers

TEXT = "Rebels attacked the town. The attack killed nine."
GOLD = {
    "events": [{"trigger": {"text": "attacked"}, "type": "ASSAULT"}, {"trigger": {"text": "killed"}, "type": "ASSAULT"}]
}


def candidate(start: int, end: int, score: float) -> Candidate:
    return Candidate(start, end, "ASSAULT", score, 0, 0, 0, 0, 0, 0)


def test_stems_are_counted_with_their_kinds() -> None:
    known = counted([(TEXT, GOLD)])
    assert known["attack"] == (2, 1, {"ASSAULT": 1})
    assert known["town"] == (1, 0, {})


def test_an_annotated_trigger_makes_one_candidate_right_the_surest() -> None:
    wanted = triggers(TEXT, GOLD)
    assert right([candidate(7, 10, 0.4), candidate(7, 15, 0.8), candidate(0, 6, 0.9)], wanted) == [False, True, False]


def test_best_counts_what_is_missed() -> None:
    import numpy as np

    f1, least = best(np.array([0.9, 0.5, 0.2]), np.array([True, False, True]), 4)
    assert (round(f1, 3), least) == (0.571, 0.2)


def test_a_month_of_one_collection_is_in_one_half() -> None:
    assert half("voa-1", "2016-05-02") == half("voa-2", "2016-05-30")
    assert {half(f"voa-{n}", f"20{n:02}-05-02") for n in range(10, 24)} == {0, 1}
