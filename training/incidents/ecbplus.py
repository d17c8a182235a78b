"""ECB+ as coded reports with annotated mentions: one event a mention, without types, places, days and sources.

Read from the archive of the corpus as prepared by Zhukova and others (`event_mentions_*.json`, `*.conll`). Documents that
stand in two of its folders are read once. Topics 2, 5, 12, 18, 21, 23, 34 and 35 are the development part, as in Cybulska
and Vossen (2015); the rest of 1–35 is for training.
"""

import io
import json
import tarfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from reportedly.incidents.pairs import CHUNK, FEATURES, features
from reportedly.incidents.tellings import Ints, Tellings
from reportedly.incidents.words import Floats
from reportedly.intake import make_report
from reportedly.records import CodedReport, Event, Span
from training.incidents.coded import embedded

DEV = frozenset(("2", "5", "12", "18", "21", "23", "34", "35"))
NO_TYPE = "CONSULT"  # mentions have no type; one for all tells nothing
UNKNOWN = (
    "type", "same_type", "same_mode", "status", "same_status", "linked", "coarser", "finer", "killed", "same_figures",
    "other_figures", "most_killed", "with_actors", "with_recipients", "fewer_rivals", "more_rivals",
    "place_distance", "day_distance",
)  # fmt: skip
"""Columns of pairs that would say of a mention what nobody annotated: left empty, as places and days are by themselves."""
ALIKE = 0.15  # cosine of two documents' words from which on their mentions are compared: keeps 95 % of train's pairs

Member = tuple[str, str]  # doc, event id


def ecbplus(archive: Path, *, dev: bool) -> tuple[dict[str, CodedReport], dict[Member, str], dict[str, str]]:
    """The reports of one part by doc, the chain of each mention, and the topic of each doc."""
    texts: dict[str, list[list[str]]] = {}
    mentions: dict[str, list[dict]] = defaultdict(list)
    with tarfile.open(archive) as packed:
        for member in sorted(packed.getmembers(), key=lambda one: one.name):
            name = Path(member.name).name
            held = packed.extractfile(member)
            if held is None:
                continue
            if name.endswith(".conll"):
                for doc, sentences in _documents(io.TextIOWrapper(held, "utf-8")):
                    texts.setdefault(doc, sentences)
            elif name.startswith("event_mentions_"):
                for one in json.load(held):
                    mentions[one["conll_doc_key"]].append(one)
    reports, chains, topics = {}, {}, {}
    for doc in sorted(mentions):
        topic = doc.split("/")[0]
        if (topic in DEV) != dev:
            continue
        text, starts = _joined(texts[doc])
        events = []
        for one in sorted(mentions[doc], key=lambda m: (m["sent_id"], m["tokens_number"], m["mention_id"])):
            head, word = one["mention_head_id"], one["mention_head"]
            if head is None or (one["sent_id"], head) not in starts:
                head, word = one["tokens_number"][0], one["tokens_text"][0]
            start = starts[one["sent_id"], head]
            if text[start : start + len(word)] != word:
                continue
            event = Event(
                id=f"e{len(events) + 1}", trigger=Span(text=word, start=start, end=start + len(word)), type=NO_TYPE
            )
            events.append(event)
            chains[doc, event.id] = one["coref_chain"]
        reports[doc] = CodedReport(report=make_report(text, name=doc), events=events)
        topics[doc] = topic
    return reports, chains, topics


def compared(t: Tellings) -> tuple[Ints, Ints]:
    """Pairs of rows a < b of one document, or of documents that are alike."""
    a, b = np.triu_indices(len(t), 1)
    near = (t.stories @ t.stories.T)[t.report[a], t.report[b]] >= ALIKE
    kept = near | (t.report[a] == t.report[b])
    return a[kept], b[kept]


def columns(t: Tellings, a: Ints, b: Ints) -> Floats:
    """The columns of the pairs, without what mentions don't tell."""
    rows = np.concatenate([features(t, a[at : at + CHUNK], b[at : at + CHUNK]) for at in range(0, len(a), CHUNK)])
    rows[:, [FEATURES.index(name) for name in UNKNOWN]] = np.nan
    return rows


def pairs(archive: Path, *, dev: bool) -> tuple[Tellings, Ints, Ints, Floats, list[str]]:
    """(tellings, a, b, columns, chain of each row) of one part."""
    reports, chains, _ = ecbplus(archive, dev=dev)
    reports = embedded(reports)
    members: list[Member] = [(doc, event.id) for doc in reports for event in reports[doc].events]
    t = Tellings(reports.values())
    a, b = compared(t)
    return t, a, b, columns(t, a, b), [chains[member] for member in members]


def _documents(lines: io.TextIOWrapper) -> list[tuple[str, list[list[str]]]]:
    """(doc, sentences of words) in a file of rows `doc, sentence, word number, word, chain`."""
    out: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        row = line.rstrip("\n").split("\t")
        if len(row) == 5 and not line.startswith("#"):
            out[row[0]][int(row[1])].append(row[3])
    return [(doc, [words for _, words in sorted(rows.items())]) for doc, rows in out.items()]


def _joined(sentences: list[list[str]]) -> tuple[str, dict[tuple[int, int], int]]:
    """The text, a sentence a line, and where each word of each sentence starts."""
    starts, parts, at = {}, [], 0
    for number, words in enumerate(sentences):
        for n, word in enumerate(words):
            starts[number, n] = at
            parts.append(word + (" " if n + 1 < len(words) else "\n"))
            at += len(parts[-1])
    return "".join(parts), starts
