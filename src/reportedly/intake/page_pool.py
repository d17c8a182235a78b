"""Processes that read web pages, and their keeper.

Comes in: pages' HTML. Goes out: futures of `Page`.
Knows nothing of files or reports. No page is ever read in this process: trafilatura corrupts memory in threads.
"""

import contextlib
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import msgspec

import reportedly
from reportedly.errors import UnreadableInput
from reportedly.intake.outcome import Limits
from reportedly.intake.page_worker import PageAnswer, receive, send
from reportedly.intake.pages import Page

PAGES_PER_PROCESS = 1000  # after which a process is replaced: the parser's memory only grows
START_SECONDS = 60.0  # allowed on top of the page's own time for a process's first page, for imports

_ROOT = str(Path(reportedly.__file__).resolve().parent.parent)
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from reportedly.intake.page_worker import main; main()"


class _Worker:
    """One process; used by one thread at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.pages = 0
        self.broken = False  # a process just killed may still look alive

    def read(self, html: str, name: str, limits: Limits) -> Page:
        """The page. Raises UnreadableInput when it takes too long, or the process dies of it or says why not."""
        allowed = limits.page_seconds + (0 if self.pages else START_SECONDS)
        self.pages += 1
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(allowed, stop)
        timer.daemon = True
        timer.start()
        try:
            assert self.process.stdin is not None and self.process.stdout is not None
            send(self.process.stdin, html.encode("utf-8", errors="replace"))  # type: ignore[arg-type]
            data = receive(self.process.stdout)  # type: ignore[arg-type]
        except (OSError, ValueError):
            data = None
        finally:
            timer.cancel()
        if data is None:
            self.broken = True
            self.process.kill()
            if late.is_set():
                raise UnreadableInput(f"{name}: expected a page that can be read in {limits.page_seconds:g} s, gave up")
            raise UnreadableInput(f"{name}: the process that read the page ended (status {self.process.wait()})")
        answer = msgspec.msgpack.decode(data, type=PageAnswer)
        if answer.page is None:
            raise UnreadableInput(f"{name}: the page can't be read ({answer.error})")
        return answer.page

    def close(self) -> None:
        """Ends the process and reaps it."""
        with contextlib.suppress(OSError):
            self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError, ValueError):
                    stream.close()
        self.process.wait()


class PagePool:
    """`workers` processes, started as they are needed. Use as a context manager; leaving it ends them all at once."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self.limits = limits
        self.threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="pages")
        self.lock = threading.Lock()
        self.idle: list[_Worker] = []
        self.busy: set[_Worker] = set()
        self.closed = False

    def __enter__(self) -> "PagePool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, html: str, name: str) -> "Future[Page]":
        """The page, to come; its future raises UnreadableInput as `_Worker.read` does."""
        return self.threads.submit(self._read, html, name)

    def _read(self, html: str, name: str) -> Page:
        with self.lock:
            if self.closed:
                raise UnreadableInput(f"{name}: not read, reading was stopped")
            worker = self.idle.pop() if self.idle else _Worker()
            self.busy.add(worker)
        try:
            return worker.read(html, name, self.limits)
        finally:
            with self.lock:
                self.busy.discard(worker)
                keep = not self.closed and worker.pages < PAGES_PER_PROCESS and not worker.broken
                if keep:
                    self.idle.append(worker)
            if not keep:
                worker.close()

    def close(self) -> None:
        """Ends the processes without waiting for pages in hand."""
        with self.lock:
            self.closed = True
            for worker in self.busy:
                with contextlib.suppress(OSError):
                    worker.process.kill()
            idle, self.idle = self.idle, []
        for worker in idle:
            worker.close()
        self.threads.shutdown(wait=True, cancel_futures=True)
