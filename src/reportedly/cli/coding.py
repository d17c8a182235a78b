"""Reports coded one after another, in this process or in several, in the order in which they came.

Comes in: what intake yields. Goes out: for each item what became of it.
Knows nothing of archives and of the terminal.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from types import TracebackType
from typing import NamedTuple, Protocol

from reportedly import records
from reportedly.intake import Failed, Read, SetAside
from reportedly.records import CodedReport, Report

BATCH = 8  # reports a coder gets at once; the first batch is one report, so that the first record comes soon


class Codes(Protocol):
    """What codes reports, as `reportedly.coder.Coder` does."""

    def code_many(self, reports: Iterable[Report]) -> Iterable[CodedReport]:
        """The coded reports, in order; one that can't be coded raises."""
        ...


def shipped_coder() -> Codes:
    """The coder with the weights of the package; it takes a second or two to load."""
    from reportedly.coder import Coder

    return Coder()


class Coded(NamedTuple):
    """A report that was coded."""

    coded: CodedReport


class SeenAgain(NamedTuple):
    """A report that needs no coding; `before`: it came earlier in the same run."""

    report: Report
    before: bool


class NotCoded(NamedTuple):
    """A report that could not be coded: the name of the error's class, and what it said."""

    report: Report
    kind: str
    error: str


Became = Coded | SeenAgain | NotCoded | SetAside | Failed
Answer = CodedReport | tuple[str, str]


class Coding(AbstractContextManager["Coding"]):
    """Codes what intake yields. With one worker it uses `coder`; with more, each process makes one of its own by `make`."""

    def __init__(
        self, coder: Codes, workers: int, held: Callable[[str], bool], make: Callable[[], Codes] = shipped_coder
    ) -> None:
        self._coder = coder
        self._make = make
        self._workers = workers
        self._held = held
        self._pool: ProcessPoolExecutor | None = None

    def run(self, items: Iterable[Read]) -> Iterator[Became]:
        """What became of each item, in order, the same for any number of workers.

        `held` (given the report's id) says which reports are coded already. An error while a report is coded, or the
        death of the process that codes it, costs that report alone.
        """
        seen: set[str] = set()
        waiting: deque[_Batch] = deque()
        batch, size = _Batch(), 1
        for item in items:
            if isinstance(item, Report):
                again, before = item.id in seen or self._held(item.id), item.id in seen
                seen.add(item.id)
                if again:
                    batch.items.append(SeenAgain(item, before))
                else:
                    batch.items.append(item)
                    batch.reports.append(item)
            else:
                batch.items.append(item)
            if len(batch.reports) >= size or len(batch.items) >= 16 * BATCH:
                waiting.append(self._begun(batch))
                batch, size = _Batch(), BATCH
            while len(waiting) > (2 * self._workers if self._workers > 1 else 0):
                yield from self._ended(waiting.popleft())
        waiting.append(self._begun(batch))
        while waiting:
            yield from self._ended(waiting.popleft())

    def _begun(self, batch: "_Batch") -> "_Batch":
        if self._workers > 1 and batch.reports:
            try:
                batch.future = self._submit(batch.reports)
            except BrokenProcessPool:
                self._stop()
                batch.future = self._submit(batch.reports)
        return batch

    def _ended(self, batch: "_Batch") -> Iterator[Became]:
        answers = iter(self._answers(batch))
        for item in batch.items:
            yield _became(item, next(answers)) if isinstance(item, Report) else item

    def _answers(self, batch: "_Batch") -> list[Answer]:
        if batch.future is None:
            return code_batch(self._coder, batch.reports)
        try:
            return batch.future.result()
        except BrokenProcessPool:
            # One report of some batch in hand took its process with it: each by itself, to find which.
            self._stop()
            return [self._alone(report) for report in batch.reports]

    def _alone(self, report: Report) -> Answer:
        try:
            return self._submit([report]).result()[0]
        except BrokenProcessPool:
            self._stop()
            return "BrokenProcessPool", "expected the report to be coded, got the death of the process that coded it"

    def _submit(self, reports: list[Report]) -> "Future[list[Answer]]":
        """Hands reports to the pool; the first time starts its processes, with Ctrl-C kept from them from the outset."""
        if self._pool is not None or not hasattr(signal, "pthread_sigmask"):
            return self._running().submit(_code_here, reports)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._running().submit(_code_here, reports)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self._workers, mp_context=context, initializer=_start, initargs=(self._make,)
            )
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            self._pool = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._pool is not None:
            self._pool.shutdown()
        else:
            self._stop()


class _Batch:
    """Items in order, the reports among them that are to be coded, and their answers to come."""

    def __init__(self) -> None:
        self.items: list[Report | SeenAgain | SetAside | Failed] = []
        self.reports: list[Report] = []
        self.future: Future[list[Answer]] | None = None


def _became(report: Report, answer: Answer) -> Became:
    return Coded(answer) if isinstance(answer, CodedReport) else NotCoded(report, *answer)


def code_batch(coder: Codes, reports: list[Report]) -> list[Answer]:
    """The coded reports; for one that can't be coded, or written as JSON, the error's class and what it said."""
    if not reports:
        return []
    try:
        coded: list[Answer] = []
        for one in coder.code_many(reports):
            records.to_json(one)
            coded.append(one)
        return coded
    except Exception as error:  # whatever it is, the other reports of the batch must not be lost to it
        if len(reports) == 1:
            return [(type(error).__name__, str(error))]
        return [code_batch(coder, [report])[0] for report in reports]


_here: list[Codes] = []  # a worker process's own coder


def _start(make: Callable[[], Codes]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its workers itself
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _here.append(make())


def _end_with_parent() -> None:
    """A parent that is killed can't end its workers, and they would wait for work from it for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _code_here(reports: list[Report]) -> list[Answer]:
    return code_batch(_here[0], reports)
