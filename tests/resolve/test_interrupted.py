"""Contents that their cue interrupts are one; two contents of one cue stay two."""

from reportedly.reader import Quotation
from reportedly.resolve.interrupted import whole


def quotes(text: str, cue: str, source: str | None, *contents: str) -> list[Quotation]:
    at = lambda part: (text.index(part), text.index(part) + len(part))
    return [
        Quotation(*at(one), 0.9, at(cue), at(source) if source else None, 0.9 if source else 0.0, "asserts", 0.9)
        for one in contents
    ]


def joined(text: str, cue: str, source: str | None, *contents: str) -> list[str]:
    return [text[q.start : q.end] for q in whole(text, quotes(text, cue, source, *contents))]


def test_a_cue_within_makes_one_content() -> None:
    text = "Nine people died the monitor said on Monday when shells hit the market."
    assert joined(text, "said", "the monitor", "Nine people died", "when shells hit the market") == [
        "Nine people died the monitor said on Monday when shells hit the market"
    ]
    text = "Four ships were reportedly sunk off Corin."
    assert joined(text, "reportedly", None, "Four ships", "sunk off Corin") == [
        "Four ships were reportedly sunk off Corin"
    ]


def test_quoted_parts_and_new_clauses_stay_apart() -> None:
    text = '"We hold the harbour," Byron said, "and we will not leave it."'
    parts = ("We hold the harbour", "and we will not leave it")
    assert joined(text, "said", "Byron", *parts) == list(parts)
    text = "Nine people died the monitor said and fighting went on in Corin."
    parts = ("Nine people died", "fighting went on in Corin")
    assert joined(text, "said", "the monitor", *parts) == list(parts)
    text = "Nine people died, the monitor said. Shells had hit the market."
    parts = ("Nine people died", "Shells had hit the market")
    assert joined(text, "said", "the monitor", *parts) == list(parts)


def test_parts_on_one_side_are_joined_over_a_few_words() -> None:
    text = "Byron said the harbour that the fleet had left was mined and that the town was empty."
    assert joined(text, "said", "Byron", "the harbour", "was mined", "the town was empty") == [
        "the harbour that the fleet had left was mined and that the town was empty"
    ]
    text = "Byron said the harbour was mined and his ships turned back."
    parts = ("the harbour was mined", "his ships turned back")
    assert joined(text, "said", "Byron", *parts) == list(parts)


def test_other_cues_and_sources_stay_apart() -> None:
    text = "Byron said the harbour was mined while the mayor added the town was empty."
    first = quotes(text, "said", "Byron", "the harbour was mined")
    second = quotes(text, "added", "the mayor", "the town was empty")
    assert whole(text, [*first, *second]) == [*first, *second]
