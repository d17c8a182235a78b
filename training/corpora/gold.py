"""The conflict gold as passages: events with roles, tolls and status; attributions with nested contents."""

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

from corpora.join import joined, split
from training.passages import Frame, Passage, nearest

FAR = 300  # characters: a role quoted further from its trigger than this is moved to the nearest same wording


def locate(text: str, quote: dict | None) -> tuple[int, int] | None:
    """The offsets of a quotation, given as start/end or as text and nth."""
    if not quote:
        return None
    if isinstance(quote.get("start"), int):
        return quote["start"], quote["end"]
    at = -1
    for _ in range(quote.get("nth", 1)):
        at = text.find(quote["text"], at + 1)
        if at < 0:
            return None
    return at, at + len(quote["text"])


def role_span(text: str, quote: dict | None, trigger: int) -> tuple[int, int] | None:
    """Where a role is quoted: as annotated, unless that is far away and the same words stand nearer to the trigger."""
    span = locate(text, quote)
    if span is None or abs(span[0] - trigger) <= FAR:
        return span
    return nearest(text, text[span[0] : span[1]], trigger) or span


def to_passage(doc: str, text: str, gold: dict) -> Passage:
    """One annotated report as a passage. Records that share a trigger are one frame (a place each, same happening)."""
    passage = Passage(doc, text, {"triggers": [], "cues": []}, corpus="gold")
    events: dict[tuple[int, int], Frame] = {}
    for event in gold["events"]:
        span = locate(text, event["trigger"])
        if span is None:
            continue
        frame = events.get(span)
        if frame is None:
            frame = events[span] = Frame("event", *span, classes={"status": event["status"], "type": event["type"]})
            passage.tags["triggers"].append((*span, event["type"]))
            frame.classes["mode"] = f"{event['type']}/{event['mode'] or '-'}"
        quoted = [("actor", q) for q in event["actors"]] + [("recipient", q) for q in event["recipients"]]
        quoted += [("place", event.get("place")), ("time", event.get("when"))]
        quoted += [(toll["outcome"], toll) for toll in event["casualties"]]
        for role, quote in quoted:
            at = role_span(text, quote, span[0])
            if at and (*at, role) not in frame.roles:
                frame.roles.append((*at, role))
    cues: dict[tuple[int, int], Frame] = {}
    for attribution in gold["attributions"]:
        cue, content = locate(text, attribution.get("cue")), locate(text, attribution["content"])
        if cue is None or content is None:
            continue
        frame = cues.get(cue)
        if frame is None:
            frame = cues[cue] = Frame("attribution", *cue, classes={"stance": attribution["stance"]})
            passage.tags["cues"].append((*cue, "cue"))
        source = role_span(text, attribution.get("source"), cue[0])
        for role, at in (("content", content), ("source", source)):
            if at and (*at, role) not in frame.roles:
                frame.roles.append((*at, role))
    passage.frames = [*events.values(), *cues.values()]
    return passage


def read(corpus: Path, part: str) -> Iterator[Passage]:
    """The first gold's reports of one part ("train", "dev")."""
    folder = corpus / "gold"
    with (folder / "split.tsv").open(newline="") as lines:
        parts = dict(row for row in csv.reader(lines, delimiter="\t") if row)
    for path in sorted(folder.glob("*.json")):
        if parts.get(path.stem) == part:
            text = (folder / "texts" / f"{path.stem}.txt").read_text(encoding="utf-8")
            yield to_passage(path.stem, text, json.loads(path.read_text(encoding="utf-8")))


def read_second(corpus: Path, part: str, share: float = 1.0) -> Iterator[Passage]:
    """This repository's reports of one part; `share` takes that fraction of them, always the same ones first."""
    parts = split()
    mine = [(doc, text, gold) for doc, text, gold in joined(corpus) if parts.get(doc) == part]
    random.Random(1).shuffle(mine)
    for doc, text, gold in mine[: round(len(mine) * share)]:
        yield to_passage(doc, text, gold)
