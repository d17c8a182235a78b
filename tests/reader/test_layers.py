"""The further layers, asked one by one."""

import pytest

from reportedly.errors import ReaderError
from reportedly.reader.layers import Layers

TEXT = "The ministry said on Monday that rebels had shelled Qadira, killing 12 people. " * 30


@pytest.fixture(scope="module")
def layers() -> Layers:
    return Layers()


def test_every_tag_layer_stays_inside_a_long_text(layers: Layers) -> None:
    for head in layers.inventory.tags:
        for start, end, label, score in layers.tag(TEXT, head):
            assert 0 <= start < end <= len(TEXT)
            assert label
            assert 0 <= score <= 1
    cues = {TEXT[start:end] for start, end, *_ in layers.tag(TEXT, "cues_polnear")}
    assert "said" in cues


def test_given_predicates_are_answered_in_their_order(layers: Layers) -> None:
    second = TEXT.index("shelled", 200)
    answers = layers.fill(TEXT, [(second, second + 7), (len(TEXT), len(TEXT)), (13, 17)])
    assert len(answers) == 3
    assert not answers[1].roles
    held = [TEXT[s:e] for s, e, role, _ in answers[0].roles["participants"] if role == "recipient"]
    assert held and all(abs(TEXT.index(h, second - 60) - second) < 80 for h in held)
    assert abs(sum(answers[0].classes["status"].values()) - 1) < 1e-4
    assert set(answers[2].scores) == set(layers.inventory.scores)


def test_an_unknown_layer_is_named(layers: Layers) -> None:
    with pytest.raises(ReaderError, match="triggers"):
        layers.tag(TEXT, "nonsense")


def test_who_is_credited_with_what_is_found_in_the_texts_own_words() -> None:
    text = "The report lacked detail. Senator Ortiz said that the bill was dead. Nobody else spoke."
    found = Layers().attributed(text)
    assert [text[s:e] for s, e, *_ in found["source"]] == ["Senator Ortiz"]
    assert [text[s:e] for s, e, *_ in found["cue"]] == ["said"]
    assert [text[s:e] for s, e, *_ in found["content"]] == ["that the bill was dead"]
