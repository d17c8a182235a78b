"""Everything that was given, one item after another: a report, or what became of it instead.

Comes in: paths, folders, standard input. Goes out: `Report`, `SetAside` or `Failed`, one for each item, in order.
Knows nothing of what is read from a report, nor of where it is kept.
"""

import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from reportedly.errors import BadDate, BrokenRow, IntakeError, TooLarge, UnreadableInput
from reportedly.intake.columns import FIELDS, Columns
from reportedly.intake.dates import DateOrder, parse_published
from reportedly.intake.decode import clean_text, decode_page, decode_text
from reportedly.intake.files import SNIFF, Found, Kind, find, sniff
from reportedly.intake.foreign import foreign
from reportedly.intake.outcome import LIMITS, Failed, Limits, Read, SetAside
from reportedly.intake.page_pool import PagePool
from reportedly.intake.pages import Page
from reportedly.intake.reports import make_report
from reportedly.intake.streams import CHUNK, as_utf8, open_path, peek, read_whole, unpack
from reportedly.intake.tables import BadRow, Row, csv_rows, json_rows, jsonl_rows, parquet_rows
from reportedly.intake.zones import squeeze

AHEAD = 4  # pages in hand for each process, so that none waits while another is slow
STDIN = "stdin"  # the name that items of standard input carry

_UNITS = {"json": "object", "parquet": "row"}  # what a table's rows are counted by; else lines

Later = Callable[[], Read]  # an item whose page is being read elsewhere


def read_inputs(
    inputs: Iterable[str | Path],
    *,
    published: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
    workers: int = 1,
    stdin: BinaryIO | None = None,
    limits: Limits = LIMITS,
    columns: Mapping[str, str] | None = None,
    dates: DateOrder | None = None,
    told: Callable[[str], None] | None = None,
) -> Iterator[Read]:
    """Reads `inputs`: files (.txt, .html, .jsonl, .csv, .tsv, .parquet, gzipped or not), folders of them, "-" for `stdin`.

    Yields for every item (a text file, a page, a row of a table) exactly one of: its `Report`; `SetAside`, when it is
    not to be coded; `Failed`, when it can't be read. The order is that of the inputs, of names within a folder and of
    rows within a table, whatever `workers` is; nothing is held whole but one item and the pages in hand.

    `published` (any form `parse_published` takes), `outlet` and `language` are for items that have none of their own.
    Web pages are read in `workers` processes, ended when the iterator is closed.

    `columns` says for a field (text, id, title, url, outlet, published, language) which column of tables holds it; else
    the one of the field's name does, else one of a usual name for it (intake/data/columns.tsv), and `told` gets a line
    that says which. `dates` is the order of dates in numbers ("dmy" or "mdy"); without it 04/05/2022 is no date.

    Raises BadDate at once if `published` is no date, ValueError if `workers` < 1 or `columns` names no field; input
    never makes it raise.
    """
    if workers < 1:
        raise ValueError(f"expected at least one worker, got {workers}")
    defaults = {"published": parse_published(published, order=dates), "outlet": outlet, "language": language}
    return _Reading(defaults, workers, stdin, limits, Columns(columns, told), dates).run(list(inputs))


class _Reading:
    """One run over inputs."""

    def __init__(
        self,
        defaults: dict[str, str | None],
        workers: int,
        stdin: BinaryIO | None,
        limits: Limits,
        columns: Columns,
        dates: DateOrder | None,
    ) -> None:
        self.defaults = defaults
        self.workers = workers
        self.stdin = stdin
        self.limits = limits
        self.columns = columns
        self.dates = dates
        self.pool: PagePool | None = None
        self.held = ExitStack()

    def run(self, inputs: list[str | Path]) -> Iterator[Read]:
        """The items in order; pages are handed out ahead of their turn."""
        waiting: deque[tuple[Future[Page], Later] | Read] = deque()
        with self.held:
            for item in self._items(inputs):
                waiting.append(item)
                while waiting and (
                    not isinstance(waiting[0], tuple) or waiting[0][0].done() or len(waiting) > AHEAD * self.workers
                ):
                    yield _settled(waiting.popleft())
            while waiting:
                yield _settled(waiting.popleft())

    def _items(self, inputs: list[str | Path]) -> Iterator[tuple[Future[Page], Later] | Read]:
        for given in inputs:
            if str(given) == "-":
                yield from self._opened(None, STDIN, None)
                continue
            path = Path(given)
            for found in find(path):
                if isinstance(found, Found):
                    yield from self._opened(found.path, found.name, found.kind)
                else:
                    yield found

    def _opened(self, path: Path | None, name: str, kind: Kind | None) -> Iterator[tuple[Future[Page], Later] | Read]:
        """The items of one file; what breaks it off becomes the last of them."""
        try:
            with ExitStack() as held:
                if path is None:
                    raw: BinaryIO = self.stdin if self.stdin is not None else sys.stdin.buffer
                else:
                    raw = held.enter_context(open_path(path, name))
                stream = unpack(raw, name, self.limits)
                head = peek(stream, SNIFF, name)
                if not head:
                    yield SetAside(name, "empty", "the file is empty" if path is not None else "nothing came")
                    return
                if other := foreign(head):
                    raise UnreadableInput(f"{name}: expected text, {other}")
                yield from self._content(stream, name, kind or sniff(head, name, self.columns))
        except (IntakeError, BadDate) as error:
            yield Failed(name, error)
        except OSError as error:
            yield Failed(name, UnreadableInput(f"{name}: can't be read ({error.strerror or error})"))

    def _content(self, stream: Any, name: str, kind: Kind) -> Iterator[tuple[Future[Page], Later] | Read]:
        if kind == "text":
            yield self._text(stream, name)
        elif kind == "page":
            yield self._page(stream, name)
        else:
            rows = self._rows(stream, name, kind)
            none = True
            for row in rows:
                none = False
                yield self._row(row, name, _UNITS.get(kind, "line"))
            if none:
                yield SetAside(name, "empty", "a table without rows")

    def _rows(self, stream: Any, name: str, kind: Kind) -> Iterator[Row | BadRow]:
        if kind == "json":
            return iter(json_rows(read_whole(stream, name, self.limits.row), name, self.columns))
        if kind == "jsonl":
            return jsonl_rows(as_utf8(stream, name), name, self.limits, self.columns)
        if kind == "csv":
            return csv_rows(as_utf8(stream, name), name, self.limits, self.columns)
        return self._parquet(stream, name)

    def _parquet(self, stream: Any, name: str) -> Iterator[Row | BadRow]:
        """Parquet is read from its end: what can't seek is first put into a temporary file, which is bounded."""
        if stream.seekable():
            yield from parquet_rows(stream, name, self.columns)
            return
        with tempfile.TemporaryFile(prefix="reportedly-") as spooled:
            size = 0
            while part := stream.read(CHUNK * 16):
                size += len(part)
                if size > self.limits.temporary:
                    raise TooLarge(f"{name}: expected at most {self.limits.temporary:,} bytes unpacked, got more")
                spooled.write(part)
            spooled.seek(0)
            yield from parquet_rows(spooled, name, self.columns)

    def _text(self, stream: Any, name: str) -> Read:
        text, encoding = decode_text(read_whole(stream, name, 4 * self.limits.text + 4), name)
        return make_report(
            text,
            name=name,
            outlet=self.defaults["outlet"],
            language=self.defaults["language"],
            default_published=self.defaults["published"],
            extra={} if encoding == "utf-8" else {"encoding": encoding},
            limits=self.limits,
        )

    def _row(self, row: Row | BadRow, name: str, unit: str) -> Read:
        numbered = f"{name}:{row.number}"
        if isinstance(row, BadRow):
            return Failed(numbered, row.error)
        where = f"{name}: {unit} {row.number}"
        values = row.values
        item = numbered
        try:
            own = {field: _string(values.get(field), field, where) for field in FIELDS[1:] if field != "published"}
            item = own["id"] or numbered
            text = values.get("text")
            if not isinstance(text, str):
                came = "none" if text is None else type(text).__name__
                raise BrokenRow(f"{where}: expected a text, got {came} (columns: {_columns(values)})")
            made = make_report(
                text,
                name=item,
                where=where,
                row=numbered if item != numbered else None,
                title=own["title"],
                url=own["url"],
                outlet=own["outlet"] or self.defaults["outlet"],
                published=parse_published(values.get("published"), f"{where}: published", order=self.dates),
                published_by="row",
                default_published=self.defaults["published"],
                language=own["language"] or self.defaults["language"],
                extra={key: value for key, value in values.items() if key not in FIELDS},
                limits=self.limits,
            )
            if isinstance(made, SetAside) and item != numbered:
                return SetAside(made.name, made.reason, f"{made.detail} ({numbered})")
            return made
        except (IntakeError, BadDate) as error:
            return Failed(item, error)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:  # a value no table was expected to hold
            return Failed(item, BrokenRow(f"{where}: can't be used ({type(error).__name__}: {error})"))

    def _page(self, stream: Any, name: str) -> tuple[Future[Page], Later]:
        html, encoding = decode_page(read_whole(stream, name, self.limits.page), name)
        if self.pool is None:
            self.pool = self.held.enter_context(PagePool(self.workers, self.limits))
        future = self.pool.submit(html, name)
        return future, lambda: self._from_page(future, name, encoding)

    def _from_page(self, future: "Future[Page]", name: str, encoding: str) -> Read:
        try:
            page = future.result()
            if not page.text.strip():
                return SetAside(name, "empty", "no main text was found in the page")
            return make_report(
                _page_text(page),
                name=name,
                title=page.title,
                url=page.url,
                outlet=page.outlet or self.defaults["outlet"] or page.host,
                published=page.published,
                published_by="page",
                default_published=self.defaults["published"],
                language=self.defaults["language"],
                captions=page.captions,
                credits=page.credits,
                extra={} if encoding == "utf-8" else {"encoding": encoding},
                limits=self.limits,
            )
        except (IntakeError, BadDate) as error:
            return Failed(name, error)


def _settled(item: tuple[Future[Page], Later] | Read) -> Read:
    return item[1]() if isinstance(item, tuple) else item


def _page_text(page: Page) -> str:
    """The main text without a first line that is the title, then the captions and credits that it lacks."""
    lines = page.text.split("\n")
    if page.title and squeeze(lines[0]) == squeeze(page.title):
        lines = lines[1:]
    within = squeeze(page.text)
    missing = [caption for caption in page.captions if caption not in within]
    missing += [c for c in page.credits if c not in within and not any(c in caption for caption in page.captions)]
    text = "\n".join(lines).strip("\n")
    return "\n\n".join([text, *missing])


def _string(value: Any, field: str, where: str) -> str | None:
    """The value as a string, None if it is blank. Raises BrokenRow when it is a list or an object."""
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return clean_text(value).strip() or None
    if field == "outlet" and isinstance(
        value, dict
    ):  # as NewsAPI and Event Registry name it: {"name": …}, {"title": …}
        value = value.get("name") or value.get("title") or value
        if isinstance(value, str):
            return clean_text(value).strip() or None
    if field == "outlet" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return clean_text("; ".join(value)).strip() or None
    if isinstance(value, list | dict | bytes):
        raise BrokenRow(f"{where}: expected a string as {field}, got {type(value).__name__}")
    return str(value)


def _columns(values: dict[str, Any]) -> str:
    shown = [key if len(key) <= 30 else key[:29] + "…" for key in list(values)[:20]]
    return clean_text(", ".join(shown)) or "none"
