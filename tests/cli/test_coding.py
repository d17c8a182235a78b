"""Handing out reports: order, accounts, and what one bad report costs. The coder is a small one of the tests' own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from reportedly.cli.coding import Became, Coded, Coding, NotCoded, SeenAgain
from reportedly.errors import BrokenRow
from reportedly.intake import Failed, SetAside
from reportedly.records import Report
from tests.archive import samples
from tests.cli.small_coder import NoCoder, SmallCoder


def report(number: int, words: str = "They attacked.") -> Report:
    return samples.make_report(f"Report {number}", words, "Bell", f"{number}.txt")


def coded(items: Iterable[Report | SetAside | Failed], workers: int, held: Iterable[str] = ()) -> list[Became]:
    known = set(held)
    coder = SmallCoder() if workers == 1 else NoCoder()
    with Coding(coder, workers, known.__contains__, SmallCoder) as coding:
        return list(coding.run(items))


def mixed() -> list[Report | SetAside | Failed]:
    items: list[Report | SetAside | Failed] = [report(number) for number in range(40)]
    items.insert(0, SetAside("a", "empty", "nothing in it"))
    items.insert(7, Failed("b:1", BrokenRow("expected a text, got none")))
    items.insert(20, report(3))
    items.append(SetAside("z", "not-english", "German (de)"))
    return items


def name(became: Became) -> tuple[str, str | None]:
    kind = type(became).__name__
    if isinstance(became, Coded):
        return kind, became.coded.report.name
    if isinstance(became, SeenAgain | NotCoded):
        return kind, became.report.name
    return kind, became.name


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_item_comes_back_in_its_place(workers: int) -> None:
    items = mixed()
    found = coded(items, workers, [report(5).id])
    assert [name(one)[1] for one in found] == [one.name for one in items]
    kinds = {"Coded": 39, "SeenAgain": 2, "SetAside": 2, "Failed": 1}
    assert {kind: sum(name(one)[0] == kind for one in found) for kind in kinds} == kinds
    assert [(one.report.name, one.before) for one in found if isinstance(one, SeenAgain)] == [
        ("5.txt", False),
        ("3.txt", True),
    ]


def test_any_number_of_workers_gives_the_same() -> None:
    items = mixed()
    assert coded(items, 1) == coded(items, 2)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(("words", "kind"), [("RAISE", "RuntimeError"), ("attacked NO JSON", "UnicodeEncodeError")])
def test_a_report_that_can_not_be_coded_costs_itself_alone(workers: int, words: str, kind: str) -> None:
    items = [report(number, words if number in (0, 11) else "They attacked.") for number in range(20)]
    found = coded(items, workers)
    bad = [one for one in found if isinstance(one, NotCoded)]
    assert [(one.report.name, one.kind) for one in bad] == [("0.txt", kind), ("11.txt", kind)]
    assert sum(isinstance(one, Coded) for one in found) == 18


def test_a_report_that_kills_its_process_costs_itself_alone() -> None:
    items = [report(number, "KILL" if number in (4, 30) else "They attacked.") for number in range(40)]
    found = coded(items, 2)
    assert [name(one)[1] for one in found] == [one.name for one in items]
    bad = [one for one in found if isinstance(one, NotCoded)]
    assert [one.report.name for one in bad] == ["4.txt", "30.txt"]
    assert all("death of the process" in one.error for one in bad)


def test_the_first_report_does_not_wait_for_a_batch() -> None:
    taken: list[int] = []

    def items() -> Iterable[Report]:
        for number in range(10):
            taken.append(number)
            yield report(number)

    with Coding(SmallCoder(), 1, lambda _: False, SmallCoder) as coding:
        next(coding.run(items()))
    assert taken == [0]


def test_no_more_is_taken_than_is_in_hand() -> None:
    taken: list[int] = []

    def items() -> Iterable[Report]:
        for number in range(500):
            taken.append(number)
            yield report(number)

    with Coding(NoCoder(), 2, lambda _: False, SmallCoder) as coding:
        next(coding.run(items()))
        assert len(taken) < 50


def test_nothing_in_nothing_out() -> None:
    assert coded([], 1) == coded([], 2) == []


_FOR_EVER = """
from itertools import count
from reportedly.cli.coding import Coding
from tests.cli.small_coder import NoCoder, SmallCoder
from tests.cli.test_coding import report
if __name__ == "__main__":
    with Coding(NoCoder(), 2, lambda _: False, SmallCoder) as coding:
        for became in coding.run(report(number, "It takes TIME.") for number in count()):
            print(became.coded.report.name, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="sends signals as POSIX does")
def test_workers_end_when_their_parent_is_killed() -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", _FOR_EVER], cwd=root, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"0.txt\n"
        process.kill()
        process.stdout.read()  # ends only when the last process that holds the pipe has ended
        assert process.wait(timeout=60) == -signal.SIGKILL
