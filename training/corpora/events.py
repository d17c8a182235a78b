"""Event corpora in token form as passages: WikiEvents (KAIROS types), VOA (ACE types), GENEVA (frames), event_location."""

import gzip
import json
import re
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.passages import Frame, Passage, join_tokens

ENTITY_KINDS = {
    "PER": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "facility",
    "Person": "person", "Organisation": "organization", "Location": "place",
}  # fmt: skip
# Words as the rows of event_location count them: abbreviations whole, "'s" and marks apart, white space beyond one blank too.
LOCATION_WORD = re.compile(r"U\.S\.|(?:[A-Z]\.)+|\w+|['’]\w+|--+|\.\.\.|[^\w\s]|(?<=\s)\s+")
LONGEST_NAME = 8  # words of a place's name
VALUE_KINDS = {"Weapon": "weapon", "Temporal": "time", "Quantity": "number"}  # only RE3D has these


def rows(path: Path) -> Iterator[dict]:
    """The rows of a gzipped JSONL file, or of one that is a single JSON list."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        first = lines.readline()
        if first.startswith("[{"):
            yield from json.loads(first + lines.read())
        else:
            yield json.loads(first)
            yield from map(json.loads, lines)


def _find_tokens(tokens: list[str], wanted: list[str], low: int, high: int) -> list[int]:
    size = len(wanted)
    return [i for i in range(low, high - size + 1) if tokens[i : i + size] == wanted]


def wikievents_train(corpus: Path) -> Iterator[Passage]:
    """WikiEvents train: triggers carry indices into the tokens; arguments only strings, sought near their trigger."""
    for row in rows(corpus / "wikievents" / "wiki-train-human.jsonl.gz"):
        tokens = row["tokens"]
        text, offsets = join_tokens(tokens)
        passage = Passage(row["docid"], text, {"kairos": []}, corpus="wikievents")
        for event in row["event_mentions"]:
            wanted = event["trigger"]["text"].split()
            places = _find_tokens(tokens, wanted, 0, len(tokens))
            if not places:
                continue
            spans = [a["text"].split() for a in event["arguments"]]
            # The file's indices are unreliable: take the occurrence with most argument strings within 40 tokens.
            at = max(
                places,
                key=lambda p: (
                    sum(bool(_find_tokens(tokens, s, max(0, p - 40), p + 40)) for s in spans),
                    p == event["trigger"]["start_idx"],
                ),
            )
            start, end = offsets[at][0], offsets[at + len(wanted) - 1][1]
            kind = ".".join(event["event_type"].split(".")[:2])
            passage.tags["kairos"].append((start, end, kind))
            frame = Frame("kairos", start, end)
            for argument, words in zip(event["arguments"], spans, strict=True):
                near = _find_tokens(tokens, words, max(0, at - 60), min(len(tokens), at + 60)) if words else []
                if near:
                    first = min(near, key=lambda p: abs(p - at))
                    frame.roles.append((offsets[first][0], offsets[first + len(words) - 1][1], argument["role"]))
            passage.frames.append(frame)
        yield passage


def wikievents_passages(lines: Iterable[dict]) -> Iterator[Passage]:
    """WikiEvents in the form of its dev part, with true offsets and entity mentions."""
    for row in lines:
        text, offsets = join_tokens(row["tokens"])
        passage = Passage(row["doc_id"], text, {"kairos": []}, corpus="wikievents")
        entities = {e["id"]: e for e in row["entity_mentions"]}
        for event in row["event_mentions"]:
            trigger = event["trigger"]
            start, end = offsets[trigger["start"]][0], offsets[trigger["end"] - 1][1]
            passage.tags["kairos"].append((start, end, ".".join(event["event_type"].split(".")[:2])))
            frame = Frame("kairos", start, end, classes={"kairos": event["event_type"]})
            for argument in event["arguments"]:
                entity = entities[argument["entity_id"]]
                frame.roles.append((offsets[entity["start"]][0], offsets[entity["end"] - 1][1], argument["role"]))
            passage.frames.append(frame)
        yield passage


def voa(corpus: Path, leave_out: Iterable[str] = ()) -> Iterator[Passage]:
    """VOA with ACE-style events and entities, but for the reports in `leave_out` (those of the gold's dev part)."""
    skip = set(leave_out)
    for row in rows(corpus / "voa.jsonl.gz"):
        if row["id"] in skip:
            continue
        tokens = [w for s in row["sentences"] for w in s["words"]]
        text, offsets = join_tokens(tokens)
        passage = Passage(row["id"], text, {"ace": [], "entities": []}, corpus="voa")
        base = 0
        for sentence in row["sentences"]:
            place = lambda x, base=base, at=offsets: (at[base + x["start"]][0], at[base + x["end"] - 1][1])
            for entity in sentence["entities"]:
                kind = ENTITY_KINDS.get(entity["entity-type"])
                # Nominal mentions ("the group") are no names; only capitalised ones teach the name tagger.
                if kind and any(t[:1].isupper() for t in sentence["words"][entity["start"] : entity["end"]]):
                    passage.tags["entities"].append((*place(entity), kind))
            for event in sentence["events"]:
                start, end = place(event["trigger"])
                passage.tags["ace"].append((start, end, event["type"]))
                passage.frames.append(Frame("ace", start, end, [(*place(a), a["role"]) for a in event["arguments"]]))
            base += len(sentence["words"])
        yield passage


def re3d(corpus: Path, leave_out: Iterable[str] = ()) -> Iterator[Passage]:
    """RE3D's entities in government statements on Iraq and Syria."""
    skip = set(leave_out)
    with tarfile.open(corpus / "re3d.tar.gz") as tar:
        files = {
            m.name: tar.extractfile(m).read().decode("utf-8") for m in tar.getmembers() if m.name.endswith(".json")
        }
    for name in sorted(files):
        if not name.endswith("documents.json"):
            continue
        tagged: dict[str, list] = {}
        values: dict[str, list] = {}
        for line in files[name.replace("documents.json", "entities.json")].splitlines():
            entity = json.loads(line)
            for kinds, spans in ((ENTITY_KINDS, tagged), (VALUE_KINDS, values)):
                if kind := kinds.get(entity["type"]):
                    spans.setdefault(entity["documentId"], []).append((entity["begin"], entity["end"], kind))
        for line in files[name].splitlines():
            row = json.loads(line)
            if f"re3d-{row['_id']}" not in skip:
                tags = {"entities": tagged.get(row["_id"], []), "quantities": values.get(row["_id"], [])}
                yield Passage(f"re3d-{row['_id']}", row["text"], tags, corpus="re3d")


def geneva(corpus: Path) -> Iterator[Passage]:
    """GENEVA: FrameNet frames and roles in sentences of news and reports."""
    for row in rows(corpus / "geneva" / "geneva_union_all_blobs.json.gz"):
        text, offsets = join_tokens(row["tokens"])
        entities = {e["id"]: e for e in row["entity_mentions"]}
        passage = Passage(row["wnd_id"], text, {"frames": []}, corpus="geneva")
        for event in row["event_mentions"]:
            start, end = offsets[event["trigger"]["start"]][0], offsets[event["trigger"]["end"] - 1][1]
            passage.tags["frames"].append((start, end, event["event_type"]))
            roles = [(entities[a["entity_id"]], a["role"]) for a in event["arguments"]]
            passage.frames.append(
                Frame("frames", start, end, [(offsets[e["start"]][0], offsets[e["end"] - 1][1], r) for e, r in roles])
            )
        yield passage


def event_location(corpus: Path, part: str = "train") -> Iterator[Passage]:
    """event_location: one event verb a sentence, and the place it happened in.

    The published part is one; a tenth of its sentences, drawn by checksum so that all rows of a sentence stay together,
    is "dev" here and never trained on.
    """
    yield from location_passages(rows(corpus / "event_location" / "train.jsonl.gz"), part)


def place_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a row's LOCATION stands. None where it can't be told.

    One in six of the published rows gives the indices of its first and last word in place of characters ("Cibourne" as
    13 to 13, an empty span): what is no capitalised word at its characters, and short, is read so, if the words at
    those indices have capitals.
    """
    shown = text[start:end].strip()
    inside = text[max(0, start - 1) : start + 1].isalnum() and start > 0
    if shown and any(c.isupper() for c in shown) and not inside:
        return start, end
    words = [found.span() for found in LOCATION_WORD.finditer(text)]
    if end - start > LONGEST_NAME or end >= len(words):
        return None
    first, last = words[start], words[end]
    return (first[0], last[1]) if text[first[0]].isupper() and text[last[0]].isupper() else None


def location_passages(lines: Iterable[dict], part: str | None) -> Iterator[Passage]:
    """The rows of one part (None: all) as passages of one sentence each; rows whose place can't be told are left out."""
    for number, row in enumerate(lines):
        if part and (zlib.crc32(row["text"].encode()) % 10 == 0) != (part == "dev"):
            continue
        verbs = [s for s in row["spans"] if s["label"] == "VERB"]
        places = [place_of(row["text"], s["start"], s["end"]) for s in row["spans"] if s["label"] == "LOCATION"]
        if None in places:
            continue
        roles = [(*place, "place") for place in places if place]
        frames = [Frame("location", v["start"], v["end"], list(roles)) for v in verbs]
        yield Passage(f"location-{number}", row["text"], {}, frames, "event_location")


def factuality_rows(lines: Iterable[dict]) -> Iterator[tuple[str, list[tuple[int, int, float]]]]:
    """(text, targets as (start, end, score)) of each sentence of UW or UDS-IH2."""
    for row in lines:
        text, offsets = join_tokens(row["text"].split())
        targets = []
        for target in row["targets"]:
            first, last = target["span1"][0], max(target["span1"][1] - 1, target["span1"][0])
            if last < len(offsets):
                targets.append((offsets[first][0], offsets[last][1], float(target["label"])))
        yield text, targets


def factuality(corpus: Path, part: str) -> Iterator[Passage]:
    """UW and UDS-IH2: how far the author commits to each event, -3 … 3."""
    for name in ("UW", "UDS_IH2"):
        lines = rows(corpus / "factuality" / f"{name}-{part}.jsonl.gz")
        for number, (text, targets) in enumerate(factuality_rows(lines)):
            frames = [Frame("factuality", *span, scores={f"factuality_{name}": score}) for *span, score in targets]
            yield Passage(f"{name}-{part}-{number}", text, {}, frames, f"factuality_{name}")
