"""Sentences put into somebody's mouth."""

import random

from training.passages import Frame, Passage
from training.wrapping import outer, read, wrapped

TEXT = "Nobody spoke of it. On Monday rebels shelled the port, a dockworker called Ismet said. The rain went on and on."


def _span(text: str) -> tuple[int, int]:
    return TEXT.index(text), TEXT.index(text) + len(text)


def _passage() -> Passage:
    event = Frame(
        "event", *_span("shelled"), [(*_span("rebels"), "actor"), (*_span("the port"), "place")], {"status": "occurred"}
    )
    content = (_span("On Monday")[0], _span("the port")[1])
    cue = Frame("attribution", *_span("said"), [(*_span("a dockworker called Ismet"), "source"), (*content, "content")])
    return Passage("d", TEXT, {"triggers": [(*_span("shelled"), "ASSAULT")], "cues": [(*_span("said"), "cue")]}, [event, cue], "gold")  # fmt: skip


def test_every_span_still_quotes_the_words_it_quoted() -> None:
    for seed in range(30):
        made = wrapped(_passage(), outer(), random.Random(seed))
        assert made is not None
        quote = lambda span, made=made: made.text[span[0] : span[1]]
        (trigger,) = made.tags["triggers"]
        assert quote(trigger) == "shelled"
        event, said, around = made.frames
        assert [quote(role) for role in event.roles] == ["rebels", "the port"]
        assert [quote(role) for role in said.roles] == [
            "a dockworker called Ismet",
            "On Monday rebels shelled the port",
        ]
        assert quote((said.start, said.end)) == "said"
        source, content = around.roles
        assert quote(content) == "On Monday rebels shelled the port, a dockworker called Ismet said"
        assert (quote(source).lower(), quote((around.start, around.end))) in [(s.lower(), c) for s, c in outer()]
        assert len(made.tags["cues"]) == 2
        assert made.text.endswith(".")


def test_a_report_without_a_predicate_gives_none() -> None:
    assert wrapped(Passage("d", TEXT, {"triggers": [], "cues": []}, [], "gold"), outer(), random.Random(1)) is None


def test_the_same_seed_gives_the_same_sentences() -> None:
    texts = [[p.text for p in read([_passage()], 5)] for _ in range(2)]
    assert texts[0] == texts[1]
    assert len(texts[0]) == 2
