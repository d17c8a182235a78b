"""Attributions out of hand-made readings: chains, hedges, names."""

from reportedly.reader import Quotation
from reportedly.reader.windows import sentences
from reportedly.resolve.attributions import enclosing, resolve_attributions, with_hedges

CHAIN = "According to Coastline News, British military intelligence said Russia will likely send troops to the river."


def quote(text: str, source: str | None, cue: str, content: str) -> Quotation:
    at = lambda part: (text.index(part), text.index(part) + len(part))
    start, end = at(content)
    return Quotation(start, end, 0.9, at(cue), at(source) if source else None, 0.9, "asserts", 0.9)


def test_a_carrier_named_in_the_text_is_the_via_of_what_it_carries() -> None:
    content = "Russia will likely send troops to the river"
    inner = quote(CHAIN, "British military intelligence", "said", content)
    outer = quote(CHAIN, "Coastline News", "According to", "British military intelligence said " + content)
    made = resolve_attributions(CHAIN, [inner, outer], sentences(CHAIN))
    carrier, root = made
    assert carrier.source is not None
    assert (carrier.source.name, carrier.via) == ("Coastline News", None)
    assert root.source is not None
    assert (root.source.text, root.via) == ("British military intelligence", carrier.id)
    assert root.likelihood is not None
    assert (root.likelihood.word, root.likelihood.scale) == ("likely", "PHIA")


def test_ids_follow_the_text_whatever_the_order_of_the_reading() -> None:
    text = "The mayor said two people died. The army said nobody died."
    first = quote(text, "The mayor", "said", "two people died")
    second = Quotation(text.index("nobody"), text.index("nobody") + 11, 0.9, (41, 45), (32, 40), 0.9, "denies", 0.9)
    forward = resolve_attributions(text, [first, second], sentences(text))
    assert forward == resolve_attributions(text, [second, first], sentences(text))
    assert [a.id for a in forward] == ["a1", "a2"]
    assert forward[1].stance == "denies"


def test_reportedly_is_a_source_that_is_not_named() -> None:
    text = "Russia has reportedly withdrawn units from the region. Others stay."
    (hedge,) = resolve_attributions(text, [], sentences(text))
    assert hedge.source is None
    assert hedge.cue is not None
    assert (hedge.cue.text, hedge.content.text) == ("reportedly", "withdrawn units from the region")


def test_a_hedge_that_the_reader_saw_is_not_added_again() -> None:
    text = "He was allegedly beaten by guards."
    seen = quote(text, None, "allegedly", "beaten by guards")
    assert with_hedges(text, [seen], sentences(text)) == [seen]


def test_enclosing_lists_the_outermost_first() -> None:
    assert enclosing([(5, 20), (0, 100), (30, 40), (6, 10)], 7, 9) == [1, 0, 3]
    assert enclosing([(5, 20)], 4, 9) == []


def test_a_likelihood_is_on_the_scale_of_its_source_s_country() -> None:
    text = "Raids are likely, the Pentagon said. Shelling is likely, the UK Ministry of Defence said."
    made = resolve_attributions(
        text,
        [quote(text, "the Pentagon", "said", "Raids are likely"), quote(text, "the UK Ministry of Defence", "said", "Shelling is likely")],
        [(0, 36), (37, len(text))],
    )  # fmt: skip
    scales = {a.source.name: (a.likelihood.scale, a.likelihood.high) for a in made if a.source and a.likelihood}
    assert scales == {"Pentagon": ("ICD 203", 0.8), "UK Ministry of Defence": ("PHIA", 0.75)}
