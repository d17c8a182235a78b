"""From a text and what is said about it to a `Report`.

Comes in: strings and values of one item. Goes out: a `Report`, or why the item is set aside.
Knows nothing of files, formats or processes.
"""

from collections.abc import Iterable
from typing import Any

from reportedly.errors import TooLarge
from reportedly.intake.dates import dateline_date, parse_published
from reportedly.intake.decode import clean_text, clean_value
from reportedly.intake.languages import language_code, language_name, language_of
from reportedly.intake.outcome import LIMITS, Limits, SetAside
from reportedly.intake.zones import find_zones, squeeze
from reportedly.records import Report, Zone, report_id

HEAD = 1500  # code points in which a dateline is looked for


def make_report(
    text: str,
    *,
    name: str | None = None,
    title: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    published: Any = None,
    published_by: str = "given",
    default_published: str | None = None,
    language: str | None = None,
    extra: dict[str, Any] | None = None,
    captions: Iterable[str] = (),
    credits: Iterable[str] = (),
    limits: Limits = LIMITS,
    where: str | None = None,
    row: str | None = None,
) -> Report | SetAside:
    """The report of one text, or why it is set aside: it is empty, or not English.

    With a `title` that the text does not begin with, the report's text is title, blank line, text. The date is
    `published`, found as `published_by` says ("given", "page", "row"); else `default_published` ("given"); else that of
    the dateline ("text"). `captions` and `credits` are lines of the text known to be so. `language` is believed. `where` names the item in
    errors where `name` would not find it; `row` is the file and line of a row that comes under an id of its own.

    Raises TooLarge for a text over `limits.text` code points and BadDate for a date that is none.
    """
    where = where or name or "text"
    length = len(text) + len(title or "")
    if length > limits.text:
        raise TooLarge(f"{where}: expected a text of at most {limits.text:,} characters, got {length:,}")
    text = clean_text(text)
    title = squeeze(clean_text(title)) if title else None
    if not text.strip():
        return SetAside(
            name or "text", "empty", "the text is empty" if not title else "the text is empty but for its title"
        )
    day = parse_published(published, f"{where}: published")
    found_by = published_by if day else None
    if day is None and default_published:
        day, found_by = parse_published(default_published, "published"), "given"
    if language and language.strip():
        code: str | None = language_code(language)
        said = "says its language column"
    else:
        code, probability = language_of(text)
        said = f"probability {probability:.2f}"
    if code not in (None, "en"):
        return SetAside(name or "text", "not-english", f"{language_name(str(code))}, {said}")
    if title:
        text = _under_title(title, text)
    zones = find_zones(text, title=title, captions=captions, credits=credits)
    if day is None:
        day = dateline_date(_head_lines(text, zones))
        found_by = "text" if day else None
    url = clean_text(url).strip() or None if url else None
    outlet = clean_text(outlet).strip() or None if outlet else None
    return Report(
        id=report_id(text, url=url, outlet=outlet, published=day),
        name=name,
        row=row,
        url=url,
        outlet=outlet,
        title=title or _title(text, zones),
        published=day,
        published_by=found_by,
        language=code,
        text=text,
        zones=zones,
        extra={clean_text(str(key)): clean_value(value) for key, value in (extra or {}).items()},
    )


def _under_title(title: str, text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    if text.startswith(title) and squeeze(first) == title:
        return text
    return f"{title}\n\n{text}"


def _title(text: str, zones: list[Zone]) -> str | None:
    if zones and zones[0].kind == "title":
        return squeeze(text[: zones[0].end])
    return None


def _head_lines(text: str, zones: list[Zone]) -> list[str]:
    """The non-blank lines of the text's head, zone by zone, without title, captions and boilerplate."""
    lines: list[str] = []
    for zone in zones:
        if zone.start >= HEAD:
            break
        if zone.kind in ("body", "credit"):
            lines += [line for line in text[zone.start : min(zone.end, zone.start + HEAD)].split("\n") if line.strip()]
    return lines
