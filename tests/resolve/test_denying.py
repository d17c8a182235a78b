"""Denials found by their words, and what holds the same words and denies nothing."""

import pytest

from reportedly.reader import Quotation
from reportedly.resolve.denying import with_denials


def at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def denials(text: str, quotations: list[Quotation], names: list[str]) -> list[tuple[str | None, str]]:
    """(source, content) of every denial."""
    made = with_denials(text, quotations, [at(text, name) for name in names])
    return [
        (text[slice(*one.source)] if one.source else None, text[one.start : one.end])
        for one in made
        if one.stance == "denies"
    ]


@pytest.mark.parametrize(
    ("text", "names", "source", "content"),
    [
        ("Moscow has repeatedly denied bombing the port.", ["Moscow"], "Moscow", "bombing the port"),
        ("The harbour ministry denied responsibility and blamed the rebels.", [], "The harbour ministry", "responsibility"),
        ("Byron, but the Corvale council denies any role in the raid, saying it was asleep.", [], "the Corvale council", "any role in the raid"),
        ("He denied that the bridge was closed.", [], "He", "the bridge was closed"),
        ("The governor dismissed those allegations.", [], "The governor", "those allegations"),
        ("The army rejected the monitor's claims as lies.", [], "The army", "the monitor's claims as lies"),
        ("The union disputes this figure.", [], "The union", "this figure"),
        ("It was shut by the Blue Watch, which denied any part in it.", ["Blue Watch"], "Blue Watch", "any part in it"),
    ],
)  # fmt: skip
def test_a_denying_word_is_a_cue(text: str, names: list[str], source: str, content: str) -> None:
    [(who, what)] = denials(text, [], names)
    assert (who, what) == (source, content)


@pytest.mark.parametrize(
    "text",
    [
        "The guards denied them access to the port.",
        "The court denied bail to nine men.",
        "The raids were executed to deny the rebels the port.",
        "Nine men were denied entry.",
        "The council rejected calls by opposition figures to halt the raids.",
        "The president dismissed the general on Tuesday.",
        "The union rejected the offer.",
    ],
)
def test_what_denies_nothing(text: str) -> None:
    assert denials(text, [], []) == []


def test_what_stands_before_is_denied() -> None:
    text = "Activists say that the group feeds the army, an accusation the Blue Watch has denied."
    told = Quotation(
        *at(text, "the group feeds the army"), 0.9, at(text, "say"), at(text, "Activists"), 0.9, "asserts", 0.9
    )
    assert denials(text, [told], ["Blue Watch"]) == [("the Blue Watch", "the group feeds the army")]
    text = "Residents claim that the port is shut but this is denied by Corvale commanders."
    told = Quotation(*at(text, "the port is shut"), 0.9, at(text, "claim"), at(text, "Residents"), 0.9, "asserts", 0.9)
    assert denials(text, [told], []) == [("Corvale commanders", "the port is shut")]


def test_the_cue_sets_the_stance() -> None:
    text = "The army denied that it shelled the port."
    read = Quotation(
        *at(text, "it shelled the port"), 0.9, at(text, "denied"), at(text, "The army"), 0.9, "asserts", 0.6
    )
    assert denials(text, [read], []) == [("The army", "it shelled the port")]
    text = "A spokesman said there was no truth to the reports."
    read = Quotation(*at(text, "there was no truth to the reports"), 0.9, at(text, "said"), at(text, "A spokesman"), 0.9, "asserts", 0.9)  # fmt: skip
    assert denials(text, [read], []) == [("A spokesman", "there was no truth to the reports")]
    text = "A spokesman said the reports were true."
    read = Quotation(*at(text, "the reports were true"), 0.9, at(text, "said"), at(text, "A spokesman"), 0.9, "asserts", 0.9)  # fmt: skip
    assert denials(text, [read], []) == []


def test_a_long_text_of_denials_is_bounded() -> None:
    assert len(denials("Byron denied it. " * 2000, [], [])) <= 200
