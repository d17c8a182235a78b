"""Pronouns and descriptions that speak."""

import pytest

from reportedly.reader import Mention, Quotation
from reportedly.reader.windows import sentences
from reportedly.resolve.attributions import head_end, resolve_attributions
from reportedly.resolve.lexicon import table
from reportedly.resolve.names import Candidate
from reportedly.resolve.speakers import Named, stands_for_another, weigh


def last_source(text: str, *parts: tuple[str, str, str], people: tuple[str, ...] = ()) -> str | None:
    """The name of the last source; `parts` are (source, cue, content), found in the text one after the other."""
    quotes, at = [], 0
    for source, cue, content in parts:
        low = text.index(source, at)
        said = text.index(cue, low if text.find(content, at) > low else at)
        start = text.index(content, at)
        quotes.append(
            Quotation(
                start, start + len(content), 0.9, (said, said + len(cue)), (low, low + len(source)), 0.9, "asserts", 0.9
            )
        )
        at = max(start + len(content), low + len(source))
    mentions = [Mention("person", text.index(one), text.index(one) + len(one), 0.9) for one in people]
    made = resolve_attributions(text, quotes, sentences(text), None, mentions)
    last = max((one for one in made if one.source), key=lambda one: one.source.start if one.source else 0)
    return last.source.name if last.source else None


def test_he_is_the_one_who_spoke_and_not_whom_he_spoke_of() -> None:
    text = "Ada Byron said Omar Haddad had fled the town. He added that the road was shut."
    parts = (("Ada Byron", "said", "Omar Haddad had fled the town"), ("He", "added", "the road was shut"))
    assert last_source(text, *parts, people=("Ada Byron", "Omar Haddad")) == "Ada Byron"


def test_she_is_the_spokeswoman() -> None:
    text = "Spokeswoman Ada Byron said the road was shut. Mr Omar Haddad said it was open. She said it was mined."
    parts = (
        ("Spokeswoman Ada Byron", "said", "the road was shut"),
        ("Mr Omar Haddad", "said", "it was open"),
        ("She", "said", "it was mined"),
    )
    assert last_source(text, *parts) == "Ada Byron"


def test_it_is_an_organization_and_the_group_too() -> None:
    text = "Human Rights Watch said the road was shut. Ada Byron said it was open. {} said it was mined."
    for who in ("It", "The group", "The organization"):
        parts = (
            ("Human Rights Watch", "said", "the road was shut"),
            ("Ada Byron", "said", "it was open"),
            (who, "said", "it was mined"),
        )
        assert last_source(text.format(who), *parts) == "Human Rights Watch"


def test_the_official_is_the_one_described_before() -> None:
    text = "A State Department official said the road was shut. Ada Byron said it was open. The official said it was mined."
    parts = (
        ("A State Department official", "said", "the road was shut"),
        ("Ada Byron", "said", "it was open"),
        ("The official", "said", "it was mined"),
    )
    assert last_source(text, *parts) == "State Department official"


def test_the_army_stays_the_army() -> None:
    text = "The Blue Watch said the road was shut. The army said it was open."
    parts = (("The Blue Watch", "said", "the road was shut"), ("The army", "said", "it was open"))
    assert last_source(text, *parts) == "army"


def test_i_is_the_speaker_of_the_quotation() -> None:
    text = 'Omar Haddad left. "I said that the road was shut," Ada Byron said.'
    inner, outer, who = text.index("the road"), text.index("I said"), text.index("Ada Byron")
    quotes = [
        Quotation(outer, inner + 17, 0.9, (who + 10, who + 14), (who, who + 9), 0.9, "asserts", 0.9),
        Quotation(inner, inner + 17, 0.9, (outer + 2, outer + 6), (outer, outer + 1), 0.9, "asserts", 0.9),
    ]
    made = resolve_attributions(text, quotes, sentences(text))
    assert [one.source.name for one in made if one.source] == ["Ada Byron", "Ada Byron"]


def test_who_is_the_one_before_it() -> None:
    text = "The raid was told of by Ada Byron, who said the road was shut."
    parts = (("who", "said", "the road was shut"),)
    assert last_source(text, *parts, people=("Ada Byron",)) == "Ada Byron"


@pytest.mark.parametrize("mention", ["he", "It", "who", "the group", "that survey", "The official"])
def test_what_stands_for_another(mention: str) -> None:
    assert stands_for_another(mention)


@pytest.mark.parametrize("mention", ["the US", "Ada Byron", "the UN agency", "officials", "the officials", "the town"])
def test_what_does_not(mention: str) -> None:
    assert not stands_for_another(mention)


def test_a_relative_clause_is_no_part_of_a_name() -> None:
    text = "Ada Byron who heads the Blue Watch"
    assert text[: head_end(text, 0, len(text))] == "Ada Byron"
    assert head_end("the Blue Watch", 0, 14) == 14


def test_the_group_is_the_one_that_spoke_and_not_the_one_spoken_of() -> None:
    text = "The Harbour Observatory said the Blue Front took the port. The group added that two boats were lost."
    parts = (
        ("The Harbour Observatory", "said", "the Blue Front took the port"),
        ("The group", "added", "two boats were lost"),
    )
    mentions = ("Harbour Observatory", "Blue Front")
    assert last_source(text, *parts, people=mentions) == "Harbour Observatory"


def test_every_feature_has_a_fitted_weight() -> None:
    text = "Ada Byron said it rained. They met. He left. It rose. The group spoke."
    named = [Named(Candidate(0, 9, "person", "Ada Byron"), True, "Ada Byron")]
    bodies = [Named(Candidate(0, 9, "organization", "Ada Byron"), True, "Ada Byron")]
    features: set[str] = set()
    for mention in ("They", "He", "It", "The group"):
        for candidates in (named, bodies):
            for _, values in weigh(text, text.index(mention), mention, candidates, []):
                features |= set(values)
    assert {"he: speaks", "they: speaks", "it: speaks", "description: speaks"} <= features
    assert features == set(table("speakers.toml")["weights"])
