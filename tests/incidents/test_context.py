"""Places and days taken from neighbours in the report."""

import numpy as np

from reportedly.incidents.context import distances, donors
from reportedly.incidents.tellings import Tellings
from tests.incidents import samples


def test_a_row_takes_from_itself_else_from_the_nearest_of_its_report() -> None:
    report = np.array([0, 0, 0, 0, 1, 1])
    position = np.array([10, 100, 190, 400, 5, 50])
    says = np.array([True, False, True, False, False, False])
    # 100 lies 90 after one that says and 90 before another: what comes before is meant. Nothing crosses reports.
    assert donors(report, position, says).tolist() == [0, 0, 2, 2, -1, -1]
    near_after = np.array([10, 180, 190, 400, 5, 50])
    assert donors(report, near_after, says).tolist() == [0, 2, 2, 2, -1, -1]


def test_the_order_of_rows_within_a_report_does_not_count() -> None:
    report = np.zeros(3, np.int64)
    assert donors(report, np.array([300, 10, 120]), np.array([False, True, True])).tolist() == [2, 1, 2]


def test_distances_are_sentences_to_the_giver_plus_one() -> None:
    assert distances(np.array([0, 3, 5]), np.array([0, 0, -1])).tolist() == [0, 4, 0]


def test_events_that_say_nothing_themselves_have_none_to_take_from_alone() -> None:
    t = Tellings([samples.strike("A", "2022-06-03", 9), samples.strike("B", "2022-06-03", 9)])
    assert t.place_donor.tolist() == [0, 1]
    assert t.day_distance.tolist() == [0, 0]
