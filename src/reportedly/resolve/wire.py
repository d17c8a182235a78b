"""Whose copy a report is: the wire agency that its byline, dateline or closing credit names.

Comes in: a report. Goes out: the agencies it carries, and the stretches that only say who wrote, edited or carried it.
Knows nothing of what the report tells, of other reports and of files.

A wire is no source: it is the outlet that a telling comes from, as the report's own outlet is (guidelines, "Conventions":
bylines are no attributions).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from reportedly.records import CodedReport, Report, Wire
from reportedly.resolve.lexicon import table
from reportedly.resolve.register import default, source_key

HEAD, TAIL = 600, 900  # code points at a report's ends in which it says whose it is
MOST_NAMES = 6  # media named by one credit
LONGEST_NAME = 8  # words of a medium's name
FIRST_LINES = 8  # in which a name and a medium alone are a byline
_PARTS = re.compile(r"\s*[/,&;]\s*|\s+and\s+|\s+-\s+")
_TIDY = " .,;:()[]-–—"


class Credits(NamedTuple):
    """The wires of a report, and [start, end) of every stretch that credits somebody, in text order."""

    wires: list[Wire]
    spans: list[tuple[int, int]]


class _Form(NamedTuple):
    role: str
    where: str
    pattern: re.Pattern[str]


@cache
def _forms() -> tuple[_Form, ...]:
    data = table("wire.toml")

    def written(one: dict[str, str]) -> re.Pattern[str]:
        source = one["pattern"].replace("{list}", data["list"]).replace("{person}", data["person"]).replace("{q}", "'")
        return re.compile(source, re.MULTILINE)

    return tuple(_Form(role, one["where"], written(one)) for role in ("copy", "input", "staff") for one in data[role])


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(table("wire.toml")[kind])


def find_wire(report: Report) -> Credits:
    """Whose copy a report is, by what it says at its ends.

    A medium that is the report's own outlet is no wire of it, and a photograph's credit below its caption names none. `role`
    of a wire is "copy" where the report is that medium's telling, "input" where the outlet says that it used it.
    """
    text, outlet = report.text, report.outlet
    wires: dict[str, Wire] = {}
    spans: set[tuple[int, int]] = set()
    for form in _forms():
        for start, end in _stretches(text, form.where):
            for found in form.pattern.finditer(text, start, end):
                if form.role == "staff":
                    spans.add(found.span())
                    continue
                media = _media(text, *found.span("name"), outlet, strict=form.role == "copy")
                if not media:
                    continue
                spans.add(found.span())
                if _below_caption(report, found.start("name")):
                    continue
                # With the outlet's own name or unnamed agencies among them ("The Ledger and agencies") it is the outlet's.
                whole = form.role == "copy" and not any(
                    one.name is None or is_outlet(one.name, outlet) for one in media
                )
                for one in media:
                    key = source_key(one.name) if one.name else ""
                    if key not in wires and not is_outlet(one.name, outlet):
                        wires[key] = one if whole else msgspec.structs.replace(one, role="input")
    return Credits(sorted(wires.values(), key=lambda one: (one.start, one.end)), _joined(spans))


def _below_caption(report: Report, at: int) -> bool:
    """Whether a place is in a caption, or in the credit that stands with one."""
    before = None
    for zone in report.zones:
        if zone.start <= at < zone.end:
            beside = (
                before is not None and before.kind == "caption" and not report.text[before.end : zone.start].strip()
            )
            return zone.kind == "caption" or (zone.kind == "credit" and beside)
        before = zone
    return False


def _stretches(text: str, where: str) -> Iterator[tuple[int, int]]:
    """Where a form may stand: the head, the tail, each line at the ends, or each of the first lines."""
    first, last = min(HEAD, len(text)), max(0, len(text) - TAIL)
    if where == "head":
        yield 0, first
    elif where == "tail":
        yield last, len(text)
    else:
        for number, (start, end) in enumerate(_lines(text)):
            if where == "byline" and number >= FIRST_LINES:
                return
            if start < first:
                yield start, min(end, start + TAIL)
            if end > last and (start >= first or end > start + TAIL):
                yield max(start, end - TAIL), end


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped[0])
            yield start, start + len(stripped)
        at += len(line) + 1


def _media(text: str, start: int, end: int, outlet: str | None, *, strict: bool) -> list[Wire]:
    """The media that a credit names. With `strict`, nothing where it names anything else beside them."""
    at = start
    made: list[Wire] = []
    for part in (*_PARTS.finditer(text, start, end), None):
        stop = part.start() if part else end
        words = text[at:stop].strip(_TIDY)
        begin = at + len(text[at:stop]) - len(text[at:stop].lstrip(_TIDY))
        at = part.end() if part else end
        if not words or words.casefold() in _words("roles"):
            continue
        if words.casefold() in _words("unnamed"):
            made.append(Wire(text=words, start=begin, end=begin + len(words), name=None))
            continue
        name = words if is_outlet(words, outlet) else _medium(words)
        if name is None and strict:
            return []
        if name is not None:
            begin += words.index(name)
            made.append(Wire(text=name, start=begin, end=begin + len(name), name=name))
    return made[:MOST_NAMES]


def _medium(words: str) -> str | None:
    """The medium that a credit's words name, without roles behind it ("Associated Press Writer"); None for no medium."""
    parts = words.split()[:LONGEST_NAME]
    while parts:
        name = " ".join(parts)
        entry = default().entry(name)
        if name in words and entry is not None and entry.kind == "media":
            return name
        tail = next((size for size in (2, 1) if " ".join(parts[-size:]).casefold() in _words("roles")), 0)
        if not tail:
            return None
        parts = parts[:-tail]
    return None


def is_outlet(name: str | None, outlet: str | None) -> bool:
    """Whether a medium is the report's own outlet, under any of its names; outlets are also written as their sites are
    ("skynews", "TRTWorld"). State media that are one voice are still several outlets."""
    if not name or not outlet:
        return False
    one, other = _compact(name), _compact(outlet)
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) > 2 and long.startswith(short) and long[len(short) :] in _words("tails"))


def _compact(name: str) -> str:
    """The name of a medium as the register has it, else its own, in letters and digits only."""
    listed = default().listed(name)
    return re.sub(r"[\W_]+", "", (listed.name if listed else re.sub(r"^[Tt]he\s+", "", name)).casefold())


def _joined(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def credits_only(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether [start, end) lies in a stretch that only credits somebody."""
    return any(low <= start and end <= high for low, high in spans)


def own_voice(coded: CodedReport) -> str | None:
    """Whose telling a report's own voice is: the wire's whose copy it is, else the outlet's.

    Two outlets that run one agency's copy are one voice: compare `source_key` of this instead of that of `report.outlet`.
    A report that names several as its own origin ("Reuters/AFP") is counted under the first.
    """
    return next((one.name for one in coded.wire if one.role == "copy" and one.name), coded.report.outlet)
