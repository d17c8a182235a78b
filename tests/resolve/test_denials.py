from reportedly.records import Actor, Attribution, Event, Place, Source, Span
from reportedly.resolve.denials import stands_for_claim, with_denied

TEXT = (
    "The Harbour Observatory said government planes bombed the market in Corvale on Monday. "
    "Residents said two boats were lost. "
    "The defence ministry denied its planes had bombed the market. "
    "The rebels accused the governor of selling stolen grain. The governor dismissed those allegations. "
    "A spokesman denied that the bridge was ever closed."
)


def span(words: str, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(text=words, start=start, end=start + len(words))


def source(words: str, kind: str = "organization", after: int = 0) -> Source:
    one = span(words, after)
    return Source(text=one.text, start=one.start, end=one.end, name=words.removeprefix("The "), kind=kind)  # type: ignore[arg-type]


def attribution(id: str, who: str, cue: str, content: str, *, stance: str = "asserts") -> Attribution:
    named = source(who)
    said = span(cue, named.start)
    return Attribution(id=id, source=named, cue=said, content=span(content, said.end), stance=stance)  # type: ignore[arg-type]


def bombing(id: str, actor: str, after: int, by: list[str], status: str = "occurred") -> Event:
    who = span(actor, after)
    trigger = span("bombed", after)
    what = span("the market", trigger.end)
    return Event(
        id=id,
        trigger=trigger,
        type="ASSAULT",
        mode="aerial",
        actors=[Actor(text=who.text, start=who.start, end=who.end, name=actor)],
        recipients=[Actor(text=what.text, start=what.start, end=what.end, name="market")],
        place=Place(**vars_of(span("Corvale"))) if id == "e1" else None,
        status=status,  # type: ignore[arg-type]
        reported_by=by,
    )


def vars_of(one: Span) -> dict[str, object]:
    return {"text": one.text, "start": one.start, "end": one.end}


def told() -> tuple[list[Attribution], list[Event]]:
    attributions = [
        attribution(
            "a1", "The Harbour Observatory", "said", "government planes bombed the market in Corvale on Monday"
        ),
        attribution("a2", "Residents", "said", "two boats were lost"),
        attribution("a3", "The defence ministry", "denied", "its planes had bombed the market", stance="denies"),
        attribution("a4", "The rebels", "accused", "the governor of selling stolen grain"),
        attribution("a5", "The governor", "dismissed", "those allegations", stance="denies"),
        attribution("a6", "A spokesman", "denied", "the bridge was ever closed", stance="denies"),
    ]
    second = TEXT.index("its planes")
    events = [bombing("e1", "government planes", 0, ["a1"]), bombing("e2", "its planes", second, ["a3"], "negated")]
    return attributions, events


def test_a_denied_event_is_the_one_that_another_tells() -> None:
    found = {one.id: one.denies for one in with_denied(TEXT, *told())}
    assert found["a3"] == ["e1"]


def test_those_allegations_are_the_claim_before_them() -> None:
    found = {one.id: one.denies for one in with_denied(TEXT, *told())}
    assert found["a5"] == ["a4"]


def test_a_denial_of_what_nobody_tells_points_nowhere_and_tellings_never_do() -> None:
    found = {one.id: one.denies for one in with_denied(TEXT, *told())}
    assert found["a6"] == found["a1"] == found["a2"] == found["a4"] == []


def test_what_the_denier_himself_tells_is_not_what_he_denies() -> None:
    attributions, events = told()
    mine = source("The defence ministry")
    own = Attribution(**{**{f: getattr(attributions[0], f) for f in attributions[0].__struct_fields__}, "source": mine})
    found = {one.id: one.denies for one in with_denied(TEXT, [own, *attributions[1:]], events)}
    assert found["a3"] == []


def test_contents_that_only_stand_for_a_claim() -> None:
    for content in ("it", "those allegations", "claims by the rebels", "the reports"):
        assert stands_for_claim(content), content
    for content in ("its planes had bombed the market", "reports that the bridge was closed", "the shelling"):
        assert not stands_for_claim(content), content
