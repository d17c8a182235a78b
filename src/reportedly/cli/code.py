"""`reportedly code`: reports in, records out, every input accounted for.

Comes in: inputs, and where the records are to go. Goes out: records in an archive or on standard output, a summary.
Knows nothing of how a report is read.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.archive import Archive
from reportedly.cli import events, screen
from reportedly.errors import ArchiveError, BadDate
from reportedly.records import CodedReport, to_json

if TYPE_CHECKING:
    from reportedly.cli.coding import Became

BATCH, SECONDS = 64, 1.0  # an archive's transaction takes so many inputs, or those of so long
NAMED = 20  # failed inputs that the summary names …
NAMED_ASIDE = 5  # … and inputs set aside, for each reason


class CodeFormat(StrEnum):
    """How records are printed."""

    table = "table"
    jsonl = "jsonl"


class DateNumbers(StrEnum):
    """How dates in numbers are written."""

    dmy = "dmy"
    mdy = "mdy"


class Run:
    """One run: what was read so far and what became of it; keeps and prints it in batches."""

    def __init__(self, archive: Archive | None, coder: str, format: CodeFormat | None) -> None:
        self.archive = archive
        self.coder = coder
        self.format = format
        self.counts: Counter[str] = Counter()
        self.aside: dict[str, list[str]] = {}
        self.undated = 0
        self.failed: list[str] = []
        self.rows: list[list[str]] = []
        self.pending: list[Became] = []
        self.started = self.kept = time.monotonic()

    def take(self, became: "Became") -> None:
        """Takes what became of one input; keeps a batch when it is due."""
        self.pending.append(became)
        now = time.monotonic()
        if self.archive is None or len(self.pending) >= BATCH or now - self.kept >= SECONDS:
            self.keep()

    def keep(self) -> None:
        """Puts what is pending into the archive, in one transaction, then prints it."""
        if not self.pending:
            return
        with ExitStack() as held:
            if self.archive is not None:
                held.enter_context(self.archive.transaction())
            for became in self.pending:
                self._account(became)
        pending, self.pending = self.pending, []
        for became in pending:
            self._count(became)
        self.kept = time.monotonic()

    def _account(self, became: "Became") -> None:
        from reportedly.cli.coding import Coded, NotCoded, SeenAgain
        from reportedly.intake import SetAside

        if self.archive is None:
            return
        if isinstance(became, Coded):
            self.archive.add(became.coded, self.coder)
        elif isinstance(became, SeenAgain):
            self.archive.note_seen_again(became.report.id)
        elif isinstance(became, NotCoded):
            self.archive.note_failed(became.report.name or "", f"{became.kind}: {became.error}", became.report.id)
        elif isinstance(became, SetAside):
            self.archive.note_set_aside(became.name, became.reason, became.detail)
        else:
            self.archive.note_failed(became.name, became.error)

    def _count(self, became: "Became") -> None:
        from reportedly.cli.coding import Coded, NotCoded, SeenAgain
        from reportedly.intake import SetAside

        if isinstance(became, Coded):
            self.counts["coded"] += 1
            self.undated += became.coded.report.published is None
            self._print(became.coded)
        elif isinstance(became, SeenAgain):
            self.counts["seen again"] += 1
            if self.archive is not None and self.format is not None and not became.before:
                self._print(self.archive.report(became.report.id))
        elif isinstance(became, NotCoded):
            self.counts["failed"] += 1
            self.failed.append(f"{became.report.name}: {became.kind}: {became.error}")
        elif isinstance(became, SetAside):
            self.counts["set aside"] += 1
            self.aside.setdefault(became.reason, []).append(became.name)
        else:
            self.counts["failed"] += 1
            said = str(became.error)
            # "rows.csv:3" need not stand before "rows.csv: line 3: …"
            named = said.startswith((f"{became.name.rpartition(':')[0] or became.name}:", became.name))
            self.failed.append(said if named else f"{became.name}: {said}")

    def _print(self, coded: CodedReport) -> None:
        if self.format is CodeFormat.jsonl:
            screen.write(to_json(coded) + b"\n")
        elif self.format is CodeFormat.table:
            self.rows += (events.cells(coded, event) for event in coded.events)

    def summary(self) -> None:
        """Says on standard error what became of what was read, and names what failed."""
        seconds = time.monotonic() - self.started
        counts = self.counts
        parts = [f"{counts[name]} {name}" for name in ("coded", "set aside", "failed", "seen again")]
        speed = f", {counts['coded'] / seconds:.1f} reports/s" if counts["coded"] and seconds > 0 else ""
        screen.say(f"read {counts.total()} = {' + '.join(parts)}; {seconds:.1f} s{speed}{_peak_memory()}")
        for reason, names in sorted(self.aside.items()):
            more = f" and {len(names) - NAMED_ASIDE} more" if len(names) > NAMED_ASIDE else ""
            screen.say(f"set aside: {len(names)} {reason}: {', '.join(names[:NAMED_ASIDE])}{more}")
        if self.undated:
            screen.say(
                f'no date of publication: {self.undated} of {counts["coded"]} coded, so that days such as "Wednesday" stay'
                " open in them; --published DATE gives one to all that have none, --column published=NAME reads a column of a table"
            )
        for one in self.failed[:NAMED]:
            screen.say(f"failed: {one}", "red")
        if len(self.failed) > NAMED:
            where = f"; all of them: reportedly show {self.archive.path} inputs" if self.archive else ""
            screen.say(f"failed: and {len(self.failed) - NAMED} more{where}", "red")


@screen.command
def code(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files (.txt, .html, .jsonl, .csv, .parquet, also .gz; others by their content), folders (files of these"
            " endings in them), - for standard input.",
        ),
    ],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="ARCHIVE", help="Keep the records in this archive; made if it is not there."),
    ] = None,
    format: Annotated[
        CodeFormat | None,
        typer.Option(
            "--format",
            help="Print the events as a table, or the records as JSON, one report a line. [without --to: table]",
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="DATE", help="Publication date of reports that give none, as YYYY-MM-DD."),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="Outlet of reports that give none.")
    ] = None,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", metavar="N", min=1, max=256, help="Processes to code in. [default: 1]", show_default=False
        ),
    ] = 1,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FIELD=NAME",
            help="Which column of tables holds a field (text, id, title, url, outlet, published, language); once for each."
            " [default: the column of that name, or of a usual one for it]",
            show_default=False,
        ),
    ] = None,
    dates: Annotated[
        DateNumbers | None,
        typer.Option("--dates", help="Order of publication dates in numbers, such as 04/05/2022: day or month first."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if any input failed.")] = False,
) -> None:
    """Code reports: read who did what to whom, where, when, and on whose word.

    Every input is coded, set aside (not English, empty) or failed, and the summary on standard error says how many were
    which. Running again on the same archive codes only what is new, so an interrupted run is finished by repeating it.
    Exits with 0 if anything was usable, even if some inputs failed; see --strict.

    \b
    Examples:
      reportedly code report.txt --published 2022-05-13 --outlet "Morning Ledger"
      reportedly code reports/ more.jsonl.gz --to kharkiv.rpt --workers 4
      reportedly code table.csv --column text=Narrative --column published=Day --dates dmy --to kharkiv.rpt
      cat report.txt | reportedly code - --format jsonl > record.jsonl
    """
    from reportedly.cli.coding import Coding
    from reportedly.coder import Coder
    from reportedly.intake import count_inputs, read_inputs

    try:
        items = read_inputs(
            inputs,
            published=published,
            outlet=outlet,
            workers=workers,
            columns=_columns(column or []),
            dates=dates.value if dates else None,
            told=screen.say,
        )
    except BadDate as error:
        raise typer.BadParameter(str(error), param_hint="--published") from error
    if to is None and format is None:
        format = CodeFormat.table
    with ExitStack() as held:
        coder = Coder()
        archive = held.enter_context(Archive.open(to, create=True)) if to is not None else None
        version = coder.version
        run = Run(archive, version, format)
        try:
            with (
                Coding(coder, workers, lambda report: archive is not None and archive.has(report, version)) as coding,
                _progress(lambda: count_inputs(inputs)) as step,
            ):
                for became in coding.run(items):
                    run.take(became)
                    step()
            run.keep()
        except KeyboardInterrupt:
            _interrupted(run)
            raise typer.Exit(screen.INTERRUPTED) from None
        except ArchiveError:  # a full disk, a lock that another program holds
            _kept(run, "Stopped")
            raise
        if format is CodeFormat.table and run.rows:
            screen.table(events.HEADINGS, run.rows, least=events.LEAST, narrow=events.NARROW)
        elif format is CodeFormat.table and run.counts["coded"]:
            screen.say("No event was found in what was coded.")
        run.summary()
    usable = run.counts["coded"] + run.counts["seen again"]
    if not usable or (strict and run.counts["failed"]):
        raise typer.Exit(1)


def _interrupted(run: Run) -> None:
    run.keep()
    if run.archive is None:
        screen.say(f"Interrupted after {run.counts.total()} inputs. Nothing is kept without --to ARCHIVE.")
    else:
        _kept(run, "Interrupted")


def _kept(run: Run, why: str) -> None:
    if run.archive is not None:
        screen.say(
            f"{why}: {run.counts['coded']} reports coded in this run are kept in {run.archive.path}."
            " Run the same command again to finish."
        )


def _columns(given: list[str]) -> dict[str, str]:
    """`FIELD=NAME` as a mapping."""
    from reportedly.intake.columns import FIELDS

    columns: dict[str, str] = {}
    for one in given:
        field, mark, name = one.partition("=")
        if not mark or not name or field.strip() not in FIELDS:
            raise typer.BadParameter(
                f"expected FIELD=NAME with one of {', '.join(FIELDS)}, got {one!r}", param_hint="--column"
            )
        columns[field.strip()] = name.strip()
    return columns


@contextmanager
def _progress(count: Callable[[], int | None]) -> Iterator[Callable[[], None]]:
    """A bar on standard error if that is a terminal; `count` is asked only then."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    layout = (TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*layout, console=screen.messages(), transient=True) as progress:
        task = progress.add_task("coding", total=count())
        yield lambda: progress.advance(task)


def _peak_memory() -> str:
    """The largest process's peak memory, where the system tells it."""
    try:
        import resource
    except ImportError:  # Windows
        return ""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, KiB elsewhere
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(one).ru_maxrss for one in who) * unit
    return f", peak memory {peak / 1e6:.0f} MB a process"
