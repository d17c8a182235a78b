"""One web page: its main text, captions, credits and what its head says of it.

Comes in: the page's HTML. Goes out: a `Page`. Runs in worker processes only: trafilatura is not safe in threads.
Knows nothing of files, reports or zones.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import msgspec
from lxml import etree

from reportedly.errors import DataError

SHORTEST = 40  # code points of a main text; what is shorter is a menu entry or a notice, not an article
MAX_CAPTIONS = 40
SHORTEST_CREDIT, SHORTEST_CAPTION, LONGEST_CAPTION = 3, 12, 1200  # code points
BLOCKS = frozenset(("div", "p", "br", "li", "ul", "figcaption", "cite", "small", "h1", "h2", "h3", "h4", "h5", "h6"))
PARAGRAPH = 80  # code points from which a paragraph tells where the article is
CLIMB = 3  # levels above the article's paragraphs at which its pictures may still hang

SAVED_WITHIN = 4000  # code points in which a browser's note on the address stands

_SAVED = re.compile(r"<!--\s*saved from url=\(\d{4}\)(https?://[^\s<>\"']{4,2000}?)\s*-->")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


class Page(msgspec.Struct, frozen=True):
    """What a page holds: `text` is the main text, one paragraph a line; `published` is YYYY-MM-DD.

    `captions` and `credits` in the order of the page, within the article, each squeezed to one line.
    """

    title: str | None = None
    text: str = ""
    captions: list[str] = []
    credits: list[str] = []
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    host: str | None = None


def read_page(html: str) -> Page:
    """The page's parts; an empty `Page` if there is no main text. Never fetches anything."""
    from trafilatura import bare_extraction

    saved = saved_from(html)
    host = (urlsplit(saved).hostname or "").removeprefix("www.") if saved else ""
    document: Any = bare_extraction(
        html,
        url=saved,  # for what the page's head does not say itself
        fast=True,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        # The first publication, from markup only: a free search would take a copyright year for it.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if document is None or len(document.text or "") < SHORTEST:
        return Page()
    main = apart(html, document.text)
    title = _without_outlet(_squeeze(document.title or ""), document.sitename)
    captions, credits = _captions(html, main, title)
    return Page(
        title=title or None,
        text=main,
        captions=captions,
        credits=credits,
        url=document.url or None,
        outlet=None if document.sitename == host else document.sitename or None,
        host=host or None,
        published=document.date or None,
    )


def saved_from(html: str) -> str | None:
    """The address that a browser noted when it saved the page: `<!-- saved from url=(0021)https://example.org/ -->`."""
    found = _SAVED.search(html, 0, SAVED_WITHIN)
    return found[1] if found else None


def apart(html: str, main: str) -> str:
    """The main text, its blocks on lines of their own where the extraction ran all of them together.

    Of a very short page trafilatura gives the text of the whole in one line, captions and paragraphs alike.
    """
    from trafilatura.utils import load_html

    tree = load_html(html) if "\n" not in main else None
    if tree is None:
        return main
    at = 0
    for element in tree.iter("p", "figcaption", "li", "h1", "h2", "h3", "h4", "blockquote"):
        block = _squeeze(" ".join(element.itertext()))
        found = main.find(block, at) if block else -1
        if found < 0:
            continue
        if found and main[found - 1] == " ":
            main = main[: found - 1] + "\n" + main[found:]
        at = found + len(block)
        if main[at : at + 1] == " ":
            main = main[:at] + "\n" + main[at + 1 :]
    return main


def _captions(html: str, main: str, title: str) -> tuple[list[str], list[str]]:
    """Captions and credits that stand within the article whose text is `main`."""
    from trafilatura.utils import load_html

    tree = load_html(html)
    if tree is None:
        return [], []
    region = _article(tree, _squeeze(main))
    marks = _marks()
    captions: list[str] = []
    credits: list[str] = []
    for element in region.iter():
        if not isinstance(element.tag, str):
            continue
        words = _words(element)
        is_credit = not words.isdisjoint(marks["credit_words"])
        if not (is_credit or element.tag in marks["caption_tags"] or not words.isdisjoint(marks["caption_words"])):
            continue
        text = _text_of(element, marks)
        if len(text) > LONGEST_CAPTION or _is_outside(element, region, marks):
            continue
        text, credit = _without_noise(text)
        if credit and credit not in credits:
            credits.append(credit)
        if len(text) < (SHORTEST_CREDIT if is_credit else SHORTEST_CAPTION) or (title and title in text):
            continue
        if is_credit:
            if _in_figure(element) and text not in credits:
                credits.append(text)
        elif text not in captions and not any(text in other for other in captions):
            captions = [other for other in captions if other not in text]
            captions.append(text)
        if len(captions) + len(credits) >= MAX_CAPTIONS:
            break
    return captions, credits


def _article(tree: Any, main: str) -> Any:
    """The element that the article's paragraphs and pictures stand in."""
    chains = []
    for paragraph in tree.iter("p"):
        text = _squeeze(" ".join(paragraph.itertext()))
        if len(text) >= PARAGRAPH and text[:PARAGRAPH] in main:
            chains.append([*reversed([*paragraph.iterancestors()])])
    if not chains:
        return next(tree.iter("article", "main"), tree)
    region = tree
    for level in zip(*chains, strict=False):
        if any(element is not level[0] for element in level):
            break
        region = level[0]
    for distance, element in enumerate(region.iterancestors()):
        if element.tag in ("body", "html"):
            break
        if element.tag in ("article", "main"):
            return element
        if distance < CLIMB:
            region = element
    return region


def _is_outside(element: Any, region: Any, marks: dict[str, frozenset[str]]) -> bool:
    for ancestor in element.iterancestors():
        if ancestor is region:
            return False
        if ancestor.tag in marks["outside_tags"] or not _words(ancestor).isdisjoint(marks["outside_words"]):
            return True
        if ancestor.tag == "a" and ancestor.getparent() is not None and ancestor.getparent().tag != "figure":
            return True
    return False


def _in_figure(element: Any) -> bool:
    marks = _marks()
    for ancestor in element.iterancestors():
        if ancestor.tag in ("figure", "picture") or ancestor.tag in marks["caption_tags"]:
            return True
        if not _words(ancestor).isdisjoint(marks["caption_words"]):
            return True
    return False


def _words(element: Any) -> frozenset[str]:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    return frozenset(word.lower() for word in _WORDS.findall(named))


def _text_of(element: Any, marks: dict[str, frozenset[str]]) -> str:
    """The element's text on one line; blocks and credits within it stand apart, other elements do not."""
    parts: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end", "comment")):
        apart = event != "comment" and (inner.tag in BLOCKS or not _words(inner).isdisjoint(marks["credit_words"]))
        if apart:
            parts.append(" ")
        if event == "start" and inner.tag not in ("script", "style", "noscript"):
            parts.append(inner.text or "")
        if event != "start" and inner is not element:
            parts.append(inner.tail or "")
    return _squeeze("".join(parts))


def _without_noise(text: str) -> tuple[str, str | None]:
    """A caption without what is addressed to the page's user, and the credit found in that."""
    credit = None
    for pattern in _noise():
        if found := pattern.search(text):
            credit = found.groupdict().get("credit") or credit
            text = text[: found.start()] + text[found.end() :]
    return text, credit


def _without_outlet(title: str, outlet: str | None) -> str:
    """The title without " | Outlet" or " - Outlet" at its end."""
    for mark in (" | ", " - ", " – ", " — "):
        head, found, tail = title.rpartition(mark)
        if found and outlet and tail.casefold() == _squeeze(outlet).casefold():
            return head
    return title


def _squeeze(text: str) -> str:
    return " ".join(text.split())


@cache
def _marks() -> dict[str, frozenset[str]]:
    try:
        table = tomllib.loads(files(__package__).joinpath("data/page_marks.toml").read_text("utf-8"))
        return {key: frozenset(value) for key, value in table.items()}
    except (OSError, ValueError, TypeError) as error:
        raise DataError("intake/data/page_marks.toml is missing or malformed") from error


@cache
def _noise() -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in sorted(_marks()["caption_noise"])]
