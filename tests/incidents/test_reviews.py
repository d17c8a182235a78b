from pathlib import Path

import pytest

from reportedly.archive import Archive, add_all
from reportedly.errors import BadReview
from reportedly.incidents import correct, group, incidents, merge, split, undo
from tests.incidents import samples

BY = {"who": "Ada", "why": "read both"}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two strikes, far apart, each told twice."""
    far = ("Huliaipole", 47.66, 36.26, 709161)
    opened = Archive.open(tmp_path / "a.rpt", create=True)
    reports = [
        samples.strike("A", "2022-06-03", 9, "TASS"),
        samples.strike("B", "2022-06-04", 9, "the mayor"),
        samples.strike("A", "2022-08-20", 31, "TASS", day="2022-08-19", town=far),
        samples.strike("B", "2022-08-20", 31, "the mayor", day="2022-08-19", town=far),
    ]
    add_all(opened, reports, "1")
    return opened


def ids(archive: Archive) -> list[str]:
    return sorted(one.id for one in incidents(archive))


def test_ids_survive_a_re_run_and_new_reports(archive: Archive) -> None:
    before = {one.id: one.events for one in incidents(archive)}
    assert len(before) == 2
    assert {one.id: one.events for one in incidents(archive)} == before
    add_all(archive, [samples.strike("C", "2022-06-05", 9, "Human Rights Watch"), *samples.six()], "1")
    after = {one.id: one.events for one in incidents(archive)}
    assert set(before) < set(after)
    assert all(set(before[name]) <= set(after[name]) for name in before)
    assert sorted(len(set(after[name]) - set(before[name])) for name in before) == [0, 1]


def test_what_was_grouped_is_read_and_not_grouped_again(archive: Archive, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.rpt", read_only=True) as reading:
        unkept = ids(reading)
        assert reading.members() == []
    assert ids(archive) == unkept
    assert len(archive.members()) == 4


def test_a_merge_stands_through_new_reports_and_can_be_taken_back(archive: Archive) -> None:
    first, second = ids(archive)
    number = merge(archive, first, [second], there=[first, second], **BY)
    (one,) = incidents(archive)
    assert one.id == first
    assert len(one.reports) == 4
    assert one.reviews == [number]
    new = samples.strike("C", "2022-06-05", 9, "Human Rights Watch")
    add_all(archive, [new], "1")
    (one,) = incidents(archive)
    assert new.report.id in one.reports
    undo(archive, number, **BY)
    found = incidents(archive)
    assert len(found) == 2
    assert sorted(len(one.reports) for one in found) == [2, 3]
    assert [review.action for review in archive.reviews()] == ["merge", "undo"]
    assert {review.who for review in archive.reviews()} == {"Ada"}


def test_a_split_stands_and_can_be_taken_back(archive: Archive) -> None:
    members = group(archive).members()
    whole = next(iter(members))
    number = split(archive, whole, members[whole][:1], members=members, **BY)
    after = group(archive).members()
    assert len(after) == 3
    assert after[whole] == members[whole][1:]
    assert group(archive).members() == after
    undo(archive, number, **BY)
    assert group(archive).members() == members


def test_a_corrected_field_stands_and_can_be_taken_back(archive: Archive) -> None:
    name = ids(archive)[0]
    there = ids(archive)
    number = correct(archive, name, "start", "2022-06-02", there=there, **BY)
    correct(archive, name, "place", "Zolochiv", there=there, **BY)
    add_all(archive, samples.six(), "1")
    one = next(one for one in incidents(archive) if one.id == name)
    assert one.start == "2022-06-02"
    assert one.place is not None and one.place.name == "Zolochiv"
    undo(archive, number, **BY)
    one = next(one for one in incidents(archive) if one.id == name)
    assert one.start != "2022-06-02"
    assert one.corrected == {"place": "Zolochiv"}


def test_a_decision_that_can_not_be_applied_is_refused(archive: Archive) -> None:
    there = ids(archive)
    members = group(archive).members()
    with pytest.raises(BadReview, match="i0000"):
        merge(archive, there[0], ["i0000"], there=there, **BY)
    with pytest.raises(BadReview, match="different"):
        merge(archive, there[0], [there[0]], there=there, **BY)
    with pytest.raises(BadReview, match="not all"):
        split(archive, there[0], members[there[0]], members=members, **BY)
    with pytest.raises(BadReview, match="YYYY"):
        correct(archive, there[0], "start", "May", there=there, **BY)
    with pytest.raises(BadReview, match="in force"):
        undo(archive, 9, **BY)
    with pytest.raises(BadReview, match="why"):
        correct(archive, there[0], "note", "x", there=there, who="Ada", why=" ")
    assert archive.reviews() == []
