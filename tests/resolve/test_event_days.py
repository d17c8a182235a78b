"""The day of an event from the words around it: cut spans, other sentences, the nearest time, what it is flagged as."""

from datetime import date
from time import process_time

from reportedly.reader import Role, Trigger
from reportedly.records import When, Zone
from reportedly.resolve.event_days import Days

FRIDAY = date(2022, 5, 13)


def trigger(text: str, word: str, *times: str, status: str = "occurred") -> Trigger:
    start = text.index(word)
    roles = [Role("time", text.index(t), text.index(t) + len(t), 0.9 - 0.1 * i) for i, t in enumerate(times)]
    return Trigger(start, start + len(word), 0.9, "ASSAULT", 0.8, None, 0.9, status, 0.7, 2.5, roles)  # type: ignore[arg-type]


def when(text: str, one: Trigger, *others: Trigger, zones: list[Zone] | None = None) -> When | None:
    end = next((i + 1 for i in range(one.end, len(text)) if text[i] in ".\n"), len(text))
    start = max(text.rfind(mark, 0, one.start) for mark in (". ", "\n")) + 1
    return Days(text, FRIDAY, zones or [], [one, *others]).own(one, (start, end))


def test_a_cut_span_is_read_with_the_expression_that_it_is_a_part_of() -> None:
    text = "Guns fired across the border in Kilis, Feb. 16, 2016, and again this week."
    found = when(text, trigger(text, "fired", "Feb."))
    assert found is not None
    assert (found.text, found.earliest, found.flags) == ("Feb. 16, 2016", "2016-02-16", [])
    assert text[found.start : found.end] == found.text


def test_a_span_that_says_more_by_itself_stays() -> None:
    text = "Scores were held following April protests."
    found = when(text, trigger(text, "held", "April"))
    assert found is not None
    assert (found.text, found.earliest) == ("April", "2022-04-01")


def test_a_time_that_fixes_no_day_gives_way_to_one_that_does() -> None:
    text = "In the initial stages they shelled the port on Monday."
    found = when(text, trigger(text, "shelled", "the initial stages", "Monday"))
    assert found is not None
    assert found.earliest == "2022-05-09"


def test_a_time_of_another_sentence_is_not_the_event_s() -> None:
    text = "Troops shelled the port. On Monday a truce began."
    assert when(text, trigger(text, "shelled", "Monday")) is None
    text = "A street in Idlib on Sunday. A plane struck the market."
    found = when(text, trigger(text, "struck", "Sunday"))
    assert found is not None
    assert found.earliest == "2022-05-08"


def test_the_nearest_time_of_the_sentence_is_taken_and_flagged() -> None:
    text = "On Monday envoys met, but shells hit the port on Tuesday."
    found = when(text, trigger(text, "hit"), trigger(text, "met"))
    assert found is not None
    assert (found.earliest, found.flags) == ("2022-05-10", ["same-sentence"])


def test_a_time_behind_two_other_events_is_left() -> None:
    text = "Tanks shelled the port after men fled and guards fired on Monday."
    one, others = trigger(text, "shelled"), [trigger(text, word) for word in ("fled", "fired")]
    assert when(text, one, *others) is None
    assert when(text, one, others[0]) is not None


def test_plans_take_no_time_that_was_not_read_as_theirs() -> None:
    text = "They met on Monday to storm the port."
    assert when(text, trigger(text, "storm", status="planned")) is None
    assert when(text, trigger(text, "storm")) is not None


def test_dates_of_what_has_happened_do_not_lie_ahead() -> None:
    text = "He was held on July 2 and again on Saturday."
    assert when(text, trigger(text, "held", "July 2")).earliest == "2021-07-02"  # type: ignore[union-attr]
    plan = "They will meet on Saturday."
    assert when(plan, trigger(plan, "meet", "Saturday", status="planned")).earliest == "2022-05-14"  # type: ignore[union-attr]


def test_what_counts_from_a_day_counts_from_the_one_told_of_last() -> None:
    text = "The town was taken on 3 May. The army left a day later."
    found = when(text, trigger(text, "left", "a day later"))
    assert found is not None
    assert found.earliest == "2022-05-04"
    text = "The war began in 2011. Since then thousands were killed."
    found = when(text, trigger(text, "killed", "Since then"))
    assert found is not None
    assert (found.earliest, found.latest) == ("2011-01-01", "2022-05-13")


def test_after_tells_of_the_day_before() -> None:
    text = "On Thursday the port was shelled, a day after it fell."
    found = when(text, trigger(text, "fell", "a day after"))
    assert found is not None
    assert found.earliest == "2022-05-11"


def test_vague_stretches_say_so() -> None:
    text = "Guards fired on crowds in recent weeks."
    found = when(text, trigger(text, "fired", "weeks"))
    assert found is not None
    assert (found.text, found.earliest, found.flags) == ("recent weeks", "2022-04-22", ["vague"])


def test_boilerplate_dates_nothing() -> None:
    text = "Guards fired on crowds Monday."
    zone = Zone(kind="boilerplate", start=0, end=len(text))
    assert when(text, trigger(text, "fired", "Monday"), zones=[zone]) is None


def test_one_sentence_without_an_end_is_quick() -> None:
    text = "shells fell on Monday and " * 7_000
    triggers = [
        Trigger(at, at + 6, 0.9, "ASSAULT", 0.8, None, 0.9, "occurred", 0.7, 2.5, []) for at in range(0, len(text), 26)
    ]
    days = Days(text, FRIDAY, [], triggers)
    began = process_time()
    found = [days.own(one, (0, len(text))) for one in triggers]
    assert all(one and one.earliest == "2022-05-09" for one in found[:-1])
    assert process_time() - began < 20


def test_a_long_text_is_quick() -> None:
    text = "Shells fell on Monday. " * 20_000
    days = Days(text, FRIDAY, [], [])
    assert len(days.times) > 8_000
    found = days.own(trigger(text, "fell"), (0, 22))
    assert found is not None


def test_the_date_that_ends_a_caption_dates_it_however_far_it_stands() -> None:
    scene = "in front of the ministry of justice, where families of the missing have waited since the morning for a word of theirs"
    text = f"FILE - Police hold back a crowd and fire shots into the air {scene}, Oslo, Norway, May 2, 2016\nBody."
    found = when(text, trigger(text, "hold"), trigger(text, "fire"), trigger(text, "waited"))
    assert found is not None
    assert (found.text, found.earliest, found.flags) == ("May 2, 2016", "2016-05-02", ["same-sentence"])
    text = text.replace("May 2, 2016", "Monday")
    assert when(text, trigger(text, "hold"), trigger(text, "fire"), trigger(text, "waited")) is None


def test_how_old_or_long_something_else_is_dates_nothing() -> None:
    for text, word in (
        ("Police killed an 18-year old man in Corin.", "killed"),
        ("A court sentenced her to a 12-year term.", "sentenced"),
        ("Envoys signed a 12-day truce.", "signed"),
        ("They rallied for the 17-year-old rebel.", "rallied"),
        ("The 17-year-old man killed there was a nurse.", "killed"),
    ):
        assert when(text, trigger(text, word)) is None
    for text, word, first in (
        ("The six-year civil war goes on.", "war", "2016-01-01"),
        ("A ten-day-old assault goes on.", "assault", "2022-05-03"),
        ("Troops ended a three-day siege.", "siege", "2022-05-10"),
    ):
        found = when(text, trigger(text, word))
        assert found is not None
        assert (found.earliest, found.latest) == (first, "2022-05-13")


def test_a_day_later_does_not_count_from_somebody_s_age() -> None:
    text = "On Monday shells killed a 17-year-old boy, and guns fired the next day."
    found = when(text, trigger(text, "fired", "the next day"))
    assert found is not None
    assert found.earliest == "2022-05-10"
