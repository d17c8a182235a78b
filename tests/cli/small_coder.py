"""A coder that reads by one rule, to test how reports are handed out: each `attacked` is an event.

A report may ask for trouble by its text: RAISE an error, KILL its process, make a record that is NO JSON, take TIME.
"""

import os
import signal
import time
from collections.abc import Iterable, Iterator

from reportedly.records import CodedReport, Event, Report
from tests.archive import samples


class SmallCoder:
    version = "small"

    def code_many(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        for report in reports:
            yield self.code(report)

    def code(self, report: Report) -> CodedReport:
        text = report.text
        if "RAISE" in text:
            raise RuntimeError("expected peace, got RAISE")
        if "KILL" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "TIME" in text:
            time.sleep(0.2)
        events = [
            Event(
                id=f"e{nth}",
                trigger=samples.at(text, "attacked", nth=nth),
                type="ASSAULT",
                mode="\udc80" if "NO JSON" in text else None,
            )
            for nth in range(1, text.count("attacked") + 1)
        ]
        return CodedReport(report=report, events=events)


class NoCoder(SmallCoder):
    """For the process that hands out: with several workers it codes nothing itself."""

    def code(self, report: Report) -> CodedReport:
        raise AssertionError("this process codes nothing itself")
