"""Annotations with and without the text they stand on.

Comes in: an annotated report in the guidelines' form (quotations), and its text; or the stand-off form. Goes out: the
other one. A stand-off file holds offsets (code points), normalised names and values, and the SHA-256 of the text's
UTF-8 bytes, but no sentence of it. A name that is just the quoted words is left out and put back when joining.
"""

import hashlib

QUOTED = {"source", "cue", "content", "trigger", "place", "when"}
LISTED = {"actors", "recipients", "casualties"}


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def locate(text: str, quote: dict) -> tuple[int, int]:
    """Offsets of a quotation (text, nth). Raises ValueError when it does not stand in the text."""
    at = -1
    for _ in range(quote.get("nth", 1)):
        at = text.find(quote["text"], at + 1)
        if at < 0:
            raise ValueError(f"expected the quotation in the text, did not find it: {quote['text'][:60]!r}")
    return at, at + len(quote["text"])


def _strip(text: str, quote: dict | None) -> dict | None:
    if quote is None:
        return None
    start, end = locate(text, quote)
    rest = {k: v for k, v in quote.items() if k not in ("text", "nth")}
    if rest.get("name") == quote["text"]:
        del rest["name"]
    return {"start": start, "end": end, **rest}


def _fill(text: str, quote: dict | None, named: bool) -> dict | None:
    if quote is None:
        return None
    words = text[quote["start"] : quote["end"]]
    filled = {"text": words, **quote}
    return {**filled, "name": quote.get("name", words)} if named else filled


def _fill_when(text: str, when: dict | None) -> dict | None:
    """In the guidelines' form `start` and `end` of a time are days, so its place is given by `nth`."""
    if when is None:
        return None
    words, at, nth = text[when["start"] : when["end"]], -1, 0
    while at < when["start"]:
        at, nth = text.find(words, at + 1), nth + 1
    return {"text": words, "nth": nth, "start": when["earliest"], "end": when["latest"]}


def to_standoff(gold: dict, text: str) -> dict:
    """The stand-off form of an annotated report."""

    def convert(record: dict) -> dict:
        made = {}
        for key, value in record.items():
            if key == "when" and value is not None:
                start, end = locate(text, value)
                made[key] = {"start": start, "end": end, "earliest": value["start"], "latest": value["end"]}
            elif key in QUOTED:
                made[key] = _strip(text, value)
            elif key in LISTED:
                made[key] = [_strip(text, item) for item in value]
            else:
                made[key] = value
        return made

    return {
        "doc": gold["doc"], "sha256": digest(text), "published": gold["published"], "outlet": gold["outlet"],
        "attributions": [convert(a) for a in gold["attributions"]], "events": [convert(e) for e in gold["events"]],
    }  # fmt: skip


def from_standoff(standoff: dict, text: str) -> dict:
    """The annotated report with its quotations put back. Raises ValueError when the text is not the one annotated."""
    if digest(text) != standoff["sha256"]:
        raise ValueError(
            f"{standoff['doc']}: expected a text with SHA-256 {standoff['sha256'][:12]}…, got {digest(text)[:12]}…"
        )

    def convert(record: dict) -> dict:
        made = {}
        for key, value in record.items():
            if key == "when":
                made[key] = _fill_when(text, value)
            elif key in QUOTED:
                made[key] = _fill(text, value, key in ("source", "place"))
            elif key in LISTED:
                made[key] = [_fill(text, item, key != "casualties") for item in value]
            else:
                made[key] = value
        return made

    return {
        **standoff,
        "attributions": [convert(a) for a in standoff["attributions"]],
        "events": [convert(e) for e in standoff["events"]],
    }
