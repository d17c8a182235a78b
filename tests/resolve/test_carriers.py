"""Carriers named beside a cue: told, quoted, carried by."""

import pytest

from reportedly.reader import Mention, Quotation
from reportedly.reader.windows import sentences
from reportedly.records import Attribution
from reportedly.resolve.attributions import resolve_attributions
from reportedly.resolve.carriers import is_medium, medium_at, named_before, with_carriers


def coded(
    text: str, source: str, cue: str, content: str, outlet: str | None = None, *more: Quotation
) -> list[Attribution]:
    start, said, who = text.index(content), text.index(cue), text.index(source)
    quote = Quotation(
        start, start + len(content), 0.9, (said, said + len(cue)), (who, who + len(source)), 0.9, "asserts", 0.9
    )
    return resolve_attributions(text, [quote, *more], sentences(text), outlet)


def chain(made: list[Attribution]) -> list[str | None]:
    """Source names from the outermost inwards of the last attribution."""
    by_id = {one.id: one for one in made}
    names: list[str | None] = []
    one: Attribution | None = made[-1]
    while one is not None:
        names.append(one.source.name if one.source else None)
        one = by_id.get(one.via or "")
    return names[::-1]


CASES = [
    ('"Two bridges fell," Grace Roe told AFP.', "Grace Roe", "told", "Two bridges fell", ["AFP", "Grace Roe"]),
    ("A security source told the Associated Press that two bridges fell.", "A security source", "told", "two bridges fell",
     ["Associated Press", "security source"]),
    ('"Two bridges fell," Grace Roe told Byronia\'s state television on Monday.', "Grace Roe", "told", "Two bridges fell",
     ["Byronia's state television", "Grace Roe"]),
    ("Two bridges fell, Grace Roe said in an interview with CNN.", "Grace Roe", "said", "Two bridges fell", ["CNN", "Grace Roe"]),
    ("Two bridges fell, Grace Roe said, according to Press TV.", "Grace Roe", "said", "Two bridges fell", ["Press TV", "Grace Roe"]),
    ("Two bridges fell, the army said in a statement carried by SANA.", "the army", "said", "Two bridges fell", ["SANA", "army"]),
    ("Two bridges fell, Grace Roe wrote in The New York Times.", "Grace Roe", "wrote", "Two bridges fell",
     ["The New York Times", "Grace Roe"]),
    ("Speaking to AFP on Monday, Grace Roe said two bridges fell.", "Grace Roe", "said", "two bridges fell", ["AFP", "Grace Roe"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content", "names"), CASES)
def test_a_medium_beside_the_cue_carries(text: str, source: str, cue: str, content: str, names: list[str]) -> None:
    made = coded(text, source, cue, content)
    assert chain(made) == names
    assert [one.content.text for one in made] == [content, content]
    assert made[0].via is None


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("Grace Roe told reporters that two bridges fell.", "Grace Roe", "told"),
        ("Grace Roe told Tehran that two bridges fell.", "Grace Roe", "told"),
        ("Grace Roe said on Monday that two bridges fell.", "Grace Roe", "said"),
        ("Grace Roe said in Paris that two bridges fell.", "Grace Roe", "said"),
        ("AFP said that two bridges fell.", "AFP", "said"),
        ("Grace Roe said that two bridges fell. AFP could not confirm it.", "Grace Roe", "said"),
    ],
)
def test_what_is_no_carrier(text: str, source: str, cue: str) -> None:
    assert [one.via for one in coded(text, source, cue, "two bridges fell")] == [None]


def test_what_was_told_to_the_reports_own_outlet_has_no_carrier() -> None:
    text = "Grace Roe told Sky News that two bridges fell."
    assert len(coded(text, "Grace Roe", "told", "two bridges fell", "CNN")) == 2
    assert len(coded(text, "Grace Roe", "told", "two bridges fell", "skynews")) == 1


def test_sana_quoted_a_source() -> None:
    text = "SANA quoted a police source as saying that two bridges fell."
    start = text.index("two")
    agency = Quotation(start, len(text) - 1, 0.9, (5, 11), (0, 4), 0.9, "asserts", 0.9)
    made = coded(text, "a police source", "saying", "two bridges fell", None, agency)
    assert len(made) == 2
    assert chain(made) == ["SANA", "police source"]


def test_a_carrier_that_the_reader_found_is_not_added_again() -> None:
    text = '"Two bridges fell," Grace Roe told AFP.'
    agency = Quotation(1, 17, 0.9, (text.index("told"), text.index("told") + 4), (35, 38), 0.9, "asserts", 0.9)
    assert text[35:38] == "AFP"
    made = coded(text, "Grace Roe", "told", "Two bridges fell", None, agency)
    assert (len(made), chain(made)) == (2, ["AFP", "Grace Roe"])


def test_a_medium_that_was_told_is_no_speaker() -> None:
    text = '"Two bridges fell," a rebel commander told AFP.'
    at = text.index("told")
    told = Quotation(1, 17, 0.9, (at, at + 4), (at + 5, at + 8), 0.9, "asserts", 0.9)
    made = resolve_attributions(text, [told], sentences(text))
    assert chain(made) == ["AFP", "rebel commander"]
    assert len(made) == 2


@pytest.mark.parametrize(
    ("text", "names", "speaker"),
    [
        ("Grace Roe, a medic in the port, told", ["Grace Roe"], "Grace Roe"),
        ("Grace Roe, 21, of Corin, told", ["Grace Roe", "Corin"], "Grace Roe"),
        ("It fell, Grace Roe a medic in the port told", ["Grace Roe"], "Grace Roe"),
        ("But Grace Roe, minister of state for Corin, later told", ["Grace Roe", "Corin"], "Grace Roe"),
        ("Grace Roe, a spokeswoman for the Corin Front, told", ["Grace Roe", "Corin Front"], "Grace Roe"),
        ("The Corin Front has reportedly told", ["Corin Front"], "Corin Front"),
        ("A medic of Corin, a port, told", ["Corin"], None),
        ("Grace Roe slept. A man told", ["Grace Roe"], None),
    ],
)
def test_who_is_named_before_a_cue(text: str, names: list[str], speaker: str | None) -> None:
    cue = (text.index("told"), len(text))
    found = named_before(text, cue, [(text.index(one), text.index(one) + len(one)) for one in names])
    assert (text[slice(*found)] if found else None) == speaker


def test_who_is_no_medium_only_hears() -> None:
    text = "Grace Roe told Corin that two bridges fell."
    quote = Quotation(20, 42, 0.9, (10, 14), (15, 20), 0.9, "asserts", 0.9)
    (one,) = resolve_attributions(
        text, [quote], sentences(text), mentions=[Mention("person", 0, 9, 0.9), Mention("place", 15, 20, 0.9)]
    )
    assert one.source is not None
    assert one.source.text == "Grace Roe"


def test_a_chain_of_three() -> None:
    text = "According to the Daily Byron, two bridges fell, Grace Roe told AFP."
    outer = Quotation(30, len(text) - 1, 0.9, (0, 12), (17, 28), 0.9, "asserts", 0.9)
    assert text[17:28] == "Daily Byron"
    made = coded(text, "Grace Roe", "told", "two bridges fell", None, outer)
    assert chain(made) == ["AFP", "Grace Roe"] or chain(made) == ["Daily Byron", "AFP", "Grace Roe"]
    assert next(one for one in made if one.source and one.source.name == "AFP").via == "a1"


def test_media_by_name() -> None:
    assert all(map(is_medium, ("Reuters", "the AP", "Byron TV", "Press TV", "CNN's Morning Hour")))
    assert not any(map(is_medium, ("Tehran", "NATO", "Ada Byron", "television", "the UN")))
    assert medium_at("Al Jazeera English on Monday", 0) is not None
    assert medium_at("Sunday. State television said", 0) is None


def test_what_is_said_in_the_same_breath_came_the_same_way() -> None:
    text = 'Grace Roe told AFP that two bridges fell, adding that a third stands. "It will fall," she added. She said so often.'
    at = lambda part: (text.index(part), text.index(part) + len(part))
    more = [
        Quotation(*at("a third stands"), 0.9, at("adding"), at("Grace Roe"), 0.9, "asserts", 0.9),
        Quotation(*at("It will fall"), 0.9, at("added"), at("she"), 0.9, "asserts", 0.9),
        Quotation(*at("so often"), 0.9, at("said"), at("She"), 0.9, "asserts", 0.9),
    ]
    made = coded(text, "Grace Roe", "told", "two bridges fell", None, *more)
    by_id = {one.id: one for one in made}
    carriers = {one.content.text: by_id[one.via].source for one in made if one.via}
    assert {content: source.name for content, source in carriers.items() if source} == {
        "two bridges fell": "AFP", "a third stands": "AFP", "It will fall": "AFP",
    }  # fmt: skip


def test_who_quotes_himself_carries_nobody() -> None:
    text = "Grace Roe said that Roe had told them that two bridges fell."
    at = lambda part: (text.index(part), text.index(part) + len(part))
    last = text.index(" Roe had") + 1
    inner = Quotation(*at("two bridges fell"), 0.9, at("had told"), (last, last + 3), 0.9, "asserts", 0.9)
    made = coded(text, "Grace Roe", "said", "Roe had told them that two bridges fell", None, inner)
    assert [(one.source.name if one.source else None, one.via) for one in made] == [("Grace Roe", None)] * 2


@pytest.mark.parametrize(
    ("told", "outlet"),
    [
        ("our correspondent", None),
        ("this newspaper", None),
        ("the agency", "Byron News Agency"),
        ("the agency", None),
        ("SANA", "Syrian Arab News Agency"),
        ("SANA's reporter", "SANA"),
        ("VOA's Persian service", "Voice of America"),
        ("TRT World", "trt"),
    ],
)
def test_what_this_outlet_was_told_has_no_carrier(told: str, outlet: str | None) -> None:
    made = coded(f"Two bridges fell, Grace Roe told {told}.", "Grace Roe", "told", "Two bridges fell", outlet)
    assert chain(made) == ["Grace Roe"]
    assert len(made) == 1


def test_a_medium_without_a_name_carries_where_another_was_named() -> None:
    text = "Grace Roe spoke to the Byron Times. Two bridges fell, she told the newspaper."
    named = Quotation(text.index("Two"), text.index(", she"), 0.9, (text.index("told"), text.index("told") + 4), (text.index("she"), text.index("she") + 3), 0.9, "asserts", 0.9)  # fmt: skip
    where = text.index("Byron Times"), text.index("Byron Times") + 11
    found, by = with_carriers(text, [named], "The Morning Ledger", [where])
    assert len(found) == 2 and by
    carried = coded(
        "Two bridges fell, the army said in a statement carried by state media.", "the army", "said", "Two bridges fell"
    )
    assert chain(carried) == ["state media", "army"]
