"""Reports in any order, added at once or one by one: the same happenings, under ids that stay."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.incidents.build import assign
from reportedly.incidents.reviews import Overlay
from reportedly.incidents.tellings import Key
from reportedly.records import CodedReport
from tests.incidents import samples

TOWNS = [("Derhachi", 50.11, 36.12, 709932), ("Huliaipole", 47.66, 36.26, 709161), ("Mykolaiv", 46.97, 32.0, 700569)]
DAYS = ["2022-06-03", "2022-08-19"]

told = st.lists(
    st.tuples(st.sampled_from(TOWNS), st.sampled_from(DAYS), st.sampled_from([4, 9, 31]), st.integers(0, 5)),
    min_size=2, max_size=9, unique=True,
)  # fmt: skip
few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def reports(lines: list[tuple[tuple[str, float, float, int], str, int, int]]) -> list[CodedReport]:
    return [samples.strike(f"Outlet {n}", day, killed, day=day, town=town) for town, day, killed, n in lines]


def groups(held: dict[Key, str]) -> set[frozenset[Key]]:
    return {frozenset(key for key in held if held[key] == name) for name in held.values()}


@few
@given(told, st.randoms(use_true_random=False))
def test_the_order_of_the_reports_does_not_count(
    lines: list[tuple[tuple[str, float, float, int], str, int, int]], draw: random.Random
) -> None:
    given_ = reports(lines)
    shuffled = given_[:]
    draw.shuffle(shuffled)
    assert assign(given_, {}, Overlay([])) == assign(shuffled, {}, Overlay([]))


@few
@given(told, st.integers(1, 8))
def test_what_is_grouped_keeps_its_incident_when_reports_come_later(
    lines: list[tuple[tuple[str, float, float, int], str, int, int]], cut: int
) -> None:
    given_ = reports(lines)
    before = assign(given_[:cut], {}, Overlay([]))
    after = assign(given_, before, Overlay([]))
    assert {key: after[key] for key in before} == before
    assert len(after) == len(given_)
    assert assign(given_, after, Overlay([])) == after


@few
@given(told)
def test_clear_happenings_come_out_the_same_one_by_one_as_all_at_once(
    lines: list[tuple[tuple[str, float, float, int], str, int, int]],
) -> None:
    # One figure a town and day: then there is nothing to doubt, and the way they came in must not show.
    clear = {(town, day, n): killed for town, day, killed, n in lines}
    given_ = reports([(town, day, 9, n) for town, day, n in clear])
    held: dict[Key, str] = {}
    for count in range(1, len(given_) + 1):
        held = assign(given_[:count], held, Overlay([]))
    assert groups(held) == groups(assign(given_, {}, Overlay([])))
    assert len(groups(held)) == len({(town, day) for town, day, _ in clear})
