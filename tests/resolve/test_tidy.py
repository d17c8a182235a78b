"""Plain slips are put right, and nothing else is touched."""

from reportedly.reader import Quotation, Reading, Role, Trigger
from reportedly.records import Report, Zone
from reportedly.resolve.tidy import is_empty, tidy

TEXT = "Town shelled, mayor says\n\nShells hit the market, he said. It has reportedly closed its gates."
REPORT = Report(
    id="sha256:0", text=TEXT, zones=[Zone(kind="title", start=0, end=26), Zone(kind="body", start=26, end=len(TEXT))]
)


def quote(content: str, cue: str, source: str | None = None, start: int | None = None) -> Quotation:
    first = TEXT.index(content) if start is None else start
    at = lambda part: (TEXT.index(part), TEXT.index(part) + len(part))
    return Quotation(first, first + len(content), 0.9, at(cue), at(source) if source else None, 0.9, "asserts", 0.9)


def contents(reading: Reading) -> list[str]:
    return [TEXT[q.start : q.end] for q in tidy(REPORT, reading).quotations]


def test_no_quotation_runs_from_the_headline_into_the_body() -> None:
    whole = TEXT[: TEXT.index(", he said")]
    assert contents(Reading([], [], [quote(whole, "he said")])) == ["Shells hit the market"]
    assert contents(Reading([], [], [quote(whole, "says")])) == ["Town shelled, mayor says"]
    assert contents(Reading([], [], [quote("Shells hit the market", "he said")])) == ["Shells hit the market"]


def test_a_lone_word_beside_a_real_content_is_none() -> None:
    pair = [quote("It", "reportedly"), quote("closed its gates", "reportedly")]
    assert contents(Reading([], [], pair)) == ["closed its gates"]
    assert contents(Reading([], [], pair[:1])) == ["It"]


def test_function_words_fill_no_role_and_name_no_source() -> None:
    at = TEXT.index("the market")
    roles = [Role("place", at, at + 3, 0.9), Role("place", at, at + 10, 0.9)]
    trigger = Trigger(33, 36, 0.9, "ASSAULT", 0.9, None, 0.9, "occurred", 0.9, 2.0, roles)
    tidied = tidy(REPORT, Reading([], [trigger], [quote("closed its gates", "reportedly", source="its")]))
    assert tidied.triggers[0].roles == roles[1:]
    assert tidied.quotations[0].source is None
    assert is_empty("the, of")
    assert not is_empty("the army")


def test_the_islamic_state_is_no_small_word() -> None:
    assert not is_empty("IS")
    assert is_empty("Is the")
